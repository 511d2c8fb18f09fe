/** What the meeting is at, in large letters: for a site and for who only watches. */
import { stateLine } from "../room_state";
import type { MeetingProps } from "./stage";

export function StateLine({ text, state }: Pick<MeetingProps, "text" | "state">) {
  const line = stateLine(state);
  return (
    <p
      className={`room-line room-line--${line}`}
      role="status"
      data-testid="state-line"
      data-line={line}
    >
      {text.room.states[line]}
    </p>
  );
}
