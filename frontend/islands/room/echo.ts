/** Does a room hear its own speaker? A chirp goes out, and is looked for in what comes. */

/** How much of it came back, and how late; null: nothing that can be told from noise. */
export interface Echo {
  /** How much quieter than it was played, in dB. */
  readonly loss_db: number | null;
  readonly delay_ms: number | null;
}

/** The correlation must stand out so far from that with anything else. */
const CLEAR = 6;

/** A tone that rises from `from` to `to` Hz: like nothing else that sounds in a room. */
export function chirp(
  rate: number,
  seconds = 0.5,
  from = 500,
  to = 4000,
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
  const lags = heard.length - played.length;
  if (lags <= 0 || energy === 0) return { loss_db: null, delay_ms: null };
  const found = Float64Array.from({ length: lags + 1 }, (_, lag) =>
    Math.abs(correlation(played, heard, lag)),
  );
  const best = found.reduce(
    (most, value, lag) => (value > (found[most] ?? 0) ? lag : most),
    0,
  );
  const peak = found[best] ?? 0;
  if (peak === 0 || peak < CLEAR * median(found))
    return { loss_db: null, delay_ms: null };
  return {
    loss_db: -20 * Math.log10(peak / energy),
    delay_ms: Math.round((best / rate) * 1000),
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

function median(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
