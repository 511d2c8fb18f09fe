/** The sound of a private talk that waits for its answer: where it rings, and when. */

import { type RoomState, voice } from "./room_state";
import type { MeetingStore } from "./store";
import type { Talk, TalkState } from "./talk";
import { goesElsewhere } from "./types";

/** bell: in the room that is called · back: quietly, to who calls. */
export type Ring = "bell" | "back";

/** Sounds once; silent as soon as it is hushed. */
export type Bell = (ring: Ring, hushed: AbortSignal) => void;

export const ROUND_MS = 3000;
/** Nobody is there: the picture goes on for as long as the call. */
export const LONGEST_MS = 30_000;

export class Ringing {
  private ring: Ring | null = null;
  private call = 0;
  private since = 0;
  private sounding = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly offs: readonly (() => void)[];

  constructor(
    private readonly store: MeetingStore,
    private readonly talk: Talk,
    private readonly bell: Bell,
  ) {
    this.offs = [talk.subscribe(() => this.look()), store.subscribe(() => this.look())];
  }

  stop(): void {
    for (const off of this.offs) off();
    this.hush();
  }

  private look(): void {
    const talk = this.talk.get();
    const another = talk.call !== null && talk.call.id !== this.call;
    if (talk.call && another) {
      this.call = talk.call.id;
      this.since = Date.now();
    }
    const ring = ringOf(talk, this.store.get());
    if (ring === this.ring && !another) return;
    this.ring = ring;
    this.round();
  }

  private round(): void {
    this.hush();
    if (!this.ring || Date.now() - this.since >= LONGEST_MS) return;
    this.bell(this.ring, this.sounding.signal);
    this.timer = setTimeout(() => this.round(), ROUND_MS);
  }

  private hush(): void {
    clearTimeout(this.timer);
    this.sounding.abort();
    this.sounding = new AbortController();
  }
}

/** What this device is to sound now; null: nothing. */
export function ringOf(
  { call, over, sending }: TalkState,
  room: RoomState,
): Ring | null {
  // Pressed to answer or to end it: the hand must not wait for the server.
  const waits = call && !call.answered && call.why === "" && call.id !== over;
  if (!waits || sending || room.connection !== "connected") return null;
  if (heardByAll(room)) return null;
  if (call.desk) return "back";
  const { snapshot } = room;
  // Another system would hear it.
  return snapshot?.me.main && !goesElsewhere(snapshot) ? "bell" : null;
}

/** Is this device's microphone open to the meeting, or about to be? */
function heardByAll(room: RoomState): boolean {
  if (room.microphone === "companion" || room.microphone === "missing") return false;
  return room.microphone === "live" || (room.choice ?? voice(room) === "called");
}
