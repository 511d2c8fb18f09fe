/** Who is on the stage, who is heard, and what one device subscribes: as data.
 *
 * Python holds the same rules; both answer to `tests/vectors/stage.json`.
 */
import type { MeetingState } from "./types";

export interface Tile {
  readonly site: number;
  readonly role: "speaker" | "chair";
}

export interface Seen {
  readonly site: number;
  readonly size: "large" | "small";
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

/** The tiles all may see: the floor first, then the chair's site. */
export function stage(state: MeetingState): Tile[] {
  if (state.phase !== "open") return [];
  const speakers = state.floor.map((site): Tile => ({ site, role: "speaker" }));
  if (speakers.length === 0) return [{ site: state.chair, role: "speaker" }];
  if (state.floor.includes(state.chair)) return speakers;
  return [...speakers, { site: state.chair, role: "chair" }];
}

/** The sites heard in the meeting: the chair's, then the floor. */
export function hears(state: MeetingState): number[] {
  if (state.phase !== "open") return [];
  return [state.chair, ...state.floor.filter((site) => site !== state.chair)];
}

/** May this site's microphone be open now? */
export function speaks(state: MeetingState, site: number): boolean {
  return hears(state).includes(site);
}

/** What one device subscribes: never its own site, neither picture nor sound. */
export function view(state: MeetingState, me: Viewer): View {
  const others = stage(state).filter((tile) => tile.site !== me.site);
  const see = others.map(
    ({ site }, index): Seen => ({ site, size: index === 0 ? "large" : "small" }),
  );
  const hear = me.main ? hears(state).filter((site) => site !== me.site) : [];
  return { see, hear, warm: warm(state, me, see) };
}

/** The chair is kept ready before the opening, so that it appears at once. */
function warm(state: MeetingState, me: Viewer, see: readonly Seen[]): number[] {
  if (state.phase === "closed" || me.site === state.chair) return [];
  return see.some((seen) => seen.site === state.chair) ? [] : [state.chair];
}
