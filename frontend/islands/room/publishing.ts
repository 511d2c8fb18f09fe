/** What this device gives: its own tracks as the SDK publishes them. */
import {
  LocalAudioTrack,
  type LocalTrack,
  type LocalTrackPublication,
  LocalVideoTrack,
  type Room,
  Track,
  type TrackPublishDefaults,
  VideoPreset,
} from "livekit-client";
import { type Published, SOURCES, type Source } from "./bridge";
import { type Profile, profileOf, type Quality } from "./budget";
import { copyOf, LocalCopies } from "./copies";
import { pathOf, sum } from "./counters";
import type { Path } from "./health";
import { LAYERS } from "./layers";

const TRACK_SOURCES: Record<Source, Track.Source> = {
  microphone: Track.Source.Microphone,
  camera: Track.Source.Camera,
  screen: Track.Source.ScreenShare,
  screenSound: Track.Source.ScreenShareAudio,
};

/** In bit/s; sent twice, and with headers, a voice takes 72 and 60 kbit/s. */
const VOICE = 24_000;
const LITTLE_VOICE = 18_000;
const LOW = new VideoPreset(320, 180, 50_000, 10);
const MEDIUM = new VideoPreset(640, 360, 200_000, 20);

/** What each layer costs, `PICTURE` in `budget.ts` says. */
export const PUBLISHING: TrackPublishDefaults = {
  videoCodec: "vp8",
  simulcast: true,
  videoEncoding: { maxBitrate: 1_000_000, maxFramerate: 25 },
  videoSimulcastLayers: [LOW, MEDIUM],
  // Slides: sharp rather than smooth, and small for those on a thin line.
  screenShareEncoding: { maxBitrate: 1_000_000, maxFramerate: 15 },
  screenShareSimulcastLayers: [new VideoPreset(640, 360, 200_000, 5)],
  audioPreset: { maxBitrate: VOICE },
  forceStereo: false,
  dtx: true,
  red: true,
};

/** A film has music in it, and no pauses worth saving. */
const FULL_SOUND = { audioPreset: { maxBitrate: 64_000 }, dtx: false, red: false };

/** A camera that has no more lines than our middle layer needs no more bits either. */
const SMALL_CAMERA = { videoEncoding: MEDIUM.encoding };
const SMALL = 960;

/** Written by the conductor: what the engine does not have of this device… */
const MISSING = "missing";
/** …more than what its line is not to be used for… */
const PIN = "pin";
/** …and that a technician asks it for something. */
const ERRAND = "errand";
const DEVICES = ["microphone", "camera"] as const;

type Layers = Parameters<LocalVideoTrack["setPublishingLayers"]>[1];

/** A picture whose best layers we leave out, whoever asks for them. */
class PictureTrack extends LocalVideoTrack {
  quality: Quality = "high";
  private asked: Layers | null = null;

  /** The engine says here which layers somebody wants. */
  override async setPublishingLayers(isSvc: boolean, asked: Layers): Promise<void> {
    this.asked = asked;
    const most = LAYERS[this.quality];
    const given = asked.map((layer) => {
      const copy = layer.clone();
      copy.enabled &&= Number(copy.quality) <= most;
      return copy;
    });
    await super.setPublishingLayers(isSvc, given);
  }

  get isAsked(): boolean {
    return this.asked?.some((layer) => layer.enabled) ?? true;
  }

  async limit(quality: Quality): Promise<void> {
    this.quality = quality;
    if (this.asked) await this.setPublishingLayers(false, this.asked);
  }
}

/** A voice that takes less where there is room for nothing else. */
class VoiceTrack extends LocalAudioTrack {
  quality: Quality = "high";

  async limit(quality: Quality): Promise<void> {
    this.quality = quality;
    const parameters = this.sender?.getParameters();
    for (const encoding of parameters?.encodings ?? [])
      encoding.maxBitrate = quality === "high" ? VOICE : LITTLE_VOICE;
    if (parameters) await this.sender?.setParameters(parameters);
  }
}

type Limited = PictureTrack | VoiceTrack;

function isLimited(track: unknown): track is Limited {
  return track instanceof PictureTrack || track instanceof VoiceTrack;
}

export class Publishing {
  private readonly copies = new LocalCopies();
  private readonly publishing = new Set<Source>();

  constructor(private readonly room: Room) {}

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

  /** The old copy goes on until the new one is in its place. */
  async replace(source: Source, track: MediaStreamTrack): Promise<void> {
    const publication = this.own(source);
    const local = publication?.track;
    if (!local || this.publishing.has(source))
      throw new Error(`${source} is not published, or still on its way`);
    this.publishing.add(source);
    const copy = copyOf(track);
    // Muted from the first moment, as in `offer`.
    copy.enabled = !publication.isMuted;
    try {
      await local.replaceTrack(copy, true);
      this.copies.keep(source, track, copy);
      // The SDK mutes what ended by itself; a picture has no other reason to be muted.
      if (copy.kind === "video" && publication.isMuted) await publication.unmute();
    } catch (error) {
      copy.stop();
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

  async limit(source: Source, quality: Quality): Promise<void> {
    const track = this.own(source)?.track;
    if (isLimited(track)) await track.limit(quality);
  }

  async sent(source: Source): Promise<number> {
    const report = await this.own(source)?.track?.getRTCStatsReport();
    return sum(report, "outbound-rtp", "packetsSent");
  }

  /** That of what was published first; all go the same way. */
  async path(): Promise<Path> {
    const first = SOURCES.map((source) => this.own(source)?.track).find(Boolean);
    return pathOf(await first?.getRTCStatsReport());
  }

  published(): Published[] {
    return SOURCES.flatMap((source) => {
      const publication = this.own(source);
      const track = publication?.track;
      if (!publication || !track || !publication.trackSid) return [];
      return [
        {
          source,
          trackId: this.copies.original(source, track.mediaStreamTrack),
          muted: publication.isMuted,
          quality: isLimited(track) ? track.quality : "high",
          asked: !(track instanceof PictureTrack) || track.isAsked,
        },
      ];
    });
  }

  mayPublish(): Source[] {
    const permissions = this.room.localParticipant.permissions;
    if (!permissions?.canPublish) return [];
    const allowed = permissions.canPublishSources;
    return SOURCES.filter(
      (source) =>
        allowed.length === 0 ||
        allowed.includes(Track.sourceToProto(TRACK_SOURCES[source]) as never),
    );
  }

  missing(): Source[] {
    const told = this.room.localParticipant.attributes[MISSING]?.split(" ") ?? [];
    return DEVICES.filter((source) => told.includes(source));
  }

  errand(): string {
    return this.room.localParticipant.attributes[ERRAND] ?? "";
  }

  pin(): Profile {
    return profileOf(this.room.localParticipant.attributes[PIN]);
  }

  /** On leaving: the room's own tracks live on. */
  close(): void {
    this.copies.dropAll();
  }

  private async offer(source: Source, copy: MediaStreamTrack, muted: boolean) {
    const local =
      copy.kind === "audio"
        ? new VoiceTrack(copy, undefined, true)
        : new PictureTrack(copy, undefined, true);
    // Muted from the first moment: an open microphone without the floor is an offence.
    if (muted) await local.mute();
    // The SDK's types are not written for exactOptionalPropertyTypes.
    await this.room.localParticipant.publishTrack(local as LocalTrack, {
      source: TRACK_SOURCES[source],
      ...(source === "screenSound" && FULL_SOUND),
      ...(source === "camera" && isSmall(copy) && SMALL_CAMERA),
    });
  }

  private own(source: Source): LocalTrackPublication | undefined {
    return this.room.localParticipant.getTrackPublication(TRACK_SOURCES[source]);
  }
}

function isSmall(camera: MediaStreamTrack): boolean {
  const { width = SMALL, height = SMALL } = camera.getSettings();
  return Math.max(width, height) < SMALL;
}
