import { describe, expect, it } from "vitest";
import {
  bridge,
  enter,
  link,
  linkAnewForEachTest,
  meetingIs,
  push,
  server,
  store,
  tick,
  tracks,
} from "./testing/linked";
import { track } from "./testing/meeting";

linkAnewForEachTest();

describe("in the meeting", () => {
  it("subscribes exactly what the view says, on each change of the floor", async () => {
    const room = await enter();
    room.arrives(1);
    room.arrives(7);
    await tick();
    expect(room.log.slice(2)).toEqual([
      "subscribe audio-1",
      "subscribe video-1",
      "subscribe audio-7",
      "disable audio-7",
    ]);
    await push({ rev: 8, floor: [7] });
    expect(room.log.slice(6)).toEqual([
      "enable audio-7",
      "limit video-1 medium",
      "subscribe video-7",
    ]);
    await push({ rev: 9, floor: [] });
    expect(room.log.slice(9)).toEqual([
      "disable audio-7",
      "limit video-1 high",
      "disable video-7",
    ]);
  });

  it("lets a picture go that nobody wanted for half a minute", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(1);
    room.arrives(7);
    await tick();
    await push({ rev: 8, floor: [] });
    expect(room.log.at(-1)).toBe("disable video-7");
    await tick(29_000);
    expect(room.log).not.toContain("unsubscribe video-7");
    await tick(2000);
    expect(room.log).toContain("unsubscribe video-7");
  });

  it("negotiates once, however often the chair shows all and one again", async () => {
    const room = await enter();
    for (const site of [1, 7, 9]) room.arrives(site);
    await tick();
    for (let rev = 8; rev < 28; rev += 2) {
      await push({ rev, picture: { layout: "wall", sites: [] } });
      await tick(3000);
      await push({ rev: rev + 1, picture: { layout: "speaker", sites: [] } });
      await tick(3000);
    }
    const negotiated = room.log.filter((step) => step.includes("subscribe video-9"));
    expect(negotiated).toEqual(["subscribe video-9"]);
    expect(room.log.filter((step) => step === "enable video-9").length).toBe(9);
  });

  it("stops what arrives when it is not wanted any more", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(1);
    room.arrives(7);
    await tick();
    const arrived = (yes: boolean) => {
      room.remotes = room.remotes.map((one) => ({ ...one, arrived: yes }));
    };
    arrived(false);
    await push({ rev: 8, floor: [] });
    expect(room.log).not.toContain("disable video-7");
    arrived(true);
    room.events.changed();
    await tick();
    expect(room.log.at(-1)).toBe("disable video-7");
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

  it("asks the server at once what a technician wants of it", async () => {
    const room = await enter();
    await tick(100);
    const asked = server.asked;
    room.errand = "17";
    room.events.changed();
    room.events.changed();
    await tick(100);
    expect(server.asked).toBe(asked + 1);
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

  it("shuts the microphone while a camera is still on its way", async () => {
    let release = () => {};
    const room = await enter({ floor: [5] });
    room.hold = new Promise((resolve) => {
      release = resolve;
    });
    link.setTracks({ ...tracks, camera: track("other", "video") });
    await tick();
    expect(room.log.slice(2)).toEqual(["replace camera"]);
    room.hold = null;
    await push({ rev: 8, floor: [] });
    expect(room.log.slice(3)).toEqual(["mute microphone"]);
    expect(store.get().microphone).toBe("muted");
    await push({ rev: 9, floor: [5] });
    expect(store.get().microphone).toBe("live");
    release();
    await tick();
    expect(room.published.at(-1)?.trackId).toBe("other");
  });

  it("opens a microphone that was given the floor on its way", async () => {
    let release = () => {};
    meetingIs({});
    bridge.joining = async (room) => {
      room.hold = new Promise((resolve) => {
        release = resolve;
      });
    };
    link.start(tracks);
    await tick();
    await push({ rev: 8, floor: [5] });
    expect(bridge.room.log).toEqual(["publish microphone muted"]);
    release();
    await tick();
    expect(bridge.room.log).toContain("unmute microphone");
    expect(store.get().microphone).toBe("live");
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
    expect(room.log.slice(2)).toEqual(["replace camera"]);
    expect(room.published.at(-1)?.trackId).toBe("other");
  });

  it("publishes a camera anew that cannot be replaced", async () => {
    const room = await enter();
    room.failing.add("replace camera");
    link.setTracks({ ...tracks, camera: track("other", "video") });
    await tick();
    expect(room.log.slice(2)).toEqual([
      "replace camera",
      "unpublish camera",
      "publish camera",
    ]);
  });

  it("tells who is present and what can be drawn", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    room.arrives(9);
    await tick();
    room.events.changed();
    expect(store.get().present).toEqual([5, 7, 9]);
    expect(store.get().media).toMatchObject({
      7: { video: "video-7", audio: "audio-7", screen: null },
    });
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
