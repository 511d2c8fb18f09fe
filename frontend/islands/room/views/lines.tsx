/** How the lines are used: the room's own, and for the desk those of all sites. */
import type { Profile, Profiles } from "../budget";
import type { Pin, Site } from "../types";
import { Choice } from "./choice";
import { type MeetingProps, nameOf } from "./stage";
import { Tool } from "./tool";

type Props = Pick<MeetingProps, "text" | "state" | "snapshot">;

/** Whoever is in a room is told that somebody looks into it from afar. */
export function Watched({ text, snapshot }: Pick<Props, "text" | "snapshot">) {
  if (!snapshot.watched) return null;
  return (
    <p className="row-note" role="status" data-testid="watched">
      {text.room.watched}
    </p>
  );
}

/** What the room must know of its own line: why it sees less than it is shown. */
export function OwnLine({ text, state }: Pick<Props, "text" | "state">) {
  const { down, up } = state.profiles;
  if (down === "full" && up === "full") return null;
  return (
    <p
      className="row-note"
      role="status"
      data-testid="own-line"
      data-down={down}
      data-up={up}
    >
      {ownWords(text, state.profiles)}
    </p>
  );
}

function ownWords(text: Props["text"], { down, up }: Profiles): string {
  if (down === up && down !== "full") return text.lines.both[down];
  const received = down === "full" ? [] : [text.lines.down[down]];
  const sent = up === "full" ? [] : [text.lines.up[up]];
  return [...received, ...sent].join(" ");
}

/** Beside the name of a site at the desk: how little of its line is used. */
export function LineMark({ text, state, site }: Props & { readonly site: Site }) {
  const used = state.uses[site.id];
  if (!used || !state.present.includes(site.id)) return null;
  const { down, up } = used;
  return (
    <span
      className={[down, up].includes("audio") ? "state bad" : "state wait"}
      data-testid="profile"
      data-down={down}
      data-up={up}
    >
      {text.lines.mark(text.lines.short[down], text.lines.short[up])}
    </span>
  );
}

/** The desk's tool: for what each site may use its line at most. */
export function LineTool(props: MeetingProps) {
  const { text, state, snapshot } = props;
  const sites = state.state?.sites ?? [];
  const { addresses } = props.room.page;
  const pinned = snapshot.pins.length;
  const summary = pinned > 0 ? text.lines.titlePinned(pinned) : text.lines.title;
  return (
    <Tool name="lines" summary={summary}>
      <p className="row-note">{text.lines.intro}</p>
      {sites.map((site) => (
        <PinChoice key={site} {...props} site={site} />
      ))}
      <p className="form-actions">
        <Elsewhere href={addresses.timeline}>{text.lines.timeline}</Elsewhere>
        {addresses.technician && (
          <Elsewhere href={addresses.technician}>{text.lines.technician}</Elsewhere>
        )}
      </p>
    </Tool>
  );
}

/** In a window of its own: the desk goes on meanwhile. */
function Elsewhere(props: { readonly href: string; readonly children: string }) {
  return (
    <a className="button small quiet" href={props.href} target="_blank" rel="noopener">
      {props.children}
    </a>
  );
}

const NO_PIN = "none";
const PINS: readonly (Profile | typeof NO_PIN)[] = [NO_PIN, "thin", "audio"];

function PinChoice({
  room,
  text,
  snapshot,
  site,
}: MeetingProps & { readonly site: number }) {
  const pin: Pin | undefined = snapshot.pins.find((one) => one.site === site);
  const listed = pin?.listed ?? "full";
  const free =
    listed === "full"
      ? text.lines.measured
      : text.lines.listed(text.lines.short[listed]);
  const labels = { ...text.lines.short, [NO_PIN]: free };
  return (
    <Choice
      name={`pin-${site}`}
      label={nameOf(snapshot, site)}
      value={pin?.chosen ?? NO_PIN}
      options={PINS.map((one) => [one, labels[one]] as const)}
      choose={(one) => void room.decisions.pin(site, one === NO_PIN ? null : one)}
    />
  );
}
