/** The room of a private talk: a second connection, with one other in it. */
import { sleep } from "./answers";
import type { BridgeEvents, BridgeRoom, MediaBridge } from "./bridge";
import type { DeviceState } from "./devices";
import { obtain } from "./hardware";
import { Observable } from "./observable";
import type { MeetingStore } from "./store";

/** A microphone for the talk; `own`: opened for it, and closed after it. */
export interface TalkMicrophone {
  readonly track: MediaStreamTrack;
  readonly own: boolean;
}

/** What a private talk needs of the browser. */
export interface TalkParts {
  readonly bridge: (talk: number) => MediaBridge;
  readonly microphone: () => Promise<TalkMicrophone | null>;
}

export interface TalkRoomState {
  /** The sound of the other end, once it is here. */
  readonly sound: string | null;
  /** Is there no microphone for it? */
  readonly mute: boolean;
}

const REJOIN_MS = 500;
const CLOSING_MS = 50;
const ATTEMPT_MS = 10_000;

export class TalkRoom extends Observable<TalkRoomState> {
  private room: BridgeRoom | null = null;
  /** The talk whose room this device is in, or on its way to. */
  private joined = 0;
  /** Counts the ways into a room: whoever is on an older one gives up. */
  private turn = 0;
  private finish: () => void = () => {};

  constructor(
    private readonly store: MeetingStore,
    private readonly parts: TalkParts,
  ) {
    super({ sound: null, mute: false });
  }

  enter(id: number): void {
    if (this.joined !== id) void this.join(id);
  }

  leave(): void {
    if (this.joined === 0) return;
    this.joined = 0;
    this.turn += 1;
    this.finish();
    this.room?.close();
    this.silence();
    this.store.patch({ talking: false });
  }

  attach(sid: string, element: HTMLMediaElement): () => void {
    return this.room?.attach(sid, element) ?? (() => {});
  }

  /** Another speaker is to play the talk. */
  speakerChanged(): void {
    this.room?.speakerChanged();
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
    const microphone = await this.parts.microphone();
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
    const room = this.parts.bridge(id).open(this.events(this.finish));
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

  private silence(): void {
    this.room = null;
    if (this.state.sound !== null) this.patch({ sound: null });
  }

  private patch(change: Partial<TalkRoomState>): void {
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
