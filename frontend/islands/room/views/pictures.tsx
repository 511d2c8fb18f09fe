/** What all see: chosen by the chair, at once or made ready first. */
import { useState } from "react";
import { may, sending } from "../room_state";
import { CHOSEN, type Layout, type Picture, type Site } from "../types";
import { Choice } from "./choice";
import { CommandButton } from "./command";
import type { MeetingProps } from "./stage";
import { Tool } from "./tool";

const LAYOUTS: readonly Layout[] = [
  "speaker",
  "strip",
  "wall",
  "spotlight",
  "pair",
  "screen",
];

export function Pictures(props: MeetingProps) {
  const { text, state } = props;
  const meeting = state.state;
  if (!meeting || meeting.phase === "closed" || !may(state, "arrange")) return null;
  return (
    <>
      <Tool
        name="pictures"
        summary={`${text.chair.layout}: ${pictureText(props, meeting.picture)}`}
      >
        <Draft {...props} />
      </Tool>
      {meeting.prepared && <Prepared {...props} picture={meeting.prepared} />}
    </>
  );
}

/** What the chair puts together here; nobody else sees it. */
function Draft(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  const [layout, setLayout] = useState<Layout>("speaker");
  const [picks, setPicks] = useState<readonly number[]>([]);
  const sites = snapshot.sites.filter((site) => state.state?.sites.includes(site.id));
  const chosen = chosenSites(layout, picks, sites);
  const picture = { layout, sites: chosen };
  return (
    <>
      <Choice
        name="layout"
        label={text.chair.layoutChoice}
        value={layout}
        choose={setLayout}
        options={LAYOUTS.map((one) => [one, text.chair.layouts[one]] as const)}
      />
      {chosen.map((site, place) => (
        <Choice
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what is chosen
          key={place}
          name={`chosen-${place}`}
          label={text.chair.chosenSite(place + 1)}
          value={site}
          choose={(pick) => setPicks(swapped(chosen, place, pick))}
          options={sites.map((one) => [one.id, one.name] as const)}
        />
      ))}
      {(["arrange", "ready"] as const).map((kind) => (
        <CommandButton
          key={kind}
          name={kind}
          className="button small"
          busy={sending(state, kind)}
          act={() => void room.store.send(kind, null, picture)}
        >
          {text.chair[kind]}
        </CommandButton>
      ))}
    </>
  );
}

function Prepared(props: MeetingProps & { readonly picture: Picture }) {
  const { room, text, state, picture } = props;
  return (
    <div className="room-prepared" data-testid="prepared">
      <span>
        {text.chair.prepared}: {pictureText(props, picture)}
      </span>
      <CommandButton
        name="take"
        className="button primary"
        busy={sending(state, "take")}
        act={() => void room.store.send("take", null, picture)}
      >
        {text.chair.take}
      </CommandButton>
      <CommandButton
        name="unready"
        className="button small"
        busy={sending(state, "ready")}
        act={() => void room.store.send("ready", null, { layout: null })}
      >
        {text.chair.unready}
      </CommandButton>
    </div>
  );
}

/** As many sites as the layout needs: those picked, then the first of the others. */
function chosenSites(
  layout: Layout,
  picks: readonly number[],
  sites: readonly Site[],
): number[] {
  const known = sites.map((site) => site.id);
  const picked = picks.filter((site) => known.includes(site));
  return [...new Set([...picked, ...known])].slice(0, CHOSEN[layout] ?? 0);
}

/** With `pick` in that place; a site that stood elsewhere changes places. */
function swapped(chosen: readonly number[], place: number, pick: number): number[] {
  const left = chosen[place] ?? pick;
  return chosen.map((one, at) => (at === place ? pick : one === pick ? left : one));
}

function pictureText({ text, snapshot }: MeetingProps, picture: Picture): string {
  const names = picture.sites.flatMap(
    (id) => snapshot.sites.find((site) => site.id === id)?.name ?? [],
  );
  return [text.chair.layouts[picture.layout], ...names].join(", ");
}
