import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bootOf, rememberBoot } from "./boot";
import type { Flow } from "./bridge";
import { Journal, type Note } from "./journal";
import { LineWatch } from "./profiles";
import { Recorder, sampleOf } from "./recorder";
import { passing } from "./testing/fake_bridge";
import {
  enter,
  link,
  linkAnewForEachTest,
  meetingIs,
  server,
  store,
  tick,
} from "./testing/linked";
import { me, refusal, snapshot } from "./testing/meeting";

linkAnewForEachTest();

let values: Map<string, string>;
let recorder: Recorder;
let lines: LineWatch;

const memory = {
  getItem: (key: string) => values.get(key) ?? null,
  setItem: (key: string, value: string) => void values.set(key, value),
};

function record(run = "a", boot: number | null = null) {
  recorder = new Recorder(store, lines, server, new Journal(1, memory, run), boot);
  recorder.start();
}

/** What was told so far, but for what every page begins with. */
function told(): Note[] {
  const all = server.journals.flatMap(({ notes }) => notes);
  return all
    .map(({ n: _n, at: _at, ...note }) => note as Note)
    .filter(({ kind }) => !["opened", "uses", "path"].includes(kind));
}

const kinds = () => told().map(({ kind }) => kind);

beforeEach(() => {
  values = new Map();
  lines = new LineWatch(store, link);
  lines.start();
  record();
});

afterEach(() => {
  recorder.stop();
  lines.stop();
});

describe("what happens to the line", () => {
  it("is told soon: the page, the way in, what the line is used for", async () => {
    const room = await enter();
    await tick(2000);
    const notes = server.journals.flatMap((batch) => batch.notes);
    expect(notes.map(({ kind }) => kind)).toEqual(["opened", "back", "uses"]);
    expect(notes[0]).toMatchObject({ ended: "none", away: 0, up: null });
    room.pin = "thin";
    room.events.changed();
    await tick(6000);
    expect(server.journals.at(-1)?.notes[0]).toMatchObject({
      kind: "uses",
      down: "thin",
      up: "thin",
    });
  });

  it("is kept while nobody answers, and told in order when somebody does", async () => {
    const room = await enter();
    await tick(2000);
    server.answer = { kind: "silent" };
    server.journalAnswers = Array(20).fill({ kind: "silent" });
    store.patch({ online: false });
    room.events.ended("lost");
    await tick(30_000);
    expect(server.journals.every(({ notes }) => notes.length > 0)).toBe(true);
    server.journalAnswers = [];
    server.journals.length = 0;
    store.patch({ online: true });
    meetingIs({});
    await tick(10_000);
    expect(told()).toEqual([
      { kind: "offline" },
      { kind: "lost" },
      { kind: "online" },
      { kind: "back", served: false },
    ]);
    expect(server.journals.flatMap(({ notes }) => notes).map(({ n }) => n)).toEqual(
      server.journals.flatMap(({ notes }) => notes).map((_, index) => index + 3),
    );
  });

  it("says that the server answered while sound and picture stayed away", async () => {
    const room = await enter();
    await tick(2000);
    room.events.interrupted();
    await tick(1500);
    store.patch({ connection: "lost" });
    await tick(9000);
    store.patch({ connection: "connected" });
    await tick(6000);
    expect(told().at(-1)).toEqual({ kind: "back", served: true });
    expect(kinds()).toEqual(["back", "lost", "back"]);
  });

  it("is a cut too when nothing comes, long before anybody calls it one", async () => {
    const room = await enter();
    await tick(20_000);
    const cut = Date.now();
    room.passing.down = passing(0, 0, 0);
    await tick(4000);
    expect(kinds()).toEqual(["back"]);
    await tick(20_000);
    expect(kinds()).toEqual(["back", "lost"]);
    const lost = server.journals.flatMap(({ notes }) => notes).at(-1);
    expect(Math.abs((lost?.at ?? 0) - cut)).toBeLessThanOrEqual(2000);
    room.passing.down = passing();
    await tick(8000);
    expect(told().at(-1)).toEqual({ kind: "back", served: true });
  });

  it("begins anew when this device is the main one again", async () => {
    await enter();
    await tick(3000);
    store.patch({ snapshot: snapshot(undefined, me({ main: false })) });
    await tick(3000);
    store.patch({ snapshot: snapshot(undefined, me()) });
    await tick(6000);
    expect(kinds()).toEqual(["back", "back"]);
  });

  it("is nothing in a window that nobody entered", async () => {
    meetingIs({});
    await store.refresh();
    await tick(60_000);
    expect(server.journals).toEqual([]);
  });

  it("goes on after the clock was set back by hours", async () => {
    await enter();
    await tick(20_000);
    vi.setSystemTime(Date.now() - 7 * 3_600_000);
    const before = server.journals.flatMap(({ samples }) => samples).length;
    await tick(130_000);
    const samples = server.journals.flatMap((batch) => batch.samples);
    expect(samples.length).toBeGreaterThan(before + 5);
    expect(kinds()).toEqual(["back"]);
  });

  it("is no cut where nobody speaks and the engine answers", async () => {
    const room = await enter();
    room.passing.down = passing(0, 0, 0);
    const asking = setInterval(() => {
      room.passing.answers += 1;
    }, 2500);
    await tick(60_000);
    clearInterval(asking);
    expect(kinds()).toEqual(["back"]);
  });

  it("is nothing at a companion, and nothing in a window that was left", async () => {
    await enter({}, me({ main: false }));
    await tick(60_000);
    expect(server.journals).toEqual([]);
    meetingIs({});
    await store.refresh();
    store.patch({ connection: "elsewhere" });
    await tick(60_000);
    expect(server.journals).toEqual([]);
  });

  it("is told later where this device may not be just now", async () => {
    server.journalAnswers = [refusal(403, "site_removed", "…")];
    await enter();
    await tick(30_000);
    expect(server.journals.length).toBe(1);
    await tick(60_000);
    expect(server.journals.length).toBe(2);
    expect(server.journals[1]?.notes[0]?.kind).toBe("opened");
  });

  it("is not told again where the server does not want it", async () => {
    server.journalAnswers = [refusal(422, "bad_command", "…")];
    await enter();
    await tick(55_000);
    expect(server.journals.length).toBe(1);
  });
});

describe("the page", () => {
  it("says goodbye, and the next one tells how long nobody was there", async () => {
    await enter();
    await tick(20_000);
    recorder.leave();
    recorder.stop();
    await tick(7000);
    record("b");
    store.patch({});
    store.patch({ loud: [1] });
    await tick(6000);
    const notes = server.journals.flatMap(({ notes }) => notes);
    expect(notes.find(({ kind }) => kind === "closed")).toBeDefined();
    const opened = notes.filter(({ kind }) => kind === "opened").at(-1);
    expect(opened).toMatchObject({ ended: "closed", away: 7000 });
  });

  it("that died said nothing; when the computer was started somebody may know", async () => {
    await enter();
    await tick(20_000);
    recorder.stop();
    await tick(40_000);
    record("b", Date.now() - 15_000);
    store.patch({ loud: [1] });
    await tick(6000);
    const notes = server.journals.flatMap(({ notes }) => notes);
    const opened = notes.filter(({ kind }) => kind === "opened").at(-1);
    expect(opened).toMatchObject({ ended: "died", up: 15_000 });
    // It is written down now and then that a page is alive.
    const { away } = opened as { away: number };
    expect(away).toBeGreaterThanOrEqual(40_000);
    expect(away).toBeLessThanOrEqual(45_000);
  });

  it("that was not let run says for how long", async () => {
    await enter();
    await tick(3000);
    const now = Date.now();
    vi.setSystemTime(now + 45_000);
    await tick(7000);
    expect(told().find(({ kind }) => kind === "stalled")).toMatchObject({ ms: 45_000 });
  });

  it("believes the start of its computer only from its start-up file", () => {
    rememberBoot("#boot=1764500000", memory);
    rememberBoot("#boot=yesterday", memory);
    rememberBoot("", memory);
    expect(bootOf(memory)).toBe(1_764_500_000_000);
    values.clear();
    expect(bootOf(memory)).toBeNull();
  });
});

describe("a sample", () => {
  const way = (bytes: number, packets: number, lost: number) => ({
    bytes,
    packets,
    lost,
  });
  const flow = (bytes: number, packets = 0, lost = 0): Flow => ({
    down: way(bytes, packets, lost),
    up: way(bytes / 2, packets, 0),
    held: false,
    carries: 0,
    rtt: 41.6,
    sharp: 0,
    lines: 0,
    jitter: 0,
    busy: true,
    answers: 0,
  });

  it("is what went between two looks", () => {
    expect(sampleOf(flow(0), flow(1_250_000, 990, 10), 10)).toEqual({
      down_kbps: 1000,
      up_kbps: 500,
      down_loss: 10,
      up_loss: 0,
      rtt_ms: 42,
      jitter_ms: null,
      busy: true,
    });
  });

  it("is none over two connections, and says nothing of loss from few packets", () => {
    expect(sampleOf(flow(9000), flow(100), 10)).toBeNull();
    expect(sampleOf(flow(0), flow(1000, 19, 0), 10)?.down_loss).toBeNull();
  });

  it("is taken every ten seconds and told once a minute", async () => {
    await enter();
    await tick(75_000);
    const samples = server.journals.flatMap((batch) => batch.samples);
    expect(samples.length).toBeGreaterThanOrEqual(5);
    expect(server.journals.length).toBeLessThanOrEqual(3);
    const gaps = samples
      .slice(1)
      .map(({ at }, index) => at - (samples[index]?.at ?? 0));
    expect(new Set(gaps)).toEqual(new Set([10_000]));
  });
});
