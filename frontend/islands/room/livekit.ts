/** The real bridge: the one module that imports livekit-client. */
import {
  ConnectionQuality,
  DisconnectReason,
  LocalAudioTrack,
  type LocalTrack,
  type LocalTrackPublication,
  LocalVideoTrack,
  type ReconnectPolicy,
  type RemoteTrackPublication,
  Room,
  RoomEvent,
  type RoomOptions,
  setLogLevel,
  Track,
  VideoPreset,
} from "livekit-client";
import {
  type Actual,
  type BridgeEvents,
  type BridgeRoom,
  type Ending,
  type MediaBridge,
  type Published,
  type RemoteTrack,
  SOURCES,
  type Sound,
  type Source,
} from "./bridge";
import { LocalCopies } from "./copies";
import type { Quality } from "./health";
import { Screens } from "./screens";
import { parseIdentity, watches } from "./types";

setLogLevel("warn");

const TRACK_SOURCES: Record<Source, Track.Source> = {
  microphone: Track.Source.Microphone,
  camera: Track.Source.Camera,
  screen: Track.Source.ScreenShare,
  screenSound: Track.Source.ScreenShareAudio,
};
const SCREENS: readonly Track.Source[] = [
  TRACK_SOURCES.screen,
  TRACK_SOURCES.screenSound,
];

/** Resume at a flat pace: the link decides when to stop resuming. */
const FLAT_RETRY: ReconnectPolicy = {
  nextRetryDelayInMs: ({ retryCount }) => (retryCount === 0 ? 50 : 200),
};

const OPTIONS: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  reconnectPolicy: FLAT_RETRY,
  publishDefaults: {
    videoCodec: "vp8",
    simulcast: true,
    videoEncoding: { maxBitrate: 1_100_000, maxFramerate: 25 },
    videoSimulcastLayers: [
      new VideoPreset(320, 180, 80_000, 15),
      new VideoPreset(640, 360, 300_000, 20),
    ],
    // Slides: sharp rather than smooth, and small for those on a thin line.
    screenShareEncoding: { maxBitrate: 1_500_000, maxFramerate: 15 },
    screenShareSimulcastLayers: [new VideoPreset(640, 360, 250_000, 5)],
    audioPreset: { maxBitrate: 24_000 },
    forceStereo: false,
    dtx: true,
    red: true,
  },
};

/** A film has music in it, and no pauses worth saving. */
const FULL_SOUND = { audioPreset: { maxBitrate: 64_000 }, dtx: false };

export class LiveKitBridge implements MediaBridge {
  constructor(
    private readonly url: string,
    private readonly speaker: () => string,
  ) {}

  open(events: BridgeEvents): BridgeRoom {
    return new LiveKitRoom(this.url, events, this.speaker);
  }
}

/** The same host, the same safety: `ws` for a page over http, `wss` over https. */
export function engineUrl(location: Location, meeting: number, watcher = 0): string {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const own = watcher ? `/xem/${watcher}` : "";
  return `${scheme}://${location.host}/livekit/${meeting}${own}`;
}

/** Written by the conductor: what the engine does not have of this device. */
const MISSING = "missing";
const DEVICES = ["microphone", "camera"] as const;

const LINES = new Map<ConnectionQuality, Quality>([
  [ConnectionQuality.Excellent, "good"],
  [ConnectionQuality.Good, "fair"],
  [ConnectionQuality.Poor, "poor"],
  [ConnectionQuality.Lost, "lost"],
]);

const ENDINGS = new Map<DisconnectReason, Ending>([
  [DisconnectReason.DUPLICATE_IDENTITY, "duplicate"],
  [DisconnectReason.PARTICIPANT_REMOVED, "removed"],
  [DisconnectReason.ROOM_DELETED, "closed"],
]);

class LiveKitRoom implements BridgeRoom {
  private readonly room = new Room(OPTIONS);
  private readonly copies = new LocalCopies();
  private readonly publishing = new Set<Source>();
  private readonly screens = new Screens();
  private left = false;
  private answered = false;

  constructor(
    private readonly url: string,
    private readonly events: BridgeEvents,
    private readonly speaker: () => string,
  ) {
    this.listen();
  }

  /** The front door swaps the constant token for one of 60 seconds. */
  async connect(): Promise<void> {
    await this.room.connect(this.url, "door", {
      autoSubscribe: false,
      maxRetries: 0,
    });
    this.events.soundBlocked(!this.room.canPlaybackAudio);
  }

  signalled(): boolean {
    return this.answered;
  }

  close(): void {
    this.left = true;
    this.room.removeAllListeners();
    // Without this the SDK would answer a failed goodbye with an unhandled error.
    this.room.disconnect().catch(() => {});
    this.copies.dropAll();
  }

  metadata(): string {
    return this.room.metadata ?? "";
  }

  actual(): Actual {
    const remotes = this.sorted().flatMap((participant) => {
      const identity = parseIdentity(participant.identity);
      if (!identity) return [];
      return [...participant.trackPublications.values()].map((publication) =>
        describe(publication, identity.site),
      );
    });
    return {
      published: this.published(),
      remotes,
      mayPublish: this.mayPublish(),
      presentSites: this.presentSites(),
      watchers: this.sorted().filter((one) => watches(one.identity)).length,
      missing: this.missing(),
      lines: this.lines(),
    };
  }

  async publish(
    source: Source,
    track: MediaStreamTrack,
    muted: boolean,
  ): Promise<void> {
    // A second microphone would stay open when the first is muted.
    if (this.publishing.has(source)) throw new Error(`${source} is still on its way`);
    this.publishing.add(source);
    try {
      await this.offer(source, this.copies.take(source, track), muted);
    } catch (error) {
      this.copies.drop(source);
      throw error;
    } finally {
      this.publishing.delete(source);
    }
  }

  async unpublish(source: Source): Promise<void> {
    const track = this.own(source)?.track;
    if (track) await this.room.localParticipant.unpublishTrack(track, true);
  }

  async setMuted(source: Source, muted: boolean): Promise<void> {
    const publication = this.own(source);
    if (muted) await publication?.mute();
    else await publication?.unmute();
  }

  subscribe(sid: string, on: boolean): void {
    const publication = this.remote(sid);
    // The server forgets "disabled" with the subscription; so must the SDK.
    if (!on && publication && !publication.isEnabled) publication.setEnabled(true);
    publication?.setSubscribed(on);
  }

  enable(sid: string, on: boolean): void {
    this.remote(sid)?.setEnabled(on);
  }

  async received(sid: string): Promise<number> {
    const track = this.remote(sid)?.track;
    const report = await track?.getRTCStatsReport();
    const field =
      track?.kind === Track.Kind.Video ? "framesDecoded" : "packetsReceived";
    return sum(report, "inbound-rtp", field);
  }

  async sent(source: Source): Promise<number> {
    const report = await this.own(source)?.track?.getRTCStatsReport();
    return sum(report, "outbound-rtp", "packetsSent");
  }

  async sound(sid: string): Promise<Sound> {
    const report = await this.remote(sid)?.track?.getRTCStatsReport();
    return {
      packets: sum(report, "inbound-rtp", "packetsReceived"),
      energy: sum(report, "inbound-rtp", "totalAudioEnergy"),
      seconds: sum(report, "inbound-rtp", "totalSamplesDuration"),
    };
  }

  attach(sid: string, element: HTMLMediaElement): () => void {
    const remote = this.remote(sid);
    const speaker = this.speaker();
    if (remote?.kind === Track.Kind.Audio && speaker && "setSinkId" in element) {
      // A speaker that was unplugged must not silence the meeting: keep the default.
      element.setSinkId(speaker).catch(() => {});
    }
    return this.screens.show(sid, element, remote?.track);
  }

  startSound(): Promise<void> {
    return this.room.startAudio();
  }

  private listen(): void {
    const { room, events } = this;
    // First, so that whoever looks at the change sees the track on its element.
    room.on(RoomEvent.TrackSubscribed, (track, { trackSid }) =>
      this.screens.arrived(trackSid, track),
    );
    for (const event of CHANGES) room.on(event, () => events.changed());
    room
      .on(RoomEvent.SignalConnected, () => {
        this.answered = true;
      })
      .on(RoomEvent.RoomMetadataChanged, (text) => events.metadata(text))
      .on(RoomEvent.SignalReconnecting, () => events.interrupted())
      .on(RoomEvent.Reconnected, () => events.resumed())
      // A full reconnect of the SDK leaves rooms without a picture: join afresh.
      .on(RoomEvent.Reconnecting, () => this.ended("lost"))
      .on(RoomEvent.Disconnected, (reason) =>
        this.ended(ENDINGS.get(reason ?? DisconnectReason.UNKNOWN_REASON) ?? "lost"),
      )
      .on(RoomEvent.AudioPlaybackStatusChanged, () =>
        events.soundBlocked(!room.canPlaybackAudio),
      );
  }

  private async offer(source: Source, copy: MediaStreamTrack, muted: boolean) {
    const local =
      copy.kind === "audio"
        ? new LocalAudioTrack(copy, undefined, true)
        : new LocalVideoTrack(copy, undefined, true);
    // Muted from the first moment: an open microphone without the floor is an offence.
    if (muted) await local.mute();
    // The SDK's types are not written for exactOptionalPropertyTypes.
    await this.room.localParticipant.publishTrack(local as LocalTrack, {
      source: TRACK_SOURCES[source],
      ...(source === "screenSound" && FULL_SOUND),
    });
  }

  private ended(ending: Ending): void {
    if (!this.left) this.events.ended(ending);
  }

  private sorted() {
    const joined = (at: Date | undefined) => at?.getTime() ?? 0;
    return [...this.room.remoteParticipants.values()].sort(
      (a, b) => joined(a.joinedAt) - joined(b.joinedAt),
    );
  }

  private published(): Published[] {
    return SOURCES.flatMap((source) => {
      const publication = this.own(source);
      const track = publication?.track;
      if (!publication || !track || !publication.trackSid) return [];
      return [
        {
          source,
          trackId: this.copies.original(source, track.mediaStreamTrack),
          muted: publication.isMuted,
        },
      ];
    });
  }

  private mayPublish(): Source[] {
    const permissions = this.room.localParticipant.permissions;
    if (!permissions?.canPublish) return [];
    const allowed = permissions.canPublishSources;
    return SOURCES.filter(
      (source) =>
        allowed.length === 0 ||
        allowed.includes(Track.sourceToProto(TRACK_SOURCES[source]) as never),
    );
  }

  private presentSites(): number[] {
    const identities = this.sorted().map((one) => parseIdentity(one.identity));
    return identities.flatMap((identity) => (identity ? [identity.site] : []));
  }

  private missing(): Source[] {
    const told = this.room.localParticipant.attributes[MISSING]?.split(" ") ?? [];
    return DEVICES.filter((source) => told.includes(source));
  }

  /** The engine tells of this device and of whom it receives, of nobody else. */
  private lines(): Record<number, Quality> {
    const lines: Record<number, Quality> = {};
    for (const one of [...this.sorted(), this.room.localParticipant]) {
      const site = parseIdentity(one.identity)?.site;
      const line = LINES.get(one.connectionQuality);
      if (site !== undefined && line) lines[site] = line;
    }
    return lines;
  }

  private own(source: Source): LocalTrackPublication | undefined {
    return this.room.localParticipant.getTrackPublication(TRACK_SOURCES[source]);
  }

  private remote(sid: string): RemoteTrackPublication | undefined {
    for (const participant of this.room.remoteParticipants.values()) {
      const publication = participant.trackPublications.get(sid);
      if (publication) return publication as RemoteTrackPublication;
    }
    return undefined;
  }
}

const CHANGES = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  // The one that comes after the track is really gone.
  RoomEvent.TrackSubscriptionStatusChanged,
  RoomEvent.TrackSubscriptionFailed,
  RoomEvent.TrackStreamStateChanged,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
  RoomEvent.ParticipantPermissionsChanged,
  RoomEvent.ParticipantAttributesChanged,
  RoomEvent.ConnectionQualityChanged,
] as const;

function describe(publication: RemoteTrackPublication, site: number): RemoteTrack {
  return {
    sid: publication.trackSid,
    site,
    kind: publication.kind === Track.Kind.Audio ? "audio" : "video",
    screen: SCREENS.includes(publication.source),
    muted: publication.isMuted,
    subscribed: publication.isDesired,
    enabled: publication.isEnabled,
    arrived: publication.track !== undefined,
    paused: publication.track?.streamState === Track.StreamState.Paused,
  };
}

function sum(report: RTCStatsReport | undefined, type: string, field: string): number {
  let total = 0;
  report?.forEach((entry) => {
    if (entry.type === type) total += Number(entry[field] ?? 0);
  });
  return total;
}
