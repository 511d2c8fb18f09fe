/** What a room's devices show of themselves, and what a desk hears of the others. */
import type { Profile, Profiles } from "./budget";
import { DARK, QUIET } from "./devices";
import type { RoomState } from "./room_state";
import { presentFloor, speaks } from "./stage";
import type { MeetingState } from "./types";

export type MicrophoneFinding =
  | "ok"
  | "none"
  | "device_muted"
  | "silent"
  | "clipping"
  | "echo"
  | "not_sent";
export type CameraFinding = "ok" | "none" | "black" | "frozen";
export type LineQuality = "good" | "fair" | "poor" | "lost";

/** How sound and picture go: over TCP where the network lets no UDP through. */
export type Path = "unknown" | "udp" | "tcp";

/** What the main device of a site says of itself. */
export interface Report {
  readonly microphone: MicrophoneFinding;
  readonly camera: CameraFinding;
  readonly line: LineQuality;
  readonly path: Path;
  /** What it finds that its line carries. */
  readonly down: Profile;
  readonly up: Profile;
}

export interface SiteReport extends Report {
  readonly site: number;
}

/** Why a desk hears nothing of a site, as far as the desk itself can tell. */
export type Unheard = "unpublished" | "closed" | "no_packets" | "quiet";

/** The loudest moment (0 to 1), the share of samples at the limit, and how like the
 * rhythm of what the others send (0 to 1): then it comes back to them. */
export interface Heard {
  readonly level: number;
  readonly clipped: number;
  readonly returned: number;
}

/** What one second showed of the own devices; null: not known. */
export interface Reading {
  /** As the browser says. */
  readonly microphone: "missing" | "muted" | "live";
  readonly camera: "missing" | "live";
  readonly sound: Heard | null;
  /** Did packets with sound leave? */
  readonly sent: boolean | null;
  readonly picture: { readonly brightness: number; readonly moved: boolean } | null;
  /** Has the site the floor, with its microphone open? */
  readonly called: boolean;
  readonly line: LineQuality;
  readonly path: Path;
  readonly profiles: Profiles;
}

/** How long nothing may be heard after a call, and later within the same turn. */
export const FIRST_MS = 3000;
export const PAUSE_MS = 30_000;
export const BLACK_MS = 3000;
/** A camera's noise changes some pixel; a picture that stands does not. */
export const FROZEN_MS = 10_000;
export const LINE_MS = 10_000;
/** Less than one step of 16 bits: nothing at all comes from the device. */
export const ZERO = 0.00003;
export const CLIPPED = 0.01;
const CLIP_READINGS = 5;
/** Who only answers or laughs along is not so like. */
export const RETURNED = 0.7;

/** Nothing is heard of who was called: soon after the call, or for long. */
export class Silence {
  private since: number | null = null;
  private heard = false;

  look(now: number, called: boolean, sounding: boolean | null): boolean {
    if (!called) {
      this.since = null;
      this.heard = false;
      return false;
    }
    if (sounding) this.heard = true;
    // What cannot be measured is no silence.
    if (this.since === null || sounding !== false) this.since = now;
    return now - this.since >= (this.heard ? PAUSE_MS : FIRST_MS);
  }
}

class Lasting {
  private since: number | null = null;

  constructor(private readonly patience: number) {}

  look(now: number, holds: boolean): boolean {
    if (!holds) this.since = null;
    else this.since ??= now;
    return this.since !== null && now - this.since >= this.patience;
  }
}

/** Judges the own devices, reading by reading, about one a second. */
export class Health {
  private readonly hush = new Silence();
  private readonly muted = new Lasting(FIRST_MS);
  private readonly unsent = new Lasting(FIRST_MS);
  private readonly returned = new Lasting(FIRST_MS);
  private readonly black = new Lasting(BLACK_MS);
  private readonly frozen = new Lasting(FROZEN_MS);
  private readonly otherLine = new Lasting(LINE_MS);
  private clipped: number[] = [];
  private loudest = 0;
  private line: LineQuality = "good";

  look(now: number, reading: Reading): Report {
    return {
      microphone: this.microphone(now, reading),
      camera: this.camera(now, reading),
      line: this.steadyLine(now, reading.line),
      path: reading.path,
      ...reading.profiles,
    };
  }

  private microphone(now: number, reading: Reading): MicrophoneFinding {
    const { microphone, sound, called } = reading;
    const muted = this.muted.look(now, microphone === "muted");
    const unsent = this.unsent.look(now, called && reading.sent === false);
    const silent = this.silent(now, called, sound?.level ?? null);
    const clipping = this.clipping(sound?.clipped ?? 0);
    const echo = this.returned.look(now, (sound?.returned ?? 0) > RETURNED);
    if (microphone === "missing") return "none";
    if (muted) return "device_muted";
    if (silent) return this.loudest <= ZERO ? "device_muted" : "silent";
    if (unsent) return "not_sent";
    if (echo) return "echo";
    return clipping ? "clipping" : "ok";
  }

  private silent(now: number, called: boolean, level: number | null): boolean {
    const sounding = level === null ? null : level > QUIET;
    // How loud the silence is tells a muted device from a wrong one.
    this.loudest = !called || sounding ? 0 : Math.max(this.loudest, level ?? 0);
    return this.hush.look(now, called, sounding);
  }

  private clipping(share: number): boolean {
    this.clipped = [...this.clipped, share].slice(-CLIP_READINGS);
    const sum = this.clipped.reduce((total, one) => total + one, 0);
    return sum / CLIP_READINGS > CLIPPED;
  }

  private camera(now: number, { camera, picture }: Reading): CameraFinding {
    const dark = picture !== null && picture.brightness < DARK;
    const black = this.black.look(now, dark);
    const frozen = this.frozen.look(now, picture?.moved === false);
    if (camera === "missing") return "none";
    if (black) return "black";
    return frozen ? "frozen" : "ok";
  }

  /** A line that wavers is said once it has changed for a while. */
  private steadyLine(now: number, line: LineQuality): LineQuality {
    if (this.otherLine.look(now, line !== this.line)) this.line = line;
    return this.line;
  }
}

/** Findings of a microphone by which nobody hears the site. */
const MUTE = ["none", "device_muted", "silent", "not_sent"] as const;
type Mute = (typeof MUTE)[number];

export type Finding = Exclude<MicrophoneFinding | CameraFinding, "ok">;
export type SilenceCause = Unheard | Mute;

export interface Soundless {
  readonly site: number;
  readonly cause: SilenceCause;
}

/** Who was called and should be heard now: neither away nor silenced by the chair. */
export function calledSites(state: MeetingState | null): number[] {
  if (state?.phase !== "open") return [];
  const { roll } = state;
  const called = roll.length > 0 ? roll.slice(0, 1) : presentFloor(state);
  return called.filter((site) => speaks(state, site));
}

/** Who has the floor and is not heard at this desk, and the likeliest cause. */
export function soundless(room: RoomState): Soundless[] {
  const { state, snapshot, unheard, present } = room;
  if (!snapshot) return [];
  const { me, reports } = snapshot;
  return calledSites(state).flatMap((site): Soundless[] => {
    if (site === me.site || !present.includes(site)) return [];
    const said = reports.find((report) => report.site === site)?.microphone;
    const known = said && isMute(said) ? said : null;
    const own = unheard[site];
    if (own === "closed") return [{ site, cause: own }];
    // A desk with ears believes them; a companion has only what the site says.
    if (!own && (me.main || !known)) return [];
    return [{ site, cause: known ?? own ?? "quiet" }];
  });
}

/** The sites that send back what they hear, while the chair could stop it. */
export function echoing({ state, snapshot, present }: RoomState): number[] {
  if (!snapshot || state?.phase !== "open") return [];
  const said = snapshot.reports.filter(({ microphone }) => microphone === "echo");
  const { me } = snapshot;
  // A main device says it of itself.
  const others = said
    .map(({ site }) => site)
    .filter((one) => !me.main || one !== me.site);
  return others.filter((site) => present.includes(site) && speaks(state, site));
}

/** What the room itself must be told of its devices; what it lacks, it knows. */
export function ownFindings(room: RoomState): Finding[] {
  const { state, snapshot, findings } = room;
  if (!findings || !state || !snapshot || state.phase === "closed") return [];
  const { microphone, camera } = findings;
  const called = calledSites(state).includes(snapshot.me.site);
  const found: Finding[] = [];
  const matters = called || microphone === "clipping" || microphone === "echo";
  if (microphone !== "ok" && matters) found.push(microphone);
  if (camera === "black" || camera === "frozen") found.push(camera);
  return found;
}

/** Does this finding mean that the others hear nothing? */
export function isMute(finding: MicrophoneFinding | CameraFinding): finding is Mute {
  return MUTE.some((one) => one === finding);
}

/** How good the line of a site is: what this device sees, else what the site says. */
export function lineOf(room: RoomState, site: number): LineQuality | null {
  const said = room.snapshot?.reports.find((report) => report.site === site);
  return room.lines[site] ?? said?.line ?? null;
}
