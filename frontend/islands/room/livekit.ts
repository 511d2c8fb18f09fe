/** The real bridge: one connection of the SDK; what goes out and comes in stands beside. */
import {
  DisconnectReason,
  type ReconnectPolicy,
  Room,
  RoomEvent,
  type RoomOptions,
  setLogLevel,
} from "livekit-client";
import type {
  Actual,
  BridgeEvents,
  BridgeRoom,
  Ending,
  Flow,
  MediaBridge,
  Sound,
  Source,
} from "./bridge";
import type { Quality } from "./budget";
import { flowOf } from "./counters";
import type { Path } from "./health";
import { LipSync } from "./lips";
import { PUBLISHING, Publishing } from "./publishing";
import { Receiving } from "./receiving";

setLogLevel("warn");

/** Resume at a flat pace: the link decides when to stop resuming. */
const FLAT_RETRY: ReconnectPolicy = {
  nextRetryDelayInMs: ({ retryCount }) => (retryCount === 0 ? 50 : 200),
};

const OPTIONS: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  reconnectPolicy: FLAT_RETRY,
  publishDefaults: PUBLISHING,
};

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

const ENDINGS = new Map<DisconnectReason, Ending>([
  [DisconnectReason.DUPLICATE_IDENTITY, "duplicate"],
  [DisconnectReason.PARTICIPANT_REMOVED, "removed"],
  [DisconnectReason.ROOM_DELETED, "closed"],
]);

class LiveKitRoom implements BridgeRoom {
  private readonly room = new Room(OPTIONS);
  private readonly own = new Publishing(this.room);
  private readonly others: Receiving;
  private readonly lips: LipSync;
  private left = false;
  private answered = false;

  constructor(
    private readonly url: string,
    private readonly events: BridgeEvents,
    speaker: () => string,
  ) {
    // First, so that whoever looks at a change sees the track on its element.
    this.others = new Receiving(this.room, speaker);
    this.lips = new LipSync(() => this.others.pairs());
    this.listen();
  }

  /** The front door swaps the constant token for one of 60 seconds. */
  async connect(): Promise<void> {
    await this.room.connect(this.url, "door", {
      autoSubscribe: false,
      maxRetries: 0,
    });
    if (this.left) return;
    this.lips.start();
    this.events.soundBlocked(!this.room.canPlaybackAudio);
  }

  signalled(): boolean {
    return this.answered;
  }

  close(): void {
    this.left = true;
    this.lips.stop();
    this.room.removeAllListeners();
    // Without this the SDK would answer a failed goodbye with an unhandled error.
    this.room.disconnect().catch(() => {});
    this.own.close();
  }

  metadata(): string {
    return this.room.metadata ?? "";
  }

  actual(): Actual {
    const { own, others } = this;
    return {
      published: own.published(),
      remotes: others.remotes(),
      mayPublish: own.mayPublish(),
      presentSites: others.presentSites(),
      watchers: others.watchers(),
      missing: own.missing(),
      lines: others.lines(),
      uses: others.uses(),
      pin: own.pin(),
      errand: own.errand(),
      loud: others.loud(),
    };
  }

  publish(source: Source, track: MediaStreamTrack, muted: boolean): Promise<void> {
    return this.own.publish(source, track, muted);
  }

  unpublish(source: Source): Promise<void> {
    return this.own.unpublish(source);
  }

  replace(source: Source, track: MediaStreamTrack): Promise<void> {
    return this.own.replace(source, track);
  }

  setMuted(source: Source, muted: boolean): Promise<void> {
    return this.own.setMuted(source, muted);
  }

  sent(source: Source): Promise<number> {
    return this.own.sent(source);
  }

  subscribe(sid: string, on: boolean): void {
    this.others.subscribe(sid, on);
  }

  path(): Promise<Path> {
    return this.own.path();
  }

  enable(sid: string, on: boolean): void {
    this.others.enable(sid, on);
  }

  limitReceived(sid: string, quality: Quality): void {
    this.others.limit(sid, quality);
  }

  limitSent(source: Source, quality: Quality): Promise<void> {
    return this.own.limit(source, quality);
  }

  /** Of one connection, or of the two that older engines need. */
  async flow(): Promise<Flow> {
    const transports = this.room.engine.pcManager;
    const reports = await Promise.all([
      transports?.publisher.getStats(),
      transports?.subscriber?.getStats(),
    ]);
    return flowOf(reports);
  }

  received(sid: string): Promise<number> {
    return this.others.received(sid);
  }

  playing(): readonly MediaStreamTrack[] {
    return this.others.playing();
  }

  sound(sid: string): Promise<Sound> {
    return this.others.sound(sid);
  }

  attach(sid: string, element: HTMLMediaElement): () => void {
    return this.others.attach(sid, element);
  }

  speakerChanged(): void {
    this.others.speakers.apply();
  }

  startSound(): Promise<void> {
    return this.room.startAudio();
  }

  private listen(): void {
    const { room, events } = this;
    for (const event of CHANGES) room.on(event, () => events.changed());
    room
      .on(RoomEvent.SignalConnected, () => {
        this.answered = true;
      })
      .on(RoomEvent.RoomMetadataChanged, (text) => events.metadata(text))
      .on(RoomEvent.ParticipantPermissionsChanged, (_, who) => {
        if (who === room.localParticipant) events.permitted();
      })
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

  private ended(ending: Ending): void {
    if (!this.left) this.events.ended(ending);
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
  RoomEvent.ActiveSpeakersChanged,
] as const;
