import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NO_CHOICE } from "./choice";
import { type Browser, DeviceCheck, RECOVER_MS } from "./devices";
import { constraints, problemOf } from "./hardware";
import { track, unplug } from "./testing/meeting";

class Memory {
  readonly kept = new Map<string, string>();
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
}

/** Cameras and microphones in memory, with the browser's own errors. */
class FakeMedia {
  devices = [
    { kind: "videoinput", deviceId: "cam-1", label: "Camera phòng họp" },
    { kind: "videoinput", deviceId: "cam-2", label: "Camera 360" },
    { kind: "audioinput", deviceId: "mic-1", label: "Micro bàn" },
    { kind: "audiooutput", deviceId: "tv", label: "Tivi" },
    { kind: "audiooutput", deviceId: "", label: "" },
  ];
  errors: Record<string, string> = {};
  readonly asked: MediaStreamConstraints[] = [];
  readonly given: MediaStreamTrack[] = [];
  /** The person has not answered the browser's question yet. */
  hold: Promise<void> | null = null;
  private plugged: () => unknown = () => {};

  addEventListener(_: string, listener: () => unknown): void {
    this.plugged = listener;
  }

  async getUserMedia(wanted: MediaStreamConstraints) {
    this.asked.push(wanted);
    const kind = wanted.video ? "video" : "audio";
    const one = (wanted.video ?? wanted.audio) as MediaTrackConstraints;
    const exact = (one.deviceId as { exact?: string } | undefined)?.exact;
    const error = this.errors[exact ?? kind];
    if (error) throw new DOMException(error, error);
    await this.hold;
    const given = track(exact ?? `${kind}-default`, kind);
    this.given.push(given);
    return { getTracks: () => [given] };
  }

  async enumerateDevices() {
    return this.devices;
  }

  /** A cable goes in or out. */
  async plug(): Promise<void> {
    this.plugged();
    await new Promise((done) => setTimeout(done, 0));
  }
}

let media: FakeMedia;
let browser: Browser & { local: Memory; session: Memory };

beforeEach(() => {
  media = new FakeMedia();
  browser = {
    secure: true,
    media: media as unknown as MediaDevices,
    local: new Memory(),
    session: new Memory(),
  };
});

async function opened(): Promise<DeviceCheck> {
  const check = new DeviceCheck(browser);
  await check.open();
  return check;
}

describe("opening the devices", () => {
  it("gives both tracks and the lists to choose from", async () => {
    const { phase, tracks, cameras, microphones, speakers, problems } = (
      await opened()
    ).get();
    expect(phase).toBe("ready");
    expect(tracks.camera?.id).toBe("video-default");
    expect(tracks.microphone?.id).toBe("audio-default");
    expect(cameras.map((one) => one.id)).toEqual(["cam-1", "cam-2"]);
    expect(microphones.map((one) => one.label)).toEqual(["Micro bàn"]);
    expect(speakers.map((one) => one.id)).toEqual(["tv"]);
    expect(problems).toEqual([]);
  });

  it("says that the address is not safe, and asks for nothing", async () => {
    browser = { ...browser, secure: false };
    expect((await opened()).get().problems).toEqual(["insecure"]);
    browser = { ...browser, secure: true, media: undefined };
    expect((await opened()).get().problems).toEqual(["insecure"]);
    expect(media.asked).toEqual([]);
  });

  it("keeps the microphone when there is no camera", async () => {
    media.errors = { video: "NotFoundError" };
    const { problems, tracks } = (await opened()).get();
    expect(problems).toEqual(["noCamera"]);
    expect(Object.keys(tracks)).toEqual(["microphone"]);
  });

  it("says once that permission is missing for both", async () => {
    media.errors = { video: "NotAllowedError", audio: "NotAllowedError" };
    expect((await opened()).get().problems).toEqual(["permission"]);
  });

  it("closes what it opened when it is asked again meanwhile", async () => {
    const check = new DeviceCheck(browser);
    await Promise.all([check.open(), check.open()]);
    expect(check.get().phase).toBe("ready");
    expect(check.get().tracks.camera?.readyState).toBe("live");
    check.close();
    expect(check.get().tracks).toEqual({});
  });

  it("opens nothing more once the room was left", async () => {
    const check = new DeviceCheck(browser);
    const opening = check.open();
    check.close();
    await opening;
    expect(check.get().tracks).toEqual({});
    expect(media.given.every((one) => one.readyState === "ended")).toBe(true);
  });

  it("says the same problem once, and only while it lasts", async () => {
    media.errors = { video: "NotReadableError" };
    const check = await opened();
    await check.open();
    expect(check.get().problems).toEqual(["cameraInUse"]);
    media.errors = {};
    await check.open();
    expect(check.get().problems).toEqual([]);
  });
});

describe("each failure has its own sentence", () => {
  it.each([
    ["camera", "NotAllowedError", "permission"],
    ["microphone", "SecurityError", "permission"],
    ["camera", "NotFoundError", "noCamera"],
    ["microphone", "NotFoundError", "noMicrophone"],
    ["camera", "OverconstrainedError", "noCamera"],
    ["camera", "NotReadableError", "cameraInUse"],
    ["microphone", "NotReadableError", "microphoneInUse"],
    ["camera", "TypeError", "cameraFailed"],
    ["microphone", "TypeError", "microphoneFailed"],
  ] as const)("%s, %s: %s", (kind, name, problem) => {
    expect(problemOf(kind, new DOMException("", name))).toBe(problem);
  });

  it("whatever is thrown", () => {
    expect(problemOf("camera", "?")).toBe("cameraFailed");
  });
});

describe("the choice", () => {
  it("is remembered for the next time", async () => {
    await (await opened()).choose({ camera: "cam-2", speaker: "tv" });
    const next = await opened();
    expect(next.get().choice).toMatchObject({ camera: "cam-2", speaker: "tv" });
    expect(next.get().tracks.camera?.id).toBe("cam-2");
  });

  it("of another microphone lets the first go on until it is there", async () => {
    const check = await opened();
    const first = check.get().tracks.microphone;
    let answer = () => {};
    media.hold = new Promise((resolve) => {
      answer = resolve;
    });
    const choosing = check.choose({ microphone: "mic-1" });
    await Promise.resolve();
    expect(first?.readyState).toBe("live");
    expect(check.get().tracks.microphone).toBe(first);
    answer();
    await choosing;
    expect(check.get().tracks.microphone?.id).toBe("mic-1");
    expect(first?.readyState).toBe("ended");
  });

  it("of a camera that does not open keeps the one that runs, and says so", async () => {
    const check = await opened();
    const first = check.get().tracks.camera;
    media.errors = { "cam-2": "NotReadableError" };
    await check.choose({ camera: "cam-2" });
    expect(check.get().tracks.camera).toBe(first);
    expect(check.get().problems).toEqual(["cameraInUse"]);
    await check.choose({ camera: "cam-1" });
    expect(check.get().problems).toEqual([]);
  });

  it("of a speaker opens nothing again", async () => {
    const check = await opened();
    const before = media.asked.length;
    check.speakerFailed();
    expect(check.get().problems).toEqual(["speakerFailed"]);
    await check.choose({ speaker: "tv" });
    expect(media.asked.length).toBe(before);
    expect(check.get().problems).toEqual([]);
  });

  it("gives way to another device when the remembered one is gone", async () => {
    browser.local.setItem("nhipcau.devices", '{"camera":"cam-9"}');
    media.errors = { "cam-9": "OverconstrainedError" };
    const { tracks, problems } = (await opened()).get();
    expect(tracks.camera?.id).toBe("video-default");
    expect(problems).toEqual([]);
  });

  it("says so when there is no other device either", async () => {
    browser.local.setItem("nhipcau.devices", '{"camera":"cam-9"}');
    media.errors = { "cam-9": "NotFoundError", video: "NotFoundError" };
    expect((await opened()).get().problems).toEqual(["noCamera"]);
  });

  it("works without memory, and with a broken one", async () => {
    browser.local.setItem("nhipcau.devices", "{broken");
    expect((await opened()).get().choice.camera).toBe("");
    const forbidden = () => {
      throw new DOMException("denied", "SecurityError");
    };
    const local = { getItem: forbidden, setItem: forbidden };
    const check = new DeviceCheck({ ...browser, local, session: local });
    await check.choose({ camera: "cam-2" });
    check.entered(1);
    expect(check.get().tracks.camera?.id).toBe("cam-2");
    expect(check.checkedBefore(1)).toBe(false);
  });

  it.each([
    ["room", true, true],
    ["mixer", false, false],
    ["headset", false, true],
  ] as const)("in mode %s cancels echo: %s, noise: %s", (mode, echo, noise) => {
    const choice = { ...NO_CHOICE, microphone: "mic-1", mode };
    expect(constraints("microphone", choice).audio).toMatchObject({
      deviceId: { exact: "mic-1" },
      echoCancellation: echo,
      noiseSuppression: noise,
      autoGainControl: noise,
    });
  });

  it.each([
    [{ raw: true }, "mixer"],
    [{ raw: false }, "room"],
    [{ mode: "headset" }, "headset"],
    [{ mode: "karaoke" }, "room"],
  ])("of the memory %j is in mode %s", async (kept, mode) => {
    browser.local.setItem("nhipcau.devices", JSON.stringify(kept));
    expect((await opened()).get().choice.mode).toBe(mode);
  });
});

describe("the microphone's level", () => {
  it("shows a silent microphone after five seconds, until it is heard", async () => {
    const check = await opened();
    check.level(0, 0);
    check.level(4900, 0);
    expect(check.get().problems).toEqual([]);
    check.level(5000, 0);
    check.level(5100, 0);
    expect(check.get().problems).toEqual(["silent"]);
    check.level(5200, 0.2);
    check.level(5300, 0.2);
    expect(check.get()).toMatchObject({ problems: [], heard: true });
  });

  it("accuses nobody while it cannot be measured", async () => {
    const check = await opened();
    check.level(0, 0);
    check.level(4000, null);
    check.level(8000, 0);
    expect(check.get().problems).toEqual([]);
  });
});

describe("the picture", () => {
  it("is called black after three dark seconds, until there is light", async () => {
    const check = await opened();
    check.brightness(0, 2);
    check.brightness(2900, 2);
    expect(check.get().problems).toEqual([]);
    check.brightness(3000, 2);
    expect(check.get().problems).toEqual(["black"]);
    check.brightness(4000, 90);
    expect(check.get().problems).toEqual([]);
  });
});

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

describe("a window that was checked", () => {
  it("goes straight in after a reload, for this meeting only", async () => {
    (await opened()).entered(1);
    const reloaded = new DeviceCheck(browser);
    expect(reloaded.checkedBefore(1)).toBe(true);
    expect(reloaded.checkedBefore(2)).toBe(false);
  });
});
