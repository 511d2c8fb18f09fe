/** Says whether the room's own microphone is open: in words, not by colour alone. */
import type { Messages } from "../../../text";
import type { RoomState } from "../store";

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
