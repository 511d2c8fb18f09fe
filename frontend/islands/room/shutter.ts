/** Takes single pictures of a track with what the browser has for it. */
import type { Picture } from "./budget";
import type { Shutter } from "./photographs";

declare global {
  /** TypeScript knows only what all browsers have. */
  interface ImageCapture {
    grabFrame(): Promise<ImageBitmap>;
  }
}

/** A picture that has stood still for long may need a moment; one that is gone, forever. */
const PATIENCE_MS = 2000;
const SPOTS = { width: 64, height: 36 };
const WIDEST = 960;
/** Letters must be read, a face must be known. */
const WIDTHS: Record<Picture, readonly number[]> = {
  screen: [WIDEST, 640],
  camera: [320, 240],
};
const WEBP = "image/webp";
/** From good to poor: the first that is small enough. */
const GRADES = [0.6, 0.4, 0.2];

/** Also on a page that nobody sees: who shows slides looks at them, not at us. */
export const shutter: Shutter = async (track) => {
  if (!("ImageCapture" in window) || track.readyState !== "live") return null;
  const frame = await grabbed(new ImageCapture(track));
  if (!frame) return null;
  const whole = drawn(frame, WIDEST, heightOf(frame, WIDEST));
  frame.close();
  const small = whole && drawn(whole.canvas, SPOTS.width, SPOTS.height);
  if (!small) return null;
  const { data } = small.context.getImageData(0, 0, SPOTS.width, SPOTS.height);
  return {
    spots: data,
    image: (source, longest) => image(whole.canvas, WIDTHS[source], longest),
  };
};

async function grabbed(grabber: ImageCapture): Promise<ImageBitmap | null> {
  let late = false;
  const tooLate = new Promise<null>((resolve) =>
    setTimeout(() => {
      late = true;
      resolve(null);
    }, PATIENCE_MS),
  );
  const frame = grabber.grabFrame().then(
    (one) => {
      if (late) one.close();
      return one;
    },
    () => null,
  );
  return Promise.race([frame, tooLate]);
}

/** Every browser writes PNG, not every one WebP: then there is no image. */
async function image(
  whole: OffscreenCanvas,
  widths: readonly number[],
  longest: number,
): Promise<Blob | null> {
  for (const width of widths) {
    const canvas = drawn(whole, width, heightOf(whole, width))?.canvas;
    for (const quality of GRADES) {
      const made = await canvas?.convertToBlob({ type: WEBP, quality });
      if (made?.type === WEBP && made.size <= longest) return made;
    }
  }
  return null;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function heightOf(picture: Size, width: number): number {
  return Math.max(1, Math.round((picture.height * width) / picture.width));
}

function drawn(picture: ImageBitmap | OffscreenCanvas, width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  return { canvas, context };
}
