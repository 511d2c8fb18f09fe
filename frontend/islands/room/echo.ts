/** Does a room hear its own speaker? A chirp goes out, and is looked for in what comes. */

/** How much of it came back, and how late; null: nothing that can be told from noise. */
export interface Echo {
  /** How much quieter than it was played, in dB. */
  readonly loss_db: number | null;
  readonly delay_ms: number | null;
}

/** So alike must it be, where 1 is the chirp itself; noise reaches 0.1, voices 0.06. */
const ALIKE = 0.2;
/** Less than rounding leaves behind. */
const SILENCE = 1e-9;

/** A tone that rises from `from` to `to` Hz: like nothing else that sounds in a room. */
export function chirp(
  rate: number,
  seconds = 0.25,
  from = 500,
  to = 3400,
  volume = 0.3,
): Float32Array {
  const length = Math.round(rate * seconds);
  const samples = new Float32Array(length);
  for (let n = 0; n < length; n += 1) {
    const t = n / rate;
    const phase = 2 * Math.PI * (from * t + ((to - from) * t * t) / (2 * seconds));
    // Faded in and out: a click would be heard everywhere.
    const fade = Math.min(1, n / (0.02 * rate), (length - n) / (0.02 * rate));
    samples[n] = volume * fade * Math.sin(phase);
  }
  return samples;
}

/** Looks for `played` in `heard`, both with `rate` samples a second. */
export function echoOf(played: Float32Array, heard: Float32Array, rate: number): Echo {
  const energy = sumOfSquares(played);
  let best = { alike: 0, lag: 0, product: 0 };
  // Of each stretch as long as the chirp: a loud word elsewhere is not to hide it.
  let around = sumOfSquares(heard.subarray(0, played.length));
  for (let lag = 0; lag + played.length <= heard.length; lag += 1) {
    const product = Math.abs(correlation(played, heard, lag));
    const alike = around > SILENCE ? product / Math.sqrt(energy * around) : 0;
    if (alike > best.alike) best = { alike, lag, product };
    around += (heard[lag + played.length] ?? 0) ** 2 - (heard[lag] ?? 0) ** 2;
  }
  if (best.alike < ALIKE) return { loss_db: null, delay_ms: null };
  return {
    loss_db: -20 * Math.log10(best.product / energy),
    delay_ms: Math.round((best.lag / rate) * 1000),
  };
}

function correlation(played: Float32Array, heard: Float32Array, lag: number): number {
  let sum = 0;
  for (let n = 0; n < played.length; n += 1)
    sum += (played[n] ?? 0) * (heard[n + lag] ?? 0);
  return sum;
}

function sumOfSquares(samples: Float32Array): number {
  return samples.reduce((sum, one) => sum + one * one, 0);
}
