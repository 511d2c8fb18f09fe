/** Who waits to speak: the chair's list, and a site's own place in it. */
import { may, sending } from "../room_state";
import type { Site } from "../types";
import { CommandButton } from "./command";
import type { MeetingProps } from "./stage";

/** The list of those who asked, in the order of asking. */
export function Queue(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  const waiting = (state.state?.queue ?? []).flatMap(
    (id) => snapshot.sites.find((site) => site.id === id) ?? [],
  );
  const [next] = waiting;
  const { phase, roll = [] } = state.state ?? {};
  const calls = phase === "open" && roll.length === 0;
  return (
    <section className="room-queue" aria-label={text.queue.title}>
      <h3>
        {text.queue.title} <span className="count">{waiting.length}</span>
      </h3>
      {waiting.length === 0 && <p className="row-note">{text.queue.empty}</p>}
      <ol className="room-queue__list" data-testid="queue">
        {waiting.map((site) => (
          <Waiting key={site.id} site={site} {...props} />
        ))}
      </ol>
      {calls && next && may(state, "grant") && (
        <CommandButton
          name="next"
          className="button primary"
          busy={sending(state, "grant")}
          act={() => void room.store.send("grant", next.id)}
        >
          {text.queue.next(next.name)}
        </CommandButton>
      )}
    </section>
  );
}

function Waiting(props: MeetingProps & { readonly site: Site }) {
  const { room, text, state, site } = props;
  return (
    <li className="room-queue__row" data-testid="waiting" data-site={site.id}>
      <span className="room-row__name">{site.name}</span>
      {may(state, "dismiss") && (
        <CommandButton
          name="dismiss"
          className="button small"
          label={`${text.queue.dismiss}: ${site.name}`}
          busy={sending(state, "dismiss", site.id)}
          act={() => void room.store.send("dismiss", site.id)}
        >
          {text.queue.dismiss}
        </CommandButton>
      )}
    </li>
  );
}

/** The one button of a site: ask, take it back, or give the floor back. */
export function OwnRequest({ room, text, state, snapshot }: MeetingProps) {
  const { phase, queue = [], floor = [], sites = [], relay } = state.state ?? {};
  const me = snapshot.me.site;
  if (!may(state, "request") || phase === "closed" || !sites.includes(me)) return null;
  // Who is relayed is heard all the time.
  if (relay === me) return null;
  const place = queue.indexOf(me) + 1;
  const kind = floor.includes(me) ? "release" : place > 0 ? "withdraw" : "request";
  return (
    <div className="room-request">
      <CommandButton
        name={kind}
        className={kind === "request" ? "button primary large" : "button large"}
        busy={sending(state, kind)}
        act={() => void room.store.send(kind)}
      >
        {text.queue[kind]}
      </CommandButton>
      {place > 0 && (
        <p className="room-request__place" role="status" data-testid="place">
          {text.queue.place(place)}
        </p>
      )}
    </div>
  );
}
