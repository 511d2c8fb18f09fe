/** A private talk: how it is begun, answered and ended, and when it is spoken. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MeetingStore } from "./store";
import { type Call, Talk, TOLD_MS } from "./talk";
import { FakeBridge } from "./testing/fake_bridge";
import { call, FakeServer, meeting, refusal, track } from "./testing/meeting";
import { Words } from "./words";

let server: FakeServer;
let store: MeetingStore;
let words: Words;
let talk: Talk;
let bridge: FakeBridge;
let asked: number[];

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  store = new MeetingStore(server);
  words = new Words(store, server);
  bridge = new FakeBridge();
  asked = [];
  talk = new Talk(store, words, server, {
    bridge: (id) => {
      asked.push(id);
      return bridge;
    },
    microphone: async () => ({ track: track("mic"), own: false }),
  });
});

afterEach(() => {
  talk.stop();
  words.stop();
  store.stop();
  vi.useRealTimers();
});

const tick = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);
const did = (what: string) => server.asks.filter(([name]) => name === what);

/** The server tells this device of a talk. */
async function told(change: Partial<Call> | null) {
  server.news = { ...server.news, call: change && call(change) };
  if (!store.get().snapshot) await store.refresh();
  await words.renew();
  await tick();
}

describe("the room of a talk", () => {
  it("is not entered while it rings", async () => {
    await told({});
    expect(talk.get().call?.id).toBe(3);
    expect(asked).toEqual([]);
    expect(store.get().talking).toBe(false);
  });

  it("is entered once it is answered, with the microphone open there alone", async () => {
    await told({ answered: true });
    expect(asked).toEqual([3]);
    expect(bridge.room.log).toEqual(["publish microphone"]);
    expect(bridge.room.published[0]?.trackId).toBe("mic");
    expect(store.get().talking).toBe(true);
    bridge.room.arrives(1);
    expect(bridge.room.log).toContain("subscribe audio-1");
    bridge.room.events.changed();
    expect(talk.room.get().sound).toBe("audio-1");
  });

  it("is left when the talk is over, and it is said for a moment why", async () => {
    await told({ answered: true });
    const { room } = bridge;
    await told({ answered: true, why: "floor" });
    expect(room.closed).toBe(true);
    expect(store.get().talking).toBe(false);
    expect(talk.get().call?.why).toBe("floor");
    // However often the room changes meanwhile.
    await tick(TOLD_MS / 2);
    store.patch({ present: [1, 5] });
    await tick(TOLD_MS / 2);
    store.patch({ present: [1, 5, 7] });
    expect(talk.get().call).toBeNull();
    await tick(10_000);
    expect(asked).toEqual([3]);
  });

  it("is silent at once for who hangs up, whoever answers when", async () => {
    await told({ answered: true });
    vi.spyOn(server, "endTalk").mockReturnValue(new Promise(() => {}));
    void talk.end();
    expect(bridge.room.closed).toBe(true);
    expect(store.get().talking).toBe(false);
    await words.renew();
    await tick(1000);
    expect(asked).toEqual([3]);
  });

  it("is left by a site that is called to speak, not by the desk", async () => {
    await told({ answered: true, desk: true });
    store.metadataArrived({
      epoch: 3,
      words: 0,
      state: meeting({ rev: 8, floor: [5] }),
    });
    expect(bridge.room.closed).toBe(false);
    await told({ answered: true, desk: false });
    await tick();
    expect(bridge.room.closed).toBe(true);
    expect(store.get().talking).toBe(false);
  });
});

describe("a call", () => {
  it("is begun, answered and ended at the server", async () => {
    await talk.start(5);
    await told({});
    await talk.answer();
    await talk.end();
    expect(did("start talk")).toEqual([["start talk", 5]]);
    expect(did("answer talk")).toEqual([["answer talk", 3]]);
    expect(did("end talk")).toEqual([["end talk", 3]]);
  });

  it("is ended also while its answer is still on its way", async () => {
    await told({});
    vi.spyOn(server, "answerTalk").mockReturnValue(new Promise(() => {}));
    void talk.answer();
    await talk.end();
    expect(did("end talk")).toEqual([["end talk", 3]]);
  });

  it("is sent again until somebody answers", async () => {
    server.wordAnswers = [{ kind: "silent" }];
    const done = talk.start(5);
    await tick(1000);
    await done;
    expect(did("start talk")).toHaveLength(2);
  });

  it("is refused in the server's own words", async () => {
    const no = refusal(409, "talk_busy", "Hãy gọi lại sau.");
    server.wordAnswers = [no];
    await talk.start(5);
    expect(store.get().notice).toEqual(no);
    expect(talk.get().sending).toBe(false);
  });

  it("that ended before this page was opened is not told", async () => {
    await told({ why: "declined" });
    expect(talk.get().call).toBeNull();
  });
});
