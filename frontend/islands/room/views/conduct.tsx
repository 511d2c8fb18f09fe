/** How the chair conducts the meeting: open, break, end, and the time of a turn. */
import { undoSeconds } from "../clock";
import { may, sending } from "../room_state";
import type { CommandKind } from "../types";
import { Switch } from "./choice";
import { CommandButton } from "./command";
import { ConfirmButton } from "./confirm";
import { Keys } from "./keys";
import type { MeetingProps } from "./stage";
import { Tool } from "./tool";
import { useServerTime } from "./turn";
import { Voices } from "./voices";

const MINUTE = 60;
const LIMITS = [0, 3, 5, 7, 10, 15, 30];

export function Conduct(props: MeetingProps) {
  const { room, text, state } = props;
  const phase = state.state?.phase;
  return (
    <div className="room-conduct">
      {phase === "waiting" && <PlainButton {...props} kind="open" primary />}
      {phase === "open" && <PlainButton {...props} kind="pause" />}
      {phase === "paused" && <PlainButton {...props} kind="resume" primary />}
      {(phase === "open" || phase === "paused") && may(state, "close") && (
        <ConfirmButton
          name="close"
          label={text.chair.close}
          question={text.chair.closeQuestion}
          yes={text.chair.close}
          no={text.page.no}
          act={() => void room.store.send("close")}
        />
      )}
      {phase === "closed" && <Undo {...props} />}
    </div>
  );
}

/** How the meeting runs from now on: who is heard, and for how long. */
export function Options(props: MeetingProps) {
  const { text, state } = props;
  const { mode = "conference", limit = 0, phase } = state.state ?? {};
  if (phase === "closed" || !may(state, "mode")) return null;
  const [name] = text.chair.modes[mode].split(":");
  return (
    <Tool
      name="options"
      summary={`${text.chair.options}: ${name}, ${minutesText(text, limit)}`}
    >
      <Voices {...props} />
      <Limit {...props} />
      <Keys text={text} />
    </Tool>
  );
}

function minutesText(text: MeetingProps["text"], limit: number): string {
  return limit === 0 ? text.chair.noLimit : text.chair.minutes(limit / MINUTE);
}

type Plain = Extract<CommandKind, "open" | "pause" | "resume" | "reopen">;

function PlainButton(
  props: MeetingProps & { readonly kind: Plain; readonly primary?: boolean },
) {
  const { room, text, state, kind, primary } = props;
  if (!may(state, kind)) return null;
  return (
    <CommandButton
      name={kind}
      className={primary ? "button primary large" : "button"}
      busy={sending(state, kind)}
      act={() => void room.store.send(kind)}
    >
      {text.chair[kind]}
    </CommandButton>
  );
}

function Undo(props: MeetingProps) {
  const { text, state } = props;
  const seconds = undoSeconds(state.state, useServerTime(state));
  if (seconds === 0) return null;
  return (
    <>
      <PlainButton {...props} kind="reopen" primary />
      <span className="row-note">{text.chair.undoSeconds(seconds)}</span>
    </>
  );
}

/** How long each turn may take. */
function Limit({ room, text, state }: MeetingProps) {
  const { limit = 0 } = state.state ?? {};
  const minutes = limit / MINUTE;
  const choices = LIMITS.includes(minutes)
    ? LIMITS
    : [...LIMITS, minutes].sort((a, b) => a - b);
  return (
    <Switch
      name="limit"
      label={text.chair.limit}
      value={minutes}
      busy={sending(state, "limit")}
      choose={(one) => void room.store.send("limit", null, { seconds: one * MINUTE })}
      options={choices.map((one) => [one, minutesText(text, one * MINUTE)] as const)}
    />
  );
}

/** More time for the turn that runs. */
export function ExtendButton({ room, text, state }: MeetingProps) {
  if (!state.state?.turn?.limit || !may(state, "extend")) return null;
  return (
    <CommandButton
      name="extend"
      className="button small"
      busy={sending(state, "extend")}
      act={() => void room.store.send("extend", null, { seconds: MINUTE })}
    >
      {text.chair.extend}
    </CommandButton>
  );
}
