/** Says in plain words who is not heard and why, and what is wrong with a picture. */
import {
  echoing,
  isMute,
  type LineQuality,
  lineOf,
  ownFindings,
  soundless,
} from "../health";
import { sending } from "../room_state";
import type { Site } from "../types";
import { CommandButton } from "./command";
import { Contact } from "./contact";
import { LineMark } from "./lines";
import { type MeetingProps, nameOf } from "./stage";

type Props = Pick<MeetingProps, "text" | "state" | "snapshot">;

/** The room's own devices, and for the desk whoever was called and is not heard. */
export function Findings(props: MeetingProps) {
  const { text, state, snapshot } = props;
  const words = text.health;
  const own = ownFindings(state);
  const chairs = snapshot.me.role === "chair";
  const others = chairs ? soundless(state) : [];
  return (
    <>
      {own.map((finding) => (
        <p
          key={finding}
          className={isMute(finding) ? "banner error" : "banner warning"}
          data-testid="finding"
          data-finding={finding}
        >
          <span>
            {isMute(finding) && <strong>{words.silent}. </strong>}
            {words.own[finding]}
          </span>
        </p>
      ))}
      {others.map(({ site, cause }) => (
        <p
          key={site}
          className={cause === "quiet" ? "banner warning" : "banner error"}
          data-testid="soundless"
          data-site={site}
          data-cause={cause}
        >
          <span>
            <strong>{words.silentSite(nameOf(snapshot, site))} </strong>
            {words.causes[cause]}{" "}
            <Contact
              {...{ text }}
              site={snapshot.sites.find(({ id }) => id === site)}
            />
          </span>
        </p>
      ))}
      {chairs && <Echoes {...props} />}
    </>
  );
}

/** Who sends back what it hears, and the button that ends it for the first of them. */
function Echoes({ room, text, state, snapshot }: MeetingProps) {
  const [site, ...more] = echoing(state);
  if (site === undefined) return null;
  const names = [site, ...more].map((one) => nameOf(snapshot, one)).join(", ");
  return (
    <p className="banner warning" data-testid="echoes" data-site={site}>
      <span>
        <strong>{text.health.echoes(names)}</strong> {text.health.echoCause}
      </span>
      <CommandButton
        name="cut-echo"
        className="button small"
        busy={sending(state, "mute", site)}
        act={() => void room.store.send("mute", site)}
      >
        {text.health.cutEcho(nameOf(snapshot, site))}
      </CommandButton>
    </p>
  );
}

const LINE_STATE: Readonly<Record<LineQuality, string>> = {
  good: "state good",
  fair: "state good",
  poor: "state wait",
  lost: "state bad",
};

/** Is the site there, and how good is its line? */
export function Presence({ text, state, site }: Props & { readonly site: Site }) {
  if (!state.present.includes(site.id))
    return <span className="state neutral">{text.chair.absent}</span>;
  const line = lineOf(state, site.id);
  return (
    <span
      className={line ? LINE_STATE[line] : "state good"}
      data-testid="line"
      data-line={line ?? ""}
    >
      {line ? text.health.lines[line] : text.chair.present}
    </span>
  );
}

/** What the desk must know of one site's sound and picture. */
export function SiteFindings({
  text,
  state,
  snapshot,
  site,
}: Props & { readonly site: Site }) {
  const words = text.health;
  const silent = soundless(state).some((one) => one.site === site.id);
  const said = state.snapshot?.reports.find((report) => report.site === site.id);
  const here = state.present.includes(site.id);
  const { microphone = "ok", camera = "ok" } = here && said ? said : {};
  const sound =
    microphone === "none" || microphone === "clipping" || microphone === "echo"
      ? words.marks[microphone]
      : null;
  return (
    <>
      {silent && <Mark finding="silent">{words.marks.silent}</Mark>}
      {!silent && sound && <Mark finding={microphone}>{sound}</Mark>}
      {here && said?.path === "tcp" && (
        <span className="state wait" data-testid="path">
          {words.marks.tcp}
        </span>
      )}
      <LineMark {...{ text, state, snapshot, site }} />
      {camera !== "ok" && (
        <Mark finding={camera}>
          {camera === "none" ? words.marks.noCamera : words.marks[camera]}
        </Mark>
      )}
    </>
  );
}

function Mark(props: { readonly finding: string; readonly children: string }) {
  return (
    <span className="state bad" data-testid="mark" data-finding={props.finding}>
      {props.children}
    </span>
  );
}
