/** The room's page in memory: shows any state, presses its buttons, reads its words. */
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, vi } from "vitest";
import type { en } from "../../../text/en";
import { vi as vietnamese } from "../../../text/vi";
import { RoomController } from "../controller";
import { DeviceCheck, type DeviceState } from "../devices";
import type { RoomState } from "../room_state";
import { SecondDisplay } from "../second";
import { ScreenShare } from "../sharing";
import { RoomApp } from "../views/app";
import { FakeDisplays } from "./displays";
import { FakeBridge } from "./fake_bridge";
import { FakeServer, me, meeting, PAGE, snapshot, track } from "./meeting";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

/** Devices as a test says that they are. */
class ShownDevices extends DeviceCheck {
  become(change: Partial<DeviceState>): void {
    this.change({ ...this.state, phase: "ready", ...change });
  }
}

export let room: RoomController;
let devices: ShownDevices;
export let bridge: FakeBridge;
/** Where its private talks are. */
export let talks: FakeBridge;
export let server: FakeServer;
export let screen: ScreenShare;
export let displays: FakeDisplays;
/** A browser that can capture: what it gives never comes. */
const display = { getDisplayMedia: () => new Promise<MediaStream>(() => {}) };
let root: Root;
export let page: HTMLElement;

export function showAnewForEachTest(): void {
  beforeEach(() => {
    page = document.createElement("div");
    document.body.append(page);
    root = createRoot(page);
    server = new FakeServer();
    bridge = new FakeBridge();
    talks = new FakeBridge();
    const storage = { getItem: () => null, setItem() {} };
    const browser = {
      secure: false,
      media: undefined,
      local: storage,
      session: storage,
    };
    screen = new ScreenShare(display);
    devices = new ShownDevices(browser);
    displays = new FakeDisplays(() => document.createElement("div"));
    const second = new SecondDisplay(displays, storage);
    const hardware = { check: devices, screen, second };
    room = new RoomController(PAGE, server, bridge, hardware, {
      bridge: () => talks,
      microphone: async () => ({ track: track("talk"), own: true }),
      bell: () => {},
    });
  });

  afterEach(async () => {
    await act(() => root.unmount());
    room.stop();
    page.remove();
  });
}

export async function show(change: Partial<RoomState>, text = vietnamese as typeof en) {
  await act(async () => room.store.patch(change));
  await act(async () => root.render(<RoomApp room={room} text={text} />));
}

export async function showMeeting(site: number, change: Partial<RoomState> = {}) {
  const state = change.state ?? meeting();
  const known = snapshot(state, me({ site }));
  await show({ connection: "connected", snapshot: known, epoch: 3, ...change, state });
}

/** The commands that were given; on a busy machine some are sent more than once. */
export const given = () => [
  ...new Map(server.commands.map((command) => [command.id, command])).values(),
];

/** What the browser would have told of its devices. */
export const devicesAre = (change: Partial<DeviceState>) =>
  act(async () => devices.become(change));

export const find = (id: string) =>
  page.querySelector<HTMLElement>(`[data-testid=${id}]`);

export const all = (id: string) => [
  ...page.querySelectorAll<HTMLElement>(`[data-testid=${id}]`),
];

export const press = (id: string) => act(async () => find(id)?.click());
