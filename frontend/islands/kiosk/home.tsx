/** What a room computer shows between meetings, large enough for the last row. */
import { useEffect, useRef, useState } from "react";
import type { Messages } from "../../text";
import type { DeviceCheck } from "../room/devices";
import { Level, Preview, Problems, TestSound } from "../room/views/check";
import { moveFocus, useFirstArrow } from "../room/views/keys";
import { useNow, useReadable } from "../room/views/use";
import { hourOf, type Kiosk, type KioskState, minutesLeft } from "./kiosk";
import type { Next } from "./server";

const TICK_MS = 1000;
/** So long before a meeting the room sees itself: time to turn a camera. */
const SOON_MINUTES = 180;
/** Who looks at the picture by hand does not look for hours. */
const LOOK_MS = 5 * 60_000;

interface HomeProps {
  readonly kiosk: Kiosk;
  readonly check: DeviceCheck;
  readonly text: Messages;
}

export function Home({ kiosk, check, text }: HomeProps) {
  const state = useReadable(kiosk);
  useFirstArrow();
  const now = useNow(TICK_MS) + state.skew;
  const [until, lookUntil] = useState(0);
  const left = state.next ? minutesLeft(state.next, now) : null;
  const looking = now < until || (left !== null && left <= SOON_MINUTES);
  useEffect(() => {
    if (looking) void check.open();
    else check.close();
  }, [check, looking]);
  return (
    <div className="room">
      <section
        className="kiosk"
        aria-label={state.plate}
        data-testid="kiosk"
        onKeyDown={moveFocus}
      >
        <header className="room-header">
          <h2 className="plate">{state.plate}</h2>
          <LinkState {...{ state, text }} />
        </header>
        <p className="kiosk__clock">
          <time>{hourOf(now)}</time>
          <span>{text.kiosk.day(new Date(now))}</span>
        </p>
        <NextMeeting next={state.next} now={now} text={text} />
        {looking && <OwnDevices {...{ check, text }} />}
        <footer className="room-footer">
          {!looking && <Look text={text} act={() => lookUntil(now + LOOK_MS)} />}
        </footer>
      </section>
    </div>
  );
}

function Look({ text, act }: { text: Messages; act: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  // A remote control has no pointer: its OK key must find something at once.
  useEffect(() => button.current?.focus(), []);
  return (
    <button
      ref={button}
      type="button"
      className="button large"
      data-testid="kiosk-look"
      onClick={act}
    >
      {text.kiosk.look}
    </button>
  );
}

function LinkState({ state, text }: { state: KioskState; text: Messages }) {
  const { answering } = state;
  return (
    <p
      className={answering ? "state good" : "state bad"}
      role="status"
      data-testid="kiosk-link"
    >
      {answering ? text.kiosk.connected : text.kiosk.lost}
    </p>
  );
}

function NextMeeting(props: { next: Next | null; now: number; text: Messages }) {
  const { next, now, text } = props;
  if (!next) return <p className="kiosk__next">{text.kiosk.none}</p>;
  const { technician, hotline, starts } = next;
  const left = minutesLeft(next, now);
  return (
    <div className="kiosk__next" data-testid="kiosk-next">
      <p>{text.kiosk.next}</p>
      <h3>{next.title}</h3>
      <p>{text.kiosk.starts(hourOf(starts), new Date(starts), left)}</p>
      {hotline && <p className="soft">{text.kiosk.help(technician, hotline)}</p>}
    </div>
  );
}

function OwnDevices({ check, text }: Pick<HomeProps, "check" | "text">) {
  const devices = useReadable(check);
  const known = { room: { check }, text, devices };
  return (
    <div className="kiosk__devices">
      <Preview {...known} />
      <div>
        <Level {...known} />
        <TestSound {...known} />
        <Problems text={text} devices={devices} />
      </div>
    </div>
  );
}
