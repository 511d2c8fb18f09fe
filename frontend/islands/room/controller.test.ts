import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RoomController } from "./controller";
import { DeviceCheck } from "./devices";
import { ScreenShare } from "./sharing";
import { alone } from "./testing/displays";
import { FakeBridge } from "./testing/fake_bridge";
import {
  FakeServer,
  me,
  meeting,
  NO_TALKS,
  PAGE,
  refusal,
  snapshot,
  track,
} from "./testing/meeting";

let server: FakeServer;
let bridge: FakeBridge;
let room: RoomController;
const kept = new Map<string, string>();
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
};
const media = {
  addEventListener() {},
  enumerateDevices: async (): Promise<Partial<MediaDeviceInfo>[]> => [],
  getUserMedia: async ({ video }: MediaStreamConstraints) => ({
    getTracks: () => [track(video ? "cam" : "mic")],
  }),
};
const TV = { kind: "audiooutput", deviceId: "tv", label: "Tivi" } as const;
const tick = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  kept.clear();
  server = new FakeServer();
  bridge = new FakeBridge();
  room = build();
});

afterEach(() => {
  room.stop();
  vi.useRealTimers();
});

function build(page = PAGE): RoomController {
  const check = new DeviceCheck({
    secure: true,
    media: media as unknown as MediaDevices,
    local: storage,
    session: storage,
  });
  return new RoomController(
    page,
    server,
    bridge,
    { check, screen: new ScreenShare(undefined), second: alone() },
    NO_TALKS,
  );
}

describe("the page of who only watches", () => {
  it("opens no device, joins at once, and publishes nothing", async () => {
    const watching = me({ site: 0, role: "watcher", may: [], identity: "watch/4" });
    server.snapshotValue = snapshot(meeting({ floor: [5] }), watching);
    room.stop();
    room = build({ ...PAGE, watcher: 4 });
    void room.start();
    await tick();
    bridge.room.arrives(5);
    await tick();
    expect(room.store.get().connection).toBe("connected");
    expect(room.check.get().tracks).toEqual({});
    expect(bridge.room.log).toEqual(["subscribe audio-5", "subscribe video-5"]);
    expect(server.asks).toEqual([["words"]]);
    expect(kept.size).toBe(0);
  });
});

describe("the room of a page", () => {
  it("checks the devices first and joins when asked to enter", async () => {
    void room.start();
    await tick();
    expect(room.store.get().connection).toBe("idle");
    expect(Object.keys(room.check.get().tracks)).toEqual(["camera", "microphone"]);
    room.enter();
    room.enter();
    await tick();
    expect(room.store.get().connection).toBe("connected");
    expect(bridge.rooms.length).toBe(1);
  });

  it("goes straight in when this window was checked before", async () => {
    void room.start();
    await tick();
    room.enter();
    await tick();
    room.stop();
    room = build();
    void room.start();
    await tick();
    expect(room.store.get().connection).toBe("connected");
  });

  it("opens no device for a companion", async () => {
    server.snapshotValue = snapshot(meeting(), me({ main: false }));
    void room.start();
    await tick();
    expect(room.check.get().tracks).toEqual({});
  });

  it("plays the meeting on another speaker as soon as it is chosen", async () => {
    void room.start();
    await tick();
    room.enter();
    await tick();
    const said = () => bridge.room.log.filter((one) => one === "speaker changed");
    media.enumerateDevices = async () => [TV];
    await room.check.open();
    expect(said()).toEqual([]);
    await room.check.choose({ speaker: "tv" });
    expect(said().length).toBe(1);
    media.enumerateDevices = async () => [];
    await room.check.open();
    expect(said().length).toBe(2);
  });

  it("opens its devices when the sound moves here, and lets them go with it", async () => {
    server.snapshotValue = snapshot(meeting(), me({ main: false }));
    void room.start();
    await tick();
    room.enter();
    await tick();
    server.snapshotValue = snapshot();
    void room.seat.take();
    await tick();
    expect(Object.keys(room.check.get().tracks)).toEqual(["camera", "microphone"]);
    expect(bridge.room.log).toEqual(["publish microphone muted", "publish camera"]);
    const { microphone } = room.check.get().tracks;
    server.snapshotValue = snapshot(meeting(), me({ main: false }));
    bridge.room.events.permitted();
    await tick();
    expect(room.seat.get().question).toBe("moved");
    expect(microphone?.readyState).toBe("ended");
    expect(bridge.room.published).toEqual([]);
  });

  it("waits for a server that does not answer yet", async () => {
    server.answer = { kind: "silent" };
    void room.start();
    await tick(3000);
    expect(room.store.get().snapshot).toBeNull();
    server.snapshotValue = snapshot();
    await tick(1000);
    expect(room.store.get().snapshot).not.toBeNull();
  });

  it("shows a refusal, and looks again when asked", async () => {
    server.answer = refusal(403, "no_device", "Máy này chưa được đăng ký.");
    void room.start();
    await tick();
    expect(room.store.get()).toMatchObject({
      connection: "refused",
      refused: { text: "Máy này chưa được đăng ký." },
    });
    server.snapshotValue = snapshot();
    room.retry();
    await tick();
    expect(room.store.get().connection).toBe("idle");
    expect(room.check.get().phase).toBe("ready");
  });

  it("looks again by itself every ten seconds while it is refused", async () => {
    server.answer = refusal(401, "signed_out", "Hãy đăng nhập.");
    void room.start();
    await tick(9000);
    expect(server.asked).toBe(1);
    await tick(20_000);
    expect(server.asked).toBe(3);
    expect(room.store.get().connection).toBe("refused");
    server.snapshotValue = snapshot();
    await tick(10_000);
    expect(room.store.get().connection).toBe("idle");
    expect(room.check.get().phase).toBe("ready");
  });

  it("asks anew on a retry, whatever is still under way", async () => {
    server.answer = refusal(403, "no_device", "Máy này chưa được đăng ký.");
    void room.start();
    await tick();
    let release = () => {};
    server.hold = new Promise((resolve) => {
      release = resolve;
    });
    await tick(10_000);
    server.hold = null;
    server.snapshotValue = snapshot();
    room.retry();
    await tick();
    expect(server.asked).toBe(3);
    expect(room.store.get().connection).toBe("idle");
    // The old refusal arrives late, and changes nothing.
    release();
    await tick();
    expect(room.store.get()).toMatchObject({ connection: "idle", refused: null });
  });

  it("tries the meeting again after a refusal inside", async () => {
    void room.start();
    await tick();
    room.enter();
    server.answer = refusal(403, "removed", "Đã bị gỡ.");
    await tick();
    bridge.rooms[0]?.events.ended("removed");
    await tick(2000);
    expect(room.store.get().connection).toBe("refused");
    server.snapshotValue = snapshot();
    room.retry();
    await tick();
    expect(room.store.get().connection).toBe("connected");
  });

  it("keeps what is published until another device has really been opened", async () => {
    void room.start();
    await tick();
    room.enter();
    await tick();
    const before = bridge.room.log.length;
    await room.check.choose({ camera: "other" });
    await tick();
    expect(bridge.room.log.slice(before)).toEqual([]);
    expect(room.check.get().tracks.camera?.readyState).toBe("live");
  });

  it("lets everything go when the page takes it away", async () => {
    void room.start();
    await tick();
    room.enter();
    await tick();
    const camera = room.check.get().tracks.camera;
    room.stop();
    await tick(60_000);
    expect(bridge.room.closed).toBe(true);
    expect(camera?.readyState).toBe("ended");
  });
});
