/** The SDK is replaced at its border: what the bridge asks of it, and remembers. */
import { VideoQuality } from "livekit-client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { BridgeEvents, BridgeRoom } from "./bridge";
import { LiveKitBridge } from "./livekit";
import { nextAction, wanted } from "./plan";
import { me, meeting, track } from "./testing/meeting";

const sdk = vi.hoisted(() => {
  type Listener = (...values: unknown[]) => void;

  class SdkTrack {
    isMuted = false;
    constructor(public mediaStreamTrack: MediaStreamTrack) {}
    async mute() {
      this.isMuted = true;
    }
    layers: boolean[] = [];
    async setPublishingLayers(_isSvc: boolean, asked: { enabled: boolean }[]) {
      this.layers = asked.map((one) => one.enabled);
    }
    replacing: () => Promise<void> = async () => {};
    async replaceTrack(other: MediaStreamTrack) {
      await this.replacing();
      this.mediaStreamTrack = other;
    }
  }

  class SdkRoom {
    readonly listeners = new Map<string, Listener[]>();
    readonly remoteParticipants = new Map<string, unknown>();
    readonly publications = new Map<string, unknown>();
    activeSpeakers: unknown[] = [];
    readonly offered: SdkTrack[] = [];
    publishing: () => Promise<void> = async () => {};
    readonly localParticipant = {
      permissions: { canPublish: true, canPublishSources: [] },
      attributes: {} as Record<string, string>,
      identity: "site/5/12",
      connectionQuality: "unknown",
      getTrackPublication: (source: string) => this.publications.get(source),
      publishTrack: async (local: SdkTrack, { source }: { source: string }) => {
        this.offered.push(local);
        await this.publishing();
        const sid = `TR_${this.offered.length}`;
        this.publications.set(source, {
          track: local,
          trackSid: sid,
          get isMuted() {
            return local.isMuted;
          },
          async unmute() {
            local.isMuted = false;
          },
        });
      },
    };

    constructor() {
      made.push(this);
    }

    on(event: string, listener: Listener) {
      this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
      return this;
    }

    emit(event: string, ...values: unknown[]) {
      for (const listener of this.listeners.get(event) ?? []) listener(...values);
    }

    removeAllListeners() {
      this.listeners.clear();
    }

    async disconnect() {}
  }

  const made: SdkRoom[] = [];
  return { SdkRoom, SdkTrack, made };
});

vi.mock("livekit-client", async (original) => ({
  ...(await original<typeof import("livekit-client")>()),
  Room: sdk.SdkRoom,
  LocalAudioTrack: sdk.SdkTrack,
  LocalVideoTrack: sdk.SdkTrack,
}));

const silent: BridgeEvents = {
  changed() {},
  metadata() {},
  permitted() {},
  interrupted() {},
  resumed() {},
  ended() {},
  soundBlocked() {},
};

let room: BridgeRoom;
let inner: InstanceType<typeof sdk.SdkRoom>;
const microphone = track("mic");

beforeEach(() => {
  room = new LiveKitBridge("ws://door", () => "").open(silent);
  const last = sdk.made.at(-1);
  if (!last) throw new Error("no room was made");
  inner = last;
});

const copies = () => inner.offered.map((local) => local.mediaStreamTrack);

describe("what the engine tells", () => {
  it("is what it lacks of this device, as the conductor wrote it", () => {
    expect(room.actual().missing).toEqual([]);
    inner.localParticipant.attributes = { missing: "camera microphone" };
    expect(room.actual().missing).toEqual(["microphone", "camera"]);
  });

  it("is how good the line is, of those that it knows of", () => {
    expect(room.actual().lines).toEqual({});
    inner.localParticipant.connectionQuality = "poor";
    const other = { identity: "site/7/3", connectionQuality: "excellent" };
    inner.remoteParticipants.set("site/7/3", {
      ...other,
      attributes: { up: "thin" },
      trackPublications: new Map(),
    });
    expect(room.actual().uses).toEqual({ 7: { down: "full", up: "thin" } });
    expect(room.actual().lines).toEqual({ 5: "poor", 7: "good" });
  });
});

describe("a stream from elsewhere", () => {
  it("is known by its name, and makes the other picture of its site the small one", () => {
    const publication = (trackSid: string, trackName: string) =>
      [trackSid, { kind: "video", source: "camera", trackSid, trackName }] as const;
    const participant = (identity: string, ...all: [string, string][]) =>
      inner.remoteParticipants.set(identity, {
        identity,
        attributes: {},
        connectionQuality: "unknown",
        trackPublications: new Map(all.map((one) => publication(...one))),
      });
    participant("site/7/3", ["a", "camera"], ["b", "sharp"]);
    participant("site/8/4", ["c", "camera"]);
    const parts = room.actual().remotes.map(({ sid, part }) => [sid, part]);
    expect(Object.fromEntries(parts)).toEqual({ a: "small", b: "sharp", c: "whole" });
  });
});

describe("how good a picture is at best", () => {
  it("is what was asked last of what is received, a screen having two sizes", () => {
    const asked: number[] = [];
    const publication = (source: string) => ({
      kind: "video",
      source,
      trackSid: source,
      isDesired: true,
      isEnabled: true,
      isMuted: false,
      videoQuality: VideoQuality.HIGH,
      setVideoQuality(quality: VideoQuality) {
        asked.push(quality);
        this.videoQuality = quality;
      },
    });
    const all = ["camera", "screen_share"].map(
      (one) => [one, publication(one)] as const,
    );
    inner.remoteParticipants.set("site/7/3", {
      identity: "site/7/3",
      attributes: {},
      connectionQuality: "unknown",
      trackPublications: new Map(all),
    });
    for (const sid of ["camera", "screen_share"]) room.limitReceived(sid, "medium");
    expect(room.actual().remotes.map((one) => one.quality)).toEqual([
      "medium",
      "medium",
    ]);
    expect(asked).toEqual([VideoQuality.MEDIUM, VideoQuality.LOW]);
    room.limitReceived("camera", "low");
    expect(room.actual().remotes[0]?.quality).toBe("low");
  });

  it("is kept of what is sent, whatever layers the engine asks for", async () => {
    await room.publish("camera", track("cam", "video"), false);
    const sent = inner.offered[0];
    const layers = [0, 1, 2].map((quality) => layer(quality));
    await sent?.setPublishingLayers(false, layers);
    expect(sent?.layers).toEqual([true, true, true]);
    await room.limitSent("camera", "medium");
    expect(sent?.layers).toEqual([true, true, false]);
    await sent?.setPublishingLayers(false, [layer(0, false), layer(1), layer(2)]);
    expect(sent?.layers).toEqual([false, true, false]);
    await room.limitSent("camera", "high");
    expect(sent?.layers).toEqual([false, true, true]);
    expect(room.actual().published[0]?.quality).toBe("high");
  });
});

function layer(quality: number, enabled = true) {
  return { quality, enabled, clone: () => layer(quality, enabled) };
}

describe("publishing a local track", () => {
  it("gives the SDK a copy, and still knows whose copy it is", async () => {
    await room.publish("microphone", microphone, true);
    expect(copies()[0]).not.toBe(microphone);
    const wish = wanted(meeting(), me(), { microphone });
    expect(nextAction(wish, room.actual())).toBeNull();
  });

  it("lets the copy go when the engine does not take it", async () => {
    inner.publishing = () => Promise.reject(new Error("no answer"));
    await expect(room.publish("microphone", microphone, true)).rejects.toThrow();
    expect(copies().map((copy) => copy.readyState)).toEqual(["ended"]);
    expect(microphone.readyState).toBe("live");
  });

  it("offers no second microphone while the first is still on its way", async () => {
    let arrive = () => {};
    inner.publishing = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    const first = room.publish("microphone", microphone, true);
    await vi.waitFor(() => expect(copies().length).toBe(1));
    // At once: other steps must not wait for it.
    await expect(room.publish("microphone", microphone, true)).rejects.toThrow();
    arrive();
    await first;
    expect(copies().map((copy) => copy.readyState)).toEqual(["live"]);
  });

  it("lets every copy go on leaving, and none of the room's own", async () => {
    await room.publish("microphone", microphone, true);
    room.close();
    expect(copies()[0]?.readyState).toBe("ended");
    expect(microphone.readyState).toBe("live");
  });
});

describe("replacing a local track", () => {
  const other = track("mic-2");
  const wish = () => wanted(meeting(), me(), { microphone: other });
  const inPlace = () => copies()[0];

  it("keeps the publication, and lets the old copy go once the new is there", async () => {
    await room.publish("microphone", microphone, true);
    const old = inPlace();
    await room.replace("microphone", other);
    expect(inner.offered.length).toBe(1);
    expect(inPlace()).not.toBe(other);
    expect(inPlace()).toMatchObject({ readyState: "live", enabled: false });
    expect(old?.readyState).toBe("ended");
    expect(nextAction(wish(), room.actual())).toBeNull();
  });

  it("leaves the old one alone when the engine does not agree", async () => {
    await room.publish("microphone", microphone, true);
    const [local] = inner.offered;
    if (local) local.replacing = () => Promise.reject(new Error("no"));
    await expect(room.replace("microphone", other)).rejects.toThrow();
    expect(inPlace()?.readyState).toBe("live");
    await expect(room.replace("camera", other)).rejects.toThrow();
  });

  it("shows a picture again that the SDK had closed because it ended", async () => {
    await room.publish("camera", track("cam", "video"), false);
    await inner.offered[0]?.mute();
    await room.replace("camera", track("cam-2", "video"));
    expect(room.actual().published[0]?.muted).toBe(false);
  });
});

describe("a call", () => {
  it("is told from its sound and picture: answered, before they have come", () => {
    expect(room.signalled()).toBe(false);
    inner.emit("signalConnected");
    expect(room.signalled()).toBe(true);
  });
});

describe("showing a remote track", () => {
  class Remote {
    readonly kind = "video";
    readonly elements = new Set<unknown>();
    attach(element: unknown) {
      this.elements.add(element);
    }
    detach(element: unknown) {
      this.elements.delete(element);
    }
  }
  const element = {} as HTMLMediaElement;

  function subscribed(remote: Remote | undefined) {
    const publication = { trackSid: "TR_9", kind: "video", track: remote };
    const trackPublications = new Map([["TR_9", publication]]);
    inner.remoteParticipants.set("site/7/1", {
      identity: "site/7/1",
      trackPublications,
    });
    if (remote) inner.emit("trackSubscribed", remote, publication);
  }

  it("goes on when the same track is subscribed again", () => {
    const [first, second] = [new Remote(), new Remote()];
    subscribed(first);
    const detach = room.attach("TR_9", element);
    subscribed(second);
    expect([...second.elements]).toEqual([element]);
    detach();
    expect(second.elements.size).toBe(0);
    const third = new Remote();
    subscribed(third);
    expect(third.elements.size).toBe(0);
  });

  it("begins when the track comes later than the element", () => {
    const late = new Remote();
    room.attach("TR_9", element);
    subscribed(late);
    expect([...late.elements]).toEqual([element]);
  });
});
