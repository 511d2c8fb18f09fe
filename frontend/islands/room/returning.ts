/** Does a room send back what it is sent: the speech of others, by its own microphone?
 *
 * Told by how loudness goes up and down, not by the sound itself: an echo that a TV delays
 * and a canceller has eaten at keeps its rhythm. */
import { QUIET } from "./devices";

/** How loud the room was sent to, and how loud it sent, at one moment (0 to 1). */
export interface Moment {
  /** In ms. */
  readonly at: number;
  readonly played: number;
  readonly heard: number;
}

/** How often it is to be looked, in ms. */
export const MOMENT_MS = 50;
/** Ten seconds of speech tell two rhythms apart. */
const KEPT = 200;
/** The longest way from the line through speaker, air and microphone: 600 ms. */
const LAGS = 12;
/** Moments further apart belong to no rhythm: the page was asleep. A busy PC misses some. */
const GAP_MS = 1000;
/** So much of the time somebody must be heard, and so much nobody. */
const SHARE = 0.15;
const FLOOR = 1e-4;

export class Returning {
  private moments: Moment[] = [];

  note(moment: Moment): void {
    const last = this.moments.at(-1);
    const apart = last ? moment.at - last.at : 0;
    if (apart > GAP_MS) this.moments = [];
    // As it was: the delay counts in moments.
    const missed = last && apart <= GAP_MS ? Math.round(apart / MOMENT_MS) - 1 : 0;
    const kept = Array<Moment>(Math.max(0, missed)).fill(last ?? moment);
    this.moments = [...this.moments, ...kept, moment].slice(-KEPT);
  }

  /** How alike both rhythms are at the likeliest delay, 0 to 1; 0: nothing to compare. */
  likeness(): number {
    const { moments } = this;
    if (moments.length < KEPT || !speech(moments)) return 0;
    const played = moments.map((one) => decibels(one.played));
    const heard = moments.map((one) => decibels(one.heard));
    const lags = Array.from({ length: LAGS + 1 }, (_, lag) =>
      correlation(played.slice(0, KEPT - lag), heard.slice(lag)),
    );
    return Math.max(0, ...lags);
  }
}

/** Is there something that could come back: words and pauses, and a room that sounds? */
function speech(moments: readonly Moment[]): boolean {
  const share = (count: number) => count / moments.length;
  const loud = share(moments.filter((one) => one.played > 10 * QUIET).length);
  const heard = share(moments.filter((one) => one.heard > QUIET).length);
  return loud >= SHARE && loud <= 1 - SHARE && heard >= SHARE;
}

function decibels(level: number): number {
  return 20 * Math.log10(Math.max(FLOOR, level));
}

/** Pearson's; 0 where one of them never changes. */
function correlation(left: readonly number[], right: readonly number[]): number {
  const [a, b] = [centred(left), centred(right)];
  const product = a.reduce((sum, one, index) => sum + one * (b[index] ?? 0), 0);
  const size = Math.sqrt(squares(a) * squares(b));
  return size === 0 ? 0 : product / size;
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return values.map((one) => one - mean);
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one * one, 0);
}
