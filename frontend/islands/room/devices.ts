/** The device check: what is chosen, what is wrong, and when the room may be entered. */
import type { DeviceSource as Source } from "./bridge";
import {
  type Choice,
  isRemembered,
  type Memory,
  opensAnew,
  read,
  remember,
  remembered,
  write,
} from "./choice";
import { type Device, list, obtain, type Problem } from "./hardware";
import { Observable } from "./observable";
import type { LocalTracks } from "./plan";
import type { Capture } from "./sharing";

export interface DeviceState {
  readonly phase: "asking" | "ready";
  readonly choice: Choice;
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
  readonly tracks: LocalTracks;
  readonly problems: readonly Problem[];
  readonly heard: boolean;
}

const CHECKED_KEY = "nhipcau.checked";
export const SILENT_MS = 5000;
export const BLACK_MS = 3000;
/** How soon a device that failed in the meeting is tried again. */
export const RECOVER_MS = 3000;
/** Below this a microphone is as good as cut off (about -60 dBFS). */
export const QUIET = 0.001;
export const DARK = 10;

const SOURCES: readonly Source[] = ["camera", "microphone"];

/** What shows while a device runs, and the device that it belongs to. */
const SIGNS: Partial<Record<Problem, Source | "speaker">> = {
  silent: "microphone",
  black: "camera",
  speakerFailed: "speaker",
};

/** The part of the browser that the check needs. */
export interface Browser {
  readonly secure: boolean;
  readonly media: MediaDevices | undefined;
  readonly local: Memory;
  readonly session: Memory;
}

/** The browser in which this page runs. */
export function thisBrowser(): Browser {
  return {
    secure: window.isSecureContext,
    media: navigator.mediaDevices,
    local: localStorage,
    session: sessionStorage,
  };
}

export class DeviceCheck extends Observable<DeviceState> {
  private quietSince: number | null = null;
  private darkSince: number | null = null;
  private opening = 0;
  /** No camera and no microphone is to be open here. */
  private closed = true;
  /** Something was plugged in or out while devices were being opened. */
  private stirred = false;
  private readonly turns: Record<Source, number> = { camera: 0, microphone: 0 };
  private failures: Partial<Record<Source, Problem>> = {};
  private readonly retries: Partial<Record<Source, ReturnType<typeof setTimeout>>> = {};

  constructor(private readonly browser: Browser) {
    super({
      phase: "asking",
      choice: remembered(browser.local),
      cameras: [],
      microphones: [],
      speakers: [],
      tracks: {},
      problems: [],
      heard: false,
    });
    // A cable that comes loose in the middle of a meeting comes back by itself.
    browser.media?.addEventListener?.("devicechange", () => void this.changed());
  }

  /** Was this window checked before? Then a reload goes straight in. */
  checkedBefore(meeting: number): boolean {
    return read(this.browser.session, CHECKED_KEY) === String(meeting);
  }

  entered(meeting: number): void {
    write(this.browser.session, CHECKED_KEY, String(meeting));
  }

  /** The chosen speaker while it is plugged in; empty: the browser's default. */
  get speaker(): string {
    const { choice, speakers } = this.state;
    return speakers.some(({ id }) => id === choice.speaker) ? choice.speaker : "";
  }

  /** The second source, ready to be shown; null: none was chosen, or it is unplugged. */
  get capture(): Capture | null {
    const { choice, cameras, microphones } = this.state;
    const here = (devices: readonly Device[], id: string) =>
      devices.some((one) => one.id === id) ? id : "";
    const picture = here(cameras, choice.capture);
    return picture ? { picture, sound: here(microphones, choice.captureSound) } : null;
  }

  /** What suits this room, until somebody has chosen here. */
  suggest(change: Partial<Choice>): void {
    if (isRemembered(this.browser.local)) return;
    this.patch({ choice: { ...this.state.choice, ...change } });
  }

  /** Remembers this choice, and leaves open what is. */
  keep(choice: Choice): void {
    remember(this.browser.local, choice);
    this.patch({ choice });
  }

  async choose(change: Partial<Choice>): Promise<void> {
    const choice = { ...this.state.choice, ...change };
    remember(this.browser.local, choice);
    this.patch({ choice, problems: without(this.state.problems, "speakerFailed") });
    for (const kind of opensAnew(change)) await this.open([kind]);
  }

  /** Opens camera and microphone as chosen; says plainly what does not open. */
  async open(kinds: readonly Source[] = SOURCES): Promise<void> {
    await this.asking(async (media) => {
      this.closed = false;
      for (const kind of kinds) {
        if (!this.closed) await this.reopen(media, kind);
      }
    });
  }

  /** Reads what is plugged in, as far as the browser tells it unasked. */
  async look(): Promise<void> {
    const { media } = this.browser;
    if (media) this.patch({ ...(await list(media)), phase: "ready" });
  }

  /** Looks for what a companion can show: asks if need be, and keeps nothing open. */
  async find(): Promise<void> {
    await this.asking(async (media) => {
      const { cameras, microphones } = await list(media);
      const refused = cameras.length === 0 && (await this.glance(media, "camera"));
      this.patch({ problems: refused ? [refused] : [] });
      // Slides may be silent: no sound to go with them is no problem.
      if (!refused && microphones.length === 0) await this.glance(media, "microphone");
    });
  }

  close(): void {
    this.closed = true;
    for (const kind of SOURCES) {
      clearTimeout(this.retries[kind]);
      this.drop(kind);
    }
  }

  /** One reading of the microphone's level (0 to 1); null while unknown. */
  level(now: number, level: number | null): void {
    if (level === null) {
      this.quietSince = null;
    } else if (level > QUIET) {
      this.quietSince = null;
      this.forget("silent", { heard: true });
    } else {
      this.quietSince ??= now;
      if (now - this.quietSince >= SILENT_MS) this.add("silent");
    }
  }

  /** One reading of the picture's mean brightness (0 to 255). */
  brightness(now: number, brightness: number): void {
    if (brightness >= DARK) {
      this.darkSince = null;
      this.forget("black", {});
    } else {
      this.darkSince ??= now;
      if (now - this.darkSince >= BLACK_MS) this.add("black");
    }
  }

  speakerFailed(): void {
    this.add("speakerFailed");
  }

  /** Says that devices are being opened until they are, and what there is then. */
  private async asking(work: (media: MediaDevices) => Promise<void>): Promise<void> {
    const { media, secure } = this.browser;
    if (!secure || !media) {
      this.patch({ phase: "ready", problems: ["insecure"] });
      return;
    }
    this.opening += 1;
    // Said first: who listens must not take the closed tracks for the choice.
    this.patch({ phase: "asking" });
    await work(media);
    const lists = await list(media);
    this.opening -= 1;
    this.patch({ ...lists, phase: this.opening > 0 ? "asking" : "ready" });
    if (this.stirred) await this.changed();
  }

  /** Opens one device for a moment: then the browser tells which there are. */
  private async glance(media: MediaDevices, kind: Source): Promise<Problem | null> {
    const obtained = await obtain(media, kind, this.state.choice);
    if (typeof obtained === "string") return obtained;
    obtained.stop();
    return null;
  }

  private async reopen(media: MediaDevices, kind: Source): Promise<void> {
    this.turns[kind] += 1;
    const turn = this.turns[kind];
    const obtained = await obtain(media, kind, this.state.choice);
    if (turn !== this.turns[kind]) {
      // Another choice, or the end, came while the browser was asking.
      if (typeof obtained !== "string") obtained.stop();
      return;
    }
    // The device before goes on until another is there, or if there is no other.
    const goesOn = typeof obtained === "string" && isLive(this.state.tracks[kind]);
    if (!goesOn) this.drop(kind);
    if (typeof obtained === "string") {
      this.failures = { ...this.failures, [kind]: obtained };
      this.patch({ problems: unique([...this.state.problems, obtained]) });
      return;
    }
    obtained.addEventListener("ended", () => {
      if (this.state.tracks[kind] === obtained) void this.recover(kind);
    });
    this.patch({ tracks: { ...this.state.tracks, [kind]: obtained } });
  }

  /** Lets one device go; its problems go with it. */
  private drop(kind: Source): void {
    const { [kind]: track, ...tracks } = this.state.tracks;
    track?.stop();
    const { [kind]: _, ...failures } = this.failures;
    this.failures = failures;
    const signs = this.state.problems.filter(
      (one) => SIGNS[one] && SIGNS[one] !== kind,
    );
    const failed: Problem[] = Object.values(failures);
    const problems = unique([...failed, ...signs]);
    if (kind === "microphone") this.quietSince = null;
    else this.darkSince = null;
    const heard = kind === "microphone" ? false : this.state.heard;
    this.patch({ tracks, problems, heard });
    this.turns[kind] += 1;
  }

  /** A device that worked and ended is tried until it works again. */
  private async recover(kind: Source): Promise<void> {
    if (this.closed) return;
    await this.open([kind]);
    this.recoverLater(kind);
  }

  private recoverLater(kind: Source): void {
    clearTimeout(this.retries[kind]);
    if (this.closed || isLive(this.state.tracks[kind])) return;
    this.retries[kind] = setTimeout(() => {
      // The browser may be asking the person right now: do not ask over it.
      if (this.opening > 0) this.recoverLater(kind);
      else if (!isLive(this.state.tracks[kind])) void this.recover(kind);
    }, RECOVER_MS);
  }

  private async changed(): Promise<void> {
    const { media } = this.browser;
    this.stirred = this.state.phase === "asking";
    if (!media || this.stirred) return;
    const lists = await list(media);
    this.patch(lists);
    if (this.closed) return;
    const found = { camera: lists.cameras, microphone: lists.microphones };
    const back = SOURCES.filter((kind) => {
      const { choice, tracks } = this.state;
      const wanted = choice[kind];
      // Another device that stands in for the chosen one gives way to it.
      if (isLive(tracks[kind]) && (!wanted || isOf(tracks[kind], wanted))) return false;
      return found[kind].some((device) => !wanted || device.id === wanted);
    });
    if (back.length > 0) await this.open(back);
  }

  private add(problem: Problem): void {
    if (this.state.problems.includes(problem)) return;
    this.patch({ problems: [...this.state.problems, problem] });
  }

  private forget(problem: Problem, change: Partial<DeviceState>): void {
    const known = this.state.problems.includes(problem);
    if (!known && (change.heard ?? this.state.heard) === this.state.heard) return;
    this.patch({ ...change, problems: without(this.state.problems, problem) });
  }

  private patch(change: Partial<DeviceState>): void {
    this.change({ ...this.state, ...change });
  }
}

function isLive(track: MediaStreamTrack | undefined): boolean {
  return track?.readyState === "live";
}

function isOf(track: MediaStreamTrack | undefined, device: string): boolean {
  return track?.getSettings().deviceId === device;
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Set(problems)];
}

function without(problems: readonly Problem[], problem: Problem): Problem[] {
  return problems.filter((one) => one !== problem);
}
