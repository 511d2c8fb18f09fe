/** Words between rooms: the banner, and what the panels of desk and site share. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Messages } from "../../../text";
import type { Snapshot } from "../types";
import type { Message } from "../words";
import { Choice } from "./choice";
import { CommandButton } from "./command";
import { moveFocus } from "./keys";
import { type MeetingProps, nameOf } from "./stage";
import { useReadable } from "./use";

const MESSAGE = 300;

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

/** A phrase fills the line, so that it can be changed before it is sent. */
export function Write(
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
        <Choice
          name="ready-phrases"
          label={text.words.phrases}
          value=""
          options={["", ...phrases].map((phrase) => [phrase, phrase] as const)}
          choose={setWritten}
        />
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
export function Talk(props: MeetingProps & { readonly all: number }) {
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

function senderOf(message: Message, text: Messages, snapshot: Snapshot): string {
  return message.from_hub ? text.words.hub : nameOf(snapshot, message.site ?? 0);
}

/** 24 hours, as everywhere. */
function timeText(at: number): string {
  const how = { hour: "2-digit", minute: "2-digit" } as const;
  return new Date(at).toLocaleTimeString("vi-VN", how);
}
