/** Says that the chair is gone, and asks whoever may preside in its place. */
import { clockText } from "../clock";
import { may, sending } from "../room_state";
import { CommandButton } from "./command";
import { type MeetingProps, plateOf } from "./stage";
import { useServerTime } from "./turn";

export function Presiding(props: MeetingProps) {
  const { text, state, snapshot } = props;
  const { phase, chair, first, deputy, missed = null } = state.state ?? {};
  const now = useServerTime(state);
  if (chair === undefined || (phase !== "open" && phase !== "paused")) return null;
  const own = snapshot.me.site;
  if (missed !== null && own !== chair) {
    return (
      <div className="banner warning" data-testid="chair-missed">
        <span>{text.presiding.missed(clockText(Math.max(0, now - missed)))}</span>
        {own === deputy && <Preside {...props} label={text.presiding.take} />}
      </div>
    );
  }
  if (own === first && chair !== first) {
    return (
      <div className="banner warning" data-testid="replaced">
        <span>{text.presiding.replaced(plateOf(snapshot, chair))}</span>
        <Preside {...props} label={text.presiding.takeBack} />
      </div>
    );
  }
  return null;
}

function Preside({ room, state, label }: MeetingProps & { readonly label: string }) {
  if (!may(state, "preside")) return null;
  return (
    <CommandButton
      name="preside"
      className="button primary"
      busy={sending(state, "preside")}
      act={() => void room.store.send("preside")}
    >
      {label}
    </CommandButton>
  );
}
