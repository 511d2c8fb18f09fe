/** What this browser does for a technician from afar. */
import { sleep } from "./answers";
import { bootOf } from "./boot";
import type { DeviceSource } from "./bridge";
import { browserName } from "./browser";
import { type Choice, opensAnew } from "./choice";
import type { DeviceCheck } from "./devices";
import { chirp, type Echo, echoOf } from "./echo";
import { type Equipment, failed, type Hands } from "./errands";
import { inUse, type Problem } from "./hardware";
import { loudness, meterFill } from "./meter";
import { watchLevel } from "./probes";
import { playTestSound } from "./tones";

/** Enough for a chirp, and little work for an old PC. */
const RATE = 8000;
/** As many samples as an analyser can keep: four seconds. */
const KEPT = 32_768;
/** Played so often and so far apart: on a busy PC one or the other is torn. */
const CHIRPS = 5;
const APART_S = 0.7;
/** The last one may take its time to come back. */
const LISTEN_MS = 3800;
/** The chirp is not to begin before it can be played. */
const LEAD_S = 0.3;
const LEVEL_MS = 1000;
const CLOSING_MS = 2000;
/** A browser that may not play says nothing of it. */
const RESUME_MS = 2000;

/** What says that a choice of these kinds did not open. */
const FAILURES: Record<DeviceSource, readonly Problem[]> = {
  camera: ["noCamera", "cameraInUse", "cameraFailed", "permission"],
  microphone: ["noMicrophone", "microphoneInUse", "microphoneFailed", "permission"],
};

export function handsOf(check: DeviceCheck, release: string): Hands {
  const startsAgain = bootOf(localStorage) !== null;
  return {
    startsAgain,
    look: () => equipmentOf(check, release, startsAgain),
    // The server has looked whether these are choices.
    choose: (facts) => choose(check, facts as Partial<Choice>),
    tone: () => playTestSound(check.speaker),
    echo: () => measureEcho(check.get().tracks.microphone, check.speaker),
    canPhotograph: () => {
      if (!check.get().tracks.camera) throw failed("noCamera");
      if (!("ImageCapture" in window)) throw failed("NotSupportedError");
    },
    reload: () => location.reload(),
    // Its start-up file starts it again; what the browser does not close is reloaded.
    restart: () => {
      window.close();
      setTimeout(() => location.reload(), CLOSING_MS);
    },
  };
}

/** Raises why what was chosen does not work; the device before goes on then. */
async function choose(check: DeviceCheck, change: Partial<Choice>): Promise<void> {
  const before = check.get().choice;
  try {
    await chosen(check, change);
  } catch (error) {
    // Or the next page would open what does not work.
    check.keep(before);
    throw error;
  }
}

async function chosen(check: DeviceCheck, change: Partial<Choice>): Promise<void> {
  await check.choose(change);
  const { problems, tracks, speakers } = check.get();
  for (const kind of opensAnew(change)) {
    const problem = FAILURES[kind].find((one) => problems.includes(one));
    if (problem) throw failed(problem);
    const wanted = change[kind];
    // Another one stands in for what is not there.
    if (wanted && inUse(tracks[kind], wanted) !== wanted) throw failed("NotFoundError");
  }
  const { speaker } = change;
  if (speaker && !speakers.some(({ id }) => id === speaker))
    throw failed("NotFoundError");
}

async function equipmentOf(
  check: DeviceCheck,
  release: string,
  restarts: boolean,
): Promise<Equipment> {
  await check.look();
  const { cameras, microphones, speakers, choice, tracks } = check.get();
  const level = tracks.microphone ? await levelOf(tracks.microphone) : null;
  return {
    cameras,
    microphones,
    speakers,
    camera: inUse(tracks.camera, choice.camera),
    microphone: inUse(tracks.microphone, choice.microphone),
    speaker: check.speaker,
    mode: choice.mode,
    gain: choice.gain,
    browser: browserName(),
    release,
    level,
    restarts,
  };
}

/** The loudest moment of a second; null: nothing could be measured. */
async function levelOf(track: MediaStreamTrack): Promise<number | null> {
  let loudest: number | null = null;
  const stop = watchLevel(track, (level) => {
    if (level !== null) loudest = Math.max(loudest ?? 0, level);
  });
  await sleep(LEVEL_MS);
  stop();
  return loudest === null ? null : meterFill(loudest);
}

/** With the room's own echo canceller: what is left is what the others hear. */
async function measureEcho(
  microphone: MediaStreamTrack | undefined,
  speaker: string,
): Promise<Echo> {
  if (!microphone) throw failed("noMicrophone");
  const context = new AudioContext({ sampleRate: RATE });
  // A copy: the room may keep its own microphone closed meanwhile.
  const copy = microphone.clone();
  copy.enabled = true;
  try {
    await Promise.race([context.resume(), sleep(RESUME_MS)]);
    if (context.state !== "running") throw failed("NotAllowedError");
    const out = await outputOf(context, speaker);
    const ears = listen(context, copy);
    const played = chirp(RATE);
    const at = context.currentTime + LEAD_S;
    for (let n = 0; n < CHIRPS; n += 1) sound(context, out, played, at + n * APART_S);
    await sleep(LISTEN_MS);
    const heard = ears(at);
    if (loudness(heard) === 0) throw failed("NotReadableError");
    const { loss_db, delay_ms } = echoOf(played, heard, RATE);
    return {
      loss_db,
      delay_ms: delay_ms === null ? null : delay_ms % (1000 * APART_S),
    };
  } finally {
    copy.stop();
    await context.close();
  }
}

/** TypeScript does not know yet that a context can choose its speaker. */
type WithSpeaker = AudioContext & { setSinkId?(speaker: string): Promise<void> };

/** The way to the chosen speaker, as short as this browser has one.
 *
 * An element stretches what it plays to keep in step: a chirp is no longer alike then
 * (measured in Chromium 156: 0.11 to 0.94 of itself, without the element 0.83 to 0.94). */
async function outputOf(context: WithSpeaker, speaker: string): Promise<AudioNode> {
  if (!speaker) return context.destination;
  if (context.setSinkId) {
    await context.setSinkId(speaker);
    return context.destination;
  }
  const out = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = out.stream;
  await element.setSinkId?.(speaker);
  await element.play();
  return out;
}

/** Listens from now on; gives what was heard since a moment of the context's clock.
 *
 * An analyser keeps the last four seconds by itself, however busy the page is. */
function listen(
  context: AudioContext,
  track: MediaStreamTrack,
): (since: number) => Float32Array {
  const ear = context.createAnalyser();
  ear.fftSize = KEPT;
  context.createMediaStreamSource(new MediaStream([track])).connect(ear);
  return (since) => {
    const samples = new Float32Array(KEPT);
    ear.getFloatTimeDomainData(samples);
    const heard = Math.round((context.currentTime - since) * RATE);
    return samples.subarray(Math.max(0, KEPT - heard));
  };
}

function sound(
  context: AudioContext,
  out: AudioNode,
  samples: Float32Array,
  at: number,
): void {
  const buffer = context.createBuffer(1, samples.length, RATE);
  buffer.getChannelData(0).set(samples);
  const player = context.createBufferSource();
  player.buffer = buffer;
  player.connect(out);
  player.start(at);
}
