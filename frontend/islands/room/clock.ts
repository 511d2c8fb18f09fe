/** The clock of a turn: how long a site has spoken, and how much it has left. */
import type { MeetingState, Turn } from "./types";

/** How long before the end a speaker is warned. */
const WARNING_MS = 30_000;
/** How long the end of a meeting can be taken back. */
const UNDO_MS = 60_000;

export interface TurnClock {
  readonly spent: number;
  /** Below zero when the speaker is over time; null without a limit. */
  readonly left: number | null;
  readonly mood: "free" | "running" | "warning" | "over";
  readonly running: boolean;
}

/** `now` is the server's time, in ms. */
export function turnClock(turn: Turn, now: number): TurnClock {
  const running = turn.since !== null;
  const spent = turn.spent + (turn.since === null ? 0 : Math.max(0, now - turn.since));
  if (turn.limit === 0) return { spent, left: null, mood: "free", running };
  const limit = turn.limit * 1000;
  const left = limit - spent;
  const warning = Math.min(WARNING_MS, limit / 4);
  const mood = left < 0 ? "over" : left <= warning ? "warning" : "running";
  return { spent, left, mood, running };
}

/** `4:05`, `1:02:03`; whole seconds, so that two clocks change together. */
export function clockText(milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** How long the turn of who lost the line is kept. */
const KEPT_MS = 60_000;

/** Seconds for which the turn of a site that lost the line is kept; null: it is there. */
export function keptSeconds(
  state: MeetingState | null,
  site: number,
  now: number,
): number | null {
  const away = state?.away.find((one) => one.site === site);
  if (!away) return null;
  return Math.max(0, Math.ceil((away.since + KEPT_MS - now) / 1000));
}

/** Seconds in which the closing can still be taken back; 0: too late, or not closed. */
export function undoSeconds(state: MeetingState | null, now: number): number {
  if (state?.phase !== "closed" || state.closed === null) return 0;
  return Math.max(0, Math.ceil((state.closed + UNDO_MS - now) / 1000));
}
