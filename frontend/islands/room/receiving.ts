/** What this device gets: the other participants and their tracks, as the SDK has them. */
import {
  ConnectionQuality,
  type RemoteTrack as RemoteMediaTrack,
  type RemoteTrackPublication,
  type Room,
  RoomEvent,
  Track,
  type TrackPublication,
  VideoQuality,
} from "livekit-client";
import type { RemoteTrack, Sound } from "./bridge";
import { type Profiles, profileOf, type Quality } from "./budget";
import { sum } from "./counters";
import type { LineQuality } from "./health";
import { LAYERS } from "./layers";
import type { Pair, Receiver } from "./lips";
import { Screens } from "./screens";
import { Speakers } from "./speakers";
import { parseIdentity, watches } from "./types";

const SCREENS: readonly Track.Source[] = [
  Track.Source.ScreenShare,
  Track.Source.ScreenShareAudio,
];

const PAIRS: readonly (readonly [Track.Source, Track.Source])[] = [
  [Track.Source.Camera, Track.Source.Microphone],
  [Track.Source.ScreenShare, Track.Source.ScreenShareAudio],
];

/** See `engine/feed.py`. */
const SHARP = "sharp";

const LINES = new Map<ConnectionQuality, LineQuality>([
  [ConnectionQuality.Excellent, "good"],
  [ConnectionQuality.Good, "fair"],
  [ConnectionQuality.Poor, "poor"],
  [ConnectionQuality.Lost, "lost"],
]);

export class Receiving {
  readonly speakers: Speakers;
  private readonly screens = new Screens();

  constructor(
    private readonly room: Room,
    speaker: () => string,
  ) {
    this.speakers = new Speakers(speaker);
    // First, so that whoever looks at the change sees the track on its element.
    room.on(RoomEvent.TrackSubscribed, (track, { trackSid }) => {
      this.screens.arrived(trackSid, track);
      this.speakers.apply();
    });
    // The SDK has ideas of its own about speakers that come and go.
    room.on(RoomEvent.MediaDevicesChanged, () => this.speakers.apply());
  }

  remotes(): RemoteTrack[] {
    return this.sorted().flatMap((participant) => {
      const identity = parseIdentity(participant.identity);
      if (!identity) return [];
      const publications = [...participant.trackPublications.values()];
      const twice = publications.some(isSharp);
      return publications.map((one) => describe(one, identity.site, twice));
    });
  }

  /** How many see and hear, and take no part. */
  watchers(): number {
    return this.sorted().filter((one) => watches(one.identity)).length;
  }

  presentSites(): number[] {
    const identities = this.sorted().map((one) => parseIdentity(one.identity));
    return identities.flatMap((identity) => (identity ? [identity.site] : []));
  }

  /** The engine tells of this device and of whom it receives, of nobody else. */
  lines(): Record<number, LineQuality> {
    const lines: Record<number, LineQuality> = {};
    for (const one of [...this.sorted(), this.room.localParticipant]) {
      const site = parseIdentity(one.identity)?.site;
      const line = LINES.get(one.connectionQuality);
      if (site !== undefined && line) lines[site] = line;
    }
    return lines;
  }

  /** How the sites use their lines, as the conductor wrote of their main devices. */
  uses(): Record<number, Profiles> {
    const uses: Record<number, Profiles> = {};
    for (const { identity, attributes } of this.sorted()) {
      const site = parseIdentity(identity)?.site;
      const [down, up] = [profileOf(attributes.down), profileOf(attributes.up)];
      if (site !== undefined && (down !== "full" || up !== "full"))
        uses[site] = { down, up };
    }
    return uses;
  }

  /** Whom the engine hears just now, this device's own site left out. */
  loud(): number[] {
    const speaking = this.room.activeSpeakers.filter((one) => !one.isLocal);
    return speaking.flatMap((one) => parseIdentity(one.identity)?.site ?? []);
  }

  subscribe(sid: string, on: boolean): void {
    const publication = this.remote(sid);
    publication?.setSubscribed(on);
    // The server forgot "disabled" with the last subscription; so must the SDK. Not when
    // that ends: the server would send for a moment what nobody wants.
    if (on && publication && !publication.isEnabled) publication.setEnabled(true);
  }

  enable(sid: string, on: boolean): void {
    this.remote(sid)?.setEnabled(on);
  }

  limit(sid: string, quality: Quality): void {
    const publication = this.remote(sid);
    if (!publication) return;
    // A screen has two layers: sharp, and small.
    const small = isScreen(publication) && quality !== "high";
    publication.setVideoQuality(small ? VideoQuality.LOW : LAYERS[quality]);
  }

  async received(sid: string): Promise<number> {
    const track = this.remote(sid)?.track;
    const report = await track?.getRTCStatsReport();
    const field =
      track?.kind === Track.Kind.Video ? "framesDecoded" : "packetsReceived";
    return sum(report, "inbound-rtp", field);
  }

  playing(): MediaStreamTrack[] {
    return [...this.room.remoteParticipants.values()]
      .flatMap((one) => [...one.audioTrackPublications.values()])
      .filter(({ isEnabled, isMuted }) => isEnabled && !isMuted)
      .flatMap(({ track }) => track?.mediaStreamTrack ?? []);
  }

  /** What belongs together: face and voice, a screen and its sound. */
  pairs(): Pair[] {
    return [...this.room.remoteParticipants.values()].flatMap((one) => {
      const of = (source: Track.Source) =>
        [...one.trackPublications.values()].filter((each) => each.source === source);
      return PAIRS.map(([seen, heard]): Pair => {
        const [sound] = of(heard).filter(
          ({ isEnabled, isMuted }) => isEnabled && !isMuted,
        );
        return {
          sound: receiverOf(sound),
          pictures: of(seen).flatMap((one) => receiverOf(one) ?? []),
        };
      });
    });
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
    const hide = this.screens.show(sid, element, remote?.track);
    if (remote?.kind !== Track.Kind.Audio) return hide;
    const silence = this.speakers.add(element);
    return () => {
      silence();
      hide();
    };
  }

  private sorted() {
    const joined = (at: Date | undefined) => at?.getTime() ?? 0;
    return [...this.room.remoteParticipants.values()].sort(
      (a, b) => joined(a.joinedAt) - joined(b.joinedAt),
    );
  }

  private remote(sid: string): RemoteTrackPublication | undefined {
    for (const participant of this.room.remoteParticipants.values()) {
      const publication = participant.trackPublications.get(sid);
      if (publication) return publication as RemoteTrackPublication;
    }
    return undefined;
  }
}

/** `twice`: does its site show a sharp picture beside the small one? */
function describe(
  publication: RemoteTrackPublication,
  site: number,
  twice: boolean,
): RemoteTrack {
  const small = twice && publication.source === Track.Source.Camera;
  return {
    sid: publication.trackSid,
    site,
    kind: publication.kind === Track.Kind.Audio ? "audio" : "video",
    screen: isScreen(publication),
    part: isSharp(publication) ? "sharp" : small ? "small" : "whole",
    muted: publication.isMuted,
    subscribed: publication.isDesired,
    enabled: publication.isEnabled,
    quality: qualityOf(publication),
    lines: publication.dimensions?.height ?? 0,
    arrived: publication.track !== undefined,
    paused: publication.track?.streamState === Track.StreamState.Paused,
  };
}

/** A stream from elsewhere has no layers: the engine is given it twice. */
function isSharp({ trackName, kind }: RemoteTrackPublication): boolean {
  return kind === Track.Kind.Video && trackName === SHARP;
}

/** Nothing where it is not here, or the browser keeps nothing for longer when asked. */
function receiverOf(publication: TrackPublication | undefined): Receiver | null {
  const receiver = (publication?.track as RemoteMediaTrack | undefined)?.receiver;
  return receiver && "jitterBufferTarget" in receiver ? receiver : null;
}

function isScreen({ source }: RemoteTrackPublication): boolean {
  return SCREENS.includes(source);
}

function qualityOf(publication: RemoteTrackPublication): Quality {
  switch (publication.videoQuality) {
    case VideoQuality.LOW:
      return isScreen(publication) ? "medium" : "low";
    case VideoQuality.MEDIUM:
      return "medium";
    default:
      return "high";
  }
}
