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

  it("is not found where there is none, whatever else is heard", () => {
    const NONE = { loss_db: null, delay_ms: null };
    const noise = fc.integer({ min: 1, max: 2 ** 30 });
    fc.assert(
      fc.property(noise, (seed) => {
        const chance = random(seed);
        const hiss = Float32Array.from({ length: RATE }, () => 0.2 * (chance() - 0.5));
        expect(echoOf(played, hiss, RATE)).toEqual(NONE);
        expect(echoOf(played, voice(chance), RATE)).toEqual(NONE);
      }),
      { numRuns: 20 },
    );
    expect(echoOf(played, new Float32Array(RATE), RATE)).toEqual(NONE);
    expect(echoOf(played, new Float32Array(10), RATE)).toEqual(NONE);
  });
});

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Somebody who talks: a few words, each of a pitch with its overtones. */
function voice(chance: () => number): Float32Array {
  const samples = new Float32Array(RATE);
  for (let word = 0; word < 5; word += 1) {
    const [begin, pitch] = [Math.floor(chance() * RATE), 90 + chance() * 200];
    for (let n = 0; n < 1500 && begin + n < RATE; n += 1) {
      const tones = [1, 2, 3, 5, 8].map(
        (overtone) =>
          Math.sin((2 * Math.PI * pitch * overtone * n) / RATE + overtone) / overtone,
      );
      const sum = tones.reduce((total, one) => total + one, 0);
      samples[begin + n] = (samples[begin + n] ?? 0) + 0.2 * sum;
    }
  }
  return samples;
}
