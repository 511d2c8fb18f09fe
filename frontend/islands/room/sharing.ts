/** The screen that this device captures to show it to all, from asking to the end. */
import { Observable } from "./observable";
import type { LocalTracks } from "./plan";

/** `refused`: the person, or the browser, said no. */
export type Sharing = "off" | "asking" | "on" | "refused";

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

export class ScreenShare extends Observable<ShareState> {
  constructor(
    private readonly media: Partial<Pick<MediaDevices, "getDisplayMedia">> | undefined,
  ) {
    super(OFF);
  }

  /** Can this browser capture at all? A television's seldom can. */
  get possible(): boolean {
    return this.media?.getDisplayMedia !== undefined;
  }

  /** Asks what to show; true once it is captured. */
  async start(): Promise<boolean> {
    if (!this.media?.getDisplayMedia || ["asking", "on"].includes(this.state.phase))
      return false;
    this.change({ phase: "asking", tracks: {} });
    try {
      this.hold(await this.media.getDisplayMedia(WANTED));
      return true;
    } catch {
      this.change({ phase: "refused", tracks: {} });
      return false;
    }
  }

  stop(): void {
    const { screen, screenSound } = this.state.tracks;
    this.change(OFF);
    screen?.stop();
    screenSound?.stop();
  }

  private hold(stream: MediaStream): void {
    const [screen] = stream.getVideoTracks();
    const [screenSound] = stream.getAudioTracks();
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
