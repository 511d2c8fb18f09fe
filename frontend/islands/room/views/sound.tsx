/** One audio element for each site heard, and for a shared screen, in the page so that it can be examined. */
import { useEffect, useRef } from "react";
import type { RoomController } from "../controller";
import type { RoomState } from "../store";
import { useReadable } from "./use";

/** A private talk is understood over the meeting, which must not be missed. */
const BEHIND_A_TALK = 0.15;

export function Sound(props: {
  readonly room: RoomController;
  readonly state: RoomState;
}) {
  const { room, state } = props;
  return (
    <>
      {Object.entries(state.media).map(([site, media]) =>
        media.audio ? (
          <SiteSound key={site} site={site} sid={media.audio} room={room} />
        ) : null,
      )}
      {Object.entries(state.media).map(([site, media]) =>
        media.screenSound ? (
          <ScreenSound key={site} sid={media.screenSound} room={room} />
        ) : null,
      )}
    </>
  );
}

function SiteSound(props: {
  readonly site: string;
  readonly sid: string;
  readonly room: RoomController;
}) {
  const audio = useAttached(props.room, props.sid);
  // biome-ignore lint/a11y/useMediaCaption: live speech has no caption track
  return <audio ref={audio} autoPlay data-testid="sound" data-site={props.site} />;
}

function ScreenSound(props: { readonly sid: string; readonly room: RoomController }) {
  const audio = useAttached(props.room, props.sid);
  // biome-ignore lint/a11y/useMediaCaption: what a site plays has no caption track
  return <audio ref={audio} autoPlay data-testid="screen-sound" />;
}

function useAttached(room: RoomController, sid: string) {
  const audio = useRef<HTMLAudioElement>(null);
  const { talking } = useReadable(room.store);
  useEffect(() => {
    if (audio.current) return room.link.attach(sid, audio.current);
  }, [room, sid]);
  useEffect(() => {
    if (audio.current) audio.current.volume = talking ? BEHIND_A_TALK : 1;
  }, [talking]);
  return audio;
}
