/** Which device of a site carries its sound and picture: this one, or another. */
import { untilAnswered } from "./answers";
import { Observable } from "./observable";
import type { MeetingServer } from "./server";
import type { MeetingStore } from "./store";

/** take: a companion is asked whether it takes over · moved: another has taken over. */
export type Question = "take" | "moved";

export interface SeatState {
  readonly question: Question | null;
  readonly sending: boolean;
}

export class MainSeat extends Observable<SeatState> {
  private main: boolean | null = null;
  private stopped = false;
  private readonly off: () => void;

  constructor(
    private readonly store: MeetingStore,
    private readonly server: MeetingServer,
  ) {
    super({ question: null, sending: false });
    this.off = store.subscribe(() => this.look());
  }

  stop(): void {
    this.stopped = true;
    this.off();
  }

  /** Asks again, after it was put aside. */
  ask(): void {
    if (this.main === false) this.patch({ question: "take" });
  }

  /** Everything stays as it is. */
  keep(): void {
    this.patch({ question: null });
  }

  /** Takes sound and picture over; as often as it takes until somebody answers. */
  async take(): Promise<void> {
    if (this.state.sending) return;
    this.patch({ sending: true });
    const answer = await untilAnswered(
      () => this.server.takeMain(),
      () => this.stopped,
      ({ kind }) => this.store.patch({ answering: kind !== "silent" }),
    );
    if (answer?.kind === "refused") this.store.patch({ notice: answer });
    if (answer) await this.store.renew();
    this.patch({ sending: false });
  }

  private look(): void {
    const main = this.store.get().snapshot?.me.main;
    if (main === undefined || main === this.main) return;
    const question = main ? null : this.main === null ? "take" : "moved";
    this.main = main;
    this.patch({ question });
  }

  private patch(change: Partial<SeatState>): void {
    this.change({ ...this.state, ...change });
  }
}
