/** The port to the media engine: one room connection at a time, seen as data. */

import type { Path, Quality } from "./health";

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
}

export interface RemoteTrack {
  readonly sid: string;
  readonly site: number;
  readonly kind: "audio" | "video";
  /** Does it belong to a shared screen? */
  readonly screen: boolean;
  readonly muted: boolean;
  /** What we asked for… */
  readonly subscribed: boolean;
  readonly enabled: boolean;
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
  readonly lines: Readonly<Record<number, Quality>>;
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
  /** Frames or packets so far: only their growth means something. */
  received(sid: string): Promise<number>;
  sent(source: Source): Promise<number>;
  /** How what is sent goes; unknown while nothing is. */
  path(): Promise<Path>;
  sound(sid: string): Promise<Sound>;
  attach(sid: string, element: HTMLMediaElement): () => void;
  /** What is attached plays on the speaker that is chosen now. */
  speakerChanged(): void;
  startSound(): Promise<void>;
}

export interface MediaBridge {
  open(events: BridgeEvents): BridgeRoom;
}
