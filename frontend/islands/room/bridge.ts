/** The port to the media engine: one room connection at a time, seen as data. */

import type { Profile, Profiles, Quality } from "./budget";
import type { LineQuality, Path } from "./health";

/** What a device of a room gives: each from one piece of hardware. */
export type DeviceSource = "microphone" | "camera";

export type Source = DeviceSource | "screen" | "screenSound";

/** In the order in which they are published: who is heard comes first. */
export const SOURCES: readonly Source[] = [
  "microphone",
  "camera",
  "screen",
  "screenSound",
];

export interface Published {
  readonly source: Source;
  readonly trackId: string;
  readonly muted: boolean;
  /** How good it may be at best. */
  readonly quality: Quality;
  /** Does anybody want it now? The engine says so of pictures. */
  readonly asked: boolean;
}

/** The whole picture of a camera, or one of the two of a stream from elsewhere. */
export type Part = "whole" | "sharp" | "small";

export interface RemoteTrack {
  readonly sid: string;
  readonly site: number;
  readonly kind: "audio" | "video";
  /** Does it belong to a shared screen? */
  readonly screen: boolean;
  readonly part: Part;
  readonly muted: boolean;
  /** What we asked for… */
  readonly subscribed: boolean;
  readonly enabled: boolean;
  /** …of a picture at best so good… */
  readonly quality: Quality;
  /** The lines of a picture as its camera gives it; 0: not known. */
  readonly lines: number;
  /** …and whether the track itself is here. */
  readonly arrived: boolean;
  /** The engine pauses pictures that do not fit through the link. */
  readonly paused: boolean;
}

/** Sound of one track so far: only the growth means something. */
export interface Sound {
  readonly packets: number;
  /** Squared loudness summed over the seconds that were played. */
  readonly energy: number;
  readonly seconds: number;
}

/** What went one way so far: only the growth means something. */
export interface Flowed {
  /** Of whole IP packets. */
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
}

/** What went both ways, and how good the pictures are just now. */
export interface Flow {
  readonly down: Flowed;
  readonly up: Flowed;
  /** Is what is sent held back by the line… */
  readonly held: boolean;
  /** …which is thought to carry so much, in kbit/s? */
  readonly carries: number;
  /** From here to the engine and back, in ms; 0: not known. */
  readonly rtt: number;
  /** How many pictures come with 540 lines or more. */
  readonly sharp: number;
  /** The lines of the best picture that goes; 0: none does. */
  readonly lines: number;
  /** How unevenly sound comes, in ms; 0: none does. */
  readonly jitter: number;
  /** Is what is sent held back by this computer itself? */
  readonly busy: boolean;
  /** How often the engine answered whether it is there: every few seconds, always. */
  readonly answers: number;
}

/** Everything one room connection really has, at one moment. */
export interface Actual {
  readonly published: readonly Published[];
  readonly remotes: readonly RemoteTrack[];
  readonly mayPublish: readonly Source[];
  readonly presentSites: readonly number[];
  /** How many are in the room who only watch. */
  readonly watchers: number;
  /** What the engine says that it lacks of this device. */
  readonly missing: readonly Source[];
  /** How good the lines are of this site, and of those that it receives. */
  readonly lines: Readonly<Record<number, LineQuality>>;
  /** How the sites use their lines, where that is not all. */
  readonly uses: Readonly<Record<number, Profiles>>;
  /** More than this the line of this device is not to be used for. */
  readonly pin: Profile;
  /** The number of what a technician asks of this device now; empty: nothing. */
  readonly errand: string;
  /** The sites that the engine hears just now. */
  readonly loud: readonly number[];
}

/** Why a room connection ended; `lost` covers everything that a fresh join heals. */
export type Ending = "lost" | "duplicate" | "removed" | "closed";

export interface BridgeEvents {
  /** Something that decisions rest on has changed: look again. */
  changed(): void;
  metadata(text: string): void;
  /** This device may publish more, or less, than before. */
  permitted(): void;
  /** The SDK tries to keep this session over a cut… */
  interrupted(): void;
  /** …and has kept it. */
  resumed(): void;
  ended(ending: Ending): void;
  soundBlocked(blocked: boolean): void;
}

export interface BridgeRoom {
  connect(): Promise<void>;
  /** Has the engine answered, so that only sound and picture may be missing? */
  signalled(): boolean;
  /** Leaves without touching the local tracks; no event comes after it. */
  close(): void;
  metadata(): string;
  actual(): Actual;
  publish(source: Source, track: MediaStreamTrack, muted: boolean): Promise<void>;
  unpublish(source: Source): Promise<void>;
  /** Another track in the same publication, as muted as the one before. */
  replace(source: Source, track: MediaStreamTrack): Promise<void>;
  setMuted(source: Source, muted: boolean): Promise<void>;
  subscribe(sid: string, on: boolean): void;
  enable(sid: string, on: boolean): void;
  /** At best so good a picture is to come of this remote track… */
  limitReceived(sid: string, quality: Quality): void;
  /** …and to go of this source of ours. */
  limitSent(source: Source, quality: Quality): Promise<void>;
  /** Frames or packets so far: only their growth means something. */
  received(sid: string): Promise<number>;
  sent(source: Source): Promise<number>;
  flow(): Promise<Flow>;
  /** How what is sent goes; unknown while nothing is. */
  path(): Promise<Path>;
  sound(sid: string): Promise<Sound>;
  /** The sounds of the others, as far as they are heard here. */
  playing(): readonly MediaStreamTrack[];
  attach(sid: string, element: HTMLMediaElement): () => void;
  /** What is attached plays on the speaker that is chosen now. */
  speakerChanged(): void;
  startSound(): Promise<void>;
}

export interface MediaBridge {
  open(events: BridgeEvents): BridgeRoom;
}
