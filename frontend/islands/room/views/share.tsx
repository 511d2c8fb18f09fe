/** The buttons that show this device's screen, or what is plugged in, and end it. */
import { may, sending } from "../room_state";
import { CommandButton } from "./command";
import type { MeetingProps } from "./stage";
import { useReadable } from "./use";

export function ShareButton({ room, text, state, snapshot }: MeetingProps) {
  const { phase } = useReadable(room.screen);
  // Known anew with each change of what is plugged in or chosen.
  useReadable(room.check);
  const { screen = 0, phase: meeting, chair, floor = [] } = state.state ?? {};
  const own = snapshot.me.site;
  const conducts = snapshot.me.role === "chair";
  if (screen !== 0) {
    if (screen !== own && !conducts) return null;
    return (
      <CommandButton
        name="unshare"
        className="button"
        busy={sending(state, "unshare")}
        act={() => void room.store.send("unshare")}
      >
        {text.share.stop}
      </CommandButton>
    );
  }
  const allowed = conducts || own === chair || floor.includes(own);
  if (!allowed || meeting !== "open" || !may(state, "share")) return null;
  const busy = phase === "asking" || sending(state, "share");
  return (
    <>
      {room.screen.possible && (
        <CommandButton
          name="share"
          className="button"
          busy={busy}
          act={() => void room.share()}
        >
          {text.share.start}
        </CommandButton>
      )}
      {room.check.capture && (
        <CommandButton
          name="share-capture"
          className="button"
          busy={busy}
          act={() => void room.shareCapture()}
        >
          {text.share.capture}
        </CommandButton>
      )}
      {(phase === "refused" || phase === "absent") && (
        <span className="row-note" role="status" data-testid="share-refused">
          {text.share[phase]}
        </span>
      )}
    </>
  );
}
