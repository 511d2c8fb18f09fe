/** The second display: the shared screen alone, or a word about what will be there. */
import { useEffect } from "react";
import { createPortal } from "react-dom";
import { tilesAside } from "../room_state";
import { goesElsewhere } from "../types";
import { type MeetingProps, OwnScreen, StageTiles } from "./stage";
import { useReadable } from "./use";

/** Only where there is a second display, and nothing goes by cable into another system. */
export function SecondButton({ room, text, snapshot }: MeetingProps) {
  const { several, phase } = useReadable(room.second);
  if (!several || goesElsewhere(snapshot)) return null;
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="second"
        aria-pressed={phase === "on"}
        disabled={phase === "opening"}
        onClick={() => void room.second.toggle()}
      >
        {phase === "on" ? text.devices.second.off : text.devices.second.on}
      </button>
      {phase === "refused" && (
        <span className="row-note" role="status" data-testid="second-refused">
          {text.devices.second.refused}
        </span>
      )}
    </>
  );
}

export function Second(props: MeetingProps) {
  if (goesElsewhere(props.snapshot)) return null;
  return <OtherWindow {...props} />;
}

/** Open, where it is wanted, as long as this is drawn. */
function OtherWindow(props: MeetingProps) {
  const { second } = props.room;
  const { body } = useReadable(second);
  useEffect(() => {
    const leave = () => second.stop();
    second.start();
    // A window that is left behind would stand there with a picture of the past.
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [second]);
  return body && createPortal(<Aside {...props} />, body);
}

function Aside(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  const shown = tilesAside(state);
  const { phase } = useReadable(room.screen);
  return (
    <div
      className="room room-second"
      data-testid="second-stage"
      data-tiles={shown.length}
    >
      {shown.length === 0 ? (
        <div className="room-stage room-stage--empty">
          <p>{snapshot.meeting.title}</p>
          <p>{text.devices.second.waiting}</p>
        </div>
      ) : (
        <div className="room-stage room-stage--screen">
          {phase === "on" && shown[0]?.site === snapshot.me.site ? (
            <OwnScreen {...{ room, text }} />
          ) : (
            <StageTiles {...props} name="slides" shown={shown} short={false} />
          )}
        </div>
      )}
    </div>
  );
}
