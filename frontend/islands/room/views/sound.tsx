/** One audio element for each site heard, and for a shared screen, in the page so that it can be examined. */
import { useEffect, useRef } from "react";
import type { RoomController } from "../controller";
import type { RoomState } from "../room_state";
import { useReadable } from "./use";

/** A private talk is understood over the meeting, which must not be missed. */
const BEHIND_A_TALK = 0.15;

interface SoundProps {
  readonly room: RoomController;
  readonly state: RoomState;
}

export function Sound(props: SoundProps) {
  const { state } = props;
  return (
    <>
      {Object.entries(state.media).map(([site, media]) =>
        media.audio ? (
          <SiteSound key={site} site={site} sid={media.audio} {...props} />
        ) : null,
      )}
      {Object.entries(state.media).map(([site, media]) =>
        media.screenSound ? (
          <ScreenSound key={site} sid={media.screenSound} {...props} />
        ) : null,
      )}
    </>
  );
}

function SiteSound(
  props: SoundProps & { readonly site: string; readonly sid: string },
) {
  const audio = useAttached(props.room, props.sid);
  return (
    <audio
      ref={audio}
      autoPlay
      muted={props.state.hushed}
      data-testid="sound"
      data-site={props.site}
    />
  );
}

function ScreenSound(props: SoundProps & { readonly sid: string }) {
  const audio = useAttached(props.room, props.sid);
  return (
    <audio ref={audio} autoPlay muted={props.state.hushed} data-testid="screen-sound" />
  );
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
