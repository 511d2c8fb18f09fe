/** Who may be heard: the mode of the meeting, and microphones that the chair closes. */

import { may, sending } from "../room_state";
import { speaks } from "../stage";
import type { CommandKind, Mode, Site } from "../types";
import { Switch } from "./choice";
import { CommandButton } from "./command";
import type { MeetingProps } from "./stage";

const MODES: readonly Mode[] = [
  "conference",
  "discussion",
  "training",
  "questioning",
  "relay",
];

export function Voices(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  const { mode = "conference", locked } = state.state ?? {};
  // Another meeting comes in through the room that links to it.
  const link = snapshot.sites.find(
    (site) => site.kind === "link" && state.state?.sites.includes(site.id),
  );
  const choose = (wanted: Mode) =>
    room.store.send("mode", wanted === "relay" ? (link?.id ?? null) : null, {
      mode: wanted,
    });
  return (
    <>
      <Switch
        name="mode"
        label={text.chair.mode}
        value={mode}
        busy={sending(state, "mode")}
        choose={(wanted) => void choose(wanted)}
        options={MODES.filter((one) => one !== "relay" || link).map(
          (one) => [one, text.chair.modes[one]] as const,
        )}
      />
      <VoiceButton {...props} kind="mute" label={text.chair.muteAll} name="mute-all" />
      <VoiceButton
        {...props}
        kind={locked ? "unlock" : "lock"}
        label={locked ? text.chair.unlock : text.chair.lock}
        name={locked ? "unlock" : "lock"}
      />
    </>
  );
}

function VoiceButton(
  props: MeetingProps & {
    readonly kind: CommandKind;
    readonly label: string;
    readonly name: string;
  },
) {
  const { room, state, kind, label, name } = props;
  return (
    <CommandButton
      name={name}
      className="button small"
      busy={sending(state, kind)}
      act={() => void room.store.send(kind)}
    >
      {label}
    </CommandButton>
  );
}

/** Closes the microphone of one site that could be heard, or lets it open again. */
export function MuteButton(
  props: MeetingProps & { readonly site: Site; readonly muted: boolean },
) {
  const { room, text, state, site, muted } = props;
  const meeting = state.state;
  if (!meeting || !may(state, "mute") || site.id === meeting.chair) return null;
  if (!muted && !speaks(meeting, site.id)) return null;
  const kind = muted ? "unmute" : "mute";
  return (
    <CommandButton
      name={kind}
      className="button small"
      label={`${text.chair[kind]}: ${site.name}`}
      busy={sending(state, kind, site.id)}
      act={() => void room.store.send(kind, site.id)}
    >
      {text.chair[kind]}
    </CommandButton>
  );
}
