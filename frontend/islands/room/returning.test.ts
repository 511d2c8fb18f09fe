import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RETURNED } from "./health";
import { MOMENT_MS, Returning } from "./returning";

const MOMENTS = 200;

/** Syllables and pauses as people make them: how loud, moment by moment. */
const speech = fc
  .array(
    fc.record({
      word: fc.integer({ min: 2, max: 12 }),
      pause: fc.integer({ min: 4, max: 14 }),
      level: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
    }),
    { minLength: 40, maxLength: 40 },
  )
  .map((words) =>
    words
      .flatMap(({ word, pause, level }) => [
        ...Array.from({ length: word }, (_, n) => level * (n % 3 === 1 ? 0.4 : 1)),
        ...Array<number>(pause).fill(0),
      ])
      .slice(0, MOMENTS),
  );

function likeness(played: readonly number[], heard: (index: number) => number): number {
  const returning = new Returning();
  for (let n = 0; n < MOMENTS; n++) {
    const at = n * MOMENT_MS;
    returning.note({ at, played: played[n] ?? 0, heard: heard(n) });
  }
  return returning.likeness();
}

describe("a room that sends back what it is sent", () => {
  it("is found, however late and quiet it comes back", () => {
    const way = fc.record({
      lag: fc.integer({ min: 0, max: 10 }),
      gain: fc.double({ min: 0.1, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(speech, way, (played, { lag, gain }) => {
        const heard = (n: number) => gain * (played[n - lag] ?? 0) + 0.0005;
        expect(likeness(played, heard)).toBeGreaterThan(RETURNED);
      }),
    );
  });

  it("is not found where people of its own speak", () => {
    fc.assert(
      fc.property(speech, speech, (played, own) => {
        // Two who say the same at the same time are no two.
        const same = (lag: number) =>
          played.filter((one, n) => one > 0 === (own[n + lag] ?? 0) > 0).length;
        const lags = Array.from({ length: 13 }, (_, lag) => same(lag) / MOMENTS);
        fc.pre(Math.max(...lags) < 0.7);
        expect(likeness(played, (n) => own[n] ?? 0)).toBeLessThan(RETURNED);
      }),
    );
  });

  it("is not found in silence, in steady noise, nor before ten seconds", () => {
    const words = Array.from({ length: MOMENTS }, (_, n) => (n % 20 < 10 ? 0.2 : 0));
    expect(likeness(words, () => 0.0001)).toBe(0);
    expect(likeness(words, () => 0.05)).toBeLessThan(RETURNED);
    expect(likeness([], (n) => words[n] ?? 0)).toBe(0);
    const short = new Returning();
    for (let n = 0; n < MOMENTS - 1; n++)
      short.note({ at: n * MOMENT_MS, played: words[n] ?? 0, heard: words[n] ?? 0 });
    expect(short.likeness()).toBe(0);
  });

  it("is found by a PC that is too busy to look every time", () => {
    const words = Array.from({ length: 220 }, (_, n) => (n % 17 < 8 ? 0.2 : 0));
    const returning = new Returning();
    words.forEach((level, n) => {
      const heard = 0.3 * (words[n - 4] ?? 0);
      if (n % 5 > 1) returning.note({ at: n * MOMENT_MS, played: level, heard });
    });
    expect(returning.likeness()).toBeGreaterThan(RETURNED);
  });

  it("begins anew after the page was asleep", () => {
    const returning = new Returning();
    for (let n = 0; n < MOMENTS; n++) {
      const level = n % 20 < 10 ? 0.2 : 0;
      returning.note({ at: n * MOMENT_MS, played: level, heard: level });
    }
    expect(returning.likeness()).toBeGreaterThan(RETURNED);
    returning.note({ at: 60_000, played: 0, heard: 0 });
    expect(returning.likeness()).toBe(0);
  });
});
