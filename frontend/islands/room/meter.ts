/** Pure measures: how loud, how bright, how full the meter is. */

const LIMIT = 0.99;

/** Root mean square of one block of samples. */
export function loudness(samples: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < samples.length; i++) total += (samples[i] ?? 0) ** 2;
  return samples.length === 0 ? 0 : Math.sqrt(total / samples.length);
}

/** The share of samples that stand at the limit: the peaks are cut off. */
export function clippedShare(samples: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < samples.length; i++) {
    if (Math.abs(samples[i] ?? 0) >= LIMIT) count += 1;
  }
  return samples.length === 0 ? 0 : count / samples.length;
}

/** Ears are logarithmic: -60 dB is empty, 0 dB is full. */
export function meterFill(level: number): number {
  if (level <= 0) return 0;
  return Math.max(0, Math.min(1, 1 + Math.log10(level) / 3));
}

/** Mean of red, green and blue over RGBA pixels. */
export function meanBrightness(pixels: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    total += (pixels[i] ?? 0) + (pixels[i + 1] ?? 0) + (pixels[i + 2] ?? 0);
  }
  return pixels.length === 0 ? 0 : (total * 4) / (3 * pixels.length);
}
