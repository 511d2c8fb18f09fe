/** One immutable state of the meeting, reduced from server, metadata and media. */
import { newCommandId, untilAnswered } from "./answers";
import { Observable } from "./observable";
import { EMPTY, type RoomState, voice } from "./room_state";
import type { Answer, MeetingServer } from "./server";
import type {
  Command,
  CommandKind,
  MeetingState,
  RoomMetadata,
  Snapshot,
} from "./types";

type Details = Partial<Omit<Command, "id" | "kind" | "site" | "floor">>;

/** What a command says that needs no details. */
const PLAIN = {
  seconds: 0,
  layout: "speaker",
  sites: [],
  who: "all",
  status: "online",
  people: null,
  remark: "",
} satisfies Details;

const POLL_MS = 5000;
/** A line that carries one voice has little room for questions. */
const AUDIO_POLL_MS = 10_000;
const LOST_POLL_MS = 200;
/** Why a site is not heard is said by that site: to be asked soon. */
const UNHEARD_POLL_MS = 500;
/** Somebody may put right what was refused, while nobody is in the room. */
export const REFUSED_POLL_MS = 10_000;

export class MeetingStore extends Observable<RoomState> {
  private polling: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private stopped = false;
  private asking: Promise<Answer<Snapshot>> | null = null;
  private question = 0;

  constructor(
    private readonly server: MeetingServer,
    private readonly newId: () => string = newCommandId,
  ) {
    super(EMPTY);
  }

  /** Changes what only this browser knows: connection, presence, media. */
  patch(change: Partial<RoomState>): void {
    const keys = Object.keys(change) as (keyof RoomState)[];
    if (keys.every((key) => Object.is(this.state[key], change[key]))) return;
    const slower = this.delay();
    this.state = { ...this.state, ...change };
    // A loss must not wait for the rest of a slow five seconds.
    if (this.running && this.delay() < slower) this.schedule();
    this.announce();
  }

  start(): void {
    this.running = true;
    this.stopped = false;
    this.schedule();
  }

  stop(): void {
    this.running = false;
    this.stopped = true;
    clearTimeout(this.polling);
  }

  /** Asks once; callers that ask meanwhile share the answer. */
  refresh(): Promise<Answer<Snapshot>> {
    if (this.asking) return this.asking;
    const asking = this.ask(++this.question).finally(() => {
      if (this.asking === asking) this.asking = null;
    });
    this.asking = asking;
    return asking;
  }

  /** Asks anew: what is still under way was asked before things were put right. */
  renew(): Promise<Answer<Snapshot>> {
    this.asking = null;
    return this.refresh();
  }

  metadataArrived(metadata: RoomMetadata): void {
    this.accept(metadata.epoch, metadata.state);
    this.wordsCounted(metadata.words);
  }

  /** Sends a command, with one id until somebody answers, however long it takes.
   *
   * Whoever sent it sees that it is on its way; giving it up would leave nobody
   * knowing whether it was done.
   */
  async send(kind: CommandKind, site: number | null = null, more: Details = {}) {
    const { floor = [], mode = "conference" } = this.state.state ?? {};
    const command = {
      ...PLAIN,
      ...{ id: this.newId(), kind, site, floor, mode },
      ...more,
    };
    this.patch({ pending: [...this.state.pending, command], notice: null });
    const answer = await untilAnswered(
      () => this.server.command(command),
      () => this.stopped,
      ({ kind }) => {
        this.patch({ answering: kind !== "silent" });
        if (kind === "silent") this.patch({ resending: true });
      },
    );
    if (answer === null) return;
    const pending = this.state.pending.filter((other) => other !== command);
    this.patch({ pending, resending: this.state.resending && pending.length > 0 });
    if (answer.kind === "ok") this.accept(this.state.epoch, answer.value.state);
    else this.patch({ notice: answer });
  }

  dismiss(): void {
    this.patch({ notice: null });
  }

  private async ask(question: number): Promise<Answer<Snapshot>> {
    const asked = Date.now();
    const answer = await this.server.snapshot();
    // Asked anew meanwhile: whoever waited for this gets the newer answer.
    if (question !== this.question) return this.refresh();
    this.patch({ answering: answer.kind !== "silent" });
    if (answer.kind === "ok") {
      // The server read its clock about halfway between question and answer.
      const skew = Math.round(answer.value.now - (asked + Date.now()) / 2);
      this.patch({ snapshot: answer.value, refused: null, skew });
      this.accept(answer.value.epoch, answer.value.state);
      this.wordsCounted(answer.value.words);
    }
    if (answer.kind === "refused") this.patch({ refused: answer });
    return answer;
  }

  private wordsCounted(words: number): void {
    this.patch({ words: Math.max(words, this.state.words) });
  }

  /** News older than what is known is ignored, wherever it comes from. */
  private accept(epoch: number, state: MeetingState): void {
    const known = this.state;
    if (epoch < known.epoch) return;
    const sameEpoch = epoch === known.epoch && known.state !== null;
    if (sameEpoch && known.state && state.rev <= known.state.rev) return;
    // Called, silenced or let go: what the room chose before means nothing now.
    const same = voice(known, known.state) === voice(known, state);
    this.patch({ epoch, state, choice: same ? known.choice : null });
    // Who presides may do more than before: the server says what.
    if (known.state && known.state.chair !== state.chair) void this.renew();
  }

  private delay(): number {
    const { connection, answering } = this.state;
    const hurry = connection === "lost" || connection === "resuming" || !answering;
    if (hurry) return LOST_POLL_MS;
    if (Object.keys(this.state.unheard).length > 0) return UNHEARD_POLL_MS;
    if (connection === "refused") return REFUSED_POLL_MS;
    return this.state.asked.down === "audio" ? AUDIO_POLL_MS : POLL_MS;
  }

  private schedule(): void {
    clearTimeout(this.polling);
    if (!this.running) return;
    this.polling = setTimeout(() => {
      this.refresh().finally(() => this.schedule());
    }, this.delay());
  }
}
