/** The SDK is replaced at its border: what the bridge asks of it, and remembers. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { BridgeEvents, BridgeRoom } from "./bridge";
import { LiveKitBridge } from "./livekit";
import { nextAction, wanted } from "./plan";
import { me, meeting, track } from "./testing/meeting";

const sdk = vi.hoisted(() => {
  type Listener = (...values: unknown[]) => void;

  class SdkTrack {
    isMuted = false;
    constructor(readonly mediaStreamTrack: MediaStreamTrack) {}
    async mute() {
      this.isMuted = true;
    }
  }

  class SdkRoom {
    readonly listeners = new Map<string, Listener[]>();
    readonly remoteParticipants = new Map<string, unknown>();
    readonly publications = new Map<string, unknown>();
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
          isMuted: local.isMuted,
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
      trackPublications: new Map(),
    });
    expect(room.actual().lines).toEqual({ 5: "poor", 7: "good" });
  });
});

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
