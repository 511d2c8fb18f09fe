/** Who is on the stage, who is heard, and what one device subscribes: as data.
 *
 * Python holds the same rules; both answer to `tests/vectors/stage.json`.
 */
import type { MeetingState } from "./types";

export interface Tile {
  readonly site: number;
  readonly role: "speaker" | "chair" | "site";
}

export interface Seen {
  readonly site: number;
  readonly size: "large" | "small" | "tile";
}

export interface View {
  readonly see: readonly Seen[];
  readonly hear: readonly number[];
  readonly warm: readonly number[];
}

export interface Viewer {
  readonly site: number;
  readonly main: boolean;
}

/** The tiles all may see: who speaks first, then the chair's site.
 *
 * In a relay the other meeting comes first, then whom the chair sends up the line.
 */
export function stage(state: MeetingState): Tile[] {
  if (state.phase !== "open") return [];
  if (state.layout === "wall") return state.sites.map((site) => wallTile(state, site));
  const first = state.mode === "relay" ? [state.relay] : [];
  const speakers = [...first, ...presentFloor(state)].map(
    (site): Tile => ({ site, role: "speaker" }),
  );
  if (speakers.length === 0) return [{ site: state.chair, role: "speaker" }];
  if (state.floor.includes(state.chair)) return speakers;
  return [...speakers, { site: state.chair, role: "chair" }];
}

function wallTile(state: MeetingState, site: number): Tile {
  const speaks = [state.relay, ...presentFloor(state)].includes(site);
  if (speaks) return { site, role: "speaker" };
  return { site, role: site === state.chair ? "chair" : "site" };
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
  const kept = state.locked
    ? heard.filter((site) => site === state.chair || site === state.relay)
    : heard;
  return kept.filter((site) => !state.muted.includes(site));
}

function voices(state: MeetingState): readonly number[] {
  const { chair, floor, sites, relay } = state;
  switch (state.mode) {
    case "conference":
    case "questioning":
      return [chair, ...floor];
    case "discussion":
      return [chair, ...floor, ...sites];
    case "training":
      return oneVoice(state);
    case "relay":
      return [relay, ...floor];
  }
}

/** Who was called; the chair too while that site is silenced or not there. */
function oneVoice(state: MeetingState): readonly number[] {
  const { chair, floor, locked, muted } = state;
  const heard = presentFloor(state).some((site) => !locked && !muted.includes(site));
  return heard ? floor : [...floor, chair];
}

/** Does this site's microphone open by itself: it presides or was called? */
export function called(state: MeetingState, site: number): boolean {
  const meant = [state.chair, state.relay, ...state.floor].includes(site);
  return meant && speaks(state, site);
}

/** May this site's microphone be open now? */
export function speaks(state: MeetingState, site: number): boolean {
  return hears(state).includes(site);
}

/** What one device subscribes: never its own site, neither picture nor sound. */
export function view(state: MeetingState, me: Viewer): View {
  const others = stage(state).filter((tile) => tile.site !== me.site);
  const see = others.map(
    ({ site }, index): Seen => ({ site, size: sizeOf(state, index) }),
  );
  const hear = me.main ? hears(state).filter((site) => site !== me.site) : [];
  return { see, hear, warm: warm(state, me, see) };
}

function sizeOf(state: MeetingState, index: number): Seen["size"] {
  if (state.layout === "wall") return "tile";
  return index === 0 ? "large" : "small";
}

/** Who may be shown next is kept ready, so that it appears at once. */
function warm(state: MeetingState, me: Viewer, see: readonly Seen[]): number[] {
  const seen = new Set([me.site, ...see.map((one) => one.site)]);
  return soon(state).filter((site) => !seen.has(site));
}

/** The sites that may be shown next. */
export function soon(state: MeetingState): number[] {
  switch (state.phase) {
    case "waiting":
      return [state.chair];
    case "paused":
      return [...new Set([...state.floor, state.chair])];
    case "open":
      return state.queue.slice(0, 1);
    case "closed":
      return [];
  }
}
