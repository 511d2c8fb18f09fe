/** A private talk: when this device is in its room, and what nobody else hears. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NO_CHOICE } from "./choice";
import { MeetingStore } from "./store";
import { type Call, Talk, TOLD_MS, talkMicrophone } from "./talk";
import { FakeBridge } from "./testing/fake_bridge";
import {
  call,
  FakeServer,
  me,
  meeting,
  refusal,
  snapshot,
  track,
} from "./testing/meeting";
import { Words } from "./words";

let server: FakeServer;
let store: MeetingStore;
let words: Words;
let talk: Talk;
let bridge: FakeBridge;
let asked: number[];
let microphone: { track: MediaStreamTrack; own: boolean } | null;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  store = new MeetingStore(server);
  words = new Words(store, server);
  bridge = new FakeBridge();
  asked = [];
  microphone = { track: track("mic"), own: false };
  const open = (id: number) => {
    asked.push(id);
    return bridge;
  };
  talk = new Talk(store, words, server, open, async () => microphone);
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
    expect(talk.get().sound).toBe("audio-1");
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

  it("is entered again after a cut, for as long as the talk goes on", async () => {
    await told({ answered: true });
    bridge.room.events.ended("lost");
    await tick(500);
    expect(bridge.rooms).toHaveLength(2);
    expect(bridge.rooms[0]?.closed).toBe(true);
    bridge.joining = () => Promise.reject(new Error("not yet"));
    bridge.room.events.ended("closed");
    await tick(1100);
    expect(bridge.rooms.length).toBeGreaterThan(3);
    await told({ answered: true, why: "lost" });
    const tries = bridge.rooms.length;
    await tick(5000);
    expect(bridge.rooms).toHaveLength(tries);
  });

  it("is entered again when a way in leads nowhere", async () => {
    bridge.joining = () => new Promise(() => {});
    await told({ answered: true });
    bridge.room.events.ended("removed");
    await tick(500);
    expect(bridge.rooms).toHaveLength(2);
    await tick(11_000);
    expect(bridge.rooms).toHaveLength(3);
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

  it("leaves the meeting's microphone as it was, and closes its own", async () => {
    microphone = { track: track("headset"), own: true };
    await told({ answered: true });
    await told({ answered: true, why: "hung_up" });
    await tick(1000);
    expect(microphone.track.readyState).toBe("ended");
  });

  it("can be listened to without a microphone", async () => {
    microphone = null;
    await told({ answered: true });
    expect(bridge.room.log).toEqual([]);
    expect(talk.get().mute).toBe(true);
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

describe("the meeting's own microphone", () => {
  it("stays closed in a talk, also where this site presides", async () => {
    server.snapshotValue = snapshot(meeting(), me({ site: 1 }));
    store.patch({ microphone: "live" });
    await told({ desk: true, answered: true });
    expect(store.get().talking).toBe(true);
    // Not a word before it is closed.
    await tick(1000);
    expect(asked).toEqual([]);
    store.patch({ microphone: "muted" });
    await tick(100);
    expect(asked).toEqual([3]);
    await told({ desk: true, answered: true, why: "hung_up" });
    expect(store.get().talking).toBe(false);
  });
});

describe("the microphone of a talk", () => {
  const open = { ...NO_CHOICE, microphone: "usb" };
  const asks: MediaStreamConstraints[] = [];
  const media = {
    getUserMedia: async (wanted: MediaStreamConstraints) => {
      asks.push(wanted);
      return { getTracks: () => [track("fresh")] };
    },
  } as unknown as MediaDevices;

  it("is the room's own where the browser cancels its echo", async () => {
    const microphone = track("mic");
    const state = { tracks: { microphone }, choice: open };
    expect(await talkMicrophone(media, state)).toEqual({
      track: microphone,
      own: false,
    });
  });

  it("is opened anew, with echo cancelling, beside a mixer and for a companion", async () => {
    const choice = { ...open, mode: "mixer" } as const;
    for (const tracks of [{ microphone: track("mic") }, {}])
      expect((await talkMicrophone(media, { tracks, choice }))?.own).toBe(true);
    expect(asks.at(-1)?.audio).toMatchObject({
      deviceId: { exact: "usb" },
      echoCancellation: true,
    });
  });

  it("is missing where none opens", async () => {
    expect(await talkMicrophone(undefined, { tracks: {}, choice: open })).toBeNull();
  });
});
