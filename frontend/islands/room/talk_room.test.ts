/** The room of a private talk: the way in, the way back, and what nobody else hears. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NO_CHOICE } from "./choice";
import { MeetingStore } from "./store";
import { TalkRoom, talkMicrophone } from "./talk_room";
import { FakeBridge } from "./testing/fake_bridge";
import { FakeServer, track } from "./testing/meeting";

let store: MeetingStore;
let room: TalkRoom;
let bridge: FakeBridge;
let asked: number[];
let microphone: { track: MediaStreamTrack; own: boolean } | null;

beforeEach(() => {
  vi.useFakeTimers();
  store = new MeetingStore(new FakeServer());
  bridge = new FakeBridge();
  asked = [];
  microphone = { track: track("mic"), own: false };
  room = new TalkRoom(store, {
    bridge: (id) => {
      asked.push(id);
      return bridge;
    },
    microphone: async () => microphone,
  });
});

afterEach(() => {
  room.leave();
  store.stop();
  vi.useRealTimers();
});

const tick = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

async function enter() {
  room.enter(3);
  await tick();
}

describe("the room of a talk", () => {
  it("is entered again after a cut, for as long as the talk goes on", async () => {
    await enter();
    bridge.room.events.ended("lost");
    await tick(500);
    expect(bridge.rooms).toHaveLength(2);
    expect(bridge.rooms[0]?.closed).toBe(true);
    bridge.joining = () => Promise.reject(new Error("not yet"));
    bridge.room.events.ended("closed");
    await tick(1100);
    expect(bridge.rooms.length).toBeGreaterThan(3);
    room.leave();
    const tries = bridge.rooms.length;
    await tick(5000);
    expect(bridge.rooms).toHaveLength(tries);
  });

  it("is entered again when a way in leads nowhere", async () => {
    bridge.joining = () => new Promise(() => {});
    await enter();
    bridge.room.events.ended("removed");
    await tick(500);
    expect(bridge.rooms).toHaveLength(2);
    await tick(11_000);
    expect(bridge.rooms).toHaveLength(3);
  });

  it("leaves the meeting's microphone as it was, and closes its own", async () => {
    microphone = { track: track("headset"), own: true };
    await enter();
    room.leave();
    await tick(1000);
    expect(microphone.track.readyState).toBe("ended");
  });

  it("can be listened to without a microphone", async () => {
    microphone = null;
    await enter();
    expect(bridge.room.log).toEqual([]);
    expect(room.get().mute).toBe(true);
  });

  it("waits until the meeting's own microphone is closed", async () => {
    store.patch({ microphone: "live" });
    await enter();
    expect(store.get().talking).toBe(true);
    // Not a word before it is closed.
    await tick(1000);
    expect(asked).toEqual([]);
    store.patch({ microphone: "muted" });
    await tick(100);
    expect(asked).toEqual([3]);
    room.leave();
    expect(store.get().talking).toBe(false);
  });

  it("plays on another speaker as soon as it is chosen", async () => {
    room.speakerChanged();
    await enter();
    room.speakerChanged();
    expect(bridge.room.log).toContain("speaker changed");
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
