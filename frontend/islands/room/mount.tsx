/** Mounts the room island: the only place where its real parts are made. */
import { createRoot } from "react-dom/client";
import { pageMessages } from "../../text";
import { csrfToken } from "../csrf";
import type { Mount } from "../main";
import { RoomController } from "./controller";
import { DeviceCheck } from "./devices";
import { engineUrl, LiveKitBridge } from "./livekit";
import { rememberOverview } from "./overview";
import { probes } from "./probes";
import { LineWatch } from "./profiles";
import { HttpMeetingServer } from "./server";
import { ScreenShare } from "./sharing";
import { talkMicrophone } from "./talk_room";
import { ringOnce } from "./tones";
import type { RoomPage } from "./types";
import { RoomApp } from "./views/app";
import { Vitals } from "./vitals";

export const mount: Mount = (element, props) => {
  const page = props as RoomPage;
  const { meeting, watcher } = page;
  const check = new DeviceCheck({
    secure: window.isSecureContext,
    media: navigator.mediaDevices,
    local: localStorage,
    session: sessionStorage,
  });
  const server = new HttpMeetingServer(meeting, csrfToken, undefined, watcher);
  const engine = engineUrl(location, meeting, watcher);
  const speaker = () => check.speaker;
  const room = new RoomController(
    page,
    server,
    new LiveKitBridge(engine, speaker),
    check,
    new ScreenShare(navigator.mediaDevices),
    {
      bridge: (talk) => new LiveKitBridge(`${engine}/talk/${talk}`, speaker),
      microphone: () => talkMicrophone(navigator.mediaDevices, check.get()),
      bell: (ring, hushed) => void ringOnce(ring, check.speaker, hushed),
    },
  );
  const { store, link } = room;
  const vitals = new Vitals(store, link, () => check.get().tracks, server, probes);
  const lines = new LineWatch(store, link);
  const offOverview = rememberOverview(store, localStorage);
  const offNetwork = watchNetwork((online) => room.store.patch({ online }));
  const root = createRoot(element);
  root.render(<RoomApp room={room} text={pageMessages()} />);
  void room.start();
  lines.start();
  // What is measured are the devices of a site.
  if (watcher === undefined) vitals.start();
  return () => {
    offNetwork();
    offOverview();
    vitals.stop();
    lines.stop();
    room.stop();
    root.unmount();
  };
};

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
