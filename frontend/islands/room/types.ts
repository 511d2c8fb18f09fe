/** The wire types between the meeting server and the room island. */

import type { Profile, Picture as Source } from "./budget";
import type { Errand } from "./errands";
import type { SiteReport } from "./health";

export type Phase = "waiting" | "open" | "paused" | "closed";

/** What all see: who speaks, large; the same over a strip of all others; every site in
 * its official order; one chosen site; two, side by side; a shared screen alone. */
export type Layout = "speaker" | "strip" | "wall" | "spotlight" | "pair" | "screen";

/** How the stage is arranged; `sites` are those that the chair chose for it. */
export interface Picture {
  readonly layout: Layout;
  readonly sites: readonly number[];
}

/** How many sites the chair must choose for a layout; none for the others. */
export const CHOSEN: Readonly<Partial<Record<Layout, number>>> = {
  spotlight: 1,
  pair: 2,
};

/** What a roll call finds of one site. */
export type Mark = "in_person" | "online" | "excused" | "absent";

/** Who may be heard. */
export type Mode = "conference" | "discussion" | "training" | "questioning" | "relay";

/** The clock of who has the floor; `since` null while it stands still. */
export interface Turn {
  readonly since: number | null;
  readonly spent: number;
  /** Seconds allowed; 0: as long as it takes. */
  readonly limit: number;
}

/** The chair state of one meeting, as the server stores it. */
export interface MeetingState {
  readonly schema: number;
  readonly rev: number;
  readonly phase: Phase;
  readonly chair: number;
  readonly sites: readonly number[];
  readonly floor: readonly number[];
  /** Who asked for the floor, in the order of asking. */
  readonly queue: readonly number[];
  /** Seconds that each turn gets from now on; 0: as long as it takes. */
  readonly limit: number;
  readonly turn: Turn | null;
  /** When it was closed, in ms since 1970. */
  readonly closed: number | null;
  readonly mode: Mode;
  /** The site that is passed on in mode relay; 0: none. */
  readonly relay: number;
  /** Sites whose microphones the chair has closed. */
  readonly muted: readonly number[];
  /** Nobody but the chair opens a microphone. */
  readonly locked: boolean;
  readonly picture: Picture;
  /** What the chair has made ready to be shown next. */
  readonly prepared: Picture | null;
  /** The site that shares its screen; 0: none. */
  readonly screen: number;
  /** Who presides by the plan, and who does when that site is gone; 0: nobody. */
  readonly first: number;
  readonly deputy: number;
  /** Since when the presiding site has no device in the room, in ms since 1970. */
  readonly missed: number | null;
  /** The roll call: who is called now, then who is still to be called. */
  readonly roll: readonly number[];
  /** Who has the floor but lost the line, and since when, in ms since 1970. */
  readonly away: readonly { readonly site: number; readonly since: number }[];
}

export type SiteKind = "hub" | "hall" | "commune" | "link";

export interface Site {
  readonly id: number;
  readonly name: string;
  readonly plate: string;
  readonly kind: SiteKind;
  /** Who is on duty there and the number to call; empty: not told, or nobody. */
  readonly technician: string;
  readonly hotline: string;
}

export type CommandKind =
  | "open"
  | "pause"
  | "resume"
  | "close"
  | "reopen"
  | "grant"
  | "revoke"
  | "dismiss"
  | "limit"
  | "extend"
  | "mode"
  | "mute"
  | "unmute"
  | "lock"
  | "unlock"
  | "arrange"
  | "ready"
  | "take"
  | "call"
  | "mark"
  | "end_roll"
  | "request"
  | "withdraw"
  | "release"
  | "share"
  | "unshare"
  | "preside";

export interface Me {
  readonly identity: string;
  readonly site: number;
  readonly device: number;
  readonly main: boolean;
  /** The last three take no part: they see and hear. A programme is for another system,
   * which `site` leads to; 0: for none that is in the meeting. */
  readonly role: "chair" | "site" | "watcher" | "wall" | "programme";
  readonly may: readonly CommandKind[];
}

/** Somebody who watches, or asked to, and what was decided. */
export interface Guest {
  readonly id: number;
  readonly name: string;
  readonly office: string;
  /** For whom the invitation was made; empty: who is signed in needs none. */
  readonly link: string;
  /** What a person watches by; of who has no account, `guest` alone. */
  readonly kinds: readonly ("observer" | "wall" | "programme" | "guest")[];
  readonly status: "waiting" | "admitted" | "refused" | "removed";
}

/** For what the line of a site may be used at most. */
export interface Pin {
  readonly site: number;
  /** By the register… */
  readonly listed: Profile;
  /** …and in this meeting; null: nobody said anything. */
  readonly chosen: Profile | null;
}

export type Decision = "admit" | "refuse" | "remove";

/** Everything a device needs to know about its meeting, under policy. */
export interface Snapshot {
  readonly meeting: { readonly id: number; readonly title: string };
  readonly epoch: number;
  /** The server's clock, in ms since 1970. */
  readonly now: number;
  readonly me: Me;
  readonly sites: readonly Site[];
  /** For who conducts only. */
  readonly reports: readonly SiteReport[];
  readonly pins: readonly Pin[];
  readonly guests: readonly Guest[];
  /** The pictures of the own site of which somebody wants photographs now. */
  readonly stills: readonly Source[];
  /** Does a technician see pictures of the own room? */
  readonly watched: boolean;
  /** What a technician asks of this machine. */
  readonly errands: readonly Errand[];
  /** How many words went between rooms: whoever knows fewer asks for the new ones. */
  readonly words: number;
  readonly state: MeetingState;
}

export interface Command {
  readonly id: string;
  readonly kind: CommandKind;
  readonly site: number | null;
  readonly floor: readonly number[];
  readonly seconds: number;
  readonly mode: Mode;
  /** Null: nothing is to be made ready. */
  readonly layout: Layout | null;
  readonly sites: readonly number[];
  readonly who: "all" | "absent";
  readonly status: Mark;
  /** Heads counted; null: not counted. */
  readonly people: number | null;
  readonly remark: string;
}

/** What the server's page tells the island beside the meeting itself. */
export interface RoomPage {
  readonly meeting: number;
  /** The number of who only watches; absent for a device of a site. */
  readonly watcher?: number;
  /** A room computer: nobody is there to press a button. */
  readonly kiosk?: boolean;
  readonly addresses: {
    readonly signIn: string;
    readonly plan: string;
    readonly rollCall: string;
    readonly timeline: string;
    readonly technician: string;
  };
  /** Where sound and picture go: not through the door. */
  readonly ports: { readonly udp: number; readonly tcp: number };
  /** Of the program, as this page came. */
  readonly release: string;
}

/** Does what this browser shows go by cable into another system: bare, without words? */
export function goesElsewhere({ me, sites }: Snapshot): boolean {
  if (me.role === "programme") return true;
  const linked = sites.some(({ id, kind }) => id === me.site && kind === "link");
  return linked && me.role === "site" && me.main;
}

/** What LiveKit's room metadata carries: ids and numbers only. */
export interface RoomMetadata {
  readonly epoch: number;
  readonly words: number;
  readonly state: MeetingState;
}

export interface Identity {
  readonly site: number;
  readonly device: number;
}

/** Reads `site/<site>/<device>`; anything else is not one of our devices. */
export function parseIdentity(identity: string): Identity | null {
  const match = /^site\/(\d+)\/(\d+)$/.exec(identity);
  return match ? { site: Number(match[1]), device: Number(match[2]) } : null;
}

/** Is this somebody who only watches? */
export function watches(identity: string): boolean {
  return /^watch\/\d+$/.test(identity);
}

/** Reads room metadata; null for anything that is not ours, or not yet. */
export function parseMetadata(text: string | undefined): RoomMetadata | null {
  if (!text) return null;
  try {
    const value = JSON.parse(text);
    return isMetadata(value) ? value : null;
  } catch {
    return null;
  }
}

function isMetadata(value: unknown): value is RoomMetadata {
  const { epoch, words, state } = (value ?? {}) as Partial<RoomMetadata>;
  return (
    typeof epoch === "number" &&
    typeof words === "number" &&
    typeof state?.rev === "number" &&
    typeof state.phase === "string" &&
    typeof state.chair === "number" &&
    Array.isArray(state.sites) &&
    Array.isArray(state.floor) &&
    Array.isArray(state.queue) &&
    Array.isArray(state.muted) &&
    Array.isArray(state.away) &&
    Array.isArray(state.roll) &&
    Array.isArray(state.picture?.sites)
  );
}
