/** Notices media that should flow and does not, and says what to do about it. */

export interface Sample {
  /** A remote sid, or `own …` for what this device sends. */
  readonly key: string;
  readonly expected: boolean;
  readonly count: number;
}

export interface Verdict {
  readonly retry: readonly string[];
  readonly rejoin: readonly string[];
}

interface Watched {
  count: number;
  since: number;
  tries: number;
}

export const PATIENCE_MS = 3000;
/** After a rejoin that did not help, the fault is not ours: ask less often. */
const LATER_MS = 10_000;

export class Watchdog {
  private readonly watched = new Map<string, Watched>();

  /** Retries a standing track first, then asks once for a fresh join. */
  look(now: number, samples: readonly Sample[]): Verdict {
    const retry: string[] = [];
    const rejoin: string[] = [];
    this.forget(samples);
    for (const sample of samples) {
      const known = this.watched.get(sample.key);
      if (!known || !sample.expected || known.count !== sample.count) {
        this.watched.set(sample.key, { count: sample.count, since: now, tries: 0 });
        continue;
      }
      const patience = known.tries < 2 ? PATIENCE_MS : LATER_MS;
      if (now - known.since < patience) continue;
      (known.tries === 1 ? rejoin : retry).push(sample.key);
      known.tries += 1;
      known.since = now;
    }
    return { retry, rejoin };
  }

  private forget(samples: readonly Sample[]): void {
    const present = new Set(samples.map((sample) => sample.key));
    for (const key of [...this.watched.keys()]) {
      if (!present.has(key)) this.watched.delete(key);
    }
  }
}

/** Lets one cause ask for a fresh join once, so that it can never loop. */
export class RejoinBudget {
  private readonly spent = new Map<string, number>();

  constructor(private readonly renewMs = 60_000) {}

  allows(now: number, keys: readonly string[]): boolean {
    const fresh = keys.filter((key) => {
      const last = this.spent.get(key);
      return last === undefined || now - last >= this.renewMs;
    });
    for (const key of fresh) this.spent.set(key, now);
    return fresh.length > 0;
  }
}
