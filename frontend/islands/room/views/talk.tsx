/** A private talk: it rings, is answered, and says that nobody else hears it. */
import { useEffect, useRef } from "react";
import type { RoomController } from "../controller";
import type { Call } from "../talk";
import { CommandButton } from "./command";
import { moveFocus } from "./keys";
import { type MeetingProps, nameOf } from "./stage";
import { useReadable } from "./use";

/** The desk's button beside a site. */
export function CallButton(props: MeetingProps & { readonly site: number }) {
  const { room, text, snapshot, site } = props;
  const { call, sending } = useReadable(room.talk);
  const found = snapshot.sites.find(({ id }) => id === site);
  // What is said there another system hears.
  if ((call && call.why === "") || found?.kind === "link") return null;
  return (
    <CommandButton
      name="call"
      className="button small"
      site={site}
      busy={sending}
      act={() => void room.talk.start(site)}
    >
      {text.talk.call}
    </CommandButton>
  );
}

/** What goes on, with what one can do about it. */
export function TalkBanner(props: MeetingProps) {
  const { room, text, snapshot } = props;
  const { call } = useReadable(room.talk);
  const part = useRef<HTMLElement>(null);
  const rings = call !== null && stateOf(call) === "rings";
  // One press of OK on a remote control, unless it is needed elsewhere.
  useEffect(() => {
    if (rings && document.activeElement === document.body)
      part.current?.querySelector("button")?.focus();
  }, [rings]);
  if (!call) return null;
  const state = stateOf(call);
  return (
    <section
      className="banner room-message"
      aria-label={text.talk.title}
      data-testid="talk-banner"
      data-state={state}
      ref={part}
      onKeyDown={moveFocus}
    >
      <div className="room-message__words" role="status">
        <p className="room-message__text">
          {sentence(call, text, nameOf(snapshot, call.site))}
        </p>
        {state === "talks" && <Privacy {...props} />}
      </div>
      <div className="room-message__answers">
        {state === "rings" && <Answer {...props} />}
        {state !== "ended" && <End {...props} call={call} />}
      </div>
    </section>
  );
}

function Privacy({ room, text }: MeetingProps) {
  const { mute } = useReadable(room.talk.room);
  return <p className="row-note">{mute ? text.talk.mute : text.talk.private}</p>;
}

type State = "calls" | "rings" | "talks" | "ended";

function stateOf({ why, answered, desk }: Call): State {
  if (why !== "") return "ended";
  if (answered) return "talks";
  return desk ? "calls" : "rings";
}

function sentence(call: Call, text: MeetingProps["text"], site: string): string {
  if (call.why !== "") return text.talk.ended[call.why];
  const [other, calls] = call.desk
    ? [site, text.talk.calling]
    : [call.by, text.talk.rings];
  return call.answered ? text.talk.with(other) : calls(other);
}

function Answer({ room, text }: MeetingProps) {
  const { sending } = useReadable(room.talk);
  return (
    <CommandButton
      name="answer-talk"
      className="button primary"
      busy={sending}
      act={() => void room.talk.answer()}
    >
      {text.talk.answer}
    </CommandButton>
  );
}

function End({ room, text, call }: MeetingProps & { readonly call: Call }) {
  const words = { calls: "withdraw", rings: "decline", talks: "hangUp" } as const;
  const state = stateOf(call);
  if (state === "ended") return null;
  return (
    <CommandButton
      name="end-talk"
      className="button danger"
      busy={false}
      act={() => void room.talk.end()}
    >
      {text.talk[words[state]]}
    </CommandButton>
  );
}

/** The voice of the other end, beside the sounds of the meeting. */
export function TalkSound({ room }: { readonly room: RoomController }) {
  const { call } = useReadable(room.talk);
  const { sound } = useReadable(room.talk.room);
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    if (sound && audio.current) return room.talk.room.attach(sound, audio.current);
  }, [room, sound]);
  if (!sound) return null;
  // biome-ignore lint/a11y/useMediaCaption: live speech has no caption track
  return <audio ref={audio} autoPlay data-testid="talk-sound" data-talk={call?.id} />;
}
