/** The room's own microphone: whether it is open, in words, and its button. */
import type { Messages } from "../../../text";
import type { RoomController } from "../controller";
import { type RoomState, voice } from "../room_state";

export function MicrophoneState(props: {
  readonly text: Messages;
  readonly state: RoomState;
}) {
  const { microphone } = props.state;
  return (
    <p
      className={`room-microphone room-microphone--${microphone}`}
      role="status"
      data-testid="microphone"
      data-microphone={microphone}
    >
      {props.text.room.microphone[microphone]}
    </p>
  );
}

/** Opens or closes it, as far as the chair lets this site speak. */
export function MicrophoneButton(props: {
  readonly room: RoomController;
  readonly text: Messages;
  readonly state: RoomState;
}) {
  const { room, text, state } = props;
  const own = voice(state);
  const usable = ["live", "muted"].includes(state.microphone);
  if (own === "closed" || !usable) return null;
  const open = state.choice ?? own === "called";
  return (
    <button
      type="button"
      className="button"
      data-testid="own-microphone"
      onClick={() => room.store.patch({ choice: !open })}
    >
      {open ? text.room.closeMicrophone : text.room.openMicrophone}
    </button>
  );
}
