import { beforeEach, describe, expect, it } from "vitest";
import { NO_CHOICE } from "./choice";
import { DeviceCheck } from "./devices";
import { constraints, problemOf } from "./hardware";
import { browserWith, FakeMedia, openedIn } from "./testing/fake_media";

let media: FakeMedia;
let browser: ReturnType<typeof browserWith>;

beforeEach(() => {
  media = new FakeMedia();
  browser = browserWith(media);
});

const opened = () => openedIn(browser);

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
  it("is what suits the room, until somebody has chosen here", async () => {
    const room = new DeviceCheck(browser);
    room.suggest({ mode: "mixer" });
    expect(room.get().choice.mode).toBe("mixer");
    await room.choose({ mode: "headset" });
    const next = new DeviceCheck(browser);
    next.suggest({ mode: "mixer" });
    expect(next.get().choice.mode).toBe("headset");
  });

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

  it("of a second source is known while it is plugged in, and opens nothing", async () => {
    const check = await opened();
    expect(check.capture).toBeNull();
    const asked = media.asked.length;
    await check.choose({ capture: "cam-2", captureSound: "mic-1" });
    expect(media.asked.length).toBe(asked);
    expect(check.capture).toEqual({ picture: "cam-2", sound: "mic-1" });
    const next = await opened();
    expect(next.capture).toEqual({ picture: "cam-2", sound: "mic-1" });
    media.devices = media.devices.filter(({ kind }) => kind !== "audioinput");
    await media.plug();
    expect(next.capture).toEqual({ picture: "cam-2", sound: "" });
    media.devices = [];
    await media.plug();
    expect(next.capture).toBeNull();
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

describe("a companion's second source", () => {
  /** Until it was asked, a browser tells neither names nor numbers. */
  function hide(...kinds: string[]) {
    const known = media.devices;
    media.devices = known.map((one) =>
      kinds.includes(one.kind) ? { ...one, deviceId: "", label: "" } : one,
    );
    media.answered = (kind) => {
      const told = known.filter((one) => one.kind === `${kind}input`);
      const others = media.devices.filter((one) => one.kind !== `${kind}input`);
      media.devices = [...told, ...others];
    };
  }

  const live = () => media.given.filter(({ readyState }) => readyState === "live");

  it("is asked for, and nothing stays open", async () => {
    hide("videoinput", "audioinput");
    const check = new DeviceCheck(browser);
    await check.look();
    expect(check.get()).toMatchObject({ phase: "ready", cameras: [] });
    expect(media.asked).toEqual([]);
    await check.find();
    expect(check.get().cameras.map((one) => one.id)).toEqual(["cam-1", "cam-2"]);
    expect(check.get().microphones.map((one) => one.id)).toEqual(["mic-1"]);
    expect(check.get().tracks).toEqual({});
    expect(media.given).toHaveLength(2);
    expect(live()).toEqual([]);
    await check.choose({ capture: "cam-2" });
    expect(check.capture).toEqual({ picture: "cam-2", sound: "" });
  });

  it("is not asked for where the browser tells it unasked", async () => {
    const check = new DeviceCheck(browser);
    await check.find();
    expect(check.get().cameras).toHaveLength(2);
    expect(media.asked).toEqual([]);
  });

  it("says when the person refuses, and asks for no sound then", async () => {
    hide("videoinput", "audioinput");
    media.errors = { video: "NotAllowedError" };
    const check = new DeviceCheck(browser);
    await check.find();
    expect(check.get()).toMatchObject({ phase: "ready", problems: ["permission"] });
    expect(media.asked).toHaveLength(1);
    media.errors = { audio: "NotFoundError" };
    await check.find();
    expect(check.get().problems).toEqual([]);
  });

  it("appears when it is plugged in, and still nothing opens", async () => {
    const check = new DeviceCheck(browser);
    await check.look();
    media.devices = [
      ...media.devices,
      { kind: "videoinput", deviceId: "hdmi", label: "HDMI" },
    ];
    await media.plug();
    expect(check.get().cameras.map((one) => one.id)).toContain("hdmi");
    expect(media.asked).toEqual([]);
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
