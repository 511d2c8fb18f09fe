/** The words between rooms: what is new, one conversation, what is written. */
import { newCommandId, sleep, untilAnswered } from "./answers";
import { Observable } from "./observable";
import type { Answer, MeetingServer } from "./server";
import type { MeetingStore } from "./store";
import type { Call } from "./talk";
import type { Snapshot } from "./types";

export interface Message {
  readonly id: number;
  /** The site at the other end from the hub; null: all of them. */
  readonly site: number | null;
  readonly from_hub: boolean;
  readonly text: string;
  /** In ms since 1970. */
  readonly at: number;
  readonly read: readonly { readonly site: number; readonly at: number }[];
}

/** What is new: `number` grows with every word written or read. */
export interface News {
  readonly number: number;
  readonly running: string;
  readonly unread: readonly Message[];
  readonly call: Call | null;
}

/** What a device is told; who only watches, of the running text alone. */
export type Told = Pick<News, "number" | "running"> & Partial<News>;

/** Messages, newest first. */
export interface Page {
  readonly messages: readonly Message[];
  readonly more: boolean;
}

export interface WordsState extends News {
  /** Whose conversation is read; null: what went to all. */
  readonly site: number | null;
  readonly talk: Page | null;
  readonly sending: boolean;
}

const EMPTY: WordsState = {
  number: 0,
  running: "",
  unread: [],
  call: null,
  site: null,
  talk: null,
  sending: false,
};

/** Asks when the room says that there is something new, and again if that failed. */
/** About so long who only watches waits before it asks for the running text. */
export const WATCHERS_MS = 2000;

export class Words extends Observable<WordsState> {
  private loading = false;
  private stopped = false;
  /** The number that was asked about last, or that the server then had. */
  private heard = -1;
  /** Who presides may read more than before. */
  private role = "";
  /** After a fault it waits for the next snapshot. */
  private failed: Snapshot | null = null;
  private readonly off: () => void;

  constructor(
    private readonly store: MeetingStore,
    private readonly server: MeetingServer,
    private readonly newId: () => string = newCommandId,
  ) {
    super(EMPTY);
    this.off = store.subscribe(() => this.look());
  }

  stop(): void {
    this.stopped = true;
    this.off();
  }

  /** Shows the conversation with `site`; null: what went to all. */
  async open(site: number | null): Promise<void> {
    if (site !== this.state.site) this.patch({ site, talk: null });
    await this.readTalk();
  }

  /** Adds the page before the oldest message that is shown. */
  async older(): Promise<void> {
    const { site, talk } = this.state;
    const oldest = talk?.messages.at(-1);
    if (!talk || !oldest) return;
    const answer = await this.server.talk(site, oldest.id);
    if (answer.kind !== "ok" || site !== this.state.site) return;
    const { messages, more } = answer.value;
    // What was read anew meanwhile stays.
    const newer = (this.state.talk ?? talk).messages.filter(
      ({ id }) => id >= oldest.id,
    );
    this.patch({ talk: { messages: [...newer, ...messages], more } });
  }

  /** Did the server take it? Until somebody answers, it is sent again. */
  async write(site: number | null, text: string): Promise<boolean> {
    const id = this.newId();
    return this.send(() => this.server.write(id, site, text));
  }

  async read(message: number): Promise<boolean> {
    return this.send(() => this.server.read(message));
  }

  async run(text: string): Promise<boolean> {
    return this.send(() => this.server.run(text));
  }

  /** Asks now: something was done that it tells of. */
  async renew(): Promise<void> {
    await this.load();
  }

  private async send(what: () => Promise<Answer<null>>): Promise<boolean> {
    if (this.state.sending) return false;
    this.patch({ sending: true });
    this.store.patch({ notice: null });
    const answer = await untilAnswered(what, () => this.stopped);
    if (answer?.kind === "refused") this.store.patch({ notice: answer });
    await this.load();
    this.patch({ sending: false });
    return answer?.kind === "ok";
  }

  private look(): void {
    const { snapshot, words } = this.store.get();
    if (!snapshot || this.loading || this.stopped || snapshot === this.failed) return;
    if (snapshot.me.role !== this.role) void this.load();
    else if (words > this.heard) void this.loadSoon(snapshot.me.site);
  }

  /** Hundreds may watch: they do not ask in the same moment, nor for each word. */
  private async loadSoon(site: number): Promise<void> {
    this.loading = true;
    if (site === 0) await sleep(WATCHERS_MS * (0.5 + Math.random()));
    if (!this.stopped) await this.load();
  }

  private async load(): Promise<void> {
    const { snapshot, words } = this.store.get();
    this.loading = true;
    const answer = await this.server.words();
    this.loading = false;
    if (answer.kind !== "ok") {
      this.failed = snapshot;
      return;
    }
    this.failed = null;
    this.heard = Math.max(words, answer.value.number);
    this.role = snapshot?.me.role ?? "";
    this.patch(answer.value);
    if (this.state.talk) await this.readTalk();
    // More may have come while this was on its way.
    this.look();
  }

  private async readTalk(): Promise<void> {
    const { site } = this.state;
    const answer = await this.server.talk(site, null);
    if (answer.kind !== "ok" || site !== this.state.site) return;
    const { messages, more } = answer.value;
    const last = messages.at(-1)?.id ?? 0;
    const known = this.state.talk;
    const older = known?.messages.filter(({ id }) => id < last) ?? [];
    const talk = { messages: [...messages, ...older], more };
    this.patch({
      talk: known && older.length > 0 ? { ...talk, more: known.more } : talk,
    });
  }

  private patch(change: Partial<WordsState>): void {
    this.change({ ...this.state, ...change });
  }
}
