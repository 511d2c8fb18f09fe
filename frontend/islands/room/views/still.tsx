/** A photograph in place of a picture that does not move here, and how old it is. */
import type { Messages } from "../../../text";
import { type Still, secondsOld } from "../stills";
import { useNow } from "./use";

const TICK_MS = 1000;

interface StillProps {
  readonly still: Still;
  readonly text: Messages;
  /** The plate of whose picture it is. */
  readonly of: string;
}

export function StillPicture({ still, text, of }: StillProps) {
  const now = useNow(TICK_MS);
  const age = text.lines.still(secondsOld(still, now));
  return (
    <>
      <img className="room-tile__still" data-testid="still" src={still.url} alt={of} />
      <p className="room-tile__age plate">{age}</p>
    </>
  );
}
