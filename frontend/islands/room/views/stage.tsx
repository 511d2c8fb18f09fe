/** Draws the stage from data: one tile per site, the first one large. */
import { useEffect, useRef } from "react";
import type { Messages } from "../../../text";
import type { RoomController } from "../controller";
import { layout, type RoomState, tiles, viewer } from "../room_state";
import { type Drawn, moves, overview, sourceOf, view } from "../stage";
import { pictureKey, type Still } from "../stills";
import { goesElsewhere, type Snapshot } from "../types";
import { StillPicture } from "./still";
import { useReadable } from "./use";

export interface MeetingProps {
  readonly room: RoomController;
  readonly text: Messages;
  readonly state: RoomState;
  readonly snapshot: Snapshot;
}

export function Stage(props: MeetingProps) {
  const { text, state } = props;
  const shown = tiles(state);
  if (shown.length === 0) {
    const phase = state.state?.phase ?? "waiting";
    // Black is no word.
    if (goesElsewhere(props.snapshot))
      return <div className="room-stage" data-testid="stage" data-tiles={0} />;
    return (
      <div className="room-stage room-stage--empty" data-testid="stage">
        <p>{text.room.stageWithout[phase]}</p>
      </div>
    );
  }
  const how = layout(state);
  return (
    <div
      className={`room-stage room-stage--${how}`}
      data-testid="stage"
      data-tiles={shown.length}
    >
      <StageTiles
        {...props}
        name="tile"
        shown={shown}
        short={how === "wall" || how === "strip"}
      />
    </div>
  );
}

/** The stage of a desk, and beside it all sites that are not on it. */
export function Scene(props: MeetingProps) {
  const { state, snapshot } = props;
  const beside = state.state ? overview(state.state, viewer(state, snapshot)) : [];
  if (beside.length === 0) return <Stage {...props} />;
  const shown = beside.map((site) => ({ site, role: "site", size: "tile" }) as const);
  const alone = tiles(state).length === 0;
  return (
    <div className={alone ? "room-scene room-scene--alone" : "room-scene"}>
      <Stage {...props} />
      <div className="room-stage room-stage--wall room-overview" data-testid="overview">
        <StageTiles {...props} name="beside" shown={shown} short />
      </div>
    </div>
  );
}

export function StageTiles(
  props: MeetingProps & {
    readonly name: string;
    readonly shown: readonly Drawn[];
    readonly short: boolean;
  },
) {
  const { room, text, state, snapshot, name, shown, short } = props;
  const saved = savedOf(state);
  return shown.map((tile) => (
    <StageTile
      key={`${tile.role === "screen"}${tile.site}`}
      tile={tile}
      presides={tile.site === state.state?.chair}
      name={name}
      site={short ? nameOf(snapshot, tile.site) : plateOf(snapshot, tile.site)}
      sid={pictureOf(state, tile)}
      still={stillOf(state, tile)}
      saved={saved(tile)}
      room={room}
      text={text}
    />
  ));
}

function pictureOf(state: RoomState, { site, role }: Drawn): string | null {
  const media = state.media[site];
  return (role === "screen" ? media?.screen : media?.video) ?? null;
}

function stillOf({ stills }: RoomState, { site, role }: Drawn): Still | null {
  return stills[pictureKey({ site, source: sourceOf(role) })] ?? null;
}

interface TileProps {
  readonly tile: Drawn;
  readonly presides: boolean;
  readonly name: string;
  readonly site: string;
  readonly sid: string | null;
  /** In place of a picture that does not move here. */
  readonly still: Still | null;
  readonly saved: boolean;
  readonly room: RoomController;
  readonly text: Messages;
}

function StageTile(props: TileProps) {
  const { tile, presides, name, site, sid, still, room, text } = props;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (sid && video.current) return room.link.attach(sid, video.current);
  }, [room, sid]);
  // The chair keeps its own plate, also while it is the one that speaks.
  const speaks = tile.role === "speaker" && !presides;
  const plate = tile.role === "screen" ? text.room.screenOf(site) : site;
  return (
    <figure
      className={`room-tile room-tile--${tile.size}`}
      data-testid={name}
      data-site={tile.site}
      data-role={tile.role}
    >
      <video ref={video} autoPlay playsInline muted aria-label={plate} />
      {!sid && still && <StillPicture still={still} text={text} of={plate} />}
      {!sid && !still && <p className="room-tile__empty">{emptyText(props)}</p>}
      <figcaption className="room-tile__plate">
        <span className={speaks ? "plate floor" : "plate"}>{plate}</span>
        <span className="unseen">{roleText(text, tile, presides)}</span>
      </figcaption>
    </figure>
  );
}

function emptyText({ tile, saved, room, text }: TileProps): string {
  const own = tile.role === "screen" && room.screen.get().phase === "on";
  if (own) return text.share.here;
  return saved ? text.lines.saved : text.room.noPicture;
}

/** The pictures that are left out, here or there, to keep a line for what matters more. */
function savedOf(state: RoomState): (tile: Drawn) => boolean {
  const { state: meeting, snapshot } = state;
  const { see } =
    meeting && snapshot ? view(meeting, viewer(state, snapshot)) : { see: [] };
  const here = see.filter((one) => !moves(one));
  return ({ site, role }: Drawn) =>
    state.present.includes(site) &&
    (state.uses[site]?.up === "audio" ||
      here.some((one) => one.site === site && one.source === sourceOf(role)));
}

function roleText(text: Messages, { role }: Drawn, presides: boolean): string {
  if (role === "screen") return "";
  if (presides) return text.room.roleChair;
  return role === "speaker" ? text.room.roleSpeaker : "";
}

/** The small picture of one's own camera: what the others get. */
export function OwnPicture({ room, text }: Pick<MeetingProps, "room" | "text">) {
  const { camera } = useReadable(room.check).tracks;
  if (!camera) return null;
  return (
    <Own
      track={camera}
      className="room-own"
      name="own-picture"
      label={text.room.ownPicture}
    />
  );
}

/** What this device shows to all, from its source: it is not sent back to here. */
export function OwnScreen({ room, text }: Pick<MeetingProps, "room" | "text">) {
  const { screen } = useReadable(room.screen).tracks;
  if (!screen) return null;
  return (
    <figure className="room-tile room-tile--large">
      <Own track={screen} name="own-screen" label={text.share.here} />
    </figure>
  );
}

function Own(props: {
  readonly track: MediaStreamTrack;
  readonly name: string;
  readonly label: string;
  readonly className?: string;
}) {
  const { track, name, label, className } = props;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return (
    <video
      ref={video}
      className={className}
      data-testid={name}
      autoPlay
      playsInline
      muted
      aria-label={label}
    />
  );
}

/** The short name: many plates beside each other would hide the pictures. */
export function nameOf(snapshot: Snapshot, site: number): string {
  return snapshot.sites.find((one) => one.id === site)?.name ?? "";
}

export function plateOf(snapshot: Snapshot, site: number): string {
  const found = snapshot.sites.find((one) => one.id === site);
  return found?.plate || found?.name || "";
}
