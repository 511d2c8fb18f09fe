/** A microphone made louder or quieter: for one that has no knob, or out of reach. */
import type { Gain } from "./choice";

/** In dB. */
const DECIBELS: Record<Gain, number> = {
  lowest: -12,
  low: -6,
  normal: 0,
  high: 6,
  highest: 12,
};

/** Nothing of it is to sound here: it must not stop with a loudspeaker. TypeScript does
 * not know the option yet, and older browsers pass over it. */
const NO_SPEAKER = { sinkId: { type: "none" } } as AudioContextOptions;
const WAKE_MS = 1000;

/** By how much the samples are multiplied. */
export function factor(gain: Gain): number {
  return 10 ** (DECIBELS[gain] / 20);
}

/** A track that lives and dies with `track`, as loud as was chosen. */
export function amplified(track: MediaStreamTrack, gain: Gain): MediaStreamTrack {
  if (DECIBELS[gain] === 0) return track;
  const context = new AudioContext(NO_SPEAKER);
  try {
    return like(track, through(context, track, factor(gain)), context, gain);
  } catch (error) {
    track.stop();
    context.close().catch(() => {});
    throw error;
  }
}

function through(
  context: AudioContext,
  track: MediaStreamTrack,
  times: number,
): MediaStreamTrack {
  const volume = context.createGain();
  const out = context.createMediaStreamDestination();
  volume.gain.value = times;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(volume).connect(out);
  const [made] = out.stream.getAudioTracks();
  if (!made) throw new DOMException("no track", "NotReadableError");
  return made;
}

/** Who looks at it looks at the microphone: which it is, and whether it still works. */
function like(
  track: MediaStreamTrack,
  made: MediaStreamTrack,
  context: AudioContext,
  gain: Gain,
): MediaStreamTrack {
  // A browser that lets nothing sound before a click, or loses its loudspeaker, stops it.
  const wake = () => {
    if (context.state !== "running") context.resume().catch(() => {});
  };
  const timer = setInterval(wake, WAKE_MS);
  wake();
  const stop = made.stop.bind(made);
  const end = () => {
    clearInterval(timer);
    stop();
    track.stop();
    context.close().catch(() => {});
  };
  made.stop = end;
  made.clone = () => amplified(track.clone(), gain);
  made.getSettings = () => track.getSettings();
  Object.defineProperty(made, "muted", { get: () => track.muted });
  for (const event of ["mute", "unmute"])
    track.addEventListener(event, () => made.dispatchEvent(new Event(event)));
  track.addEventListener("ended", () => {
    end();
    made.dispatchEvent(new Event("ended"));
  });
  return made;
}
