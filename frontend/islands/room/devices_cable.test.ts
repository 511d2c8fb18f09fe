/** Cables that come loose and back, and devices that end by themselves. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RECOVER_MS } from "./devices";
import { browserWith, FakeMedia, openedIn } from "./testing/fake_media";
import { unplug } from "./testing/meeting";

let media: FakeMedia;
let browser: ReturnType<typeof browserWith>;

beforeEach(() => {
  media = new FakeMedia();
  browser = browserWith(media);
});

const opened = () => openedIn(browser);

describe("a cable", () => {
  it("that comes loose and back brings the device back by itself", async () => {
    const check = await opened();
    const { microphone } = check.get().tracks;
    media.errors = { video: "NotFoundError" };
    media.devices = media.devices.slice(2);
    unplug(check.get().tracks.camera);
    await vi.waitFor(() => expect(check.get().problems).toEqual(["noCamera"]));
    media.errors = {};
    media.devices = new FakeMedia().devices;
    await media.plug();
    expect(check.get().tracks.camera?.readyState).toBe("live");
    expect(check.get().tracks.microphone).toBe(microphone);
  });

  it("that brings the chosen camera back ends the one that stood in for it", async () => {
    const check = await opened();
    await check.choose({ camera: "cam-2" });
    media.errors = { "cam-2": "OverconstrainedError" };
    media.devices = media.devices.filter(({ deviceId }) => deviceId !== "cam-2");
    unplug(check.get().tracks.camera);
    await vi.waitFor(() => expect(check.get().tracks.camera?.id).toBe("video-default"));
    const standIn = check.get().tracks.camera;
    media.errors = { "cam-2": "NotReadableError" };
    media.devices = new FakeMedia().devices;
    await media.plug();
    expect(check.get().tracks.camera).toBe(standIn);
    expect(check.get().problems).toEqual(["cameraInUse"]);
    media.errors = {};
    await media.plug();
    expect(check.get().tracks.camera?.id).toBe("cam-2");
    expect(check.get().problems).toEqual([]);
    expect(standIn?.readyState).toBe("ended");
    const asked = media.asked.length;
    await media.plug();
    expect(media.asked.length).toBe(asked);
  });

  it("that moves while a device is being opened is looked at afterwards", async () => {
    const check = await opened();
    let answer = () => {};
    media.hold = new Promise((resolve) => {
      answer = resolve;
    });
    const choosing = check.choose({ microphone: "mic-1" });
    media.devices = media.devices.slice(0, 3);
    unplug(check.get().tracks.camera);
    await media.plug();
    media.hold = null;
    answer();
    await choosing;
    await vi.waitFor(() => expect(check.get().tracks.camera?.readyState).toBe("live"));
    expect(check.get().speakers).toEqual([]);
  });

  it("of the chosen speaker moves the sound to the default and back", async () => {
    const check = await opened();
    expect(check.speaker).toBe("");
    await check.choose({ speaker: "tv" });
    expect(check.speaker).toBe("tv");
    media.devices = media.devices.slice(0, 3);
    await media.plug();
    expect(check.speaker).toBe("");
    media.devices = new FakeMedia().devices;
    await media.plug();
    expect(check.speaker).toBe("tv");
  });

  it("that comes just when the room is left opens nothing", async () => {
    const check = await opened();
    media.errors = { video: "NotFoundError" };
    await check.open(["camera"]);
    media.errors = {};
    const asked = media.asked.length;
    const plugged = media.plug();
    check.close();
    await plugged;
    expect(media.asked.length).toBe(asked);
  });

  it("of something else changes the lists only", async () => {
    const check = await opened();
    const asked = media.asked.length;
    media.devices = media.devices.slice(0, 3);
    await media.plug();
    expect(check.get().speakers).toEqual([]);
    expect(media.asked.length).toBe(asked);
  });
});

describe("a device that ends by itself", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is tried again until it works, and the other goes on meanwhile", async () => {
    vi.useFakeTimers();
    const check = await opened();
    const { camera, microphone } = check.get().tracks;
    media.errors = { audio: "NotReadableError" };
    unplug(microphone);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(check.get().problems).toEqual(["microphoneInUse"]);
    expect(check.get().tracks.camera).toBe(camera);
    media.errors = {};
    await vi.advanceTimersByTimeAsync(RECOVER_MS);
    expect(check.get().tracks.microphone?.readyState).toBe("live");
    expect(check.get().problems).toEqual([]);
  });

  it("is not tried over a choice that the browser still asks about", async () => {
    vi.useFakeTimers();
    const check = await opened();
    media.errors = { video: "NotReadableError" };
    unplug(check.get().tracks.camera);
    await vi.advanceTimersByTimeAsync(100);
    media.errors = {};
    let answer = () => {};
    media.hold = new Promise((resolve) => {
      answer = resolve;
    });
    const asked = media.asked.length;
    void check.choose({ camera: "cam-2" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(media.asked.length).toBe(asked + 1);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(check.get().tracks.camera?.id).toBe("cam-2");
  });

  it("is tried at one pace, however often it fails", async () => {
    vi.useFakeTimers();
    const check = await opened();
    for (let times = 0; times < 5; times++) {
      media.errors = { video: "NotReadableError" };
      unplug(check.get().tracks.camera);
      await vi.advanceTimersByTimeAsync(100);
      media.errors = {};
      await check.open(["camera"]);
    }
    media.errors = { video: "NotReadableError" };
    unplug(check.get().tracks.camera);
    await vi.advanceTimersByTimeAsync(100);
    const asked = media.asked.length;
    await vi.advanceTimersByTimeAsync(RECOVER_MS * 4);
    expect(media.asked.length - asked).toBe(4);
    check.close();
  });

  it("is left alone after the room was left", async () => {
    const check = await opened();
    const { camera } = check.get().tracks;
    check.close();
    const asked = media.asked.length;
    unplug(camera);
    await media.plug();
    expect(media.asked.length).toBe(asked);
  });
});
