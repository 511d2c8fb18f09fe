/** The device check: what is chosen, what is wrong, and when the room may be entered. */
import type { LocalTracks } from "./plan";

export type Problem =
  | "insecure"
  | "permission"
  | "noCamera"
  | "noMicrophone"
  | "cameraInUse"
  | "microphoneInUse"
  | "cameraFailed"
  | "microphoneFailed"
  | "silent"
  | "black"
  | "speakerFailed";

export interface Choice {
  readonly camera: string;
  readonly microphone: string;
  readonly speaker: string;
  /** The room cancels its own echo: send the microphone as it is. */
  readonly raw: boolean;
}

export interface Device {
  readonly id: string;
  readonly label: string;
}

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

export const NO_CHOICE: Choice = {
  camera: "",
  microphone: "",
  speaker: "",
  raw: false,
};

const CHOICE_KEY = "nhipcau.devices";
const CHECKED_KEY = "nhipcau.checked";
export const SILENT_MS = 5000;
export const BLACK_MS = 3000;
/** Below this a microphone is as good as cut off (about -60 dBFS). */
export const QUIET = 0.001;
export const DARK = 10;

/** The part of the browser that the check needs. */
export interface Browser {
  readonly secure: boolean;
  readonly media: MediaDevices | undefined;
  readonly local: Pick<Storage, "getItem" | "setItem">;
  readonly session: Pick<Storage, "getItem" | "setItem">;
}

export class DeviceCheck {
  private state: DeviceState;
  private readonly listeners = new Set<() => void>();
  private quietSince: number | null = null;
  private darkSince: number | null = null;
  private asked = 0;

  constructor(private readonly browser: Browser) {
    this.state = {
      phase: "asking",
      choice: remembered(browser.local),
      cameras: [],
      microphones: [],
      speakers: [],
      tracks: {},
      problems: [],
      heard: false,
    };
    // A cable that comes loose in the middle of a meeting comes back by itself.
    browser.media?.addEventListener?.("devicechange", () => void this.changed());
  }

  readonly get = (): DeviceState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Was this window checked before? Then a reload goes straight in. */
  checkedBefore(meeting: number): boolean {
    return read(this.browser.session, CHECKED_KEY) === String(meeting);
  }

  entered(meeting: number): void {
    write(this.browser.session, CHECKED_KEY, String(meeting));
  }

  async choose(change: Partial<Choice>): Promise<void> {
    const choice = { ...this.state.choice, ...change };
    write(this.browser.local, CHOICE_KEY, JSON.stringify(choice));
    this.patch({ choice, problems: without(this.state.problems, "speakerFailed") });
    if (Object.keys(change).some((key) => key !== "speaker")) await this.open();
  }

  /** Opens camera and microphone as chosen; says plainly what does not open. */
  async open(): Promise<void> {
    const turn = ++this.asked;
    // Said first: who listens must not take the closed tracks for the choice.
    this.patch({ phase: "asking", problems: [], heard: false });
    this.close();
    const { media, secure } = this.browser;
    if (!secure || !media) {
      this.patch({ phase: "ready", problems: ["insecure"] });
      return;
    }
    const camera = await this.obtain(media, "camera");
    const microphone = await this.obtain(media, "microphone");
    if (turn !== this.asked) {
      stopAll(tracksOf(camera, microphone));
      return;
    }
    this.quietSince = null;
    this.darkSince = null;
    this.patch({
      phase: "ready",
      tracks: tracksOf(camera, microphone),
      problems: problemsOf(camera, microphone),
      ...(await this.list(media)),
    });
  }

  close(): void {
    stopAll(this.state.tracks);
    this.patch({ tracks: {} });
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

  private async changed(): Promise<void> {
    const { tracks, phase, choice } = this.state;
    const { media } = this.browser;
    if (!media || phase === "asking") return;
    const gone = Object.values(tracks).some((track) => track.readyState === "ended");
    const lists = await this.list(media);
    this.patch(lists);
    const back = (wanted: string, devices: readonly Device[], has: boolean) =>
      !has && devices.some((device) => !wanted || device.id === wanted);
    const missing =
      back(choice.camera, lists.cameras, Boolean(tracks.camera)) ||
      back(choice.microphone, lists.microphones, Boolean(tracks.microphone));
    if (gone || missing) await this.open();
  }

  private async obtain(
    media: MediaDevices,
    kind: "camera" | "microphone",
  ): Promise<MediaStreamTrack | Problem> {
    const { choice } = this.state;
    try {
      return await track(media, constraints(kind, choice));
    } catch (error) {
      if (!choice[kind] || !isMissing(error)) return problemOf(kind, error);
    }
    // The remembered device is gone: any other is better than none.
    try {
      return await track(media, constraints(kind, { ...choice, [kind]: "" }));
    } catch (error) {
      return problemOf(kind, error);
    }
  }

  private async list(media: MediaDevices) {
    const devices = await media.enumerateDevices().catch(() => []);
    const of = (kind: MediaDeviceKind) =>
      devices
        .filter((device) => device.kind === kind && device.deviceId !== "")
        .map(({ deviceId, label }): Device => ({ id: deviceId, label }));
    return {
      cameras: of("videoinput"),
      microphones: of("audioinput"),
      speakers: of("audiooutput"),
    };
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
    this.state = { ...this.state, ...change };
    for (const listener of [...this.listeners]) listener();
  }
}

export function constraints(
  kind: "camera" | "microphone",
  choice: Choice,
): MediaStreamConstraints {
  const device = choice[kind] ? { deviceId: { exact: choice[kind] } } : {};
  if (kind === "camera") {
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    return { video: { ...device, ...size, frameRate: { ideal: 25, max: 30 } } };
  }
  const clean = !choice.raw;
  return {
    audio: {
      ...device,
      channelCount: 1,
      echoCancellation: clean,
      noiseSuppression: clean,
      autoGainControl: clean,
    },
  };
}

/** What the browser's error means to the person in the room. */
export function problemOf(kind: "camera" | "microphone", error: unknown): Problem {
  const name = error instanceof Error ? error.name : "";
  const camera = kind === "camera";
  if (name === "NotAllowedError" || name === "SecurityError") return "permission";
  if (isMissing(error)) return camera ? "noCamera" : "noMicrophone";
  if (name === "NotReadableError" || name === "AbortError") {
    return camera ? "cameraInUse" : "microphoneInUse";
  }
  return camera ? "cameraFailed" : "microphoneFailed";
}

function isMissing(error: unknown): boolean {
  const name = error instanceof Error ? error.name : "";
  return name === "NotFoundError" || name === "OverconstrainedError";
}

async function track(
  media: MediaDevices,
  wanted: MediaStreamConstraints,
): Promise<MediaStreamTrack> {
  const stream = await media.getUserMedia(wanted);
  const first = stream.getTracks()[0];
  if (!first) throw new DOMException("no track", "NotFoundError");
  return first;
}

type Obtained = MediaStreamTrack | Problem;

function tracksOf(camera: Obtained, microphone: Obtained): LocalTracks {
  return {
    ...(typeof camera === "string" ? {} : { camera }),
    ...(typeof microphone === "string" ? {} : { microphone }),
  };
}

function stopAll(tracks: LocalTracks): void {
  for (const track of Object.values(tracks)) track.stop();
}

function problemsOf(...obtained: Obtained[]): Problem[] {
  const problems = obtained.filter((one): one is Problem => typeof one === "string");
  return [...new Set(problems)];
}

function without(problems: readonly Problem[], problem: Problem): Problem[] {
  return problems.filter((one) => one !== problem);
}

function remembered(storage: Browser["local"]): Choice {
  try {
    return { ...NO_CHOICE, ...JSON.parse(read(storage, CHOICE_KEY) ?? "{}") };
  } catch {
    return NO_CHOICE;
  }
}

/** Storage may be forbidden; the check works without memory. */
function read(storage: Browser["local"], key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function write(storage: Browser["local"], key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // Nothing to do: the choice lasts as long as this page.
  }
}
