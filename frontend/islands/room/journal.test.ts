import { beforeEach, describe, expect, it } from "vitest";
import type { Memory } from "./choice";
import { forgetOld, Journal, type Sample } from "./journal";

/** What a browser keeps, also without power. */
class Kept implements Memory {
  readonly values = new Map<string, string>();
  full = false;

  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full) throw new Error("no room");
    this.values.set(key, value);
  }
}

const LINE: Sample = {
  down_kbps: 900,
  up_kbps: 300,
  down_loss: 3,
  up_loss: null,
  rtt_ms: 40,
  jitter_ms: 5,
  busy: false,
};

let memory: Kept;

const page = (run: string, meeting = 1) => new Journal(meeting, memory, run);

beforeEach(() => {
  memory = new Kept();
});

describe("the journal", () => {
  it("numbers what one page noted and tells it until it was told", () => {
    const journal = page("a");
    expect(journal.next(1)).toBeNull();
    journal.sample(10, LINE);
    expect(journal.urgent).toBe(false);
    journal.note(20, { kind: "lost" });
    expect(journal.urgent).toBe(true);
    const batch = journal.next(30);
    expect(batch).toEqual({
      run: "a",
      now: 30,
      samples: [{ ...LINE, n: 0, at: 10 }],
      notes: [{ kind: "lost", n: 1, at: 20 }],
    });
    journal.note(35, { kind: "online" });
    if (batch) journal.forget(batch);
    expect(journal.next(40)?.notes).toEqual([{ kind: "online", n: 2, at: 35 }]);
    expect(journal.next(40)?.samples).toEqual([]);
  });

  it("outlives its page: the next one tells what it noted, under its own name", () => {
    page("a").note(10, { kind: "lost" });
    const later = page("b");
    later.note(20, { kind: "online" });
    const first = later.next(30);
    expect([first?.run, first?.notes.length]).toEqual(["a", 1]);
    if (first) later.forget(first);
    expect(later.next(30)?.run).toBe("b");
    expect(page("c", 2).next(30)).toBeNull();
  });

  it("tells a long cut in parts, and keeps the newest of too much", () => {
    const journal = new Journal(1, memory, "a", { samples: 400, notes: 10 });
    for (let n = 0; n < 500; n += 1) journal.sample(n, LINE);
    const batch = journal.next(0);
    expect(batch?.samples.length).toBe(200);
    expect(batch?.samples[0]?.n).toBe(100);
    if (batch) journal.forget(batch);
    expect(journal.next(0)?.samples[0]?.n).toBe(300);
  });

  it("knows how the page before ended", () => {
    expect(page("a").before(0)).toEqual({ ended: "none", away: 0 });
    page("a").alive(1000);
    expect(page("b").before(5000)).toEqual({ ended: "died", away: 4000 });
    page("b").alive(6000, "closed");
    expect(page("c").before(6500)).toEqual({ ended: "closed", away: 500 });
  });

  it("forgets meetings that are long over, and nothing else", () => {
    const kept: Record<string, string> = {
      "nhipcau.alive.1": JSON.stringify({ at: 0 }),
      "nhipcau.alive.2": JSON.stringify({ at: 0 }),
      "nhipcau.journal.2": "[]",
      "nhipcau.alive.3": JSON.stringify({ at: 4 * 86_400_000 }),
      "nhipcau.alive.4": "nonsense",
      "nhipcau.devices": "{}",
    };
    const storage = Object.create({
      getItem: (key: string) => kept[key] ?? null,
      removeItem: (key: string) => {
        delete kept[key];
        delete storage[key];
      },
    });
    Object.assign(storage, kept);
    forgetOld(storage, 1, 5 * 86_400_000);
    expect(Object.keys(kept).sort()).toEqual([
      "nhipcau.alive.1",
      "nhipcau.alive.3",
      "nhipcau.devices",
    ]);
  });

  it("works without memory, and after somebody wrote nonsense into it", () => {
    memory.full = true;
    const journal = page("a");
    journal.note(1, { kind: "lost" });
    expect(journal.next(2)?.notes.length).toBe(1);
    memory.full = false;
    for (const nonsense of ["{", "7", "null"]) {
      memory.values.set("nhipcau.journal.1", nonsense);
      memory.values.set("nhipcau.alive.1", nonsense);
      expect(page("b").next(1)).toBeNull();
      expect(page("b").before(1).ended).toBe("none");
    }
  });
});
