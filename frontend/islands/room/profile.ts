/** Which profile a line carries in one direction, decided once a second.
 *
 * Down at once, and straight to what fits; up slowly, and only after a trial.
 */
import { PROFILES, type Profile } from "./budget";

/** What the last two seconds showed of one direction. */
export interface Reading {
  /** Of whole IP packets: what goes, or what the browser thinks that can. */
  readonly kbps: number;
  /** Share of the packets that were lost; null: too few to tell. */
  readonly loss: number | null;
  /** Is something held back that should go? */
  readonly starved: boolean;
  /** Does all that the next profile would give really go? */
  readonly proven: boolean;
}

/** Where one direction differs from the other. */
export interface Limits {
  /** The least in kbit/s with which *thin* is of use. */
  readonly thin: number;
  /** The share of lost packets above which a line is bad. */
  readonly loss: number;
  /** Does loss alone cost the pictures too? */
  readonly strict: boolean;
  /** How long a trial may last in which nothing is wrong, and nothing proven. */
  readonly trial: number;
}

export const DOWN: Limits = { thin: 200, loss: 0.08, strict: false, trial: 12_000 };
/** "Above 5 % the client drops its top layer, then its camera." A trial waits until
 * somebody wants the better picture: until then it costs nothing. */
export const UP: Limits = {
  thin: 40,
  loss: 0.05,
  strict: true,
  trial: Number.POSITIVE_INFINITY,
};

/** So many of the last looks must be bad: one lost burst is no narrow line. */
const BAD = 3;
const LOOKS = 6;
/** How long it must be good before more is tried; the wait doubles after each failure. */
export const GOOD_MS = 30_000;
const LONGEST_WAIT_MS = 480_000;
/** How long a trial lasts before it counts. */
export const TRIAL_MS = 6000;
/** After a step down the queues have to run empty before the line is judged again. */
const SETTLE_MS = 6000;
/** What loss alone costs, it costs slowly. */
const SLOW_MS = 30_000;
/** After so long without trouble, earlier failures mean nothing. */
const FORGIVEN_MS = 120_000;

export class Ladder {
  /** What the line is said to carry. */
  profile: Profile = "full";
  private trial: number | null = null;
  /** Whether the last looks were bad, the last one last. */
  private looks: readonly boolean[] = [];
  private goodSince: number | null = null;
  private switched = Number.NEGATIVE_INFINITY;
  private raised = Number.NEGATIVE_INFINITY;
  private wait = GOOD_MS;

  constructor(private readonly limits: Limits) {}

  /** What is to be asked of the line now: in a trial the next better profile. */
  get asked(): Profile {
    return this.trial === null ? this.profile : this.above();
  }

  look(now: number, reading: Reading): void {
    const bad = this.isBad(reading);
    this.looks = [...this.looks, bad].slice(-LOOKS);
    if (bad) this.bad(now, reading);
    else this.good(now, reading);
  }

  private isBad(reading: Reading): boolean {
    return reading.starved || this.loses(reading);
  }

  private bad(now: number, reading: Reading): void {
    this.goodSince = null;
    const lasting = this.looks.filter(Boolean).length >= BAD;
    // To get more takes the engine a moment; to lose sound is no part of a trial.
    if (this.trial !== null) {
      if (lasting || !reading.starved) this.failed(now);
      return;
    }
    if (lasting && now - this.switched >= this.patience(reading))
      this.down(now, reading);
  }

  private patience({ starved }: Reading): number {
    if (this.profile === "full") return 0;
    return starved ? SETTLE_MS : SLOW_MS;
  }

  /** Straight to what fits: two steps one after the other would be two disturbances. */
  private down(now: number, reading: Reading): void {
    const narrow = reading.starved && reading.kbps < this.limits.thin;
    const lossy = this.limits.strict && this.loses(reading);
    if (this.profile === "full") this.set(now, narrow ? "audio" : "thin");
    else if (narrow || lossy) this.set(now, "audio");
  }

  private loses({ loss }: Reading): boolean {
    return loss !== null && loss > this.limits.loss;
  }

  private good(now: number, { proven }: Reading): void {
    this.goodSince ??= now;
    const since = now - this.goodSince;
    if (this.profile === "full") {
      if (since >= FORGIVEN_MS) this.wait = GOOD_MS;
    } else if (this.trial === null) {
      if (Math.min(since, now - this.switched) >= this.wait) this.trial = now;
    } else if (now - this.trial >= TRIAL_MS) {
      if (proven) this.set(now, this.above());
      else if (now - this.trial >= this.limits.trial) this.failed(now);
    }
  }

  private failed(now: number): void {
    this.trial = null;
    this.goodSince = now;
    this.waitLonger();
  }

  private waitLonger(): void {
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  private set(now: number, profile: Profile): void {
    const better = PROFILES.indexOf(profile) < PROFILES.indexOf(this.profile);
    if (better) this.raised = now;
    // It was thought to carry more, and did not: the next time is later.
    else if (now - this.raised < FORGIVEN_MS) this.waitLonger();
    this.profile = profile;
    this.switched = now;
    this.trial = null;
    this.looks = [];
    this.goodSince = better ? now : null;
  }

  private above(): Profile {
    return PROFILES[Math.max(0, PROFILES.indexOf(this.profile) - 1)] ?? "full";
  }
}
