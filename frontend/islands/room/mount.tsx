/** Mounts the room island: the only place where its real parts are made. */
import { createRoot } from "react-dom/client";
import { pageMessages } from "../../text";
import { csrfToken } from "../csrf";
import type { Mount } from "../main";
import { RoomController } from "./controller";
import { DeviceCheck } from "./devices";
import { engineUrl, LiveKitBridge } from "./livekit";
import { probes } from "./probes";
import { HttpMeetingServer } from "./server";
import { ScreenShare } from "./sharing";
import type { RoomPage } from "./types";
import { RoomApp } from "./views/app";
import { Vitals } from "./vitals";

export const mount: Mount = (element, props) => {
  const page = props as RoomPage;
  const { meeting } = page;
  const check = new DeviceCheck({
    secure: window.isSecureContext,
    media: navigator.mediaDevices,
    local: localStorage,
    session: sessionStorage,
  });
  const server = new HttpMeetingServer(meeting, csrfToken);
  const room = new RoomController(
    page,
    server,
    new LiveKitBridge(engineUrl(location, meeting), () => check.speaker),
    check,
    new ScreenShare(navigator.mediaDevices),
  );
  const { store, link } = room;
  const vitals = new Vitals(store, link, () => check.get().tracks, server, probes);
  const offNetwork = watchNetwork((online) => room.store.patch({ online }));
  const root = createRoot(element);
  root.render(<RoomApp room={room} text={pageMessages()} />);
  void room.start();
  vitals.start();
  return () => {
    offNetwork();
    vitals.stop();
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
