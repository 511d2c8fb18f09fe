/** Does what a technician asks of this machine from afar, once, and answers. */
import { untilAnswered } from "./answers";
import type { Echo } from "./echo";
import type { MeetingServer } from "./server";
import type { MeetingStore } from "./store";

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
  readonly cameras: readonly Named[];
  readonly microphones: readonly Named[];
  readonly speakers: readonly Named[];
  readonly camera: string;
  readonly microphone: string;
  readonly speaker: string;
  readonly mode: string;
  readonly gain: string;
  readonly browser: string;
  /** Of the page: one that is open for long may be older than the server. */
  readonly release: string;
  readonly level: number | null;
}

export interface Named {
  readonly id: string;
  readonly label: string;
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
  reload(): void;
  restart(): void;
}

export class Errands {
  private off = () => {};
  private stopped = false;
  /** What was begun: a snapshot that was asked for before tells it again. */
  private readonly begun = new Set<number>();
  private work = Promise.resolve();

  constructor(
    private readonly store: MeetingStore,
    private readonly server: Pick<MeetingServer, "answerErrand">,
    private readonly hands: Hands,
  ) {}

  start(): void {
    this.off = this.store.subscribe(() => this.look());
  }

  stop(): void {
    this.stopped = true;
    this.off();
  }

  private look(): void {
    for (const errand of this.store.get().snapshot?.errands ?? []) {
      if (this.begun.has(errand.id)) continue;
      this.begun.add(errand.id);
      // One after the other: a tone must not sound into an echo test.
      this.work = this.work.then(() => this.carryOut(errand));
    }
  }

  private async carryOut(errand: Errand): Promise<void> {
    const answer = await this.done(errand).catch((error: unknown) => ({
      done: false,
      why: error instanceof Error ? error.name : "",
    }));
    await untilAnswered(
      () => this.server.answerErrand(errand.id, answer),
      () => this.stopped,
    );
    // Only now: the page that comes would be asked again.
    if (errand.kind === "reload") this.hands.reload();
    if (errand.kind === "restart") this.hands.restart();
  }

  private async done({ kind, facts }: Errand): Promise<ErrandAnswer> {
    if (kind === "look") return { done: true, devices: await this.hands.look() };
    if (kind === "echo") return { done: true, echo: await this.hands.echo() };
    if (kind === "tone") await this.hands.tone();
    if (kind === "choose") {
      await this.hands.choose(facts);
      return { done: true, devices: await this.hands.look() };
    }
    // Photographs go by themselves while somebody asks for them.
    return { done: true };
  }
}
