import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RoomLink } from "./link";
import { MeetingStore } from "./store";
import { FakeBridge, remote } from "./testing/fake_bridge";
import { FakeServer, me, meeting, refusal, snapshot, track } from "./testing/meeting";
import type { Me, MeetingState } from "./types";

let server: FakeServer;
let store: MeetingStore;
let bridge: FakeBridge;
let link: RoomLink;
const tracks = { microphone: track("mic"), camera: track("cam", "video") };
const tick = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  store = new MeetingStore(server);
  store.start();
  bridge = new FakeBridge();
  link = new RoomLink(bridge, store);
});

afterEach(() => {
  link.stop();
  store.stop();
  vi.useRealTimers();
});

/** The server and the engine agree on this state and epoch. */
function meetingIs(change: Partial<MeetingState>, who: Me = me(), epoch = 3) {
  const state = meeting(change);
  server.snapshotValue = snapshot(state, who, epoch);
  bridge.metadata = { epoch, state };
  return state;
}

async function enter(change: Partial<MeetingState> = {}, who: Me = me()) {
  meetingIs(change, who);
  link.start(tracks);
  await tick();
  return bridge.room;
}

/** The conductor writes new metadata into the room. */
async function push(change: Partial<MeetingState>, epoch = 3) {
  bridge.room.events.metadata(JSON.stringify({ epoch, state: meeting(change) }));
  await tick();
}

const connection = () => store.get().connection;

describe("on entering", () => {
  it("joins and publishes the muted microphone, then the camera", async () => {
    const room = await enter();
    expect(connection()).toBe("connected");
    expect(room.log).toEqual(["publish microphone muted", "publish camera"]);
    expect(store.get().microphone).toBe("muted");
  });

  it("publishes nothing from a companion", async () => {
    const room = await enter({}, me({ main: false }));
    expect(room.log).toEqual([]);
    expect(store.get().microphone).toBe("companion");
  });

  it("opens the microphone at once where the site already has the floor", async () => {
    const room = await enter({ floor: [5] });
    expect(room.log).toEqual(["publish microphone", "publish camera"]);
    expect(store.get().microphone).toBe("live");
  });

  it("tries every 200 ms until the engine lets it in", async () => {
    bridge.joining = async () => {
      throw new Error("refused");
    };
    await enter();
    expect(connection()).toBe("connecting");
    await tick(1000);
    expect(bridge.rooms.length).toBe(6);
    expect(bridge.rooms.every((room) => room.closed)).toBe(true);
    bridge.joining = async () => {};
    await tick(200);
    expect(connection()).toBe("connected");
  });

  it("gives a join up that hangs, and is more patient with the next", async () => {
    bridge.joining = () => new Promise(() => {});
    await enter();
    await tick(5300);
    expect(bridge.rooms.length).toBe(2);
    await tick(9000);
    expect(bridge.rooms.length).toBe(2);
    await tick(1300);
    expect(bridge.rooms.length).toBe(3);
  });

  it("waits for a server that restarts", async () => {
    server.answer = { kind: "silent" };
    link.start(tracks);
    await tick(1000);
    expect(bridge.rooms.length).toBe(0);
    meetingIs({});
    await tick(200);
    expect(connection()).toBe("connected");
  });

  it("stops at the server's refusal and keeps its sentence", async () => {
    server.answer = refusal(403, "removed", "Thiết bị đã bị gỡ.");
    link.start(tracks);
    await tick(5000);
    expect(connection()).toBe("refused");
    expect(store.get().refused?.text).toBe("Thiết bị đã bị gỡ.");
    expect(bridge.rooms.length).toBe(0);
  });

  it("does not join a meeting that has ended", async () => {
    await expect(enter({ phase: "closed" })).rejects.toThrow();
    expect(connection()).toBe("ended");
  });
});

describe("in the meeting", () => {
  it("subscribes exactly what the view says, on each change of the floor", async () => {
    const room = await enter();
    room.arrives(1);
    room.arrives(7);
    await tick();
    expect(room.log.slice(2)).toEqual(["subscribe audio-1", "subscribe video-1"]);
    await push({ rev: 8, floor: [7] });
    expect(room.log.slice(4)).toEqual(["subscribe audio-7", "subscribe video-7"]);
    await push({ rev: 9, floor: [] });
    expect(room.log.slice(6)).toEqual(["unsubscribe audio-7", "unsubscribe video-7"]);
  });

  it("unmutes on a grant and mutes on the revoke, without publishing again", async () => {
    const room = await enter();
    await push({ rev: 8, floor: [5] });
    await push({ rev: 9, floor: [] });
    expect(room.log.slice(2)).toEqual(["unmute microphone", "mute microphone"]);
  });

  it("ignores metadata that is older than what it knows", async () => {
    const room = await enter({ rev: 9 });
    await push({ rev: 8, floor: [5] });
    expect(room.log.slice(2)).toEqual([]);
  });

  it("mutes again what came unmuted without the floor", async () => {
    const room = await enter();
    room.published = room.published.map((one) => ({ ...one, muted: false }));
    room.events.changed();
    await tick();
    expect(room.log.at(-1)).toBe("mute microphone");
  });

  it("does one step at a time, and decides anew after each", async () => {
    let release = () => {};
    const room = await enter({ phase: "waiting" });
    room.hold = new Promise((resolve) => {
      release = resolve;
    });
    await push({ rev: 8, floor: [5] });
    room.arrives(1);
    await push({ rev: 9, floor: [] });
    expect(room.log.slice(2)).toEqual(["unmute microphone"]);
    release();
    await tick();
    expect(room.log.slice(2)).toEqual([
      "unmute microphone",
      "mute microphone",
      "subscribe audio-1",
      "subscribe video-1",
    ]);
  });

  it("lets a step that fails rest, does the others, and tries again", async () => {
    meetingIs({});
    bridge.joining = async (room) => {
      room.failing.add("publish microphone muted");
    };
    link.start(tracks);
    await tick();
    const room = bridge.room;
    expect(room.log).toEqual(["publish microphone muted", "publish camera"]);
    room.failing.clear();
    await tick(1000);
    expect(room.log.at(-1)).toBe("publish microphone muted");
    expect(room.published.length).toBe(2);
  });

  it("publishes again when the permission comes back", async () => {
    const room = await enter();
    room.mayPublish = ["camera"];
    room.published = room.published.filter((one) => one.source === "camera");
    room.events.changed();
    await tick();
    expect(room.log.length).toBe(2);
    room.mayPublish = ["microphone", "camera"];
    room.events.changed();
    await tick();
    expect(room.log.at(-1)).toBe("publish microphone muted");
  });

  it("replaces the camera when another is chosen", async () => {
    const room = await enter();
    link.setTracks({ ...tracks, camera: track("other", "video") });
    await tick();
    expect(room.log.slice(2)).toEqual(["unpublish camera", "publish camera"]);
  });

  it("tells who is present and what can be drawn", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    room.arrives(9);
    await tick();
    room.events.changed();
    expect(store.get().present).toEqual([5, 7, 9]);
    expect(store.get().media).toEqual({ 7: { video: "video-7", audio: "audio-7" } });
  });

  it("shows a track in an element and takes it out again", async () => {
    const room = await enter();
    const detach = link.attach("video-7", {} as HTMLMediaElement);
    detach();
    await link.startSound();
    expect(room.log.slice(2)).toEqual([
      "attach video-7",
      "detach video-7",
      "start sound",
    ]);
  });

  it("passes on that the browser blocks the sound", async () => {
    const room = await enter();
    room.events.soundBlocked(true);
    expect(store.get().soundBlocked).toBe(true);
  });
});

describe("after a loss", () => {
  it("joins afresh with the same local tracks", async () => {
    const first = await enter({ floor: [5] });
    const seen: string[] = [];
    store.subscribe(() => seen.push(connection()));
    first.events.ended("lost");
    await tick();
    expect(seen).toContain("lost");
    expect(first.closed).toBe(true);
    expect(connection()).toBe("connected");
    expect(bridge.rooms.length).toBe(2);
    expect(bridge.room.published.map((one) => one.trackId)).toEqual(["mic", "cam"]);
    expect(tracks.microphone.readyState).toBe("live");
  });

  it("tries for as long as it lasts", async () => {
    const first = await enter();
    bridge.joining = async () => {
      throw new Error("no engine");
    };
    first.events.ended("lost");
    await tick(3600_000);
    expect(connection()).toBe("lost");
    bridge.joining = async () => {};
    await tick(400);
    expect(connection()).toBe("connected");
  });

  it("lets the SDK resume while the engine is the same", async () => {
    const room = await enter();
    room.events.interrupted();
    expect(connection()).toBe("resuming");
    await tick(2000);
    room.events.resumed();
    expect(connection()).toBe("connected");
    expect(bridge.rooms.length).toBe(1);
  });

  it("joins afresh as soon as the server names a new engine epoch", async () => {
    const room = await enter();
    room.events.interrupted();
    await tick(500);
    expect(bridge.rooms.length).toBe(1);
    meetingIs({}, me(), 4);
    await tick(210);
    expect(bridge.rooms.length).toBe(2);
    expect(connection()).toBe("connected");
    expect(store.get().epoch).toBe(4);
  });

  it("joins afresh when a resume takes longer than five seconds", async () => {
    const room = await enter();
    room.events.interrupted();
    await tick(6300);
    expect(bridge.rooms.length).toBe(2);
  });

  it("does not hurry the resume while the server cannot be reached either", async () => {
    const room = await enter();
    server.answer = { kind: "silent" };
    room.events.interrupted();
    await tick(20_000);
    expect(bridge.rooms.length).toBe(1);
    expect(connection()).toBe("resuming");
    room.events.resumed();
    expect(connection()).toBe("connected");
  });

  it("leaves a room that stays behind the server's epoch, once", async () => {
    await enter();
    server.snapshotValue = snapshot(meeting(), me(), 4);
    await tick(9000);
    expect(bridge.rooms.length).toBe(2);
    await tick(30_000);
    expect(bridge.rooms.length).toBe(2);
  });

  it("stays when the room's metadata follows the server's epoch in time", async () => {
    await enter();
    server.snapshotValue = snapshot(meeting(), me(), 4);
    await tick(5500);
    await push({ rev: 8 }, 4);
    await tick(10_000);
    expect(bridge.rooms.length).toBe(1);
  });

  it("ignores what a room it has left still says", async () => {
    const first = await enter();
    first.events.ended("lost");
    await tick(300);
    first.events.ended("duplicate");
    first.events.interrupted();
    first.events.metadata(JSON.stringify({ epoch: 9, state: meeting({ rev: 99 }) }));
    await tick(300);
    expect(connection()).toBe("connected");
    expect(store.get().state?.rev).toBe(7);
  });
});

describe("a second window of the same device", () => {
  it("is not fought: the first waits until it is asked back", async () => {
    const room = await enter();
    room.events.ended("duplicate");
    await tick(60_000);
    expect(connection()).toBe("elsewhere");
    expect(bridge.rooms.length).toBe(1);
    link.takeOver();
    await tick();
    expect(connection()).toBe("connected");
    expect(bridge.rooms.length).toBe(2);
  });
});

describe("a device that is removed", () => {
  it("asks the server, shows its sentence and stops", async () => {
    const room = await enter();
    server.answer = refusal(403, "removed", "Thiết bị đã bị gỡ.");
    room.events.ended("removed");
    await tick(60_000);
    expect(connection()).toBe("refused");
    expect(bridge.rooms.length).toBe(1);
  });

  it("comes back when the server still wants it", async () => {
    const room = await enter();
    room.events.ended("removed");
    await tick(1000);
    expect(connection()).toBe("connected");
  });

  it("may try again when somebody has put things right", async () => {
    server.answer = refusal(401, "signed_out", "Hãy đăng nhập.");
    link.start(tracks);
    await tick();
    expect(connection()).toBe("refused");
    meetingIs({});
    link.start(tracks);
    await tick();
    expect(connection()).toBe("connected");
  });
});

describe("the end of the meeting", () => {
  it("is said, and nobody joins again", async () => {
    const room = await enter();
    meetingIs({ rev: 8, phase: "closed" });
    await push({ rev: 8, phase: "closed" });
    await tick(1000);
    expect(connection()).toBe("ended");
    expect(room.closed).toBe(true);
    expect(bridge.rooms.length).toBe(1);
  });
});

describe("the watchdog", () => {
  it("subscribes again when a picture stands still, then joins afresh, once", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    await tick(1500);
    room.flowing = false;
    await tick(5000);
    expect(room.log).toContain("unsubscribe video-7");
    expect(room.log.filter((step) => step === "subscribe video-7").length).toBe(2);
    await tick(5000);
    expect(bridge.rooms.length).toBe(2);
    const second = bridge.room;
    second.flowing = false;
    second.arrives(7);
    await tick(20_000);
    expect(bridge.rooms.length).toBe(2);
  });

  it("leaves muted and paused tracks in peace", async () => {
    const room = await enter({ floor: [7] });
    room.flowing = false;
    room.present = [7];
    room.remotes = [
      remote(7, "audio", { muted: true }),
      remote(7, "video", { paused: true }),
    ];
    await tick(30_000);
    expect(bridge.rooms.length).toBe(1);
    expect(room.log.some((step) => step.startsWith("unsubscribe"))).toBe(false);
  });

  it("joins afresh when the engine lost what this device published", async () => {
    const room = await enter();
    room.failing.add("publish camera");
    room.published = room.published.filter((one) => one.source !== "camera");
    await tick(9000);
    expect(bridge.rooms.length).toBe(2);
    expect(bridge.room.published.length).toBe(2);
  });

  it("joins afresh when nothing leaves although the site speaks", async () => {
    const room = await enter({ floor: [5] });
    room.present = [1];
    room.flowing = false;
    await tick(9000);
    expect(bridge.rooms.length).toBe(2);
  });
});

describe("leaving", () => {
  it("closes the room and joins no more", async () => {
    const room = await enter();
    link.stop();
    await tick(60_000);
    expect(room.closed).toBe(true);
    expect(bridge.rooms.length).toBe(1);
    expect(link.attach("video-7", {} as HTMLMediaElement)()).toBeUndefined();
  });
});
