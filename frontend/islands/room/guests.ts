/** What the desk decides of who watches: sent until somebody answers. */
import { untilAnswered } from "./answers";
import { Observable } from "./observable";
import type { MeetingServer } from "./server";
import type { MeetingStore } from "./store";
import type { Decision } from "./types";

export interface GuestsState {
  readonly sending: boolean;
}

export class Guests extends Observable<GuestsState> {
  private stopped = false;

  constructor(
    private readonly store: MeetingStore,
    private readonly server: MeetingServer,
  ) {
    super({ sending: false });
  }

  stop(): void {
    this.stopped = true;
  }

  /** One decision at a time; `guest` null: all who wait. Said twice, it is done once. */
  async decide(guest: number | null, decision: Decision): Promise<void> {
    if (this.state.sending) return;
    this.change({ sending: true });
    this.store.patch({ notice: null });
    const answer = await untilAnswered(
      () => this.server.decide(guest, decision),
      () => this.stopped,
      ({ kind }) => this.store.patch({ answering: kind !== "silent" }),
    );
    if (answer?.kind === "refused") this.store.patch({ notice: answer });
    // The list comes with the meeting: what it shows is what the server knows.
    if (!this.stopped) await this.store.renew();
    this.change({ sending: false });
  }
}
