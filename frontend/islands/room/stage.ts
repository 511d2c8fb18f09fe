/** Who is on the stage, who is heard, and what one device subscribes: as data.
 *
 * Python holds the same rules; both answer to `tests/vectors/stage.json`.
 */
import {
  heard,
  type Kind,
  leftForPictures,
  type Picture,
  type Profile,
  type Quality,
  qualities,
  SCREEN_SOUND,
  type Size,
} from "./budget";
import { CHOSEN, type MeetingState } from "./types";

export interface Tile {
  readonly site: number;
  readonly role: "speaker" | "chair" | "site" | "screen";
}

export interface Seen {
  readonly site: number;
  readonly size: Size;
  readonly source: Picture;
  /** The best that may come; none: the line is kept for what matters more. */
  readonly quality: Quality;
}

/** A tile as one site draws it. */
export interface Drawn extends Tile {
  readonly size: Size;
}

export interface View {
  readonly see: readonly Seen[];
  readonly hear: readonly number[];
  readonly warm: readonly number[];
  /** Sounds that may come next: subscribed, and not sent until they are heard. */
  readonly warmSound: readonly number[];
  /** The site whose shared screen is heard; 0: none. */
  readonly screenSound: number;
}

/** The device that looks; site 0: it only watches, for nobody who is in the meeting. */
export interface Viewer {
  readonly site: number;
  readonly main: boolean;
  /** Who conducts at it sees every site, also those that are not on the stage. */
  readonly desk?: boolean;
  /** A wall of all sites, whatever the chair shows. */
  readonly wall?: boolean;
  /** What it shows and sounds goes by cable into another system: nothing that comes from
   * there is to go back, and it is never without a picture. */
  readonly elsewhere?: boolean;
  /** It has a second display, on which a shared screen stands alone. */
  readonly second?: boolean;
  /** What its line carries… */
  readonly profile?: Profile;
  /** …and, for when that is not all: who is loud, who became so last first… */
  readonly loud?: readonly number[];
  /** …and whose microphones are open. */
  readonly open?: readonly number[];
}

/** What all see, in order, as the chair arranged it.
 *
 * A roll call and who is called to speak come before what the chair chose.
 */
export function stage(state: MeetingState): Tile[] {
  if (state.phase !== "open") return [];
  const { layout, sites } = state.picture;
  if (CHOSEN[layout] && state.roll.length === 0)
    return sites.map((site) => tileOf(state, site));
  if (layout === "wall") return state.sites.map((site) => tileOf(state, site));
  const screen: Tile[] = state.screen ? [{ site: state.screen, role: "screen" }] : [];
  if (layout === "screen" && state.screen) return screen;
  const first = speakerTiles(state);
  if (layout !== "strip") return [...screen, ...first];
  const rest = state.sites.filter((site) => !first.some((tile) => tile.site === site));
  return [...screen, ...first, ...rest.map((site) => tileOf(state, site))];
}

/** Who speaks, in its order, then the chair; when nobody does, the chair. */
function speakerTiles(state: MeetingState): Tile[] {
  const tiles = speakers(state).map((site): Tile => ({ site, role: "speaker" }));
  if (tiles.length === 0) return [{ site: state.chair, role: "speaker" }];
  if (state.floor.includes(state.chair)) return tiles;
  return [...tiles, { site: state.chair, role: "chair" }];
}

function tileOf(state: MeetingState, site: number): Tile {
  if (speakers(state).includes(site)) return { site, role: "speaker" };
  return { site, role: site === state.chair ? "chair" : "site" };
}

/** Who is called to be seen and heard: by the roll call, a relay, the chair. */
function speakers(state: MeetingState): number[] {
  if (state.roll.length > 0) return state.roll.slice(0, 1);
  const relayed = state.mode === "relay" ? [state.relay] : [];
  return [...relayed, ...presentFloor(state)];
}

/** Who has the floor and is there. */
export function presentFloor(state: MeetingState): number[] {
  const away = state.away.map((one) => one.site);
  return state.floor.filter((site) => !away.includes(site));
}

/** The sites that may be heard, as the mode says; never one that is muted. */
export function hears(state: MeetingState): number[] {
  if (state.phase !== "open") return [];
  const heard = [...new Set(voices(state))];
  // A roll call waits for an answer, whatever is locked.
  const locked = state.locked && state.roll.length === 0;
  const kept = locked
    ? heard.filter((site) => site === state.chair || site === state.relay)
    : heard;
  return kept.filter((site) => !state.muted.includes(site));
}

function voices(state: MeetingState): readonly number[] {
  const { chair, floor, sites, relay, roll } = state;
  if (roll.length > 0) return [chair, ...roll.slice(0, 1)];
  switch (state.mode) {
    case "conference":
    case "questioning":
    case "training":
      return [chair, ...floor];
    case "discussion":
      return [chair, ...floor, ...sites];
    case "relay":
      return [relay, ...floor, chair];
  }
}

/** Does this site's microphone open by itself: it presides or was called? */
export function called(state: MeetingState, site: number): boolean {
  const { chair, relay, floor, roll } = state;
  const presides = site === chair && leads(state);
  const meant = [relay, ...floor, ...roll.slice(0, 1)].includes(site);
  return (presides || meant) && speaks(state, site);
}

/** Is the chair's microphone open unasked? The chair may open it always.
 *
 * It gives way to the meeting that is relayed, and in a training to who is heard.
 */
function leads(state: MeetingState): boolean {
  const { mode, roll } = state;
  if (roll.length > 0 || (mode !== "training" && mode !== "relay")) return true;
  return mode === "training" && !presentFloor(state).some((one) => speaks(state, one));
}

/** May this site's microphone be open now? */
export function speaks(state: MeetingState, site: number): boolean {
  return hears(state).includes(site);
}

/** What one device subscribes: never its own site, neither picture nor sound.
 *
 * Only the screen that its site shares is seen on the site's other devices too: the
 * people in its room want to see the slides that the others see.
 */
export function view(told: MeetingState, me: Viewer): View {
  const state = arranged(told, me);
  const profile = me.profile ?? "full";
  const hear = heardBy(state, me, profile);
  const left = leftForPictures(profile, hear.length);
  const tiles = [...aside(state, me), ...tilesFor(state, me)];
  const asked = [...tiles.map(pictured), ...beside(state, me)];
  const shared = asked.some(
    (one) => one.source === "screen" && hear.includes(one.site),
  );
  const sounds = shared && left >= SCREEN_SOUND;
  const see = fitted(asked, profile, sounds ? left - SCREEN_SOUND : left);
  const screenSound = sounds ? state.screen : 0;
  const warmSound = others(state, me, hear);
  return { see, hear, warm: warm(state, me, see), warmSound, screenSound };
}

interface Asked extends Omit<Seen, "quality"> {
  readonly kind: Kind;
}

function beside(state: MeetingState, me: Viewer): Asked[] {
  return overview(state, me).map((site) => ({
    site,
    size: "tile",
    source: "camera",
    kind: "tile",
  }));
}

/** Who is heard: those who may be, or as many as the line carries.
 *
 * A companion stands in the same room: a second loudspeaker would echo.
 */
function heardBy(state: MeetingState, me: Viewer, profile: Profile): number[] {
  if (!me.main) return [];
  const candidates = hears(state).filter((site) => site !== me.site);
  const meant = [...(me.loud ?? []), ...speakers(state), ...(me.open ?? [])];
  const kept = heard(candidates, meant, profile);
  return candidates.filter((site) => kept.has(site));
}

function fitted(asked: readonly Asked[], profile: Profile, left: number): Seen[] {
  const kinds = asked.map(({ kind }) => kind);
  const given = qualities(kinds, profile, left);
  return asked.map(({ site, size, source }, place) => {
    return { site, size, source, quality: given[place] ?? "none" };
  });
}

/** Does this picture come as a track? */
export function moves({ quality }: Pick<Seen, "quality">): boolean {
  return quality !== "still" && quality !== "none";
}

/** Anyone may be called next, and to subscribe takes longer than to listen.
 *
 * Who only watches can wait: hundreds may.
 */
function others(state: MeetingState, me: Viewer, hear: readonly number[]): number[] {
  const takesPart = me.main && me.site > 0;
  if (!takesPart || state.phase === "closed") return [];
  return state.sites.filter((site) => site !== me.site && !hear.includes(site));
}

/** The state with the picture that `me` asked for in place of the chair's. */
export function arranged(state: MeetingState, me: Viewer): MeetingState {
  return me.wall ? { ...state, picture: { layout: "wall", sites: [] } } : state;
}

/** The tiles that a device draws: the stage without the own camera; the chair, where
 * nothing may go elsewhere. */
export function tilesFor(state: MeetingState, me: Viewer): Drawn[] {
  const own = (tile: Tile) =>
    tile.site === me.site && (tile.role !== "screen" || me.elsewhere);
  const tiles = beyond(state, me).filter((tile) => !own(tile));
  const alone = me.elsewhere && state.phase === "open" && me.site !== state.chair;
  if (tiles.length === 0 && alone) tiles.push({ site: state.chair, role: "speaker" });
  return tiles.map((tile, place) => ({
    ...tile,
    size: sizeOf(state, tile.role, place),
  }));
}

/** The shared screen where a second display has it, whatever the chair arranged. */
export function aside(state: MeetingState, me: Viewer): Drawn[] {
  if (!me.second || state.phase !== "open" || state.screen === 0) return [];
  return [{ site: state.screen, role: "screen", size: "large" }];
}

/** The stage without what stands on another display; it is not to be empty by that. */
function beyond(state: MeetingState, me: Viewer): Tile[] {
  const tiles = stage(state);
  if (aside(state, me).length === 0) return tiles;
  const rest = tiles.filter((tile) => tile.role !== "screen");
  return rest.length > 0 ? rest : speakerTiles(state);
}

/** The sites that a desk sees beside the stage; not in a break. */
export function overview(state: MeetingState, me: Viewer): number[] {
  if (!me.desk || !["waiting", "open"].includes(state.phase)) return [];
  const first = beyond(state, me);
  const cameras = first.filter((tile) => tile.role !== "screen");
  const shown = new Set([me.site, ...cameras.map((tile) => tile.site)]);
  return state.sites.filter((site) => !shown.has(site));
}

function pictured({ site, role, size }: Drawn): Asked {
  if (role === "screen") return { site, size, source: "screen", kind: "screen" };
  const speaks = size === "tile" && role === "speaker";
  return { site, size, source: "camera", kind: speaks ? "speaker" : size };
}

/** What a tile of this role shows of its site. */
export function sourceOf(role: Tile["role"]): Picture {
  return role === "screen" ? "screen" : "camera";
}

function sizeOf(state: MeetingState, role: Tile["role"], place: number): Size {
  const { layout } = state.picture;
  const inStrip = layout === "strip" && place > 0 && ["site", "chair"].includes(role);
  if (layout === "wall" || inStrip) return "tile";
  const equal = layout === "pair" && state.roll.length === 0;
  return place === 0 || equal ? "large" : "small";
}

/** Who may be shown next is kept ready, so that it appears at once. */
function warm(state: MeetingState, me: Viewer, see: readonly Seen[]): number[] {
  const cameras = see.filter((one) => one.source === "camera" && moves(one));
  const shown = new Set([me.site, ...cameras.map((one) => one.site)]);
  return soon(state).filter((site) => !shown.has(site));
}

/** The sites that may be shown next. */
export function soon(state: MeetingState): number[] {
  switch (state.phase) {
    case "waiting":
      return [state.chair];
    case "paused":
      return [...new Set([...state.floor, state.chair])];
    case "open":
      return [...new Set([...after(state), state.chair])];
    case "closed":
      return [];
  }
}

/** Who is called next, and whom the chair has made ready to show. */
function after(state: MeetingState): number[] {
  const called = state.roll.slice(1, 2);
  const next = called.length > 0 ? called : state.queue.slice(0, 1);
  return [...next, ...(state.prepared?.sites ?? [])];
}
