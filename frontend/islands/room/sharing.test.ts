/** A captured screen: asked for, held, ended by either side, and shown to all. */
import { beforeEach, describe, expect, it } from "vitest";
import { RoomController } from "./controller";
import { DeviceCheck } from "./devices";
import { ScreenShare } from "./sharing";
import { alone } from "./testing/displays";
import { FakeBridge } from "./testing/fake_bridge";
import { FakeServer, me, meeting, NO_TALKS, PAGE, snapshot } from "./testing/meeting";

class FakeTrack extends EventTarget {
  contentHint = "";
  readyState: MediaStreamTrackState = "live";

  constructor(
    readonly id: string,
    readonly kind: string,
  ) {
    super();
  }

  stop(): void {
    this.readyState = "ended";
  }
}

class FakeDisplay {
  readonly screen = new FakeTrack("screen-1", "video");
  readonly sound = new FakeTrack("sound-1", "audio");
  refuses = false;
  readonly asked: MediaStreamConstraints[] = [];
  missing = new Set<string>();

  async getUserMedia(wanted: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(wanted);
    const one = (wanted.video ?? wanted.audio) as MediaTrackConstraints;
    const { exact } = one.deviceId as { exact: string };
    if (this.missing.has(exact)) throw new DOMException("gone", "NotFoundError");
    return {
      getTracks: () => [wanted.video ? this.screen : this.sound],
    } as unknown as MediaStream;
  }

  async getDisplayMedia(): Promise<MediaStream> {
    if (this.refuses) throw new DOMException("no", "NotAllowedError");
    return {
      getTracks: () => [this.screen, this.sound],
    } as unknown as MediaStream;
  }
}

let display: FakeDisplay;
let share: ScreenShare;
let server: FakeServer;
let bridge: FakeBridge;
let room: RoomController;

function sit(site: number, main = true) {
  const storage = { getItem: () => null, setItem() {} };
  const browser = { secure: false, media: undefined, local: storage, session: storage };
  room = new RoomController(
    PAGE,
    server,
    bridge,
    { check: new DeviceCheck(browser), screen: share, second: alone() },
    NO_TALKS,
  );
  const state = meeting({ chair: site });
  room.store.patch({ snapshot: snapshot(state, me({ site, main })), state, epoch: 3 });
}

beforeEach(() => {
  display = new FakeDisplay();
  share = new ScreenShare(display as unknown as MediaDevices);
  server = new FakeServer();
  bridge = new FakeBridge();
});

describe("a captured screen", () => {
  it("is held with its sound, made for letters", async () => {
    expect(await share.start()).toBe(true);
    expect(share.get().phase).toBe("on");
    expect(Object.keys(share.get().tracks)).toEqual(["screen", "screenSound"]);
    expect(display.screen.contentHint).toBe("detail");
  });

  it("ends with the browser's own bar", async () => {
    await share.start();
    display.screen.dispatchEvent(new Event("ended"));
    expect(share.get()).toEqual({ phase: "off", tracks: {} });
    expect(display.sound.readyState).toBe("ended");
  });

  it("says that it was refused, and may be asked for again", async () => {
    display.refuses = true;
    expect(await share.start()).toBe(false);
    expect(share.get().phase).toBe("refused");
    display.refuses = false;
    expect(await share.start()).toBe(true);
  });

  it("cannot be where the browser cannot capture", async () => {
    const none = new ScreenShare(undefined);
    expect(none.possible).toBe(false);
    expect(await none.start()).toBe(false);
  });
});

describe("a capture card", () => {
  const card = { picture: "hdmi", sound: "hdmi-sound" };

  it("is shown like a screen: sharp, at most 1080 lines, with its own sound", async () => {
    expect(await share.startCapture(card)).toBe(true);
    expect(Object.keys(share.get().tracks)).toEqual(["screen", "screenSound"]);
    expect(display.screen.contentHint).toBe("detail");
    const [video, audio] = display.asked;
    expect(video?.video).toMatchObject({
      deviceId: { exact: "hdmi" },
      height: { ideal: 1080, max: 1080 },
    });
    expect(audio?.audio).toMatchObject({
      deviceId: { exact: "hdmi-sound" },
      echoCancellation: false,
    });
  });

  it("is shown in silence when it has no sound, or that does not open", async () => {
    await share.startCapture({ ...card, sound: "" });
    expect(Object.keys(share.get().tracks)).toEqual(["screen"]);
    expect(display.asked.length).toBe(1);
    share.stop();
    display.missing.add("hdmi-sound");
    await share.startCapture(card);
    expect(Object.keys(share.get().tracks)).toEqual(["screen"]);
  });

  it("says that nothing comes from it, and may be tried again", async () => {
    display.missing.add("hdmi");
    expect(await share.startCapture(card)).toBe(false);
    expect(share.get().phase).toBe("absent");
    display.missing.clear();
    expect(await share.startCapture(card)).toBe(true);
    expect(await share.start()).toBe(false);
  });

  it("is not looked for where nothing can be opened", async () => {
    expect(await new ScreenShare({}).startCapture(card)).toBe(false);
  });

  it("ends with its cable", async () => {
    await share.startCapture(card);
    display.screen.dispatchEvent(new Event("ended"));
    expect(share.get()).toEqual({ phase: "off", tracks: {} });
  });
});

describe("sharing it", () => {
  const shared = (site: number) => meeting({ rev: 8, chair: site, screen: site });

  it("sends the command once it is captured, and ends with the state", async () => {
    sit(1);
    server.commandAnswers = [{ kind: "ok", value: { rev: 8, state: shared(1) } }];
    await room.share();
    expect(server.commands.map((command) => command.kind)).toEqual(["share"]);
    expect(share.get().phase).toBe("on");
    room.store.patch({ state: meeting({ rev: 9, chair: 1, screen: 0 }) });
    expect(share.get().phase).toBe("off");
    expect(display.screen.readyState).toBe("ended");
  });

  it("lets the capture go when the server refuses", async () => {
    sit(1);
    const refused = {
      kind: "refused",
      status: 409,
      code: "paused",
      text: "…",
    } as const;
    server.commandAnswers = [refused];
    await room.share();
    expect(share.get().phase).toBe("off");
    expect(room.store.get().notice?.code).toBe("paused");
  });

  it("tells the server when the browser's bar ended it", async () => {
    sit(1);
    server.commandAnswers = [{ kind: "ok", value: { rev: 8, state: shared(1) } }];
    await room.share();
    display.screen.dispatchEvent(new Event("ended"));
    expect(server.commands.map((command) => command.kind)).toEqual([
      "share",
      "unshare",
    ]);
  });

  it("does not send what nobody captured", async () => {
    sit(1);
    display.refuses = true;
    await room.share();
    expect(server.commands).toEqual([]);
  });
});
