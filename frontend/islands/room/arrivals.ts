/** What a room connection really has, as the store and the measuring of lines need it. */
import type { Actual, RemoteTrack } from "./bridge";
import { SHARP } from "./counters";
import { qualityOf, treatment, type Wanted } from "./plan";
import type { SiteMedia } from "./room_state";

/** The share of a camera's lines that only its best layer has. */
const MOST = 0.7;

const NOTHING: SiteMedia = {
  video: null,
  audio: null,
  screen: null,
  screenSound: null,
};

/** What is to be shown and played, by site.
 *
 * The newest device of a site wins: the last in the engine's order of joining.
 */
export function mediaOf(
  actual: Actual | null,
  wish: Wanted | null,
): Record<number, SiteMedia> {
  const media: Record<number, SiteMedia> = {};
  const arrived = (actual?.remotes ?? []).filter(
    (track) => track.arrived && wish && treatment(wish.view, track) === "on",
  );
  for (const { site, kind, screen, sid } of arrived) {
    const known = media[site] ?? NOTHING;
    const name = kind === "audio" ? "screenSound" : "screen";
    media[site] = { ...known, [screen ? name : kind]: sid };
  }
  return media;
}

/** The sites that are in the room; this device's own, once it is there itself. */
export function presentSites(actual: Actual | null, own = 0): number[] {
  if (!actual) return [];
  const sites = own ? [...actual.presentSites, own] : actual.presentSites;
  return [...new Set(sites)].sort((a, b) => a - b);
}

/** The sites whose microphones are open. */
export function openSites(actual: Actual | null): number[] {
  const open = (actual?.remotes ?? []).filter((one) => isVoice(one) && !one.muted);
  return [...new Set(open.map((one) => one.site))];
}

/** Is this what a site says, and not the sound of its screen? */
export function isVoice({ kind, screen }: RemoteTrack): boolean {
  return kind === "audio" && !screen;
}

/** What shows that the line carries what is asked of it. */
export interface Needs {
  /** Is a picture that is wanted held back? */
  readonly starved: boolean;
  /** How many pictures should come with 540 lines or more. */
  readonly sharp: number;
  /** The least lines of the own picture when it goes as good as it is. */
  readonly lines: number;
}

export function needsOf(actual: Actual, wish: Wanted): Needs {
  const wanted = actual.remotes.filter(
    (track) => track.kind === "video" && treatment(wish.view, track) === "on",
  );
  // A site that sends less than it could is no reason to think ill of the own line.
  const sharp = wanted.filter(
    (track) =>
      !track.muted &&
      track.lines >= SHARP &&
      qualityOf(wish.view, track) === "high" &&
      (actual.uses[track.site]?.up ?? "full") === "full",
  );
  const { height = SHARP } = wish.tracks.camera?.getSettings() ?? {};
  return {
    starved: wanted.some((one) => one.paused),
    sharp: sharp.length,
    lines: Math.min(SHARP, height * MOST),
  };
}
