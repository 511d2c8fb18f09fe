/** Reads loudness and brightness from local tracks, and plays the test sound. */
import { loudness, meanBrightness } from "./meter";

/** Calls back about eight times a second with 0 to 1; null while not running. */
export function watchLevel(
  track: MediaStreamTrack,
  report: (level: number | null) => void,
): () => void {
  const context = new AudioContext();
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
    report(loudness(samples));
  }, 125);
  return () => {
    clearInterval(timer);
    copy.stop();
    context.close().catch(() => {});
  };
}

/** Calls back once a second with the brightness of what the element shows. */
export function watchBrightness(
  video: HTMLVideoElement,
  report: (brightness: number) => void,
): () => void {
  const canvas = document.createElement("canvas");
  canvas.width = 32;
  canvas.height = 18;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const timer = setInterval(() => {
    if (!context || video.videoWidth === 0) return;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    report(meanBrightness(context.getImageData(0, 0, 32, 18).data));
  }, 1000);
  return () => clearInterval(timer);
}

/** Three rising notes on the chosen speaker. */
export async function playTestSound(speaker: string): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = out.stream;
  try {
    if (speaker && "setSinkId" in element) await element.setSinkId(speaker);
    await context.resume();
    await element.play();
    const end = [523, 659, 784].reduce(
      (at, pitch) => note(context, out, at, pitch),
      context.currentTime + 0.1,
    );
    await new Promise((done) => setTimeout(done, (end - context.currentTime) * 1000));
  } finally {
    element.srcObject = null;
    await context.close();
  }
}

function note(context: AudioContext, out: AudioNode, at: number, pitch: number) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.2, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
  tone.connect(volume).connect(out);
  tone.start(at);
  tone.stop(at + 0.35);
  return at + 0.35;
}
