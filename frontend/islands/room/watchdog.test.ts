import { describe, expect, it } from "vitest";
import { RejoinBudget, type Sample, Watchdog } from "./watchdog";

const remote = (count: number, key = "video-5", site = 5): Sample => ({
  key,
  site,
  expected: true,
  count,
});
const own = (count: number, expected = true): Sample[] => [
  { key: "own camera", site: null, expected, count },
];
const seconds = (count: number) => Array.from({ length: count }, (_, second) => second);

/** At which seconds a verdict asked for what. */
function verdicts(dog: Watchdog, until: number, samples: () => Sample[]) {
  const retry: number[] = [];
  const rejoin: number[] = [];
  for (const second of seconds(until)) {
    const verdict = dog.look(second * 1000, samples());
    if (verdict.retry.length > 0) retry.push(second);
    if (verdict.rejoin.length > 0) rejoin.push(second);
  }
  return { retry, rejoin };
}

describe("the watchdog", () => {
  it("is content while frames keep coming", () => {
    let count = 0;
    const found = verdicts(new Watchdog(), 20, () => [remote(++count), ...own(count)]);
    expect(found).toEqual({ retry: [], rejoin: [] });
  });

  it("retries what this device sends after three seconds, then joins afresh", () => {
    const found = verdicts(new Watchdog(), 30, () => own(7));
    expect(found).toEqual({ retry: [3, 12, 24], rejoin: [6] });
  });

  it("retries one site that stands still, ever less often, and never joins afresh", () => {
    let count = 0;
    const samples = () => [remote(7), remote(9, "audio-5"), remote(++count, "v1", 1)];
    const found = verdicts(new Watchdog(), 200, samples);
    expect(found).toEqual({ retry: [3, 6, 12, 24, 48, 96, 144, 192], rejoin: [] });
  });

  it("is not deceived by a new subscription that counts from zero", () => {
    let count = 100;
    const dog = new Watchdog();
    const found = verdicts(dog, 20, () => {
      const sample = remote(count);
      if (count === 100) count = 0;
      return [sample];
    });
    expect(found.retry).toEqual([3, 6, 12]);
  });

  it("joins afresh when the tracks of several sites stand still in vain", () => {
    const samples = () => [remote(7), remote(9, "audio-1", 1)];
    const found = verdicts(new Watchdog(), 8, samples);
    expect(found.retry).toEqual([3, 6]);
    expect(found.rejoin).toEqual([6, 7]);
  });

  it("does not join afresh for two sites of which one still flows", () => {
    let count = 0;
    const samples = () => [remote(7), remote(++count, "audio-1", 1)];
    expect(verdicts(new Watchdog(), 60, samples).rejoin).toEqual([]);
  });

  it("starts again when a frame arrives or nothing is expected", () => {
    const dog = new Watchdog();
    dog.look(0, own(7));
    dog.look(2900, own(8));
    expect(dog.look(4000, own(8)).retry).toEqual([]);
    dog.look(5000, own(8, false));
    expect(dog.look(7000, own(8)).retry).toEqual([]);
  });

  it("forgets tracks that are gone", () => {
    const dog = new Watchdog();
    dog.look(0, own(7));
    dog.look(1000, []);
    expect(dog.look(3500, own(7)).retry).toEqual([]);
  });
});

describe("the rejoin budget", () => {
  it("lets one cause ask once a minute, and another cause at once", () => {
    const budget = new RejoinBudget();
    expect(budget.allows(0, ["video-5"])).toBe(true);
    expect(budget.allows(30_000, ["video-5"])).toBe(false);
    expect(budget.allows(30_000, ["video-5", "own camera"])).toBe(true);
    expect(budget.allows(60_000, ["video-5"])).toBe(true);
    expect(budget.allows(60_000, [])).toBe(false);
  });
});
