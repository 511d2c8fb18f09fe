/** Words between rooms: the banner, the desk's panel, the site's, the running text. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Messages } from "../../../text";
import type { RoomController } from "../controller";
import type { Snapshot } from "../types";
import type { Message } from "../words";
import { CommandButton } from "./command";
import { Contact } from "./contact";
import { moveFocus } from "./keys";
import { type MeetingProps, nameOf } from "./stage";
import { CallButton } from "./talk";
import { Tool } from "./tool";
import { useReadable } from "./use";

const MESSAGE = 300;
const RUNNING = 200;

/** The oldest message that nobody here has acknowledged, until somebody does. */
export function Unread(props: MeetingProps) {
  const { unread } = useReadable(props.room.words);
  const [message] = unread;
  if (!message) return null;
  return (
    <UnreadMessage
      key={message.id}
      {...props}
      {...{ message }}
      left={unread.length - 1}
    />
  );
}

function UnreadMessage(
  props: MeetingProps & { readonly message: Message; readonly left: number },
) {
  const { room, text, snapshot, message, left } = props;
  const { sending } = useReadable(room.words);
  const first = useRef<HTMLElement>(null);
  const sender = senderOf(message, text, snapshot);
  const desk = snapshot.me.role === "chair";
  // One press of OK on a remote control, unless it is needed elsewhere.
  useEffect(() => {
    if (!desk && document.activeElement === document.body)
      first.current?.querySelector("button")?.focus();
  }, [desk]);
  return (
    <section
      className="banner room-message"
      aria-label={sender}
      data-testid="message"
      ref={first}
      onKeyDown={moveFocus}
    >
      <div className="room-message__words">
        <p className="row-note">
          {sender} · {timeText(message.at)}
          {left > 0 && ` · ${text.words.waiting(left)}`}
        </p>
        <p className="room-message__text">{message.text}</p>
      </div>
      <div className="room-message__answers">
        <CommandButton
          name="acknowledge"
          className="button primary"
          busy={sending}
          act={() => void room.words.read(message.id)}
        >
          {!desk && <kbd>0</kbd>} {text.words.acknowledge}
        </CommandButton>
        {desk ? <AnswerButton {...props} /> : <Replies {...props} />}
      </div>
    </section>
  );
}

/** One press says what it says, and that the message was read. */
function Replies({
  room,
  text,
  message,
}: MeetingProps & { readonly message: Message }) {
  const { sending } = useReadable(room.words);
  const reply = async (phrase: string) => {
    if (await room.words.write(null, phrase)) await room.words.read(message.id);
  };
  return text.words.replies.map((phrase, place) => (
    <CommandButton
      key={phrase}
      name={`reply-${place + 1}`}
      className="button"
      busy={sending}
      act={() => void reply(phrase)}
    >
      <kbd>{place + 1}</kbd> {phrase}
    </CommandButton>
  ));
}

function AnswerButton({ room, text, message }: MeetingProps & { message: Message }) {
  return (
    <button
      type="button"
      className="button"
      data-testid="answer"
      onClick={() => {
        void room.words.open(message.site);
        const tool = document.querySelector("[data-testid=words]")?.closest("details");
        if (tool) tool.open = true;
        tool?.querySelector("input")?.focus();
      }}
    >
      {text.words.answer}
    </button>
  );
}

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
      <label className="field room-words__row">
        <span>{text.words.to}</span>
        <select
          data-testid="words-to"
          value={site ?? ""}
          onChange={({ target }) =>
            void room.words.open(target.value === "" ? null : Number(target.value))
          }
        >
          <option value="">{text.words.toAll}</option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Contact {...{ text }} site={others.find(({ id }) => id === site)} />
      {site !== null && <CallButton {...props} site={site} />}
      <Write {...props} site={site} phrases={text.words.ready} />
      <Talk {...props} all={others.length} />
      <RunningForm {...props} />
    </Tool>
  );
}

/** A site's own panel: it writes to the hub and reads what was said. */
export function SiteWords(props: MeetingProps) {
  const { room, text } = props;
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) void room.words.open(null);
  }, [room, open]);
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="words"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? text.words.close : text.words.toHub}
      </button>
      {open && (
        <div className="room-words" data-testid="own-words">
          <div className="room-words__phrases">
            {text.words.replies.map((phrase) => (
              <Phrase key={phrase} {...props} phrase={phrase} />
            ))}
          </div>
          <Write {...props} site={null} phrases={[]} />
          <Talk {...props} all={1} />
        </div>
      )}
    </>
  );
}

function Phrase({ room, phrase }: MeetingProps & { readonly phrase: string }) {
  const { sending } = useReadable(room.words);
  return (
    <CommandButton
      name="phrase"
      className="button"
      busy={sending}
      act={() => void room.words.write(null, phrase)}
    >
      {phrase}
    </CommandButton>
  );
}

/** A phrase fills the line, so that it can be changed before it is sent. */
function Write(
  props: MeetingProps & {
    readonly site: number | null;
    readonly phrases: readonly string[];
  },
) {
  const { room, text, site, phrases } = props;
  const { sending } = useReadable(room.words);
  const [written, setWritten] = useState("");
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (written.trim() && (await room.words.write(site, written))) setWritten("");
  };
  return (
    <form className="room-words__form" onSubmit={send}>
      {phrases.length > 0 && (
        <label className="field room-words__row">
          <span>{text.words.phrases}</span>
          <select
            data-testid="ready-phrases"
            value=""
            onChange={({ target }) => setWritten(target.value)}
          >
            <option value="" />
            {phrases.map((phrase) => (
              <option key={phrase}>{phrase}</option>
            ))}
          </select>
        </label>
      )}
      <label className="field room-words__row">
        <span>{text.words.write}</span>
        <input
          type="text"
          maxLength={MESSAGE}
          data-testid="message-text"
          value={written}
          onChange={({ target }) => setWritten(target.value)}
        />
      </label>
      <button
        type="submit"
        className="button primary"
        data-testid="send-message"
        aria-disabled={sending}
      >
        {text.words.send}
      </button>
    </form>
  );
}

/** The conversation, newest first. */
function Talk(props: MeetingProps & { readonly all: number }) {
  const { room, text } = props;
  const { talk } = useReadable(room.words);
  if (!talk) return null;
  if (talk.messages.length === 0) return <p className="row-note">{text.words.empty}</p>;
  return (
    <div className="room-talk" data-testid="talk">
      <ol>
        {talk.messages.map((message) => (
          <Said key={message.id} {...props} message={message} />
        ))}
      </ol>
      {talk.more && (
        <button
          type="button"
          className="button small quiet"
          data-testid="older"
          onClick={() => void room.words.older()}
        >
          {text.words.older}
        </button>
      )}
    </div>
  );
}

function Said(
  props: MeetingProps & { readonly message: Message; readonly all: number },
) {
  const { text, snapshot, message, all } = props;
  const read = message.read
    .map(({ site, at }) => `${nameOf(snapshot, site)} ${timeText(at)}`)
    .join(", ");
  const toAll = message.site === null && snapshot.me.role === "chair";
  return (
    <li data-testid="said" data-message={message.id} data-read={message.read.length}>
      <p className="row-note">
        {senderOf(message, text, snapshot)}
        {message.site === null && ` → ${text.words.toAll}`} · {timeText(message.at)}
      </p>
      <p>{message.text}</p>
      <p className="row-note">
        {toAll && `${text.words.readCount(message.read.length, all)}. `}
        {read ? text.words.readBy(read) : text.words.unread}
      </p>
    </li>
  );
}

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

/** One line under the stage: it stands while it fits, else it moves to its end. */
export function RunningText({ room }: { readonly room: RoomController }) {
  const { running } = useReadable(room.words);
  if (!running) return null;
  return (
    <p className="room-running" role="status" data-testid="running">
      <span>{running}</span>
    </p>
  );
}

function senderOf(message: Message, text: Messages, snapshot: Snapshot): string {
  return message.from_hub ? text.words.hub : nameOf(snapshot, message.site ?? 0);
}

/** 24 hours, as everywhere. */
function timeText(at: number): string {
  const how = { hour: "2-digit", minute: "2-digit" } as const;
  return new Date(at).toLocaleTimeString("vi-VN", how);
}
