/** Asks a companion whether sound and picture move to it, and says that they moved. */
import { CommandButton } from "./command";
import { moveFocus } from "./keys";
import type { MeetingProps } from "./stage";
import { useReadable } from "./use";

export function SeatQuestion({ room, text, snapshot }: MeetingProps) {
  const { question, sending } = useReadable(room.seat);
  if (snapshot.me.main || !question) return null;
  const moved = question === "moved";
  return (
    <section
      className={moved ? "banner warning" : "banner"}
      aria-label={text.seat[question]}
      data-testid="seat"
      data-question={question}
      onKeyDown={moveFocus}
    >
      <span>{text.seat[question]}</span>
      {/* First what changes nothing: a press in passing takes nobody's sound. */}
      <button
        type="button"
        className="button primary"
        data-testid="keep-companion"
        onClick={() => room.seat.keep()}
      >
        {moved ? text.chair.dismiss : text.seat.keep}
      </button>
      <CommandButton
        name="take-main"
        className="button"
        busy={sending}
        act={() => void room.seat.take()}
      >
        {moved ? text.seat.takeBack : text.seat.yes}
      </CommandButton>
    </section>
  );
}

/** Brings the question back, for whoever put it aside. */
export function AskForSeat({ room, text, snapshot }: MeetingProps) {
  const { question } = useReadable(room.seat);
  if (snapshot.me.main || question) return null;
  return (
    <button
      type="button"
      className="button"
      data-testid="ask-main"
      onClick={() => room.seat.ask()}
    >
      {text.seat.ask}
    </button>
  );
}
