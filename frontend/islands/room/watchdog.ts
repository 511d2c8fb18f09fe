/** Notices media that should flow and does not, and says what to do about it. */

export interface Sample {
  /** A remote sid, or `own …` for what this device sends. */
  readonly key: string;
  /** Where it comes from; null for what this device sends. */
  readonly site: number | null;
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
/** What did not help twice will hardly help soon: ask less and less often. */
const LONGEST_MS = 48_000;
/** The one cause that stands for all remote tracks together. */
const ALL = "all remote";
/** After so many retries in vain a track counts as standing for good. */
const STANDS_AFTER = 2;

/**
 * A standing track is retried, with growing patience. A fresh join, which also cuts
 * what this device sends, is for faults of its own: something it sends stands still,
 * or all that it wants to receive, from several sites at once. One site alone that
 * stands still has a broken line, and to join afresh would not mend it.
 */
export class Watchdog {
  private readonly watched = new Map<string, Watched>();

  look(now: number, samples: readonly Sample[]): Verdict {
    this.forget(samples);
    const retry: string[] = [];
    const rejoin: string[] = [];
    for (const sample of samples) {
      const known = this.standing(now, sample);
      if (!known || now - known.since < patience(known.tries)) continue;
      const own = sample.site === null;
      (own && known.tries === 1 ? rejoin : retry).push(sample.key);
      known.tries += 1;
      known.since = now;
    }
    return { retry, rejoin: [...rejoin, ...this.allStanding(samples)] };
  }

  /** What is known of a track that stands still; null when it does not. */
  private standing(now: number, { key, expected, count }: Sample): Watched | null {
    const known = this.watched.get(key);
    if (!known || !expected || count > known.count) {
      this.watched.set(key, { count, since: now, tries: 0 });
      return null;
    }
    // A subscription that began again counts from zero; that alone heals nothing.
    known.count = count;
    return known;
  }

  private allStanding(samples: readonly Sample[]): string[] {
    const wanted = samples.filter((one) => one.expected && one.site !== null);
    const stand = wanted.every(
      ({ key }) => (this.watched.get(key)?.tries ?? 0) >= STANDS_AFTER,
    );
    const sites = new Set(wanted.map((one) => one.site));
    return stand && sites.size > 1 ? [ALL] : [];
  }

  private forget(samples: readonly Sample[]): void {
    const present = new Set(samples.map((sample) => sample.key));
    for (const key of [...this.watched.keys()]) {
      if (!present.has(key)) this.watched.delete(key);
    }
  }
}

/** 3, 3, 6, 12, 24, 48, 48… seconds. */
function patience(tries: number): number {
  return Math.min(PATIENCE_MS * 2 ** Math.max(0, tries - 1), LONGEST_MS);
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
