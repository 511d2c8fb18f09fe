/** The line of text under the stage, which moves when it is too long. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { CommandButton } from "./command";
import type { MeetingProps } from "./stage";
import { useReadable } from "./use";

/** It stands while it fits; whoever cannot read what moves lets it stand in full. */
export function RunningText({ room, text }: Pick<MeetingProps, "room" | "text">) {
  const { running } = useReadable(room.words);
  const [still, setStill] = useState(false);
  const line = useRef<HTMLParagraphElement>(null);
  const moves = useOverflow(line, running);
  if (!running) return null;
  return (
    <div className={still ? "room-running room-running--still" : "room-running"}>
      <p role="status" data-testid="running" ref={line}>
        <span>{running}</span>
      </p>
      {(moves || still) && (
        <CommandButton
          name="running-still"
          className="button"
          busy={false}
          act={() => setStill(!still)}
        >
          {still ? text.words.move : text.words.stand}
        </CommandButton>
      )}
    </div>
  );
}

/** Is the text longer than its line? Whoever wants less motion gets it in lines. */
function useOverflow(line: RefObject<HTMLElement | null>, text: string): boolean {
  const [over, setOver] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has another length
  useEffect(() => {
    const place = line.current;
    const words = place?.firstElementChild;
    if (!place || !words) return;
    const look = () =>
      setOver(words.getBoundingClientRect().width > place.clientWidth + 1);
    const observer = new ResizeObserver(look);
    observer.observe(place);
    look();
    return () => observer.disconnect();
  }, [line, text]);
  return over;
}
