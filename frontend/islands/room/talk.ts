/** A private talk with one site: the call, from ringing until it is told how it ended. */
import { untilAnswered } from "./answers";
import { Observable } from "./observable";
import type { Answer, MeetingServer } from "./server";
import { called } from "./stage";
import type { MeetingStore } from "./store";
import { type TalkParts, TalkRoom } from "./talk_room";
import type { Words } from "./words";

/** How a talk ended, as the server tells it. */
export type Why =
  | "hung_up"
  | "withdrawn"
  | "declined"
  | "unanswered"
  | "floor"
  | "closed"
  | "lost";

/** The private talk of this device, as the server tells it. */
export interface Call {
  readonly id: number;
  /** The site at the other end from the hub, and who calls it. */
  readonly site: number;
  readonly by: string;
  /** Did this device begin it? */
  readonly desk: boolean;
  readonly answered: boolean;
  /** Empty: it goes on. */
  readonly why: Why | "";
}

export interface TalkState {
  /** The talk that goes on, or has just ended; null: none, or nobody needs to know. */
  readonly call: Call | null;
  /** The talk that was ended here already, whatever the server still says. */
  readonly over: number;
  readonly sending: boolean;
}

/** How long it is said that a talk has ended, and why. */
export const TOLD_MS = 6000;

export class Talk extends Observable<TalkState> {
  private stopped = false;
  /** The talk of which it is said that it has ended. */
  private telling = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Where it is spoken: this device is in it while the talk goes on. */
  readonly room: TalkRoom;
  private readonly offs: readonly (() => void)[];

  constructor(
    private readonly store: MeetingStore,
    private readonly words: Words,
    private readonly server: MeetingServer,
    parts: TalkParts,
  ) {
    super({ call: null, over: 0, sending: false });
    this.room = new TalkRoom(store, parts);
    this.offs = [
      words.subscribe(() => this.look()),
      store.subscribe(() => this.look()),
    ];
  }

  stop(): void {
    this.stopped = true;
    for (const off of this.offs) off();
    clearTimeout(this.timer);
    this.room.leave();
  }

  /** Calls one site; it must answer. */
  async start(site: number): Promise<void> {
    await this.once(() => this.server.startTalk(site));
  }

  async answer(): Promise<void> {
    const { call } = this.state;
    if (call) await this.once(() => this.server.answerTalk(call.id));
  }

  /** Hangs up, or does not take the call: silence at once, whoever answers when. */
  async end(): Promise<void> {
    const { call } = this.state;
    if (!call) return;
    this.patch({ over: call.id });
    this.look();
    await this.send(() => this.server.endTalk(call.id));
  }

  private async once(what: () => Promise<Answer<null>>): Promise<void> {
    if (this.state.sending) return;
    this.patch({ sending: true });
    await this.send(what);
    this.patch({ sending: false });
  }

  private async send(what: () => Promise<Answer<null>>): Promise<void> {
    this.store.patch({ notice: null });
    const answer = await untilAnswered(what, () => this.stopped);
    if (answer?.kind === "refused") this.store.patch({ notice: answer });
    await this.words.renew();
  }

  private look(): void {
    const told = this.words.get().call;
    const known = this.state.call;
    const ended = told !== null && (told.why !== "" || told.id === this.state.over);
    // How it ended is said to who saw it go on, and for a moment only.
    const call = ended && known?.id !== told.id ? null : told;
    if (JSON.stringify(call) !== JSON.stringify(known)) this.patch({ call });
    if (ended && call) this.forget(call.id);
    const on = call?.answered && !ended && !this.interrupted(call);
    if (on) this.room.enter(call.id);
    else this.room.leave();
  }

  /** Called to speak, the site is heard by all: its talk is over at once. */
  private interrupted(call: Call): boolean {
    const { state } = this.store.get();
    return !call.desk && state !== null && called(state, call.site);
  }

  private forget(id: number): void {
    if (this.telling === id) return;
    this.telling = id;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.state.call?.id === id) this.patch({ call: null });
    }, TOLD_MS);
  }

  private patch(change: Partial<TalkState>): void {
    this.change({ ...this.state, ...change });
  }
}
