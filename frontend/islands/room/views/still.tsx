/** A photograph in place of a picture that does not move here, and how old it is. */
import { useEffect, useState } from "react";
import type { Messages } from "../../../text";
import { type Still, secondsOld } from "../stills";

const TICK_MS = 1000;

interface StillProps {
  readonly still: Still;
  readonly text: Messages;
  /** The plate of whose picture it is. */
  readonly of: string;
}

export function StillPicture({ still, text, of }: StillProps) {
  const [now, look] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => look(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const age = text.lines.still(secondsOld(still, now));
  return (
    <>
      <img className="room-tile__still" data-testid="still" src={still.url} alt={of} />
      <p className="room-tile__age plate">{age}</p>
    </>
  );
}
