/** A site's panel of words: ready phrases and messages to the hub. */
import { useEffect, useState } from "react";
import { CommandButton } from "./command";
import type { MeetingProps } from "./stage";
import { PanelButton } from "./tool";
import { useReadable } from "./use";
import { Talk, Write } from "./words";

/** A site's own panel: it writes to the hub and reads what was said. */
export function SiteWords(props: MeetingProps) {
  const { room, text } = props;
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) void room.words.open(null);
  }, [room, open]);
  return (
    <>
      <PanelButton name="words" open={open} toggle={() => setOpen(!open)}>
        {open ? text.words.close : text.words.toHub}
      </PanelButton>
      {open && (
        <div className="room-words" data-testid="own-words">
          <div className="room-words__phrases">
            {text.words.replies.map((phrase) => (
              <Phrase key={phrase} {...props} phrase={phrase} />
            ))}
          </div>
          <Write {...props} site={null} phrases={[]} />
          <Talk {...props} all={1} />
        </div>
      )}
    </>
  );
}

function Phrase({ room, phrase }: MeetingProps & { readonly phrase: string }) {
  const { sending } = useReadable(room.words);
  return (
    <CommandButton
      name="phrase"
      className="button"
      busy={sending}
      act={() => void room.words.write(null, phrase)}
    >
      {phrase}
    </CommandButton>
  );
}
