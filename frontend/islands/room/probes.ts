/** Reads loudness and brightness from local tracks. */
import { clippedShare, loudness, meanBrightness } from "./meter";
import { MOMENT_MS, Returning } from "./returning";
import type { Probes } from "./vitals";

/** Two seconds of blocks: nobody may read for hours. */
const BLOCKS = 40;
const METER_MS = 125;
/** In samples: 20 ms or so. */
const BLOCK = 1024;

/** Calls back about eight times a second with 0 to 1; null while not running. */
export function watchLevel(
  track: MediaStreamTrack,
  report: (level: number | null) => void,
): () => void {
  const ear = new Ear(track);
  const look = () => {
    const samples = ear.samples();
    report(samples && loudness(samples));
  };
  const timer = setInterval(look, METER_MS);
  return () => {
    clearInterval(timer);
    ear.close();
  };
}

/** Listens to one track of one's own, and beside it to what the others send. */
class Ear {
  // Nobody hears it: large blocks spare an old PC hundreds of wake-ups a second.
  private readonly context = new AudioContext({ latencyHint: "playback" });
  // A copy: the meter must not be muted with the original.
  private readonly copy: MediaStreamTrack;
  private readonly own = this.analyser();
  private readonly others = this.analyser();
  private readonly sources = new Map<MediaStreamTrack, AudioNode>();
  private readonly block = new Float32Array(BLOCK);
  private readonly otherBlock = new Float32Array(BLOCK);

  constructor(track: MediaStreamTrack) {
    this.copy = track.clone();
    this.source(this.copy).connect(this.own);
  }

  /** What was heard last; null while not running. */
  samples(): Float32Array | null {
    if (this.context.state !== "running") {
      this.context.resume().catch(() => {});
      return null;
    }
    this.own.getFloatTimeDomainData(this.block);
    return this.block;
  }

  /** How loud all of these are together just now. */
  beside(tracks: readonly MediaStreamTrack[]): number {
    for (const [track, node] of [...this.sources]) {
      if (tracks.includes(track)) continue;
      node.disconnect();
      this.sources.delete(track);
    }
    for (const track of tracks) {
      if (this.sources.has(track)) continue;
      const node = this.source(track);
      node.connect(this.others);
      this.sources.set(track, node);
    }
    if (this.sources.size === 0) return 0;
    this.others.getFloatTimeDomainData(this.otherBlock);
    return loudness(this.otherBlock);
  }

  close(): void {
    this.copy.stop();
    this.context.close().catch(() => {});
  }

  private analyser(): AnalyserNode {
    const analyser = this.context.createAnalyser();
    analyser.fftSize = BLOCK;
    return analyser;
  }

  private source(track: MediaStreamTrack): AudioNode {
    return this.context.createMediaStreamSource(new MediaStream([track]));
  }
}

/** What the meeting itself measures of the own devices. */
export const probes: Probes = {
  sound(track, played) {
    let blocks: { level: number; clipped: number }[] = [];
    const returning = new Returning();
    const ear = new Ear(track);
    const look = () => {
      const samples = ear.samples();
      if (!samples) return;
      const level = loudness(samples);
      blocks = [...blocks, { level, clipped: clippedShare(samples) }].slice(-BLOCKS);
      const at = performance.now();
      returning.note({ at, played: ear.beside(played()), heard: level });
    };
    const timer = setInterval(look, MOMENT_MS);
    const stop = () => {
      clearInterval(timer);
      ear.close();
    };
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
