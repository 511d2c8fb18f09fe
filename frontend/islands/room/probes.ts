/** Reads loudness and brightness from local tracks. */
import { clippedShare, loudness, meanBrightness } from "./meter";
import { MOMENT_MS, Returning } from "./returning";
import type { Probes } from "./vitals";

/** Two seconds of blocks: nobody may read for hours. */
const BLOCKS = 40;
const METER_MS = 125;

/** Calls back about eight times a second with 0 to 1; null while not running. */
export function watchLevel(
  track: MediaStreamTrack,
  report: (level: number | null) => void,
): () => void {
  const look = (samples: Float32Array | null) => report(samples && loudness(samples));
  return watchSamples(track, METER_MS, look);
}

function watchSamples(
  track: MediaStreamTrack,
  every: number,
  report: (samples: Float32Array | null) => void,
): () => void {
  // Nobody hears it: large blocks spare an old PC hundreds of wake-ups a second.
  const context = new AudioContext({ latencyHint: "playback" });
  // A copy: the meter must not be muted with the original.
  const copy = track.clone();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([copy])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state !== "running") {
      context.resume().catch(() => {});
      report(null);
      return;
    }
    analyser.getFloatTimeDomainData(samples);
    report(samples);
  }, every);
  return () => {
    clearInterval(timer);
    copy.stop();
    context.close().catch(() => {});
  };
}

/** What the meeting itself measures of the own devices. */
export const probes: Probes = {
  sound(track, played) {
    let blocks: { level: number; clipped: number }[] = [];
    const returning = new Returning();
    const stop = watchSamples(track, MOMENT_MS, (samples) => {
      if (!samples) return;
      const level = loudness(samples);
      blocks = [...blocks, { level, clipped: clippedShare(samples) }].slice(-BLOCKS);
      returning.note({ at: performance.now(), played: played(), heard: level });
    });
    const read = () => {
      const levels = blocks.map((one) => one.level);
      const clipped = blocks.reduce((sum, one) => sum + one.clipped, 0);
      const count = blocks.length;
      blocks = [];
      if (count === 0) return null;
      const returned = returning.likeness();
      return { level: Math.max(...levels), clipped: clipped / count, returned };
    };
    return { read, stop };
  },

  picture(track) {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = new MediaStream([track]);
    video.play().catch(() => {});
    const look = thumbnail(video);
    let last: Uint8ClampedArray | null = null;
    const read = () => {
      // A page that nobody sees is not painted: its pictures stand by themselves.
      const pixels = document.hidden ? null : look();
      const before = last;
      last = pixels;
      if (!pixels || !before) return null;
      const moved = pixels.some((value, index) => value !== before[index]);
      return { brightness: meanBrightness(pixels), moved };
    };
    const stop = () => {
      video.srcObject = null;
    };
    return { read, stop };
  },
};

/** Single pixels of the picture, unsmoothed: the noise of a camera stays. */
function thumbnail(video: HTMLVideoElement): () => Uint8ClampedArray | null {
  const [width, height] = [64, 36];
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context) context.imageSmoothingEnabled = false;
  return () => {
    if (!context || video.videoWidth === 0) return null;
    context.drawImage(video, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
}

/** Calls back once a second with the brightness of what the element shows. */
export function watchBrightness(
  video: HTMLVideoElement,
  report: (brightness: number) => void,
): () => void {
  const look = thumbnail(video);
  const timer = setInterval(() => {
    const pixels = look();
    if (pixels) report(meanBrightness(pixels));
  }, 1000);
  return () => clearInterval(timer);
}
