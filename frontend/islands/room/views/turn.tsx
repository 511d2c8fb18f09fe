/** The clock of whoever has the floor, the same on every screen. */
import { useEffect, useState } from "react";
import { clockText, turnClock } from "../clock";
import { serverTime } from "../store";
import type { MeetingProps } from "./stage";

const TICK_MS = 250;

/** The server's time, looked at again four times a second. */
export function useServerTime(state: MeetingProps["state"]): number {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), TICK_MS);
    return () => clearInterval(timer);
  }, []);
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
