/** Wires server, store, link and device check into the one room of a page. */
import { sleep } from "./answers";
import type { MediaBridge } from "./bridge";
import { Decisions } from "./decisions";
import type { DeviceCheck, DeviceState } from "./devices";
import { RoomLink } from "./link";
import type { LocalTracks } from "./plan";
import { type Bell, Ringing } from "./ringing";
import { MainSeat } from "./seat";
import type { SecondDisplay } from "./second";
import type { MeetingServer } from "./server";
import type { ScreenShare } from "./sharing";
import { MeetingStore, REFUSED_POLL_MS } from "./store";
import { Talk } from "./talk";
import type { TalkParts } from "./talk_room";
import { goesElsewhere, type RoomPage } from "./types";
import { Words } from "./words";

const LOADING_RETRY_MS = 1000;

/** What private talks need of the browser. */
export interface CallParts extends TalkParts {
  readonly bell: Bell;
}

/** What this computer has: to be seen and heard by, to show, to look at. */
export interface Hardware {
  readonly check: DeviceCheck;
  readonly screen: ScreenShare;
  readonly second: SecondDisplay;
}

export class RoomController {
  readonly check: DeviceCheck;
  readonly screen: ScreenShare;
  readonly second: SecondDisplay;
  readonly store: MeetingStore;
  readonly link: RoomLink;
  readonly words: Words;
  readonly decisions: Decisions;
  readonly talk: Talk;
  readonly seat: MainSeat;
  private readonly ringing: Ringing;
  /** Whether this was the main device when that was last looked at. */
  private main: boolean | null = null;
  private stopped = false;
  private entered = false;
  private loading = 0;
  private sending = false;
  private speaker = "";
  private readonly offs: readonly (() => void)[];

  constructor(
    readonly page: RoomPage,
    server: MeetingServer,
    bridge: MediaBridge,
    { check, screen, second }: Hardware,
    talks: CallParts,
  ) {
    this.check = check;
    this.screen = screen;
    this.second = second;
    this.store = new MeetingStore(server);
    this.link = new RoomLink(bridge, this.store);
    this.words = new Words(this.store, server);
    this.decisions = new Decisions(this.store, server);
    this.talk = new Talk(this.store, this.words, server, talks);
    this.ringing = new Ringing(this.store, this.talk, talks.bell);
    this.seat = new MainSeat(this.store, server);
    this.offs = [
      check.subscribe(() => this.devicesChanged(check.get())),
      screen.subscribe(() => this.screenChanged()),
      second.subscribe(() => this.store.patch({ second: second.get().body !== null })),
      this.store.subscribe(() => this.screenSettled()),
      this.store.subscribe(() => this.seatSettled()),
    ];
  }

  /** Loads the meeting; goes straight in when this window was checked before. */
  async start(): Promise<void> {
    const main = await this.load(++this.loading);
    if (main === null) return;
    this.main = main;
    this.store.patch({ connection: "idle" });
    this.store.start();
    // Who only watches has no devices to check.
    if (this.page.watcher !== undefined) return this.enter();
    const direct = this.check.checkedBefore(this.page.meeting);
    // At a room computer nobody answers a browser's question: it is in without.
    if (this.page.kiosk) this.enter();
    if (main) await this.open();
    else await this.check.look();
    if (direct) this.enter();
  }

  enter(): void {
    if (this.entered || this.stopped) return;
    this.entered = true;
    if (this.page.watcher === undefined) this.check.entered(this.page.meeting);
    this.link.start(this.tracks());
  }

  /** Shows this device's screen to all, if the person and the server agree. */
  share(): Promise<void> {
    return this.shown(this.screen.start());
  }

  /** Shows the capture card or the document camera in the same way. */
  async shareCapture(): Promise<void> {
    const { capture } = this.check;
    if (capture) await this.shown(this.screen.startCapture(capture));
  }

  /** After a refusal somebody may have put things right: looks at once. */
  retry(): void {
    this.store.patch({ refused: null, connection: "idle" });
    void this.store.renew();
    if (this.entered) this.link.start(this.tracks());
    else void this.start();
  }

  stop(): void {
    this.stopped = true;
    for (const off of this.offs) off();
    this.words.stop();
    this.decisions.stop();
    this.ringing.stop();
    this.talk.stop();
    this.seat.stop();
    this.screen.stop();
    this.link.stop();
    this.store.stop();
    this.check.close();
  }

  private async shown(captured: Promise<boolean>): Promise<void> {
    this.sending = true;
    if (await captured) await this.store.send("share");
    this.sending = false;
    this.screenSettled();
  }

  /** Is this a main device? Null when it was left, or is loaded anew. */
  private async load(turn: number): Promise<boolean | null> {
    const current = () => !this.stopped && turn === this.loading;
    while (current()) {
      const answer = await this.store.refresh();
      if (!current()) break;
      if (answer.kind === "ok") return answer.value.me.main;
      const refused = answer.kind === "refused";
      if (refused) this.store.patch({ connection: "refused" });
      await sleep(refused ? REFUSED_POLL_MS : LOADING_RETRY_MS);
    }
    return null;
  }

  /** While the devices are being opened again, the old tracks are already gone. */
  private devicesChanged(state: DeviceState): void {
    if (this.entered && state.phase === "ready") this.link.setTracks(this.tracks());
    if (this.speaker === this.check.speaker) return;
    this.speaker = this.check.speaker;
    this.link.speakerChanged();
    this.talk.room.speakerChanged();
  }

  /** Sound and picture moved here, or away: the devices open, or are let go. */
  private seatSettled(): void {
    const main = this.store.get().snapshot?.me.main;
    if (main === undefined || this.main === null || main === this.main) return;
    this.main = main;
    if (main) void this.open();
    else this.check.close();
    if (this.entered) this.link.setTracks(this.tracks());
  }

  private open(): Promise<void> {
    const { snapshot } = this.store.get();
    // What comes out of another system has been through its mixer.
    if (snapshot && goesElsewhere(snapshot)) this.check.suggest({ mode: "mixer" });
    return this.check.open();
  }

  private tracks(): LocalTracks {
    return { ...this.check.get().tracks, ...this.screen.get().tracks };
  }

  private screenChanged(): void {
    if (this.entered) this.link.setTracks(this.tracks());
    const ended = this.screen.get().phase === "off";
    if (ended && !this.sending && this.sharing()) void this.store.send("unshare");
  }

  /** The turn is over, another site shares, or the server said no: nothing is left. */
  private screenSettled(): void {
    const captured = this.screen.get().phase === "on";
    if (captured && !this.sending && !this.sharing()) this.screen.stop();
  }

  /** Does the state show the screen of this device's site? */
  private sharing(): boolean {
    const { state, snapshot } = this.store.get();
    return snapshot !== null && state?.screen === snapshot.me.site;
  }
}
