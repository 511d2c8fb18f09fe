/** What one device must publish and subscribe, and the next step towards it. */
import { type Actual, type RemoteTrack, SOURCES, type Source } from "./bridge";
import { type Profile, type Quality, sentQualities } from "./budget";
import {
  called,
  moves,
  type Seen,
  speaks,
  type View,
  type Viewer,
  view,
} from "./stage";
import type { MeetingState } from "./types";

export type LocalTracks = Readonly<Partial<Record<Source, MediaStreamTrack>>>;

export interface Wanted {
  readonly site: number;
  readonly view: View;
  readonly tracks: LocalTracks;
  /** Is the microphone to be open? */
  readonly open: boolean;
  /** Is the sound of its screen to be heard? */
  readonly screenOpen: boolean;
  /** How good that may be which it sends. */
  readonly sends: Readonly<Record<Source, Quality>>;
}

export interface Action {
  readonly kind:
    | "mute"
    | "unmute"
    | "publish"
    | "unpublish"
    | "replace"
    | "subscribe"
    | "unsubscribe"
    | "enable"
    | "disable"
    | "limit";
  /** A source of ours, or the sid of a remote track. */
  readonly target: string;
}

/** In place of a track's id: what is published does not flow, and must come anew. */
export const STALE = "";

type Which = Pick<RemoteTrack, "site" | "kind" | "screen" | "part">;

export type Treatment = "on" | "warm" | "off";

const SCREEN: readonly string[] = ["screen", "screenSound"];

/** A main device publishes camera and microphone; whoever shares it, its screen. */
export function wanted(
  state: MeetingState,
  me: Viewer,
  local: LocalTracks,
  choice: boolean | null = null,
  up: Profile = "full",
): Wanted {
  const { site } = me;
  const shares = state.screen === site && local.screen !== undefined;
  const sends = { ...sentQualities(up, shares), screenSound: "high" } as const;
  const given = (source: Source) =>
    (SCREEN.includes(source) ? state.screen === site : me.main) &&
    sends[source] !== "none";
  const tracks = Object.fromEntries(
    Object.entries(local).filter(([source]) => given(source as Source)),
  );
  return {
    site,
    view: view(state, me),
    tracks,
    open: me.main && speaks(state, site) && (choice ?? called(state, site)),
    screenOpen: speaks(state, site),
    sends,
  };
}

/** While another device of the site is still heard, this one stays silent. */
export function aloneHeard(wish: Wanted, actual: Actual): Wanted {
  const twice = actual.remotes.some(
    ({ site, kind, screen, muted }) =>
      site === wish.site && kind === "audio" && !screen && !muted,
  );
  return twice ? { ...wish, open: false } : wish;
}

/** Is this sound of ours to be open now? Pictures always are. */
export function opens(wish: Wanted, source: Source): boolean {
  if (source === "microphone") return wish.open;
  return source === "screenSound" ? wish.screenOpen : true;
}

/** How one remote track is to be treated. */
export function treatment(wish: View, track: Which): Treatment {
  const { site, screen } = track;
  if (track.kind === "audio") {
    if (screen) return wish.screenSound === site ? "on" : "off";
    if (wish.hear.includes(site)) return "on";
    return wish.warmSound.includes(site) ? "warm" : "off";
  }
  if (seenOf(wish, track)) return "on";
  return !screen && wish.warm.includes(site) ? "warm" : "off";
}

/** The place of this picture in the view; nothing if it is not to come as a track. */
function seenOf(wish: View, { site, screen, part }: Which): Seen | undefined {
  const source = screen ? "screen" : "camera";
  const fits = ({ quality }: Seen) =>
    part === "whole" || (part === "sharp") === (quality === "high");
  return wish.see.find(
    (seen) => seen.site === site && seen.source === source && moves(seen) && fits(seen),
  );
}

/** How good a picture of this remote track may be at best. */
export function qualityOf(wish: View, track: RemoteTrack): Quality {
  const seen = track.kind === "video" ? seenOf(wish, track) : undefined;
  return seen?.quality ?? track.quality;
}

/** The most urgent step from what is to what is wanted; null when all is well.
 *
 * `letsGo`: has a remote track been unwanted for so long that it may be unsubscribed?
 */
export function nextAction(
  wish: Wanted,
  actual: Actual,
  fits: (action: Action) => boolean = () => true,
  letsGo: (sid: string) => boolean = () => true,
): Action | null {
  return steps(wish, actual, letsGo).find(fits) ?? null;
}

/** Takes seconds on a poor line: the engine has to agree to each of these. */
export function isSlow({ kind }: Action): boolean {
  return kind === "publish" || kind === "unpublish" || kind === "replace";
}

export function keyOf(action: Action): string {
  return `${action.kind} ${action.target}`;
}

/** Silence first, then sound, then pictures, then sounds that may come, then our own. */
function steps(
  wish: Wanted,
  actual: Actual,
  letsGo: (sid: string) => boolean,
): Action[] {
  const { own, urgent } = ownSteps(wish, actual);
  const remote = actual.remotes
    .flatMap((track) => remoteSteps(wish.view, track, letsGo(track.sid)))
    .sort((a, b) => a.rank - b.rank);
  return [...urgent, ...remote.map((step) => step.action), ...own];
}

function ownSteps(wish: Wanted, actual: Actual): { urgent: Action[]; own: Action[] } {
  const urgent: Action[] = [];
  const own: Action[] = [];
  for (const published of actual.published) {
    const target = published.source;
    const track = wish.tracks[target];
    if (!track || published.trackId === STALE) {
      own.push({ kind: "unpublish", target });
      continue;
    }
    if (isSound(target) && published.muted === opens(wish, target))
      urgent.push({ kind: published.muted ? "unmute" : "mute", target });
    if (published.quality !== wish.sends[target])
      urgent.push({ kind: "limit", target });
    // Another device in the same publication: nobody has to subscribe anew.
    if (track.id !== published.trackId) own.push({ kind: "replace", target });
  }
  for (const target of SOURCES) {
    const missing = !actual.published.some((one) => one.source === target);
    const possible = wish.tracks[target] && actual.mayPublish.includes(target);
    if (missing && possible) own.push({ kind: "publish", target });
  }
  return { urgent, own };
}

function isSound(source: Source): boolean {
  return source === "microphone" || source === "screenSound";
}

function remoteSteps(
  wish: View,
  track: RemoteTrack,
  goes: boolean,
): { rank: number; action: Action }[] {
  const how = treatment(wish, track);
  const step =
    how === "off" ? leave(track, goes) : take(how, track, qualityOf(wish, track));
  if (!step) return [];
  const rank = track.kind === "audio" ? soundRank(how, step) : 2;
  return [{ rank, action: { kind: step, target: track.sid } }];
}

function soundRank(how: Treatment, step: Action["kind"]): number {
  if (step === "unsubscribe" || step === "disable") return 0;
  return how === "on" ? 1 : 3;
}

/** To unsubscribe costs a negotiation, and so does to come back: first it only stops. */
function leave(track: RemoteTrack, goes: boolean): "unsubscribe" | "disable" | null {
  if (!track.subscribed) return null;
  if (goes) return "unsubscribe";
  return track.arrived && track.enabled ? "disable" : null;
}

function take(
  how: "on" | "warm",
  track: RemoteTrack,
  best: Quality,
): "subscribe" | "enable" | "disable" | "limit" | null {
  if (!track.subscribed) return "subscribe";
  // The engine forgets what it is told of a track before that has arrived.
  if (!track.arrived) return null;
  // First how much, then that: not even for a moment more than fits.
  if (how === "on" && track.quality !== best) return "limit";
  if (how === "on") return track.enabled ? null : "enable";
  return track.enabled ? "disable" : null;
}
