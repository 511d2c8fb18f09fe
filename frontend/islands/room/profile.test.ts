import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROFILES, type Profile } from "./budget";
import { DOWN, GOOD_MS, Ladder, type Limits, type Reading, UP } from "./profile";

const good: Reading = { kbps: 300, loss: 0, starved: false, proven: true };
const narrow: Reading = { kbps: 570, loss: 0.3, starved: true, proven: false };
const hole: Reading = { kbps: 60, loss: 0.5, starved: true, proven: false };

/** A ladder that is looked at once a second. */
class Watched {
  now = 0;
  readonly ladder: Ladder;
  /** Every change of the profile, with the second in which it came. */
  readonly switches: [number, Profile][] = [];

  constructor(limits: Limits = DOWN) {
    this.ladder = new Ladder(limits);
  }

  see(seconds: number, reading: Reading | ((asked: Profile) => Reading)): this {
    for (let second = 0; second < seconds; second++) {
      const before = this.ladder.profile;
      const one = typeof reading === "function" ? reading(this.ladder.asked) : reading;
      this.now += 1000;
      this.ladder.look(this.now, one);
      if (this.ladder.profile !== before)
        this.switches.push([this.now / 1000, this.ladder.profile]);
    }
    return this;
  }
}

/** A line of so many kbit/s: what is asked beyond that is held back and lost. */
const line = (kbps: number) => (asked: Profile) => {
  const needs = { full: 1300, thin: 390, audio: 72 }[asked];
  const fits = needs <= kbps;
  return {
    kbps: Math.min(needs, kbps),
    loss: fits ? 0 : 0.3,
    starved: !fits,
    proven: fits,
  };
};

describe("a line that becomes narrow", () => {
  it("is used for what fits within three seconds, in one step", () => {
    const thin = new Watched().see(60, good).see(4, narrow);
    expect(thin.switches).toEqual([[63, "thin"]]);
    const audio = new Watched().see(60, good).see(4, hole);
    expect(audio.switches).toEqual([[63, "audio"]]);
  });

  it("is not given up for one lost burst", () => {
    const watched = new Watched().see(10, good).see(2, { ...good, loss: 0.4 });
    expect(watched.see(60, good).switches).toEqual([]);
  });

  it("is used for sound alone when the middle is still too much", () => {
    const watched = new Watched().see(10, narrow).see(15, hole);
    expect(watched.switches).toEqual([
      [3, "thin"],
      [11, "audio"],
    ]);
  });

  it("keeps the pictures that come when much is lost and nothing held back", () => {
    const lossy = { ...good, loss: 0.1 };
    expect(new Watched(DOWN).see(120, lossy).switches).toEqual([[3, "thin"]]);
  });

  it("loses its top layer, then its camera, where it loses what it sends", () => {
    const lossy = { ...good, loss: 0.06 };
    expect(new Watched(UP).see(120, lossy).switches).toEqual([
      [3, "thin"],
      [33, "audio"],
    ]);
    expect(new Watched(UP).see(120, { ...good, loss: 0.04 }).switches).toEqual([]);
  });

  it("says nothing of loss when hardly anything goes", () => {
    const silent = { kbps: 5, loss: null, starved: false, proven: true };
    expect(new Watched().see(60, silent).switches).toEqual([]);
  });
});

describe("a line that is wide again", () => {
  it("is used for more only after thirty good seconds and a trial", () => {
    const watched = new Watched().see(10, narrow).see(60, good);
    const [, back] = watched.switches;
    expect(back?.[1]).toBe("full");
    expect(back?.[0]).toBeGreaterThanOrEqual(10 + GOOD_MS / 1000);
    expect(back?.[0]).toBeLessThanOrEqual(10 + GOOD_MS / 1000 + 8);
  });

  it("is tried without being called wide, and not if the trial fails", () => {
    const watched = new Watched().see(300, line(600));
    expect(watched.switches).toEqual([[3, "thin"]]);
  });

  it("is tried less and less often while it fails", () => {
    const watched = new Watched();
    const trials: number[] = [];
    let before: Profile = "full";
    watched.see(1800, (asked) => {
      if (asked === "full" && before === "thin") trials.push(watched.now / 1000);
      before = asked;
      return line(600)(asked);
    });
    const waits = trials.slice(1).map((at, place) => at - (trials[place] ?? 0));
    expect(trials.length).toBeGreaterThan(3);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBeGreaterThan(300);
  });

  it("is not called wide while what should come sharp does not", () => {
    const soft = { ...good, proven: false };
    expect(new Watched().see(3, narrow).see(300, soft).switches).toHaveLength(1);
  });

  it("goes up step by step", () => {
    const watched = new Watched().see(3, hole).see(200, good);
    expect(watched.switches.map(([, profile]) => profile)).toEqual([
      "audio",
      "thin",
      "full",
    ]);
  });
});

const readings = fc.record({
  kbps: fc.integer({ min: 0, max: 2000 }),
  loss: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  starved: fc.boolean(),
  proven: fc.boolean(),
});

describe("whatever a line does", () => {
  it("goes up at most once in thirty seconds, and one step at a time", () => {
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 200 }), (all) => {
        const watched = new Watched();
        let before: Profile = "full";
        let last = Number.NEGATIVE_INFINITY;
        for (const reading of all) {
          watched.see(1, reading);
          const { profile } = watched.ladder;
          const step = PROFILES.indexOf(profile) - PROFILES.indexOf(before);
          expect(step).toBeGreaterThanOrEqual(-1);
          if (step < 0) expect(watched.now - last).toBeGreaterThanOrEqual(GOOD_MS);
          if (step !== 0) last = watched.now;
          before = profile;
        }
      }),
    );
  });

  it("asks at most one step more than it says", () => {
    fc.assert(
      fc.property(fc.array(readings, { maxLength: 200 }), (all) => {
        const watched = new Watched();
        for (const reading of all) {
          watched.see(1, reading);
          const { asked, profile } = watched.ladder;
          const more = PROFILES.indexOf(profile) - PROFILES.indexOf(asked);
          expect([0, 1]).toContain(more);
        }
      }),
    );
  });
});
