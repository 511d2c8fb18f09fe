/** Says in plain words what is wrong with the connection or the last command. */
import type { ReactNode } from "react";
import type { Messages } from "../../../text";
import type { RoomController } from "../controller";
import { type RoomState, type Trouble, trouble } from "../room_state";
import type { RoomProps } from "./app";

interface BannerProps extends RoomProps {
  readonly state: RoomState;
}

export function Banner(props: BannerProps & { readonly children: ReactNode }) {
  const { room, text, state, children } = props;
  return (
    <div className="room-banners" aria-live="assertive">
      <TroubleLine {...{ room, text, state }} />
      {children}
      {state.soundBlocked && (
        <div className="banner">
          <span>{text.room.soundBlocked}</span>
          <button
            type="button"
            className="button"
            data-testid="start-sound"
            onClick={() => void room.link.startSound()}
          >
            {text.room.startSound}
          </button>
        </div>
      )}
      {state.notice && (
        <div className="banner warning" data-testid="refusal">
          <span>{state.notice.text || text.chair.notDone}</span>
          <button type="button" className="button" onClick={() => room.store.dismiss()}>
            {text.chair.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}

function TroubleLine({ room, text, state }: BannerProps) {
  const what = trouble(state);
  if (state.connection === "connecting") {
    return (
      <p className="banner" data-testid="trouble" data-trouble={what ?? ""}>
        {text.connection.connecting} {what && because(what, room, text)}
      </p>
    );
  }
  if (!what) return null;
  const sentence =
    what === "serverOnly" ? (
      text.connection.serverOnly
    ) : (
      <>
        {text.connection.lost} {because(what, room, text)}
      </>
    );
  return (
    <p
      className={what === "serverOnly" ? "banner warning" : "banner error"}
      data-testid="trouble"
      data-trouble={what}
    >
      {sentence}
    </p>
  );
}

function because(what: Trouble, room: RoomController, text: Messages): string {
  if (what === "serverOnly") return text.connection.serverOnly;
  if (what !== "media") return text.connection.because[what];
  const { udp, tcp } = room.page.ports;
  return text.connection.because.media(udp, tcp);
}
