/** The button that shows this device's screen to all, and ends it. */
import { may, sending } from "../store";
import { CommandButton } from "./command";
import type { MeetingProps } from "./stage";
import { useReadable } from "./use";

export function ShareButton({ room, text, state, snapshot }: MeetingProps) {
  const { phase } = useReadable(room.screen);
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
  if (!room.screen.possible) return null;
  return (
    <>
      <CommandButton
        name="share"
        className="button"
        busy={phase === "asking" || sending(state, "share")}
        act={() => void room.share()}
      >
        {text.share.start}
      </CommandButton>
      {phase === "refused" && (
        <span className="row-note" role="status" data-testid="share-refused">
          {text.share.refused}
        </span>
      )}
    </>
  );
}
