import { describe, expect, it } from "vitest";
import { RejoinBudget, Watchdog } from "./watchdog";

const sample = (count: number, expected = true) => [
  { key: "video-5", expected, count },
];

describe("the watchdog", () => {
  it("is content while frames keep coming", () => {
    const dog = new Watchdog();
    for (let second = 0; second < 10; second++) {
      const verdict = dog.look(second * 1000, sample(second));
      expect(verdict).toEqual({ retry: [], rejoin: [] });
    }
  });

  it("retries after three seconds without a frame, then asks for a fresh join", () => {
    const dog = new Watchdog();
    dog.look(0, sample(7));
    expect(dog.look(2900, sample(7)).retry).toEqual([]);
    expect(dog.look(3000, sample(7)).retry).toEqual(["video-5"]);
    expect(dog.look(5900, sample(7)).rejoin).toEqual([]);
    expect(dog.look(6000, sample(7)).rejoin).toEqual(["video-5"]);
  });

  it("afterwards only retries, and more slowly", () => {
    const dog = new Watchdog();
    for (const now of [0, 3000, 6000]) dog.look(now, sample(7));
    expect(dog.look(15_000, sample(7))).toEqual({ retry: [], rejoin: [] });
    expect(dog.look(16_000, sample(7))).toEqual({ retry: ["video-5"], rejoin: [] });
  });

  it("starts again when a frame arrives or nothing is expected", () => {
    const dog = new Watchdog();
    dog.look(0, sample(7));
    dog.look(2900, sample(8));
    expect(dog.look(4000, sample(8)).retry).toEqual([]);
    dog.look(5000, sample(8, false));
    expect(dog.look(7000, sample(8)).retry).toEqual([]);
  });

  it("forgets tracks that are gone", () => {
    const dog = new Watchdog();
    dog.look(0, sample(7));
    dog.look(1000, []);
    expect(dog.look(3500, sample(7)).retry).toEqual([]);
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
