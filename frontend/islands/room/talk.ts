/** A private talk with one site: a second connection that lasts as long as the talk. */
import { sleep, untilAnswered } from "./answers";
import type { BridgeEvents, BridgeRoom, MediaBridge } from "./bridge";
import type { DeviceState } from "./devices";
import { obtain } from "./hardware";
import { Observable } from "./observable";
import type { Answer, MeetingServer } from "./server";
import { called } from "./stage";
import type { MeetingStore } from "./store";
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
  /** The sound of the other end, once it is here. */
  readonly sound: string | null;
  /** Is there no microphone for it? */
  readonly mute: boolean;
}

/** A microphone for the talk; `own`: opened for it, and closed after it. */
export interface TalkMicrophone {
  readonly track: MediaStreamTrack;
  readonly own: boolean;
}

const NONE: TalkState = {
  call: null,
  over: 0,
  sending: false,
  sound: null,
  mute: false,
};
const REJOIN_MS = 500;
const CLOSING_MS = 50;
const ATTEMPT_MS = 10_000;
/** How long it is said that a talk has ended, and why. */
export const TOLD_MS = 6000;

export class Talk extends Observable<TalkState> {
  private room: BridgeRoom | null = null;
  /** The talk whose room this device is in, or on its way to. */
  private joined = 0;
  /** Counts the ways into a room: whoever is on an older one gives up. */
  private turn = 0;
  private stopped = false;
  private finish: () => void = () => {};
  /** The talk of which it is said that it has ended. */
  private telling = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly offs: readonly (() => void)[];

  constructor(
    private readonly store: MeetingStore,
    private readonly words: Words,
    private readonly server: MeetingServer,
    private readonly bridge: (talk: number) => MediaBridge,
    private readonly microphone: () => Promise<TalkMicrophone | null>,
  ) {
    super(NONE);
    this.offs = [
      words.subscribe(() => this.look()),
      store.subscribe(() => this.look()),
    ];
  }

  stop(): void {
    this.stopped = true;
    for (const off of this.offs) off();
    clearTimeout(this.timer);
    this.leave();
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

  attach(sid: string, element: HTMLMediaElement): () => void {
    return this.room?.attach(sid, element) ?? (() => {});
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
    if (!on) this.leave();
    else if (this.joined !== call.id) void this.join(call.id);
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

  /** In the room until the talk is over: joins again whenever the line is lost. */
  private async join(id: number): Promise<void> {
    this.leave();
    this.joined = id;
    const turn = ++this.turn;
    // The meeting's microphone is closed first: nobody else may hear a word.
    this.store.patch({ talking: true });
    while (turn === this.turn && this.store.get().microphone === "live")
      await sleep(CLOSING_MS);
    const microphone = await this.microphone();
    this.patch({ mute: microphone === null });
    while (turn === this.turn) {
      await this.stay(id, microphone?.track).catch(() => {});
      if (turn === this.turn) await sleep(REJOIN_MS);
    }
    if (microphone?.own) microphone.track.stop();
  }

  private async stay(id: number, track: MediaStreamTrack | undefined): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.finish = resolve;
    });
    const room = this.bridge(id).open(this.events(this.finish));
    this.room = room;
    try {
      const late = sleep(ATTEMPT_MS).then(() => Promise.reject(new Error("late")));
      // Put out while it joins, it would wait for an answer that never comes.
      await Promise.race([room.connect(), ended, late]);
      if (this.room !== room) return;
      this.listen();
      if (track) await Promise.race([room.publish("microphone", track, false), ended]);
      await ended;
    } finally {
      room.close();
      if (this.room === room) this.silence();
    }
  }

  private events(finish: () => void): BridgeEvents {
    const nothing = () => {};
    return {
      changed: () => this.listen(),
      metadata: nothing,
      interrupted: nothing,
      resumed: () => this.listen(),
      permitted: nothing,
      ended: finish,
      soundBlocked: nothing,
    };
  }

  /** Takes every sound of the room: there is one other in it. */
  private listen(): void {
    const remotes = this.room?.actual().remotes ?? [];
    const sounds = remotes.filter(({ kind }) => kind === "audio");
    for (const { sid, subscribed } of sounds)
      if (!subscribed) this.room?.subscribe(sid, true);
    const sound = sounds.filter(({ arrived }) => arrived).at(-1)?.sid ?? null;
    if (sound !== this.state.sound) this.patch({ sound });
  }

  private leave(): void {
    if (this.joined === 0) return;
    this.joined = 0;
    this.turn += 1;
    this.finish();
    this.room?.close();
    this.silence();
    this.store.patch({ talking: false });
  }

  private silence(): void {
    this.room = null;
    if (this.state.sound !== null) this.patch({ sound: null });
  }

  private patch(change: Partial<TalkState>): void {
    this.change({ ...this.state, ...change });
  }
}

/** The room's chosen microphone, with the browser's own echo cancelling: a mixer that
 * does without in the meeting would send the talk back; and for a companion, which has
 * none open. */
export async function talkMicrophone(
  media: MediaDevices | undefined,
  { tracks, choice }: Pick<DeviceState, "tracks" | "choice">,
): Promise<TalkMicrophone | null> {
  const { microphone } = tracks;
  if (microphone && choice.mode === "room") return { track: microphone, own: false };
  const track = media
    ? await obtain(media, "microphone", { ...choice, mode: "room" })
    : "";
  if (typeof track !== "string") return { track, own: true };
  return microphone ? { track: microphone, own: false } : null;
}
