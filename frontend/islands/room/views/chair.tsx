/** The chair's desk: the stage, and every site with its one button. */
import type { Site } from "../types";
import { MicrophoneState } from "./microphone";
import { type MeetingProps, OwnPicture, Stage } from "./stage";

export function ChairView(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  return (
    <section className="room-chair" aria-label={snapshot.meeting.title}>
      <header className="room-header">
        <h2 className="room-title">{snapshot.meeting.title}</h2>
        <p
          className={`room-line room-line--${state.state?.phase ?? "waiting"}`}
          role="status"
          data-testid="state-line"
        >
          {state.state?.phase === "open"
            ? text.room.states.chairing
            : text.room.states.waiting}
        </p>
      </header>
      <Stage {...props} />
      <SiteList {...props} />
      <footer className="room-footer">
        <MicrophoneState {...{ text, state }} />
        <OwnPicture {...{ room, text }} />
      </footer>
    </section>
  );
}

function SiteList(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  const { phase } = state.state ?? {};
  const invited = snapshot.sites.filter((site) => state.state?.sites.includes(site.id));
  const here = invited.filter((site) => state.present.includes(site.id)).length;
  const canOpen = phase === "waiting" && snapshot.me.may.includes("open");
  return (
    <aside className="room-sites">
      <h3>{text.chair.sites}</h3>
      <p className="room-sites__count" data-testid="present-count">
        {text.chair.presentCount(here, invited.length)}
      </p>
      {canOpen && (
        <button
          type="button"
          className="button primary large room-open"
          data-testid="open"
          disabled={state.pending.some((command) => command.kind === "open")}
          onClick={() => void room.store.send("open", null)}
        >
          {text.chair.open}
        </button>
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
    </aside>
  );
}

function SiteRow(props: MeetingProps & { readonly site: Site }) {
  const { site, text, state } = props;
  const present = state.present.includes(site.id);
  const floor = state.state?.floor.includes(site.id) ?? false;
  return (
    <li
      className="room-row"
      data-testid="site-row"
      data-site={site.id}
      data-present={present}
      data-floor={floor}
    >
      <span className="room-row__name">{site.name}</span>
      <span className={present ? "state good" : "state neutral"}>
        {present ? text.chair.present : text.chair.absent}
      </span>
      {floor && <span className="state live">{text.chair.onFloor}</span>}
      <FloorButton {...props} floor={floor} />
    </li>
  );
}

function FloorButton(
  props: MeetingProps & { readonly site: Site; readonly floor: boolean },
) {
  const { room, text, state, snapshot, site, floor } = props;
  if (site.id === state.state?.chair && !floor) {
    return <span className="room-row__chair">{text.chair.isChair}</span>;
  }
  const kind = floor ? "revoke" : "grant";
  if (state.state?.phase !== "open" || !snapshot.me.may.includes(kind)) return null;
  const sending = state.pending.some((command) => command.site === site.id);
  const label = text.chair[kind];
  return (
    <button
      type="button"
      className={floor ? "button live" : "button"}
      data-testid={kind}
      data-site={site.id}
      aria-label={`${label}: ${site.name}`}
      aria-disabled={sending}
      onClick={() => {
        if (!sending) void room.store.send(kind, site.id);
      }}
    >
      {label}
    </button>
  );
}
