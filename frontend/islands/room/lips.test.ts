import { beforeEach, describe, expect, it } from "vitest";
import { LipSync, type Pair } from "./lips";

/** A receiver whose sound was kept for so many ms since the last look. */
class Sound {
  jitterBufferTarget = null;
  private seconds = 0;
  private samples = 0;

  /** One second more of it. */
  kept(ms: number, samples = 48_000): void {
    this.seconds += (samples * ms) / 1000;
    this.samples += samples;
  }

  async getStats(): Promise<RTCStatsReport> {
    const { seconds: jitterBufferDelay, samples: jitterBufferEmittedCount } = this;
    const own = { type: "inbound-rtp", jitterBufferDelay, jitterBufferEmittedCount };
    const rows: [string, object][] = [
      ["C1", { type: "codec" }],
      ["I1", own],
    ];
    return new Map(rows) as unknown as RTCStatsReport;
  }
}

const picture = () => ({
  jitterBufferTarget: null as number | null,
  getStats: async () => new Map() as unknown as RTCStatsReport,
});

let sound: Sound;
let shown: ReturnType<typeof picture>;
let pairs: Pair[];
let lips: LipSync;

async function pass(seconds: number, ms: number, samples?: number) {
  for (let second = 0; second < seconds; second++) {
    sound.kept(ms, samples);
    await lips.look();
  }
}

beforeEach(() => {
  sound = new Sound();
  shown = picture();
  pairs = [{ sound, pictures: [shown] }];
  lips = new LipSync(() => pairs);
});

describe("a picture", () => {
  it("waits as long as its sound, and comes to that step by step", async () => {
    await pass(1, 200);
    expect(shown.jitterBufferTarget).toBeNull();
    await pass(1, 200);
    expect(shown.jitterBufferTarget).toBe(80);
    await pass(2, 200);
    expect(shown.jitterBufferTarget).toBeCloseTo(220);
    await pass(3, 200);
    expect(shown.jitterBufferTarget).toBeCloseTo(220);
  });

  it("follows what changes, but no trifle", async () => {
    await pass(5, 100);
    expect(shown.jitterBufferTarget).toBeCloseTo(120);
    await pass(3, 115);
    expect(shown.jitterBufferTarget).toBeCloseTo(120);
    await pass(3, 40);
    expect(shown.jitterBufferTarget).toBeCloseTo(60);
  });

  it("never waits so long that nobody could answer to it", async () => {
    await pass(20, 900);
    expect(shown.jitterBufferTarget).toBe(400);
  });

  it("stays as it is while its sound pauses", async () => {
    await pass(5, 100);
    await pass(3, 0, 0);
    expect(shown.jitterBufferTarget).toBeCloseTo(120);
  });

  it("is let go when its sound is closed: the next turn begins at once", async () => {
    await pass(5, 100);
    pairs = [{ sound: null, pictures: [shown] }];
    await lips.look();
    expect(shown.jitterBufferTarget).toBeNull();
  });

  it("that is not here any more leaves no delay to the next in its place", async () => {
    await pass(5, 100);
    pairs = [];
    await lips.look();
    expect(shown.jitterBufferTarget).toBeNull();
  });

  it("of another site follows its own sound, though this one cannot be asked", async () => {
    const [other, there] = [new Sound(), picture()];
    sound.getStats = () => Promise.reject(new Error("gone"));
    pairs = [...pairs, { sound: other, pictures: [there] }];
    for (let second = 0; second < 3; second++) {
      other.kept(90);
      await lips.look();
    }
    expect(there.jitterBufferTarget).toBeCloseTo(110);
    expect(shown.jitterBufferTarget).toBeNull();
  });
});
