/** Mounts the room island: the only place where its real parts are made. */
import { createRoot } from "react-dom/client";
import { pageMessages } from "../../text";
import { csrfToken } from "../csrf";
import type { Mount } from "../main";
import { newCommandId } from "./answers";
import { bootOf } from "./boot";
import { RoomController } from "./controller";
import { DeviceCheck, thisBrowser } from "./devices";
import { BrowserDisplays } from "./displays";
import { Errands } from "./errands";
import { handsOf } from "./hands";
import { forgetOld, Journal } from "./journal";
import { engineUrl, LiveKitBridge } from "./livekit";
import { rememberOverview } from "./overview";
import { Photographer } from "./photographs";
import { probes } from "./probes";
import { LineWatch } from "./profiles";
import { Recorder } from "./recorder";
import { SecondDisplay } from "./second";
import { HttpMeetingServer, type MeetingServer } from "./server";
import { ScreenShare } from "./sharing";
import { shutter } from "./shutter";
import { Stills } from "./stills";
import { talkMicrophone } from "./talk_room";
import { ringOnce } from "./tones";
import type { RoomPage } from "./types";
import { RoomApp } from "./views/app";
import { Vitals } from "./vitals";

export const mount: Mount = (element, props) => {
  const page = props as RoomPage;
  const { meeting, watcher } = page;
  const check = new DeviceCheck(thisBrowser());
  const server = new HttpMeetingServer(meeting, csrfToken, undefined, watcher);
  const engine = engineUrl(location, meeting, watcher);
  const speaker = () => check.speaker;
  const room = new RoomController(
    page,
    server,
    new LiveKitBridge(engine, speaker),
    {
      check,
      screen: new ScreenShare(navigator.mediaDevices),
      second: new SecondDisplay(new BrowserDisplays(window), localStorage),
    },
    {
      bridge: (talk) => new LiveKitBridge(`${engine}/talk/${talk}`, speaker),
      microphone: () => talkMicrophone(navigator.mediaDevices, check.get()),
      bell: (ring, hushed) => void ringOnce(ring, check.speaker, hushed),
    },
  );
  const parts = working(room, server, watcher !== undefined);
  const offOverview = rememberOverview(room.store, localStorage);
  const offNetwork = watchNetwork((online) => room.store.patch({ online }));
  const root = createRoot(element);
  root.render(<RoomApp room={room} text={pageMessages()} />);
  void room.start();
  for (const part of parts) part.start();
  return () => {
    offNetwork();
    offOverview();
    for (const part of parts) part.stop();
    room.stop();
    root.unmount();
  };
};

interface Part {
  start(): void;
  stop(): void;
}

/** What works at a steady pace beside the room. */
function working(
  room: RoomController,
  server: MeetingServer,
  watches: boolean,
): Part[] {
  const { store, link, check, screen } = room;
  const lines = new LineWatch(store, link);
  const stills = new Stills(store, server, () => lines.spare());
  // Who only watches has no devices to measure, and no picture to show.
  if (watches) return [lines, stills];
  const tracks = () => ({ ...check.get().tracks, ...screen.get().tracks });
  return [
    lines,
    stills,
    new Vitals(store, link, () => check.get().tracks, server, probes),
    new Photographer(store, server, tracks, shutter),
    recording(room, lines, server),
    new Errands(store, server, handsOf(check, room.page.release)),
  ];
}

function recording(
  { page, store }: RoomController,
  lines: LineWatch,
  server: MeetingServer,
): Part {
  forgetOld(localStorage, page.meeting, Date.now());
  const journal = new Journal(page.meeting, localStorage, newCommandId());
  const recorder = new Recorder(store, lines, server, journal, bootOf(localStorage));
  return untilHidden(recorder, () => recorder.leave());
}

/** Does `leave`, too, when this page goes away. */
function untilHidden(part: Part, leave: () => void): Part {
  return {
    start: () => {
      part.start();
      window.addEventListener("pagehide", leave);
    },
    stop: () => {
      window.removeEventListener("pagehide", leave);
      part.stop();
    },
  };
}

function watchNetwork(report: (online: boolean) => void): () => void {
  const look = () => report(navigator.onLine);
  look();
  window.addEventListener("online", look);
  window.addEventListener("offline", look);
  return () => {
    window.removeEventListener("online", look);
    window.removeEventListener("offline", look);
  };
}
