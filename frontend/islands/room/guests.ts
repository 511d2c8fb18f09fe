/** What the desk decides of guests: sent until somebody answers. */
import { Observable } from "./observable";
import type { MeetingServer } from "./server";
import { type MeetingStore, sleep } from "./store";
import type { Decision } from "./types";

const RESEND_MS = 300;

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
    while (!this.stopped) {
      const answer = await this.server.decide(guest, decision);
      this.store.patch({ answering: answer.kind !== "silent" });
      if (answer.kind === "refused") this.store.patch({ notice: answer });
      if (answer.kind !== "silent") break;
      await sleep(RESEND_MS);
    }
    // The list comes with the meeting: what it shows is what the server knows.
    if (!this.stopped) await this.store.renew();
    this.change({ sending: false });
  }
}
