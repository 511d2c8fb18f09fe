/** What this browser does for a technician from afar. */
import { sleep } from "./answers";
import { browserName } from "./browser";
import type { Choice } from "./choice";
import type { DeviceCheck } from "./devices";
import { chirp, type Echo, echoOf } from "./echo";
import type { Equipment, Hands } from "./errands";
import { loudness } from "./meter";
import { watchLevel } from "./probes";
import { playTestSound } from "./tones";

/** Enough for a chirp, and little work for an old PC. */
const RATE = 16_000;
const BLOCK = 4096;
/** How long the room is listened to after the chirp began. */
const LISTEN_MS = 2000;
const LEVEL_MS = 1000;
const CLOSING_MS = 2000;

export function handsOf(check: DeviceCheck, release: string): Hands {
  return {
    look: () => equipmentOf(check, release),
    // The server has looked whether these are choices.
    choose: (facts) => check.choose(facts as Partial<Choice>),
    tone: () => playTestSound(check.speaker),
    echo: () => measureEcho(check.get().tracks.microphone, check.speaker),
    reload: () => location.reload(),
    // Its start-up file starts it again; what the browser does not close is reloaded.
    restart: () => {
      window.close();
      setTimeout(() => location.reload(), CLOSING_MS);
    },
  };
}

async function equipmentOf(check: DeviceCheck, release: string): Promise<Equipment> {
  await check.look();
  const { cameras, microphones, speakers, choice, tracks } = check.get();
  const { camera, microphone, speaker, mode, gain } = choice;
  const chosen = { camera, microphone, speaker, mode, gain };
  const level = tracks.microphone ? await levelOf(tracks.microphone) : null;
  const browser = browserName();
  return { cameras, microphones, speakers, ...chosen, browser, release, level };
}

/** The loudest moment of a second; null: nothing could be measured. */
async function levelOf(track: MediaStreamTrack): Promise<number | null> {
  let loudest: number | null = null;
  const stop = watchLevel(track, (level) => {
    if (level !== null) loudest = Math.max(loudest ?? 0, level);
  });
  await sleep(LEVEL_MS);
  stop();
  return loudest === null ? null : Math.min(1, loudest);
}

/** With the room's own echo canceller: what is left is what the others hear. */
async function measureEcho(
  microphone: MediaStreamTrack | undefined,
  speaker: string,
): Promise<Echo> {
  if (!microphone) throw new DOMException("no microphone", "NotFoundError");
  const context = new AudioContext({ sampleRate: RATE });
  const element = new Audio();
  // A copy: the room may keep its own microphone closed meanwhile.
  const copy = microphone.clone();
  copy.enabled = true;
  try {
    await context.resume();
    const heard = listen(context, copy);
    const out = context.createMediaStreamDestination();
    element.srcObject = out.stream;
    if (speaker && "setSinkId" in element) await element.setSinkId(speaker);
    await element.play();
    const played = chirp(RATE);
    const before = heard().length;
    sound(context, out, played);
    await sleep(LISTEN_MS);
    const samples = heard().subarray(before);
    if (loudness(samples) === 0) throw new DOMException("silence", "NotReadableError");
    return echoOf(played, samples, RATE);
  } finally {
    copy.stop();
    element.srcObject = null;
    await context.close();
  }
}

function listen(context: AudioContext, track: MediaStreamTrack): () => Float32Array {
  const blocks: Float32Array[] = [];
  const source = context.createMediaStreamSource(new MediaStream([track]));
  // The worklet that replaces it would have to be a file of its own.
  const tap = context.createScriptProcessor(BLOCK, 1, 1);
  tap.onaudioprocess = ({ inputBuffer }) =>
    void blocks.push(inputBuffer.getChannelData(0).slice());
  source.connect(tap).connect(context.destination);
  return () => {
    const all = new Float32Array(blocks.length * BLOCK);
    blocks.forEach((block, index) => {
      all.set(block, index * BLOCK);
    });
    return all;
  };
}

function sound(context: AudioContext, out: AudioNode, samples: Float32Array): void {
  const buffer = context.createBuffer(1, samples.length, RATE);
  buffer.getChannelData(0).set(samples);
  const player = context.createBufferSource();
  player.buffer = buffer;
  player.connect(out);
  player.start();
}
