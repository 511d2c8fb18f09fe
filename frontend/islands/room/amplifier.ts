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

/** By how much the samples are multiplied. */
export function factor(gain: Gain): number {
  return 10 ** (DECIBELS[gain] / 20);
}

/** A track that lives and dies with `track`, as loud as was chosen. */
export function amplified(track: MediaStreamTrack, gain: Gain): MediaStreamTrack {
  if (DECIBELS[gain] === 0) return track;
  const context = new AudioContext();
  // Where it may not run yet, it does with the first click on the page.
  context.resume().catch(() => {});
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const volume = context.createGain();
  const out = context.createMediaStreamDestination();
  volume.gain.value = factor(gain);
  source.connect(volume).connect(out);
  const [made] = out.stream.getAudioTracks();
  if (!made) throw new DOMException("no track", "NotReadableError");
  const stop = made.stop.bind(made);
  const end = () => {
    stop();
    track.stop();
    context.close().catch(() => {});
  };
  // Who looks at it looks at the microphone: which it is, and whether it still works.
  made.getSettings = () => track.getSettings();
  made.stop = end;
  track.addEventListener("ended", () => {
    end();
    made.dispatchEvent(new Event("ended"));
  });
  return made;
}
