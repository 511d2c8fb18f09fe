/** Does what a technician asks of this machine from afar, once, and answers. */
import { untilAnswered, within } from "./answers";
import type { Gain, Mode } from "./choice";
import type { Echo } from "./echo";
import type { Device } from "./hardware";
import type { MeetingServer } from "./server";
import type { MeetingStore } from "./store";

/** A device that does not open in that time may never do. */
const LIMIT_MS = 20_000;
/** What was not begun by then nobody expects any more. */
const PATIENCE_MS = 60_000;

export type ErrandKind =
  | "look"
  | "picture"
  | "choose"
  | "tone"
  | "echo"
  | "reload"
  | "restart";

export interface Errand {
  readonly id: number;
  readonly kind: ErrandKind;
  /** What is to be chosen. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What this machine tells of itself. */
export interface Equipment {
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
  readonly camera: string;
  readonly microphone: string;
  readonly speaker: string;
  readonly mode: Mode;
  readonly gain: Gain;
  readonly browser: string;
  /** Of the page: one that is open for long may be older than the server. */
  readonly release: string;
  /** How full a meter of it would be, 0 to 1; null: nothing to measure. */
  readonly level: number | null;
  /** Does something start the browser again when it is closed? */
  readonly restarts: boolean;
}

export interface ErrandAnswer {
  readonly done: boolean;
  /** Why not, in a word for the technician. */
  readonly why?: string;
  readonly devices?: Equipment;
  readonly echo?: Echo;
}

/** What the browser can do for it. */
export interface Hands {
  look(): Promise<Equipment>;
  choose(facts: Errand["facts"]): Promise<void>;
  tone(): Promise<void>;
  echo(): Promise<Echo>;
  /** Raises why not. */
  canPhotograph(): void;
  readonly startsAgain: boolean;
  reload(): void;
  restart(): void;
}

export class Errands {
  private off = () => {};
  private stopped = false;
  /** What was begun: a snapshot that was asked for before tells it again. */
  private readonly begun = new Set<number>();
  private work = Promise.resolve();
  private readonly leaving: Partial<Record<ErrandKind, () => void>>;

  constructor(
    private readonly store: MeetingStore,
    private readonly server: Pick<MeetingServer, "answerErrand">,
    private readonly hands: Hands,
  ) {
    this.leaving = { reload: () => hands.reload(), restart: () => hands.restart() };
  }

  start(): void {
    this.off = this.store.subscribe(() => this.look());
  }

  stop(): void {
    this.stopped = true;
    this.off();
  }

  private look(): void {
    const { snapshot } = this.store.get();
    for (const errand of this.inside() ? (snapshot?.errands ?? []) : []) {
      if (this.begun.has(errand.id)) continue;
      this.begun.add(errand.id);
      const until = Date.now() + PATIENCE_MS;
      // What heals a page waits for nothing that may hang in it.
      if (errand.kind in this.leaving) void this.carryOut(errand, until);
      // One after the other: a tone must not sound into an echo test.
      else this.work = this.work.then(() => this.carryOut(errand, until));
    }
  }

  /** Another window of this device, or one that has not entered, is not the machine. */
  private inside(): boolean {
    const { connection, snapshot } = this.store.get();
    return !this.stopped && connection === "connected" && snapshot?.me.main === true;
  }

  private async carryOut(errand: Errand, until: number): Promise<void> {
    if (!this.inside() || Date.now() > until) return;
    const answer = await within(LIMIT_MS, this.done(errand)).catch(
      (error: unknown) => ({
        done: false,
        why: error instanceof Error ? error.name : "",
      }),
    );
    const heard = await untilAnswered(
      () => this.server.answerErrand(errand.id, answer),
      () => this.stopped,
    );
    // Only now: the page that comes would be asked again.
    if (answer.done && heard) this.leaving[errand.kind]?.();
  }

  private async done({ kind, facts }: Errand): Promise<ErrandAnswer> {
    const { hands } = this;
    switch (kind) {
      case "look":
        return { done: true, devices: await hands.look() };
      case "choose":
        await hands.choose(facts);
        return { done: true, devices: await hands.look() };
      case "echo":
        return { done: true, echo: await hands.echo() };
      case "tone":
        await hands.tone();
        break;
      case "picture":
        // It goes by itself while somebody asks for it.
        if (this.store.get().asked.up === "audio") throw failed("soundOnly");
        hands.canPhotograph();
        break;
      case "restart":
        if (!hands.startsAgain) throw failed("noStartFile");
    }
    return { done: true };
  }
}

/** Something that could not be done, by a name that the server has a sentence for. */
export function failed(why: string): DOMException {
  return new DOMException(why, why);
}
