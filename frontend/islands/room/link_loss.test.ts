import { describe, expect, it } from "vitest";
import { remote } from "./testing/fake_bridge";
import {
  bridge,
  connection,
  enter,
  linkAnewForEachTest,
  meetingIs,
  push,
  server,
  store,
  tick,
  tracks,
} from "./testing/linked";
import { me, meeting, snapshot } from "./testing/meeting";

/** 18,000 joins in fake time: on a busy machine more than a test's usual 5 s. */
const AN_HOUR_TAKES_MS = 60_000;

linkAnewForEachTest();

describe("a track that the engine lacks although the SDK published it", () => {
  it("is published anew, and then the device joins afresh, once", async () => {
    const room = await enter();
    await tick(1000);
    room.log.length = 0;
    room.missing = ["microphone"];
    await tick(5000);
    expect(room.log).toEqual(["unpublish microphone", "publish microphone muted"]);
    await tick(4000);
    expect(bridge.rooms.length).toBe(2);
    bridge.room.missing = ["microphone"];
    await tick(30_000);
    expect(bridge.rooms.length).toBe(2);
  });

  it("is left alone as soon as the engine has it", async () => {
    const room = await enter();
    room.missing = ["camera"];
    await tick(5000);
    expect(room.log).toContain("unpublish camera");
    room.missing = [];
    await tick(30_000);
    expect(bridge.rooms.length).toBe(1);
    expect(room.published.map((one) => one.source)).toContain("camera");
  });

  it("is not asked of who has no such device", async () => {
    const room = await enter({}, me({ main: false }));
    room.missing = ["camera"];
    await tick(30_000);
    expect(room.log).toEqual([]);
    expect(bridge.rooms.length).toBe(1);
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

  it(
    "tries for as long as it lasts",
    async () => {
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
    },
    AN_HOUR_TAKES_MS,
  );

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
    first.events.metadata(
      JSON.stringify({ epoch: 9, words: 0, state: meeting({ rev: 99 }) }),
    );
    await tick(300);
    expect(connection()).toBe("connected");
    expect(store.get().state?.rev).toBe(7);
  });
});

describe("the watchdog", () => {
  const times = (step: string) => bridge.room.log.filter((one) => one === step).length;

  it("subscribes again, ever less often, to one site that stands still", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    room.arrives(1);
    await tick(1500);
    room.frozen = ["video-7", "audio-7"];
    await tick(5000);
    expect(times("subscribe video-7")).toBe(2);
    await tick(55_000);
    expect(times("subscribe video-7")).toBe(6);
    expect(times("subscribe video-1")).toBe(1);
    // Its line is broken, not ours: what this site sends is not cut for it.
    expect(bridge.rooms.length).toBe(1);
  });

  it("does not join afresh for the only site there is to see", async () => {
    const room = await enter();
    room.arrives(1);
    await tick(1500);
    room.flowing = false;
    await tick(600_000);
    expect(times("subscribe video-1")).toBeGreaterThan(5);
    expect(bridge.rooms.length).toBe(1);
  });

  it("heals one subscription that is broken, and leaves the others alone", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    room.arrives(1);
    await tick(1500);
    room.frozen = ["video-7"];
    room.healing = true;
    await tick(60_000);
    expect(times("subscribe video-7")).toBe(2);
    expect(times("unsubscribe audio-7")).toBe(0);
    expect(bridge.rooms.length).toBe(1);
  });

  it("joins afresh, once, when several sites stand still together", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    room.arrives(1);
    await tick(1500);
    room.flowing = false;
    await tick(9000);
    expect(bridge.rooms.length).toBe(2);
    const second = bridge.room;
    second.flowing = false;
    second.arrives(7);
    second.arrives(1);
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

  it("leaves a picture in peace that nobody wants: it is not sent", async () => {
    const room = await enter({ floor: [5] });
    room.present = [1];
    room.published = room.published.map((one) =>
      one.source === "camera" ? { ...one, asked: false } : one,
    );
    room.frozen = ["camera"];
    room.events.changed();
    await tick(20_000);
    expect(bridge.rooms).toHaveLength(1);
    expect(room.log).not.toContain("unpublish camera");
  });

  it("does not count the site's own companion as somebody who receives", async () => {
    const room = await enter({ floor: [5] });
    room.present = [5];
    room.flowing = false;
    await tick(30_000);
    expect(bridge.rooms.length).toBe(1);
  });

  it("takes a track that cannot be measured for one that stands still", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    await tick(1500);
    room.received = () => Promise.reject(new Error("no statistics"));
    await tick(5000);
    expect(room.log).toContain("unsubscribe video-7");
  });

  it("joins afresh when nothing leaves although the site speaks", async () => {
    const room = await enter({ floor: [5] });
    room.present = [1];
    room.flowing = false;
    await tick(9000);
    expect(bridge.rooms.length).toBe(2);
  });
});
