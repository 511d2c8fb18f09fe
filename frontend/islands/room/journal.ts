/** What this device noted and has not told yet: it outlives cuts and reloads. */
import type { Profiles } from "./budget";
import { type Memory, read, write } from "./choice";
import type { Path } from "./health";

/** The line in ten seconds: kbit/s of IP packets, lost in a thousand, ms. */
export interface Sample {
  readonly down_kbps: number;
  readonly up_kbps: number;
  readonly down_loss: number | null;
  readonly up_loss: number | null;
  readonly rtt_ms: number | null;
  readonly jitter_ms: number | null;
  /** Does this computer fail to keep up with its own picture? */
  readonly busy: boolean;
}

/** How the page before this one ended: nobody knows of one, it said so, or it did not. */
export type Ended = "none" | "closed" | "died";

export type Note =
  | { readonly kind: "closed" | "lost" | "offline" | "online" }
  /** `away`: ms since the page before was last alive; `up`: since the computer started. */
  | {
      readonly kind: "opened";
      readonly ended: Ended;
      readonly away: number;
      readonly up: number | null;
    }
  | { readonly kind: "back"; readonly served: boolean }
  | { readonly kind: "stalled"; readonly ms: number }
  | ({ readonly kind: "uses" } & Profiles)
  | { readonly kind: "path"; readonly path: Path };

/** When, in ms by the clock of this device, and the page's own number for it. */
export type Numbered<T> = T & { readonly n: number; readonly at: number };

/** What one page noted; `now` is what the clock of this device shows on sending. */
export interface Batch {
  readonly run: string;
  readonly now: number;
  readonly samples: readonly Numbered<Sample>[];
  readonly notes: readonly Numbered<Note>[];
}

type Pages = readonly Omit<Batch, "now">[];

/** As many as the server takes at once. */
const BATCH = 200;
/** More than four hours of samples; notes matter more and are few. */
const MOST = { samples: 1500, notes: 1000 };

const KEPT_MS = 3 * 24 * 3_600_000;
const JOURNAL = "nhipcau.journal.";
const ALIVE = "nhipcau.alive.";

export class Journal {
  private pages: Pages;
  private numbers = 0;
  private readonly key: string;
  private readonly aliveKey: string;

  constructor(
    meeting: number,
    private readonly memory: Memory,
    private readonly run: string,
    private readonly most = MOST,
  ) {
    this.key = `${JOURNAL}${meeting}`;
    this.aliveKey = `${ALIVE}${meeting}`;
    this.pages = kept(memory, this.key);
  }

  sample(at: number, sample: Sample): void {
    this.add("samples", { ...sample, n: this.numbers++, at });
  }

  note(at: number, note: Note): void {
    this.add("notes", { ...note, n: this.numbers++, at });
  }

  /** Does anything wait that is worth telling at once? */
  get urgent(): boolean {
    return this.pages.some((page) => page.notes.length > 0);
  }

  /** What is to be told next, the oldest page first; null: nothing. */
  next(now: number): Batch | null {
    const page = this.pages.find(
      ({ notes, samples }) => notes.length || samples.length,
    );
    if (!page) return null;
    const { run, samples, notes } = page;
    return { run, now, samples: samples.slice(0, BATCH), notes: notes.slice(0, BATCH) };
  }

  /** It was told. */
  forget({ run, samples, notes }: Batch): void {
    const told = new Set([...samples, ...notes].map((one) => one.n));
    const left = <T>(some: readonly Numbered<T>[]) =>
      some.filter((one) => !told.has(one.n));
    this.pages = this.pages
      .map((page) =>
        page.run === run
          ? { run, samples: left(page.samples), notes: left(page.notes) }
          : page,
      )
      .filter(({ notes, samples }) => notes.length || samples.length);
    this.keep();
  }

  /** This page is alive, or says goodbye. */
  alive(now: number, ended: "closed" | null = null): void {
    write(this.memory, this.aliveKey, JSON.stringify({ at: now, ended }));
  }

  /** How the page before this one ended, and how long ago that was last alive. */
  before(now: number): { readonly ended: Ended; readonly away: number } {
    const last = lived(this.memory, this.aliveKey);
    if (!last) return { ended: "none", away: 0 };
    const ended = last.ended === "closed" ? "closed" : "died";
    return { ended, away: Math.max(0, now - last.at) };
  }

  private add(
    what: "samples" | "notes",
    entry: Numbered<Sample> | Numbered<Note>,
  ): void {
    const known = this.pages.find(({ run }) => run === this.run);
    const page = known ?? { run: this.run, samples: [], notes: [] };
    const longer = { ...page, [what]: [...page[what], entry].slice(-this.most[what]) };
    this.pages = [...this.pages.filter((one) => one !== known), longer];
    this.keep();
  }

  private keep(): void {
    write(this.memory, this.key, JSON.stringify(this.pages));
  }
}

/** What was noted of meetings that are long over nobody will ask for. */
export function forgetOld(memory: Storage, meeting: number, now: number): void {
  for (const key of Object.keys(memory)) {
    const other = key.startsWith(ALIVE) ? key.slice(ALIVE.length) : String(meeting);
    if (other === String(meeting)) continue;
    if (now - (lived(memory, key)?.at ?? 0) < KEPT_MS) continue;
    memory.removeItem(key);
    memory.removeItem(`${JOURNAL}${other}`);
  }
}

/** When a page last said that it lives, and whether it said goodbye. */
function lived(memory: Memory, key: string) {
  try {
    const { at, ended } = JSON.parse(read(memory, key) ?? "");
    return typeof at === "number" ? { at, ended } : null;
  } catch {
    return null;
  }
}

function kept(memory: Memory, key: string): Pages {
  try {
    const found = JSON.parse(read(memory, key) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}
