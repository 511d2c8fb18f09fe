/** Who watches, at the desk: who asks to come in, who is in, who was sent away. */
import type { Decision, Guest } from "../types";
import { CommandButton } from "./command";
import type { MeetingProps } from "./stage";
import { Tool } from "./tool";
import { useReadable } from "./use";

/** What can be done with who watches; every decision can be taken back. */
const CHOICES: Readonly<Record<Guest["status"], readonly Decision[]>> = {
  waiting: ["admit", "refuse"],
  admitted: ["remove"],
  refused: ["admit"],
  removed: ["admit"],
};

export function WaitingRoom(props: MeetingProps) {
  const { room, text, snapshot } = props;
  const { sending } = useReadable(room.decisions);
  const { guests } = snapshot;
  if (guests.length === 0) return null;
  const waiting = guests.filter((guest) => guest.status === "waiting");
  const others = guests.filter((guest) => guest.status !== "waiting");
  const title =
    waiting.length > 0
      ? text.guests.title(waiting.length)
      : text.guests.all(guests.length);
  return (
    <div className={waiting.length > 0 ? "room-waits" : ""} data-testid="waiting-room">
      <Tool name="guests" summary={title}>
        {waiting.length > 1 && (
          <CommandButton
            name="admit-all"
            className="button primary small"
            busy={sending}
            act={() => void room.decisions.decide(null, "admit")}
          >
            {text.guests.admitAll}
          </CommandButton>
        )}
        <ul className="room-queue__list">
          {[...waiting, ...others].map((guest) => (
            <GuestRow key={guest.id} {...props} guest={guest} />
          ))}
        </ul>
      </Tool>
      <p className="unseen" role="status">
        {waiting.length > 0 && title}
      </p>
    </div>
  );
}

function GuestRow({ room, text, guest }: MeetingProps & { readonly guest: Guest }) {
  const { sending } = useReadable(room.decisions);
  const again = guest.status === "refused" || guest.status === "removed";
  const kinds = guest.kinds.map((kind) => text.guests.kinds[kind]).join(", ");
  const notes = [guest.office, guest.link || kinds, text.guests.status[guest.status]];
  return (
    <li
      className="room-queue__row room-guest"
      data-testid="guest"
      data-guest={guest.id}
      data-status={guest.status}
    >
      <span className="room-row__name">
        {guest.name}
        <span className="row-note">{notes.filter(Boolean).join(" · ")}</span>
      </span>
      {CHOICES[guest.status].map((decision) => {
        const words = again ? text.guests.again : text.guests[decision];
        return (
          <CommandButton
            key={decision}
            name={decision}
            className="button small"
            label={`${words}: ${guest.name}`}
            busy={sending}
            act={() => void room.decisions.decide(guest.id, decision)}
          >
            {words}
          </CommandButton>
        );
      })}
    </li>
  );
}
