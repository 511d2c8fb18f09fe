/** The roll call of the desk: calls the sites one after the other, marks each. */
import { useRef } from "react";
import { may, sending } from "../room_state";
import type { Mark } from "../types";
import { CommandButton } from "./command";
import { MARKS } from "./keys";
import { type MeetingProps, plateOf } from "./stage";
import { Tool } from "./tool";

/** Who is called, while a roll call runs. */
export function RollCall(props: MeetingProps) {
  const [called] = props.state.state?.roll ?? [];
  if (called === undefined || !may(props.state, "mark")) return null;
  return (
    <section aria-label={props.text.roll.title}>
      <Called key={called} {...props} called={called} />
    </section>
  );
}

/** How a roll call is begun, and its sheet. */
export function RollTools({ room, text, state }: MeetingProps) {
  const { phase, roll = [] } = state.state ?? {};
  if (!may(state, "call")) return null;
  return (
    <Tool name="roll" summary={text.roll.title}>
      {phase === "open" &&
        roll.length === 0 &&
        (["all", "absent"] as const).map((who) => (
          <CommandButton
            key={who}
            name={`call-${who}`}
            className="button small"
            busy={sending(state, "call")}
            act={() => void room.store.send("call", null, { who })}
          >
            {text.roll.call[who]}
          </CommandButton>
        ))}
      <a
        className="button small quiet"
        href={room.page.addresses.rollCall}
        target="_blank"
        rel="noopener"
      >
        {text.roll.sheet}
      </a>
    </Tool>
  );
}

/** Who is called now; what is typed here goes with the mark. */
function Called(props: MeetingProps & { readonly called: number }) {
  const { room, text, state, snapshot, called } = props;
  const people = useRef<HTMLInputElement>(null);
  const remark = useRef<HTMLInputElement>(null);
  const mark = (status: Mark) => {
    const count = people.current?.value;
    void room.store.send("mark", called, {
      status,
      people: count ? Number(count) : null,
      remark: remark.current?.value ?? "",
    });
  };
  return (
    <div className="room-roll__called" data-testid="called" data-site={called}>
      <p className="room-roll__name" role="status">
        {plateOf(snapshot, called)}
        <span className="row-note">
          {text.roll.left((state.state?.roll.length ?? 1) - 1)}
          {!state.present.includes(called) && ` · ${text.roll.away}`}
        </span>
      </p>
      <div className="room-roll__facts">
        <label className="field">
          <span>{text.roll.people}</span>
          <input
            ref={people}
            type="number"
            min="0"
            max="1000"
            inputMode="numeric"
            data-testid="people"
          />
        </label>
        <label className="field">
          <span>{text.roll.remark}</span>
          <input ref={remark} type="text" maxLength={200} data-testid="remark" />
        </label>
      </div>
      <div className="room-roll__marks">
        {MARKS.map((status, place) => (
          <CommandButton
            key={status}
            name={`mark-${status}`}
            className={status === "online" ? "button primary" : "button"}
            busy={sending(state, "mark")}
            act={() => mark(status)}
          >
            <kbd>{place + 1}</kbd> {text.roll.marks[status]}
          </CommandButton>
        ))}
        <CommandButton
          name="end-roll"
          className="button small"
          busy={sending(state, "end_roll")}
          act={() => void room.store.send("end_roll")}
        >
          {text.roll.end}
        </CommandButton>
      </div>
    </div>
  );
}
