import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockText, keptSeconds, turnClock, undoSeconds } from "./clock";
import { meeting } from "./testing/meeting";

describe("the clock of a turn", () => {
  it("counts up where there is no limit", () => {
    const clock = turnClock({ since: 1000, spent: 500, limit: 0 }, 4000);
    expect(clock).toEqual({ spent: 3500, left: null, mood: "free", running: true });
  });

  it.each([
    [0, "running"],
    [269_999, "running"],
    [270_000, "warning"],
    [300_000, "warning"],
    [300_001, "over"],
  ])("after %i ms of five minutes it is %s", (spent, mood) => {
    expect(turnClock({ since: null, spent, limit: 300 }, 0).mood).toBe(mood);
  });

  it("warns of a short turn in its last quarter", () => {
    expect(turnClock({ since: null, spent: 44_999, limit: 60 }, 0).mood).toBe(
      "running",
    );
    expect(turnClock({ since: null, spent: 45_000, limit: 60 }, 0).mood).toBe(
      "warning",
    );
  });

  it("stands still in a break", () => {
    const clock = turnClock({ since: null, spent: 700, limit: 60 }, 9e12);
    expect(clock).toMatchObject({ spent: 700, running: false });
  });

  it("never counts backwards when the clocks differ", () => {
    expect(turnClock({ since: 5000, spent: 0, limit: 0 }, 4000).spent).toBe(0);
  });
});

describe("the time on the screen", () => {
  it.each([
    [0, "0:00"],
    [65_900, "1:05"],
    [-5_000, "0:05"],
    [3_723_000, "1:02:03"],
  ])("shows %i ms as %s", (milliseconds, text) => {
    expect(clockText(milliseconds)).toBe(text);
  });

  it("shows whole seconds of any length", () => {
    fc.assert(
      fc.property(fc.nat(86_400_000), (milliseconds) => {
        const parts = clockText(milliseconds).split(":").map(Number);
        const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
        expect(seconds).toBe(Math.floor(milliseconds / 1000));
      }),
    );
  });
});

describe("taking the closing back", () => {
  it("is possible for a minute", () => {
    const closed = meeting({ phase: "closed", closed: 1_000 });
    expect(undoSeconds(closed, 1_000)).toBe(60);
    expect(undoSeconds(closed, 60_500)).toBe(1);
    expect(undoSeconds(closed, 61_000)).toBe(0);
  });

  it("means nothing in a meeting that goes on", () => {
    expect(undoSeconds(meeting(), 0)).toBe(0);
    expect(undoSeconds(null, 0)).toBe(0);
  });
});

describe("a turn whose speaker lost the line", () => {
  it("is kept for a minute", () => {
    const lost = meeting({ floor: [5], away: [{ site: 5, since: 1_000 }] });
    expect(keptSeconds(lost, 5, 13_500)).toBe(48);
    expect(keptSeconds(lost, 5, 90_000)).toBe(0);
    expect(keptSeconds(lost, 7, 13_500)).toBeNull();
    expect(keptSeconds(null, 5, 0)).toBeNull();
  });
});
