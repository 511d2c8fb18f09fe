/** Mounts the page of a room computer: its code, its home, or the room. */
import { createRoot } from "react-dom/client";
import { pageMessages } from "../../text";
import type { Mount } from "../main";
import { rememberBoot } from "../room/boot";
import { DeviceCheck, thisBrowser } from "../room/devices";
import { mount as mountRoom } from "../room/mount";
import type { RoomPage } from "../room/types";
import { Home } from "./home";
import { Kiosk, type Place, type Way } from "./kiosk";
import { askServer } from "./server";
import { stayAwake } from "./wake";

/** What the server's page tells the island. */
interface KioskPage {
  readonly state: "pairing" | "home" | "room";
  /** Of home: the address of a room, with 0 in place of the meeting. */
  readonly room: string;
  readonly home: string;
  /** Of the room alone. */
  readonly page?: RoomPage;
}

export const mount: Mount = (element, props) => {
  const { state, page, ...addresses } = props as KioskPage;
  rememberBoot(location.hash, localStorage);
  const place: Place = page ? { meeting: page.meeting } : (state as "pairing" | "home");
  const kiosk = new Kiosk(place, askServer, wayTo(addresses));
  const shown = page ? mountRoom(element, page) : homeIn(element, kiosk, state);
  const sleep = stayAwake();
  kiosk.start();
  return () => {
    kiosk.stop();
    sleep();
    shown();
  };
};

function wayTo({ room, home }: Pick<KioskPage, "room" | "home">): Way {
  return {
    home: () => location.replace(home),
    room: (meeting) => location.replace(room.replace("/0/", `/${meeting}/`)),
    again: () => location.reload(),
  };
}

/** The code stands in the page already: there is nothing to draw. */
function homeIn(element: HTMLElement, kiosk: Kiosk, state: KioskPage["state"]) {
  if (state === "pairing") return () => {};
  const check = new DeviceCheck(thisBrowser());
  const root = createRoot(element);
  root.render(<Home kiosk={kiosk} check={check} text={pageMessages()} />);
  return () => {
    check.close();
    root.unmount();
  };
}
