/** Who speaks, in the order in which they began: a pause for breath ends nothing. */

const HELD_MS = 2000;

export class Loudness {
  private readonly began = new Map<number, { since: number; heard: number }>();

  /** The sites that are loud at `now` or were just before, who began last first. */
  look(now: number, loud: readonly number[]): number[] {
    for (const site of loud) {
      const since = this.began.get(site)?.since ?? now;
      this.began.set(site, { since, heard: now });
    }
    for (const [site, { heard }] of [...this.began]) {
      if (now - heard >= HELD_MS) this.began.delete(site);
    }
    const order = [...this.began].sort(([, a], [, b]) => b.since - a.since);
    return order.map(([site]) => site);
  }
}
