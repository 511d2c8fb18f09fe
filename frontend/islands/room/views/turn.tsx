/** The clock of whoever has the floor, the same on every screen. */
import { clockText, turnClock } from "../clock";
import { serverTime } from "../room_state";
import type { MeetingProps } from "./stage";
import { useNow } from "./use";

const TICK_MS = 250;

/** The server's time, looked at again four times a second. */
export function useServerTime(state: MeetingProps["state"]): number {
  useNow(TICK_MS);
  return serverTime(state);
}

export function TurnClock({ text, state }: Pick<MeetingProps, "text" | "state">) {
  const now = useServerTime(state);
  const turn = state.state?.turn;
  if (!turn) return null;
  const { spent, left, mood, running } = turnClock(turn, now);
  const words = text.turn[mood];
  return (
    <p className={`turn turn--${mood}`} data-testid="turn" data-mood={mood}>
      <span className="turn__words">{running ? words : text.turn.still}</span>
      <time className="turn__time" role="timer">
        {clockText(left ?? spent)}
      </time>
    </p>
  );
}
