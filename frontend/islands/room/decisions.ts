/** What the desk decides beside the meeting itself: sent until somebody answers. */
import { untilAnswered } from "./answers";
import type { Profile } from "./budget";
import { Observable } from "./observable";
import type { Answer, MeetingServer } from "./server";
import type { MeetingStore } from "./store";
import type { Decision } from "./types";

export interface DecisionsState {
  readonly sending: boolean;
}

export class Decisions extends Observable<DecisionsState> {
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

  /** Of who watches; `guest` null: all who wait. */
  decide(guest: number | null, decision: Decision): Promise<void> {
    return this.carry(() => this.server.decide(guest, decision));
  }

  /** For what the line of a site may be used at most; null: as its device finds. */
  pin(site: number, profile: Profile | null): Promise<void> {
    return this.carry(() => this.server.pin(site, profile));
  }

  /** One decision at a time; said twice, it is done once. */
  private async carry(ask: () => Promise<Answer<null>>): Promise<void> {
    if (this.state.sending) return;
    this.change({ sending: true });
    this.store.patch({ notice: null });
    const answer = await untilAnswered(
      ask,
      () => this.stopped,
      ({ kind }) => this.store.patch({ answering: kind !== "silent" }),
    );
    if (answer?.kind === "refused") this.store.patch({ notice: answer });
    // What is decided comes with the meeting: what it shows is what the server knows.
    if (!this.stopped) await this.store.renew();
    this.change({ sending: false });
  }
}
