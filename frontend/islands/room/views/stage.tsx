/** Draws the stage from data: one tile per site, the first one large. */
import { useEffect, useRef } from "react";
import type { Messages } from "../../../text";
import type { RoomController } from "../controller";
import type { Tile } from "../stage";
import { type RoomState, tiles } from "../store";
import type { Snapshot } from "../types";
import { useReadable } from "./use";

export interface MeetingProps {
  readonly room: RoomController;
  readonly text: Messages;
  readonly state: RoomState;
  readonly snapshot: Snapshot;
}

export function Stage({ room, text, state, snapshot }: MeetingProps) {
  const shown = tiles(state);
  if (shown.length === 0) {
    const phase = state.state?.phase ?? "waiting";
    return (
      <div className="room-stage room-stage--empty" data-testid="stage">
        <p>{text.room.stageWithout[phase]}</p>
      </div>
    );
  }
  const wall = state.state?.layout === "wall";
  return (
    <div
      className={wall ? "room-stage room-stage--wall" : "room-stage"}
      data-testid="stage"
      data-tiles={shown.length}
    >
      {shown.map((tile, index) => (
        <StageTile
          key={tile.site}
          tile={tile}
          large={index === 0 && !wall}
          presides={tile.site === state.state?.chair}
          plate={wall ? nameOf(snapshot, tile.site) : plateOf(snapshot, tile.site)}
          sid={state.media[tile.site]?.video ?? null}
          room={room}
          text={text}
        />
      ))}
    </div>
  );
}

function StageTile(props: {
  readonly tile: Tile;
  readonly large: boolean;
  readonly presides: boolean;
  readonly plate: string;
  readonly sid: string | null;
  readonly room: RoomController;
  readonly text: Messages;
}) {
  const { tile, large, presides, plate, sid, room, text } = props;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (sid && video.current) return room.link.attach(sid, video.current);
  }, [room, sid]);
  // The chair keeps its own plate, also while it is the one that speaks.
  const speaks = tile.role === "speaker" && !presides;
  const role = presides ? text.room.roleChair : speaks ? text.room.roleSpeaker : "";
  return (
    <figure
      className={large ? "room-tile room-tile--large" : "room-tile"}
      data-testid="tile"
      data-site={tile.site}
      data-role={tile.role}
    >
      <video ref={video} autoPlay playsInline muted aria-label={plate} />
      {!sid && <p className="room-tile__empty">{text.room.noPicture}</p>}
      <figcaption className="room-tile__plate">
        <span className={speaks ? "plate floor" : "plate"}>{plate}</span>
        <span className="unseen">{role}</span>
      </figcaption>
    </figure>
  );
}

/** The small picture of one's own camera: what the others get. */
export function OwnPicture({ room, text }: Pick<MeetingProps, "room" | "text">) {
  const video = useRef<HTMLVideoElement>(null);
  const { camera } = useReadable(room.check).tracks;
  useEffect(() => {
    if (video.current) video.current.srcObject = camera ? streamOf(camera) : null;
  }, [camera]);
  if (!camera) return null;
  return (
    <video
      ref={video}
      className="room-own"
      data-testid="own-picture"
      autoPlay
      playsInline
      muted
      aria-label={text.room.ownPicture}
    />
  );
}

function streamOf(track: MediaStreamTrack): MediaStream {
  return new MediaStream([track]);
}

/** The short name: many plates beside each other would hide the pictures. */
function nameOf(snapshot: Snapshot, site: number): string {
  return snapshot.sites.find((one) => one.id === site)?.name ?? "";
}

export function plateOf(snapshot: Snapshot, site: number): string {
  const found = snapshot.sites.find((one) => one.id === site);
  return found?.plate || found?.name || "";
}
