import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newCommandId } from "./answers";
import {
  type Connection,
  EMPTY,
  type RoomState,
  stateLine,
  tiles,
  trouble,
} from "./room_state";
import { MeetingStore } from "./store";
import { FakeServer, me, meeting, refusal, snapshot } from "./testing/meeting";

let server: FakeServer;
let store: MeetingStore;
let ids: number;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  ids = 0;
  store = new MeetingStore(server, () => `command-${++ids}`);
});

afterEach(() => {
  store.stop();
  vi.useRealTimers();
});

describe("news of the meeting", () => {
  it("comes from the server", async () => {
    await store.refresh();
    expect(store.get()).toMatchObject({ epoch: 3, state: { rev: 7 } });
    expect(store.get().snapshot?.me.site).toBe(5);
  });

  it("comes from the room's metadata, and the older is ignored", async () => {
    await store.refresh();
    store.metadataArrived({
      epoch: 3,
      words: 0,
      state: meeting({ rev: 9, floor: [5] }),
    });
    store.metadataArrived({ epoch: 3, words: 0, state: meeting({ rev: 8 }) });
    expect(store.get().state?.floor).toEqual([5]);
    store.metadataArrived({ epoch: 2, words: 0, state: meeting({ rev: 99 }) });
    expect(store.get().state?.rev).toBe(9);
  });

  it("counts a newer engine epoch as newer, whatever the revision", async () => {
    await store.refresh();
    store.metadataArrived({
      epoch: 4,
      words: 0,
      state: meeting({ rev: 7, floor: [7] }),
    });
    expect(store.get()).toMatchObject({ epoch: 4, state: { floor: [7] } });
  });

  it("is told to listeners only when something changed", () => {
    const listener = vi.fn();
    const off = store.subscribe(listener);
    store.patch({ online: true });
    expect(listener).not.toHaveBeenCalled();
    store.patch({ online: false });
    off();
    store.patch({ online: true });
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("is asked for once when several ask at the same time", async () => {
    await Promise.all([store.refresh(), store.refresh()]);
    expect(server.asked).toBe(1);
  });

  it("is asked for anew when what was asked is out of date", async () => {
    let release = () => {};
    server.hold = new Promise((resolve) => {
      release = resolve;
    });
    server.answer = refusal(401, "signed_out", "");
    const old = store.refresh();
    server.hold = null;
    server.snapshotValue = snapshot();
    await store.renew();
    release();
    expect(await old).toMatchObject({ kind: "ok" });
    expect(store.get().refused).toBeNull();
  });

  it("keeps the server's refusal with its sentence", async () => {
    server.answer = refusal(403, "removed", "Thiết bị đã bị gỡ khỏi cuộc họp.");
    await store.refresh();
    expect(store.get().refused?.text).toBe("Thiết bị đã bị gỡ khỏi cuộc họp.");
  });
});

describe("the slow look at the server", () => {
  it("comes every five seconds while all is well", async () => {
    store.patch({ connection: "connected" });
    store.start();
    await vi.advanceTimersByTimeAsync(15_100);
    expect(server.asked).toBe(3);
  });

  it("comes every ten seconds over a line for sound", async () => {
    store.patch({ connection: "connected", asked: { down: "audio", up: "full" } });
    store.start();
    await vi.advanceTimersByTimeAsync(20_100);
    expect(server.asked).toBe(2);
  });

  it("comes every 200 ms as soon as the connection is lost", async () => {
    store.patch({ connection: "connected" });
    store.start();
    await vi.advanceTimersByTimeAsync(1000);
    store.patch({ connection: "lost" });
    await vi.advanceTimersByTimeAsync(1010);
    expect(server.asked).toBe(5);
  });

  it("hurries while the server is silent, and says so", async () => {
    server.answer = { kind: "silent" };
    store.start();
    await vi.advanceTimersByTimeAsync(5010);
    expect(store.get().answering).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.asked).toBe(6);
    server.snapshotValue = snapshot();
    await vi.advanceTimersByTimeAsync(200);
    expect(store.get().answering).toBe(true);
  });

  it("comes every ten seconds while the server refuses", async () => {
    server.answer = refusal(403, "removed", "");
    store.patch({ connection: "refused" });
    store.start();
    await vi.advanceTimersByTimeAsync(30_100);
    expect(server.asked).toBe(3);
  });

  it("ends when the room is left", async () => {
    store.start();
    store.stop();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.asked).toBe(0);
  });
});

describe("a command", () => {
  beforeEach(() => store.refresh());

  it("carries the floor that the chair saw, and its answer is the new state", async () => {
    server.commandAnswers = [
      { kind: "ok", value: { rev: 8, state: meeting({ rev: 8, floor: [5] }) } },
    ];
    await store.send("grant", 5);
    expect(server.commands).toEqual([
      {
        id: "command-1",
        kind: "grant",
        site: 5,
        floor: [],
        seconds: 0,
        mode: "conference",
        layout: "speaker",
        sites: [],
        who: "all",
        status: "online",
        people: null,
        remark: "",
      },
    ]);
    expect(store.get()).toMatchObject({ pending: [], state: { floor: [5] } });
  });

  it("is sent again with the same id until somebody answers", async () => {
    server.commandAnswers = [
      { kind: "silent" },
      { kind: "silent" },
      { kind: "ok", value: { rev: 8, state: meeting({ rev: 8, floor: [5] }) } },
    ];
    const sent = store.send("grant", 5);
    await vi.advanceTimersByTimeAsync(100);
    expect(store.get()).toMatchObject({ answering: false, pending: [{ site: 5 }] });
    await vi.advanceTimersByTimeAsync(600);
    await sent;
    expect(server.commands.map((one) => one.id)).toEqual(Array(3).fill("command-1"));
    expect(store.get()).toMatchObject({ answering: true, pending: [] });
  });

  it("waits in sight for as long as the server is silent, and longer", async () => {
    const sent = store.send("grant", 5);
    await vi.advanceTimersByTimeAsync(600_000);
    // Other answers of the server are none to this command.
    await store.refresh();
    expect(store.get()).toMatchObject({ resending: true, pending: [{ site: 5 }] });
    server.commandAnswers = [refusal(409, "floor_changed", "Vừa có thay đổi.")];
    await vi.advanceTimersByTimeAsync(300);
    await sent;
    expect(store.get()).toMatchObject({ resending: false, pending: [] });
    expect(store.get().notice?.text).toBe("Vừa có thay đổi.");
  });

  it("is not sent again after the room was left", async () => {
    const sent = store.send("grant", 5);
    await vi.advanceTimersByTimeAsync(1000);
    store.stop();
    const before = server.commands.length;
    await vi.advanceTimersByTimeAsync(60_000);
    await sent;
    expect(server.commands.length).toBe(before);
    expect(store.get().notice).toBeNull();
  });

  it("that is refused shows the server's sentence until it is dismissed", async () => {
    const sentence = "Quyền phát biểu vừa thay đổi. Hãy xem lại rồi bấm lần nữa.";
    server.commandAnswers = [refusal(409, "floor_changed", sentence)];
    await store.send("grant", 5);
    expect(store.get()).toMatchObject({ pending: [], notice: { text: sentence } });
    store.dismiss();
    expect(store.get().notice).toBeNull();
  });

  it("has an id that every browser can make", () => {
    const uuid4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
    expect(newCommandId()).toMatch(uuid4);
    expect(newCommandId()).not.toBe(newCommandId());
  });
});

describe("what is said about the connection", () => {
  const cases: [Connection, boolean, boolean, string | null][] = [
    ["idle", false, false, null],
    ["elsewhere", true, false, null],
    ["connected", true, true, null],
    ["connected", true, false, "serverOnly"],
    ["connected", false, true, "network"],
    ["connecting", true, true, null],
    ["connecting", true, false, "server"],
    ["resuming", true, true, "signal"],
    ["lost", true, true, "engine"],
    ["lost", true, false, "server"],
    ["lost", false, false, "network"],
  ];
  it.each(cases)("%s, online %s, answering %s: %s", (connection, online, ok, what) => {
    expect(trouble({ ...EMPTY, connection, online, answering: ok })).toBe(what);
  });
});

describe("what a join fails at", () => {
  it.each(["engine", "media"] as const)("is said at any time: %s", (hurdle) => {
    const room = { ...EMPTY, hurdle };
    expect(trouble({ ...room, connection: "connecting" })).toBe(hurdle);
    expect(trouble({ ...room, connection: "lost" })).toBe(hurdle);
    expect(trouble({ ...room, connection: "connected" })).toBeNull();
    expect(trouble({ ...room, connection: "lost", online: false })).toBe("network");
  });
});

describe("the state line", () => {
  const room = (state = meeting(), who = me()): RoomState => ({
    ...EMPTY,
    state,
    snapshot: snapshot(state, who),
  });

  it.each([
    [meeting({ phase: "waiting" }), 5, "waiting"],
    [meeting(), 5, "chairing"],
    [meeting({ floor: [5] }), 5, "speaking"],
    [meeting({ floor: [7] }), 5, "listening"],
    [meeting(), 1, "chairing"],
    [meeting({ phase: "closed" }), 5, "closed"],
    [meeting({ mode: "discussion" }), 5, "discussing"],
    [meeting({ mode: "discussion" }), 1, "chairing"],
    [meeting({ mode: "discussion", floor: [7] }), 1, "listening"],
    [meeting({ mode: "discussion", muted: [5] }), 5, "silenced"],
    [meeting({ mode: "discussion", locked: true }), 5, "silenced"],
    [meeting({ floor: [5], muted: [5] }), 5, "silenced"],
    [meeting({ floor: [7], muted: [5] }), 5, "listening"],
    [meeting({ mode: "relay", relay: 9 }), 5, "relaying"],
    [meeting({ mode: "relay", relay: 9 }), 1, "relaying"],
    [meeting({ mode: "relay", relay: 5 }), 5, "speaking"],
  ] as const)("%#", (state, site, line) => {
    expect(stateLine(room(state, me({ site })))).toBe(line);
  });

  it("says that nothing has begun while nothing is known", () => {
    expect(stateLine(EMPTY)).toBe("waiting");
    expect(tiles(EMPTY)).toEqual([]);
  });

  it("belongs to tiles that never show one's own site", () => {
    const shown = tiles(room(meeting({ floor: [5, 7] })));
    expect(shown.map((tile) => tile.site)).toEqual([7, 1]);
  });
});

describe("what a room chose for its microphone", () => {
  it("lasts while it may speak, and is forgotten when it is called or silenced", async () => {
    const discussion = { mode: "discussion", rev: 8 } as const;
    server.snapshotValue = snapshot(meeting(discussion));
    await store.refresh();
    store.patch({ choice: true });
    const next = (rev: number, change: object) =>
      store.metadataArrived({
        epoch: 3,
        words: 0,
        state: meeting({ ...discussion, rev, ...change }),
      });
    next(9, { queue: [7] });
    expect(store.get().choice).toBe(true);
    next(10, { floor: [5] });
    expect(store.get().choice).toBeNull();
    store.patch({ choice: false });
    next(11, { muted: [5] });
    expect(store.get().choice).toBeNull();
  });
});
