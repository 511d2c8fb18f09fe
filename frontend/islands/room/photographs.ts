/** Photographs of what this device shows, taken while somebody asks for them. */
import type { Picture, Profile } from "./budget";
import type { LocalTracks } from "./plan";
import { regularly } from "./regularly";
import type { MeetingServer } from "./server";
import type { MeetingStore } from "./store";

const LOOK_MS = 500;
interface Pace {
  /** How often at most, in ms… */
  readonly every: number;
  /** …and how large at most, in bytes. */
  readonly longest: number;
}

/** By what the line up is used for: on a thin one they share it with the voice. */
const PACE: Record<Picture, Record<Exclude<Profile, "audio">, Pace>> = {
  screen: {
    full: { every: 3000, longest: 60_000 },
    thin: { every: 6000, longest: 12_000 },
  },
  camera: {
    full: { every: 10_000, longest: 5500 },
    thin: { every: 10_000, longest: 5500 },
  },
};
/** Two pictures are the same where no spot of one is so much brighter or darker. */
const TOLERANCE = 6;

/** One moment of a picture, not yet as an image. */
export interface Shot {
  /** A few large spots of it, to compare. */
  readonly spots: Uint8ClampedArray;
  /** A WebP of at most so many bytes; null: it cannot be had. */
  image(source: Picture, longest: number): Promise<Blob | null>;
}

/** Null: there is no picture now, or this browser cannot take one. */
export type Shutter = (track: MediaStreamTrack) => Promise<Shot | null>;

interface Sent {
  readonly tag: string;
  readonly spots: Uint8ClampedArray;
}

export class Photographer {
  private readonly taken = new Map<Picture, number>();
  private readonly sent = new Map<Picture, Sent>();
  private halt = () => {};

  constructor(
    private readonly store: MeetingStore,
    private readonly server: MeetingServer,
    private readonly tracks: () => LocalTracks,
    private readonly shutter: Shutter,
  ) {}

  start(): void {
    this.halt = regularly(LOOK_MS, (now) => this.look(now));
  }

  stop(): void {
    this.halt();
  }

  private async look(now: number): Promise<void> {
    const { snapshot, asked } = this.store.get();
    // A line that carries one voice has no room for photographs of the room.
    if (asked.up === "audio") return;
    for (const source of snapshot?.stills ?? []) {
      const track = this.tracks()[source];
      const { every, longest } = PACE[source][asked.up];
      if (!track || now - (this.taken.get(source) ?? 0) < every) continue;
      this.taken.set(source, now);
      await this.take(source, track, longest);
    }
  }

  private async take(
    source: Picture,
    track: MediaStreamTrack,
    longest: number,
  ): Promise<void> {
    const shot = await this.shutter(track);
    if (!shot || (await this.confirmed(source, shot))) return;
    const image = await shot.image(source, longest);
    if (!image) return;
    const answer = await this.server.sendStill(source, image);
    if (answer.kind !== "ok") return;
    this.sent.set(source, { tag: answer.value.tag, spots: shot.spots });
  }

  /** Does the server know that nothing has changed? */
  private async confirmed(source: Picture, { spots }: Shot): Promise<boolean> {
    const last = this.sent.get(source);
    if (!last || !alike(last.spots, spots)) return false;
    return (await this.server.confirmStill(source, last.tag)).kind === "ok";
  }
}

/** Compared with what was sent, not with the last look: slow changes add up. */
export function alike(one: Uint8ClampedArray, other: Uint8ClampedArray): boolean {
  return (
    one.length === other.length &&
    one.every((value, place) => Math.abs(value - (other[place] ?? 0)) <= TOLERANCE)
  );
}
