/** The meeting for those who only watch: the stage, its sound, and nothing to command. */
import { useEffect, useState } from "react";
import { StateLine } from "./line";
import { RunningText } from "./running";
import { type MeetingProps, Stage } from "./stage";
import { TurnClock } from "./turn";

export function WatchView(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  const wall = snapshot.me.role === "wall";
  return (
    <section
      className={wall ? "room-site room-watch--wall" : "room-site"}
      aria-label={snapshot.meeting.title}
      data-testid="watch"
    >
      <header className="room-header">
        <h2 className="room-title">{snapshot.meeting.title}</h2>
      </header>
      <Stage {...props} />
      <footer className="room-footer">
        <RunningText {...{ room, text }} />
        <StateLine {...{ text, state }} />
        <TurnClock {...{ text, state }} />
        <SoundButton {...props} />
        <FullScreenButton {...props} />
      </footer>
    </section>
  );
}

function SoundButton({ room, text, state }: MeetingProps) {
  const { hushed } = state;
  return (
    <button
      type="button"
      className="button"
      data-testid="hush"
      onClick={() => room.store.patch({ hushed: !hushed })}
    >
      {hushed ? text.watch.soundOn : text.watch.soundOff}
    </button>
  );
}

/** The Escape key leaves the full screen too: the browser says so. */
function FullScreenButton({ text }: MeetingProps) {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", look);
    return () => document.removeEventListener("fullscreenchange", look);
  }, []);
  if (!document.fullscreenEnabled) return null;
  const turn = () =>
    full ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  return (
    <button
      type="button"
      className="button"
      data-testid="full-screen"
      onClick={() => void turn().catch(() => {})}
    >
      {full ? text.watch.window : text.watch.fullScreen}
    </button>
  );
}
