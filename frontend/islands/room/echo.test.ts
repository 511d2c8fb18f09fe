import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chirp, echoOf } from "./echo";

const RATE = 8000;
const played = chirp(RATE, 0.25, 400, 3000);

/** What a microphone hears: the chirp, later and quieter, in noise. */
function heard(delay: number, gain: number, noise: number): Float32Array {
  const samples = new Float32Array(RATE);
  let seed = 7;
  for (let n = 0; n < samples.length; n += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    samples[n] = noise * (seed / 2 ** 30 - 1);
  }
  played.forEach((one, n) => {
    samples[n + delay] = (samples[n + delay] ?? 0) + gain * one;
  });
  return samples;
}

describe("the echo of a room", () => {
  it("is found with its delay, however quiet it is beside noise", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (delay) => {
        const found = echoOf(played, heard(delay, 0.1, 0.01), RATE);
        expect(Math.abs((found.delay_ms ?? -99) - (delay / RATE) * 1000)).toBeLessThan(
          1,
        );
        expect(found.loss_db).toBeGreaterThan(19);
        expect(found.loss_db).toBeLessThan(21);
      }),
      { numRuns: 10 },
    );
  });

  it("is not found where there is none", () => {
    expect(echoOf(played, heard(0, 0, 0.2), RATE)).toEqual({
      loss_db: null,
      delay_ms: null,
    });
    expect(echoOf(played, new Float32Array(RATE), RATE).loss_db).toBeNull();
    expect(echoOf(played, new Float32Array(10), RATE).loss_db).toBeNull();
  });
});
