/** Says in plain words what is wrong with the connection or the last command. */
import { type RoomState, trouble } from "../store";
import type { RoomProps } from "./app";

interface BannerProps extends RoomProps {
  readonly state: RoomState;
}

export function Banner({ room, text, state }: BannerProps) {
  return (
    <div className="room-banners" aria-live="assertive">
      <Trouble {...{ room, text, state }} />
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
          <span>{state.notice.text || state.notice.code}</span>
          <button type="button" className="button" onClick={() => room.store.dismiss()}>
            {text.chair.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}

function Trouble({ text, state }: BannerProps) {
  const what = trouble(state);
  if (state.connection === "connecting") {
    const because = what === "network" || what === "server";
    return (
      <p className="banner" data-testid="trouble" data-trouble={what ?? ""}>
        {text.connection.connecting} {because && text.connection.because[what]}
      </p>
    );
  }
  if (!what) return null;
  const sentence =
    what === "serverOnly" ? (
      text.connection.serverOnly
    ) : (
      <>
        {text.connection.lost} {text.connection.because[what]}
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
