/** A link with its store, a server and an engine in memory, anew for each test. */
import { afterEach, beforeEach, vi } from "vitest";
import { RoomLink } from "../link";
import { MeetingStore } from "../store";
import type { Me, MeetingState } from "../types";
import { FakeBridge } from "./fake_bridge";
import { FakeServer, me, meeting, snapshot, track } from "./meeting";

export let server: FakeServer;
export let store: MeetingStore;
export let bridge: FakeBridge;
export let link: RoomLink;
export const tracks = { microphone: track("mic"), camera: track("cam", "video") };

/** Called once at the top of a test file. */
export function linkAnewForEachTest(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    store = new MeetingStore(server);
    store.start();
    bridge = new FakeBridge();
    link = new RoomLink(bridge, store);
  });

  afterEach(() => {
    link.stop();
    store.stop();
    vi.useRealTimers();
  });
}

export const tick = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

/** The server and the engine agree on this state and epoch. */
export function meetingIs(change: Partial<MeetingState>, who: Me = me(), epoch = 3) {
  const state = meeting(change);
  server.snapshotValue = snapshot(state, who, epoch);
  bridge.metadata = { epoch, words: 0, state };
  return state;
}

export async function enter(change: Partial<MeetingState> = {}, who: Me = me()) {
  meetingIs(change, who);
  link.start(tracks);
  await tick();
  return bridge.room;
}

/** The conductor writes new metadata into the room. */
export async function push(change: Partial<MeetingState>, epoch = 3) {
  const metadata = { epoch, words: 0, state: meeting(change) };
  bridge.room.events.metadata(JSON.stringify(metadata));
  await tick();
}

export const connection = () => store.get().connection;
