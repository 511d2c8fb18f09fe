/** What this device knows of its room, and what follows from that; nothing here acts. */
import type { Profile, Profiles } from "./budget";
import type { LineQuality, Report, Unheard } from "./health";
import type { Refused } from "./server";
import {
  arranged,
  aside,
  called,
  type Drawn,
  speaks,
  tilesFor,
  type Viewer,
} from "./stage";
import type { Still } from "./stills";
import {
  type Command,
  type CommandKind,
  goesElsewhere,
  type Layout,
  type MeetingState,
  type Snapshot,
} from "./types";

/**
 * idle: device check · connecting: first join · resuming: the SDK keeps the session ·
 * lost: joining afresh · elsewhere: another window · refused: asks now and then ·
 * ended: for good.
 */
export type Connection =
  | "idle"
  | "connecting"
  | "connected"
  | "resuming"
  | "lost"
  | "elsewhere"
  | "refused"
  | "ended";

export interface SiteMedia {
  readonly video: string | null;
  readonly audio: string | null;
  readonly screen: string | null;
  readonly screenSound: string | null;
}

/** engine: no answer to the call · media: answered, but neither sound nor picture. */
export type Hurdle = "engine" | "media";

export type Microphone = "live" | "muted" | "missing" | "companion";

export interface RoomState {
  readonly snapshot: Snapshot | null;
  readonly epoch: number;
  /** How many words went between rooms, as far as was heard. */
  readonly words: number;
  readonly state: MeetingState | null;
  readonly connection: Connection;
  readonly online: boolean;
  readonly answering: boolean;
  readonly refused: Refused | null;
  /** What the last join failed at; null while nothing is known to be wrong. */
  readonly hurdle: Hurdle | null;
  readonly notice: Refused | null;
  readonly pending: readonly Command[];
  /** A command was met with silence and is sent again. */
  readonly resending: boolean;
  readonly present: readonly number[];
  /** How many are in the room who only watch. */
  readonly watchers: number;
  readonly media: Readonly<Record<number, SiteMedia>>;
  readonly microphone: Microphone;
  readonly soundBlocked: boolean;
  /** Has who watches turned the sound off here? */
  readonly hushed: boolean;
  /** How far the server's clock is ahead of this device's, in ms. */
  readonly skew: number;
  /** What the room itself chose for its microphone; null: as it was called. */
  readonly choice: boolean | null;
  /** In a private talk nobody else may hear this device, whoever has the floor. */
  readonly talking: boolean;
  /** Are all sites shown at the desk, beside the stage? */
  readonly overview: boolean;
  /** Is a shared screen on a second display here? */
  readonly second: boolean;
  /** What this device finds of itself; null: not judged yet. */
  readonly findings: Report | null;
  /** Sites with the floor of which this desk hears nothing. */
  readonly unheard: Readonly<Record<number, Unheard>>;
  readonly lines: Readonly<Record<number, LineQuality>>;
  /** How the sites use theirs, where that is not all. */
  readonly uses: Readonly<Record<number, Profiles>>;
  /** What the line of this device is found to carry… */
  readonly profiles: Profiles;
  /** …what is asked of it now, which in a trial is more… */
  readonly asked: Profiles;
  /** …and more than which it is not to be used for. */
  readonly pin: Profile;
  /** Photographs in place of pictures that do not move here, by `pictureKey`. */
  readonly stills: Readonly<Record<string, Still>>;
  /** Who is loud, who became so last first, and whose microphones are open. */
  readonly loud: readonly number[];
  readonly open: readonly number[];
}

export const EMPTY: RoomState = {
  snapshot: null,
  epoch: 0,
  words: 0,
  state: null,
  connection: "idle",
  online: true,
  answering: true,
  refused: null,
  hurdle: null,
  notice: null,
  pending: [],
  resending: false,
  present: [],
  watchers: 0,
  media: {},
  microphone: "missing",
  soundBlocked: false,
  hushed: false,
  skew: 0,
  choice: null,
  talking: false,
  overview: true,
  second: false,
  findings: null,
  unheard: {},
  lines: {},
  uses: {},
  profiles: { down: "full", up: "full" },
  asked: { down: "full", up: "full" },
  pin: "full",
  stills: {},
  loud: [],
  open: [],
};

export type Trouble = "network" | "server" | Hurdle | "signal" | "serverOnly";

/** What is wrong with the connection, in one word that has a plain sentence. */
export function trouble(room: RoomState): Trouble | null {
  const { connection, online, answering } = room;
  if (!["connecting", "connected", "resuming", "lost"].includes(connection))
    return null;
  if (!online) return "network";
  if (!answering) return connection === "connected" ? "serverOnly" : "server";
  if (connection === "lost") return room.hurdle ?? "engine";
  if (connection === "connecting") return room.hurdle;
  return connection === "resuming" ? "signal" : null;
}

export type Line =
  | "waiting"
  | "speaking"
  | "chairing"
  | "listening"
  | "discussing"
  | "silenced"
  | "relaying"
  | "paused"
  | "closed";

/** The one line a hall must be able to read from its last row. */
export function stateLine(room: RoomState): Line {
  const { state, snapshot } = room;
  if (!state || !snapshot) return "waiting";
  if (state.phase !== "open") return state.phase;
  const site = snapshot.me.site;
  const silent = site === state.chair || onlyWatches(snapshot);
  const own = silent ? null : ownLine(state, site);
  if (own) return own;
  if (state.mode === "relay") return "relaying";
  return state.floor.length > 0 ? "listening" : "chairing";
}

/** Does this browser stand for no site, so that it is never heard? */
export function onlyWatches({ me }: Snapshot): boolean {
  return ["watcher", "wall", "programme"].includes(me.role);
}

/** What a site other than the chair's must know of its own voice. */
function ownLine(state: MeetingState, site: number): Line | null {
  const discussion = state.mode === "discussion";
  const meant = discussion || [state.relay, ...state.floor].includes(site);
  if (meant && !speaks(state, site)) return "silenced";
  if (called(state, site)) return "speaking";
  return discussion ? "discussing" : null;
}

/** The server's time now, in ms: this device's own clock may be wrong. */
export function serverTime(room: RoomState): number {
  return Date.now() + room.skew;
}

/** May a button for this command be shown? Whether it applies, the server decides. */
export function may(room: RoomState, kind: CommandKind): boolean {
  return room.snapshot?.me.may.includes(kind) ?? false;
}

/** Is this command on its way? */
export function sending(room: RoomState, kind: CommandKind, site?: number): boolean {
  return room.pending.some(
    (command) => command.kind === kind && (site === undefined || command.site === site),
  );
}

/** What this site's microphone may do now. */
export function voice(
  room: RoomState,
  state: MeetingState | null = room.state,
): "closed" | "may" | "called" {
  const site = room.snapshot?.me.site;
  if (!state || site === undefined || !speaks(state, site)) return "closed";
  return called(state, site) ? "called" : "may";
}

/** This device as one that looks; whoever conducts sits at a desk. */
export function viewer(room: RoomState, snapshot: Snapshot): Viewer {
  const { me } = snapshot;
  const desk = me.role === "chair" && room.overview;
  const { loud, open, asked, second } = room;
  const line = { profile: asked.down, loud, open };
  const where = { site: me.site, main: me.main, desk, wall: me.role === "wall" };
  const elsewhere = goesElsewhere(snapshot);
  return { ...where, elsewhere, second: second && !elsewhere, ...line };
}

/** The tiles this site draws: the stage without itself. */
export function tiles(room: RoomState): Drawn[] {
  const { state, snapshot } = room;
  if (!state || !snapshot) return [];
  const me = viewer(room, snapshot);
  return tilesFor(arranged(state, me), me);
}

/** What stands on the second display of this device. */
export function tilesAside(room: RoomState): Drawn[] {
  const { state, snapshot } = room;
  return state && snapshot ? aside(state, viewer(room, snapshot)) : [];
}

/** How the tiles stand on this screen. */
export function layout(room: RoomState): Layout {
  const { state, snapshot } = room;
  if (!state || !snapshot) return "speaker";
  return arranged(state, viewer(room, snapshot)).picture.layout;
}
