/** What one device must publish and subscribe, and the next step towards it. */
import { type Actual, type RemoteTrack, SOURCES, type Source } from "./bridge";
import { called, speaks, type View, type Viewer, view } from "./stage";
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
    | "disable";
  /** A source of ours, or the sid of a remote track. */
  readonly target: string;
}

/** In place of a track's id: what is published does not flow, and must come anew. */
export const STALE = "";

export type Treatment = "on" | "warm" | "off";

const SCREEN: readonly string[] = ["screen", "screenSound"];

/** A main device publishes camera and microphone; whoever shares it, its screen. */
export function wanted(
  state: MeetingState,
  me: Viewer,
  local: LocalTracks,
  choice: boolean | null = null,
): Wanted {
  const { site } = me;
  const given = (source: string) =>
    SCREEN.includes(source) ? state.screen === site : me.main;
  const tracks = Object.fromEntries(
    Object.entries(local).filter(([source]) => given(source)),
  );
  return {
    site,
    view: view(state, me),
    tracks,
    open: me.main && speaks(state, site) && (choice ?? called(state, site)),
    screenOpen: speaks(state, site),
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
export function treatment(
  wish: View,
  track: Pick<RemoteTrack, "site" | "kind" | "screen">,
): Treatment {
  const { site, screen } = track;
  if (track.kind === "audio") {
    if (screen) return wish.screenSound === site ? "on" : "off";
    if (wish.hear.includes(site)) return "on";
    return wish.warmSound.includes(site) ? "warm" : "off";
  }
  const source = screen ? "screen" : "camera";
  if (wish.see.some((seen) => seen.site === site && seen.source === source))
    return "on";
  return !screen && wish.warm.includes(site) ? "warm" : "off";
}

/** The most urgent step from what is to what is wanted; null when all is well. */
export function nextAction(
  wish: Wanted,
  actual: Actual,
  fits: (action: Action) => boolean = () => true,
): Action | null {
  return steps(wish, actual).find(fits) ?? null;
}

/** Takes seconds on a poor line: the engine has to agree to each of these. */
export function isSlow({ kind }: Action): boolean {
  return kind === "publish" || kind === "unpublish" || kind === "replace";
}

export function keyOf(action: Action): string {
  return `${action.kind} ${action.target}`;
}

/** Silence first, then sound, then pictures, then sounds that may come, then our own. */
function steps(wish: Wanted, actual: Actual): Action[] {
  const { own, urgent } = ownSteps(wish, actual);
  const remote = actual.remotes
    .flatMap((track) => remoteSteps(wish.view, track))
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
    if (isSound(target) && published.muted === opens(wish, target)) {
      urgent.push({ kind: published.muted ? "unmute" : "mute", target });
    }
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
): { rank: number; action: Action }[] {
  const how = treatment(wish, track);
  const step = remoteStep(how, track);
  if (!step) return [];
  const rank = track.kind === "audio" ? soundRank(how, step) : 2;
  return [{ rank, action: { kind: step, target: track.sid } }];
}

function soundRank(how: Treatment, step: Action["kind"]): number {
  if (step === "unsubscribe" || step === "disable") return 0;
  return how === "on" ? 1 : 3;
}

function remoteStep(
  how: Treatment,
  track: RemoteTrack,
): "subscribe" | "unsubscribe" | "enable" | "disable" | null {
  if (how === "off") return track.subscribed ? "unsubscribe" : null;
  if (!track.subscribed) return "subscribe";
  if (how === "on") return track.enabled ? null : "enable";
  return track.enabled ? "disable" : null;
}
