/** Short sounds made in code, on the chosen speaker: the test sound, and who rings. */
import { sleep } from "./answers";
import type { Ring } from "./ringing";

/** One tone of a sound, in Hz and in seconds from its beginning. */
interface Tone {
  readonly pitch: number;
  readonly at: number;
  readonly lasts: number;
}

interface Sounding {
  readonly volume: number;
  readonly tones: readonly Tone[];
}

/** Three rising notes. */
const TEST: Sounding = {
  volume: 0.2,
  tones: [523, 659, 784].map((pitch, index) => ({
    pitch,
    at: index * 0.35,
    lasts: 0.35,
  })),
};

/** Two short tones; who calls hears them lower and quieter. */
const RINGS: Record<Ring, Sounding> = {
  bell: { volume: 0.2, tones: twice(784, 659) },
  back: { volume: 0.04, tones: twice(425, 425) },
};

function twice(first: number, second: number): readonly Tone[] {
  return [
    { pitch: first, at: 0, lasts: 0.45 },
    { pitch: second, at: 0.5, lasts: 0.6 },
  ];
}

export async function playTestSound(speaker: string): Promise<void> {
  await play(TEST, speaker, new AbortController().signal);
}

/** Rings once; a speaker that does not open must not let a call be missed. */
export async function ringOnce(
  ring: Ring,
  speaker: string,
  hushed: AbortSignal,
): Promise<void> {
  try {
    await play(RINGS[ring], speaker, hushed);
  } catch {
    if (speaker && !hushed.aborted) await play(RINGS[ring], "", hushed).catch(() => {});
  }
}

/** Until it has sounded, or is hushed: then at once. */
async function play(
  { tones, volume }: Sounding,
  speaker: string,
  hushed: AbortSignal,
): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = out.stream;
  const end = async () => {
    element.srcObject = null;
    if (context.state !== "closed") await context.close();
  };
  // Where the browser blocks sound, what follows may wait for ever.
  hushed.addEventListener("abort", () => void end(), { once: true });
  try {
    if (speaker && "setSinkId" in element) await element.setSinkId(speaker);
    await context.resume();
    await element.play();
    const start = context.currentTime + 0.1;
    const ends = tones.map((tone) => sound(context, out, start, volume, tone));
    await sleep((Math.max(...ends) - context.currentTime) * 1000);
  } finally {
    await end();
  }
}

function sound(
  context: AudioContext,
  out: AudioNode,
  start: number,
  loudest: number,
  { pitch, at, lasts }: Tone,
): number {
  const [begins, ends] = [start + at, start + at + lasts];
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(loudest, begins);
  volume.gain.exponentialRampToValueAtTime(0.001, ends);
  tone.connect(volume).connect(out);
  tone.start(begins);
  tone.stop(ends);
  return ends;
}
