/** What this device shows to all, from asking to the end: its screen, or what is plugged in. */
import { SOUND } from "./hardware";
import { Observable } from "./observable";
import type { LocalTracks } from "./plan";

/** `refused`: the person, or the browser, said no. `absent`: no picture comes from it. */
export type Sharing = "off" | "asking" | "on" | "refused" | "absent";

/** A capture card or a document camera, and the input that its sound comes from. */
export interface Capture {
  readonly picture: string;
  /** Empty: it is shown without sound. */
  readonly sound: string;
}

type Media = Partial<Pick<MediaDevices, "getDisplayMedia" | "getUserMedia">>;

export interface ShareState {
  readonly phase: Sharing;
  readonly tracks: LocalTracks;
}

const OFF: ShareState = { phase: "off", tracks: {} };
/** Letters must be sharp; slides seldom move. */
const WANTED: DisplayMediaStreamOptions = {
  video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { max: 15 } },
  audio: true,
};
/** The same of a capture card, which has its own few shapes to choose from. */
const CAPTURED: MediaTrackConstraints = {
  width: { ideal: 1920, max: 1920 },
  height: { ideal: 1080, max: 1080 },
  frameRate: { ideal: 15, max: 30 },
};

export class ScreenShare extends Observable<ShareState> {
  constructor(private readonly media: Media | undefined) {
    super(OFF);
  }

  /** Can this browser capture at all? A television's seldom can. */
  get possible(): boolean {
    return this.media?.getDisplayMedia !== undefined;
  }

  /** Asks what to show; true once it is captured. */
  async start(): Promise<boolean> {
    const { media } = this;
    if (!media?.getDisplayMedia) return false;
    const ask = media.getDisplayMedia.bind(media, WANTED);
    return this.obtain("refused", async () => (await ask()).getTracks());
  }

  /** Shows what comes in by a cable: nobody has to be asked. */
  async startCapture(capture: Capture): Promise<boolean> {
    return this.obtain("absent", async () => {
      const video = { ...CAPTURED, deviceId: { exact: capture.picture } };
      const shown = await this.user({ video });
      if (!capture.sound) return shown;
      // It comes from a cable: there is no room in it that echoes.
      const audio = { ...SOUND.mixer, deviceId: { exact: capture.sound } };
      // Slides without their sound are better than none.
      return [...shown, ...(await this.user({ audio }).catch(() => []))];
    });
  }

  private async user(wanted: MediaStreamConstraints): Promise<MediaStreamTrack[]> {
    const stream = await this.media?.getUserMedia?.(wanted);
    return stream?.getTracks() ?? [];
  }

  private async obtain(
    otherwise: Sharing,
    ask: () => Promise<readonly MediaStreamTrack[]>,
  ): Promise<boolean> {
    if (["asking", "on"].includes(this.state.phase)) return false;
    this.change({ phase: "asking", tracks: {} });
    try {
      this.hold(await ask());
      return true;
    } catch {
      this.change({ phase: otherwise, tracks: {} });
      return false;
    }
  }

  stop(): void {
    const { screen, screenSound } = this.state.tracks;
    this.change(OFF);
    screen?.stop();
    screenSound?.stop();
  }

  private hold(captured: readonly MediaStreamTrack[]): void {
    const screen = captured.find(({ kind }) => kind === "video");
    const screenSound = captured.find(({ kind }) => kind === "audio");
    if (!screen) throw new Error("no picture was captured");
    screen.contentHint = "detail";
    // The browser's own bar ends a capture too.
    screen.addEventListener("ended", () => {
      if (this.state.tracks.screen === screen) this.stop();
    });
    const tracks = { screen, ...(screenSound && { screenSound }) };
    this.change({ phase: "on", tracks });
  }
}
