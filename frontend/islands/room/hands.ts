/** What this browser does for a technician from afar. */
import { sleep } from "./answers";
import { bootOf } from "./boot";
import { browserName } from "./browser";
import type { Choice } from "./choice";
import type { DeviceCheck } from "./devices";
import { chirp, type Echo, echoOf } from "./echo";
import { type Equipment, failed, type Hands } from "./errands";
import { inUse, type Problem } from "./hardware";
import { loudness, meterFill } from "./meter";
import { watchLevel } from "./probes";
import { playTestSound } from "./tones";

/** Enough for a chirp, and little work for an old PC. */
const RATE = 8000;
const BLOCK = 2048;
/** How long the room is listened to. */
const LISTEN_MS = 2000;
/** The ears must be open before the chirp. */
const LEAD_S = 0.3;
const LEVEL_MS = 1000;
const CLOSING_MS = 2000;
/** A browser that may not play says nothing of it. */
const RESUME_MS = 2000;

/** What says that a choice of these kinds did not open. */
const FAILURES: Record<"camera" | "microphone", readonly Problem[]> = {
  camera: ["noCamera", "cameraInUse", "cameraFailed", "permission"],
  microphone: ["noMicrophone", "microphoneInUse", "microphoneFailed", "permission"],
};
const SOUND = ["microphone", "mode", "gain"] as const;

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
  await check.choose(change);
  const { problems, tracks, speakers } = check.get();
  const sounds = SOUND.some((one) => one in change);
  const kinds = [
    ...("camera" in change ? (["camera"] as const) : []),
    ...(sounds ? (["microphone"] as const) : []),
  ];
  for (const kind of kinds) {
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
  const element = new Audio();
  // A copy: the room may keep its own microphone closed meanwhile.
  const copy = microphone.clone();
  copy.enabled = true;
  try {
    await Promise.race([context.resume(), sleep(RESUME_MS)]);
    if (context.state !== "running") throw failed("NotAllowedError");
    const out = context.createMediaStreamDestination();
    element.srcObject = out.stream;
    if (speaker && "setSinkId" in element) await element.setSinkId(speaker);
    await element.play();
    const ears = listen(context, copy);
    const played = chirp(RATE);
    const at = context.currentTime + LEAD_S;
    sound(context, out, played, at);
    await sleep(LISTEN_MS);
    const heard = ears(at);
    if (loudness(heard) === 0) throw failed("NotReadableError");
    return echoOf(played, heard, RATE);
  } finally {
    copy.stop();
    element.srcObject = null;
    await context.close();
  }
}

/** Listens from now on; gives what was heard since a moment of the context's clock. */
function listen(
  context: AudioContext,
  track: MediaStreamTrack,
): (since: number) => Float32Array {
  const blocks: Float32Array[] = [];
  let began = Number.POSITIVE_INFINITY;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  // The worklet that replaces it would have to be a file of its own.
  const tap = context.createScriptProcessor(BLOCK, 1, 1);
  tap.onaudioprocess = ({ inputBuffer }) => {
    blocks.push(inputBuffer.getChannelData(0).slice());
    // Told late, never early: the earliest beginning is the truest.
    const first = context.currentTime - (blocks.length * BLOCK) / RATE;
    began = Math.min(began, first);
  };
  source.connect(tap).connect(context.destination);
  return (since) => {
    const all = new Float32Array(blocks.length * BLOCK);
    blocks.forEach((block, index) => {
      all.set(block, index * BLOCK);
    });
    return all.subarray(Math.max(0, Math.round((since - began) * RATE)));
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
