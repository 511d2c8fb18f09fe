/** The chair's desk: the stage, and every site with its one button. */
import { keptSeconds } from "../clock";
import { may, stateLine } from "../room_state";
import type { Site } from "../types";
import { CommandButton } from "./command";
import { Conduct, ExtendButton, Options } from "./conduct";
import { Contact } from "./contact";
import { DeskDevices } from "./devices";
import { WaitingRoom } from "./guests";
import { Presence, SiteFindings } from "./health";
import { useDeskKeys } from "./keys";
import { LineTool, OwnLine, Watched } from "./lines";
import { MicrophoneButton, MicrophoneState } from "./microphone";
import { Pictures } from "./pictures";
import { OwnRequest, Queue } from "./queue";
import { RollCall, RollTools } from "./roll";
import { RunningText } from "./running";
import { AskForSeat } from "./seat";
import { SecondButton } from "./second";
import { ShareButton } from "./share";
import { type MeetingProps, OwnPicture, Scene } from "./stage";
import { TurnClock, useServerTime } from "./turn";
import { MuteButton } from "./voices";
import { DeskWords } from "./words_desk";

export function ChairView(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  useDeskKeys();
  return (
    <section className="room-chair" aria-label={snapshot.meeting.title}>
      <header className="room-header">
        <h2 className="room-title">{snapshot.meeting.title}</h2>
        <p
          className={`room-line room-line--${state.state?.phase ?? "waiting"}`}
          role="status"
          data-testid="state-line"
        >
          {text.room.states[stateLine(state)]}
        </p>
        <div className="room-conduct">
          <TurnClock {...{ text, state }} />
          <ExtendButton {...props} />
        </div>
        <Conduct {...props} />
      </header>
      <Scene {...props} />
      <RunningText {...{ room, text }} />
      <aside className="room-sites">
        <RollCall {...props} />
        <Queue {...props} />
        <WaitingRoom {...props} />
        <div className="room-tools">
          <Pictures {...props} />
          <RollTools {...props} />
          <DeskWords {...props} />
          <Options {...props} />
          <DeskDevices {...props} />
          <LineTool {...props} />
        </div>
        <SiteList {...props} />
      </aside>
      <footer className="room-footer">
        <MicrophoneState {...{ text, state }} />
        <MicrophoneButton {...{ room, text, state }} />
        <OwnRequest {...props} />
        <ShareButton {...props} />
        <SecondButton {...props} />
        <OwnLine {...{ text, state }} />
        <Watched {...{ text, snapshot }} />
        <AskForSeat {...props} />
        <button
          type="button"
          className="button"
          data-testid="overview-toggle"
          aria-pressed={state.overview}
          onClick={() => room.store.patch({ overview: !state.overview })}
        >
          {text.chair.overview}
        </button>
        <OwnPicture {...{ room, text }} />
      </footer>
    </section>
  );
}

function SiteList(props: MeetingProps) {
  const { text, state, snapshot } = props;
  const invited = snapshot.sites.filter((site) => state.state?.sites.includes(site.id));
  const here = invited.filter((site) => state.present.includes(site.id)).length;
  return (
    <section aria-label={text.chair.sites}>
      <h3>{text.chair.sites}</h3>
      <p className="room-sites__count" data-testid="present-count">
        {text.chair.presentCount(here, invited.length)}
      </p>
      {state.watchers > 0 && (
        <p className="room-sites__count" data-testid="watchers">
          {text.watch.count(state.watchers)}
        </p>
      )}
      {state.resending && (
        <p className="room-sites__sending" role="status" data-testid="sending">
          {text.chair.sending}
        </p>
      )}
      <ul className="room-sites__list">
        {invited.map((site) => (
          <SiteRow key={site.id} site={site} {...props} />
        ))}
      </ul>
    </section>
  );
}

function SiteRow(props: MeetingProps & { readonly site: Site }) {
  const { site, text, state } = props;
  const present = state.present.includes(site.id);
  const floor = state.state?.floor.includes(site.id) ?? false;
  const asked = state.state?.queue.includes(site.id) ?? false;
  const muted = state.state?.muted.includes(site.id) ?? false;
  return (
    <li
      className="room-row"
      data-testid="site-row"
      data-site={site.id}
      data-present={present}
      data-floor={floor}
    >
      <span className="room-row__name">{site.name}</span>
      <Presence {...props} />
      {floor && <OnFloor {...props} />}
      <SiteFindings {...props} />
      {!present && <Contact {...{ text, site }} />}
      {asked && <span className="state neutral">{text.queue.asked}</span>}
      {muted && <span className="state bad">{text.chair.muted}</span>}
      <MuteButton {...props} muted={muted} />
      <FloorButton {...props} floor={floor} />
    </li>
  );
}

function OnFloor({ text, state, site }: MeetingProps & { readonly site: Site }) {
  const kept = keptSeconds(state.state, site.id, useServerTime(state));
  if (kept === null) return <span className="state live">{text.chair.onFloor}</span>;
  return (
    <span className="state bad" data-testid="kept">
      {text.chair.lostLine(kept)}
    </span>
  );
}

function FloorButton(
  props: MeetingProps & { readonly site: Site; readonly floor: boolean },
) {
  const { room, text, state, site, floor } = props;
  if (site.id === state.state?.chair && !floor) {
    return <span className="room-row__chair">{text.chair.isChair}</span>;
  }
  const kind = floor ? "revoke" : "grant";
  const { phase, roll = [] } = state.state ?? {};
  // A roll call goes on until it is done: nobody is called to speak meanwhile.
  if (phase !== "open" || roll.length > 0 || !may(state, kind)) return null;
  const sending = state.pending.some((command) => command.site === site.id);
  const label = text.chair[kind];
  return (
    <CommandButton
      name={kind}
      className={floor ? "button live" : "button"}
      site={site.id}
      label={`${label}: ${site.name}`}
      busy={sending}
      act={() => void room.store.send(kind, site.id)}
    >
      {label}
    </CommandButton>
  );
}
