/** The desk's panel of words: messages to one site or to all, the running text. */
import { type FormEvent, useEffect, useRef } from "react";
import type { Site } from "../types";
import { Choice } from "./choice";
import { CommandButton } from "./command";
import { Contact } from "./contact";
import type { MeetingProps } from "./stage";
import { CallButton } from "./talk";
import { Tool } from "./tool";
import { useReadable } from "./use";
import { Talk, Write } from "./words";

const RUNNING = 200;
/** No site has this number. */
const ALL = 0;

/** The desk's tool: writes to one site or to all, and sets the running text. */
export function DeskWords(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  const { site } = useReadable(room.words);
  const others = snapshot.sites.filter(
    ({ id }) => id !== state.state?.chair && state.state?.sites.includes(id),
  );
  useEffect(() => void room.words.open(null), [room]);
  return (
    <Tool name="words" summary={text.words.title}>
      <Choice
        name="words-to"
        label={text.words.to}
        value={site ?? ALL}
        options={[[ALL, text.words.toAll], ...others.map(named)]}
        choose={(to) => void room.words.open(to === ALL ? null : to)}
      />
      <Contact {...{ text }} site={others.find(({ id }) => id === site)} />
      {site !== null && <CallButton {...props} site={site} />}
      <Write {...props} site={site} phrases={text.words.ready} />
      <Talk {...props} all={others.length} />
      <RunningForm {...props} />
    </Tool>
  );
}

const named = ({ id, name }: Site) => [id, name] as const;

function RunningForm({ room, text }: MeetingProps) {
  const { running, sending } = useReadable(room.words);
  const line = useRef<HTMLInputElement>(null);
  const run = (event: FormEvent) => {
    event.preventDefault();
    void room.words.run(line.current?.value ?? "");
  };
  return (
    <form className="room-words__form" onSubmit={run}>
      <label className="field room-words__row room-words__row--long">
        <span>{text.words.running}</span>
        <input
          key={running}
          ref={line}
          type="text"
          maxLength={RUNNING}
          defaultValue={running}
          data-testid="running-line"
        />
      </label>
      <button
        type="submit"
        className="button small"
        data-testid="run"
        aria-disabled={sending}
      >
        {text.words.show}
      </button>
      {running && (
        <CommandButton
          name="clear-running"
          className="button small"
          busy={sending}
          act={() => void room.words.run("")}
        >
          {text.words.clear}
        </CommandButton>
      )}
    </form>
  );
}
