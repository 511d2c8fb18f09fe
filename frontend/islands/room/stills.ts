/** Photographs in place of pictures that do not move here, asked for one by one. */
import type { Picture, Profile } from "./budget";
import { regularly } from "./regularly";
import { viewer } from "./room_state";
import type { MeetingServer, Photograph } from "./server";
import { type Seen, view } from "./stage";
import type { MeetingStore } from "./store";

const LOOK_MS = 200;
/** How old a photograph may become before a new one is asked for. */
const EVERY_MS: Record<Picture, number> = { screen: 3000, camera: 10_000 };
/** Whoever shows the picture hears only now that photographs are wanted. */
const NONE_YET_MS = 3000;
/** In kbit/s. Beside sound and pictures the page asks for this and that… */
const ASIDE = 3;
/** …with less no photograph would ever come… */
const LEAST = 4;
/** …and more at once would stand before a voice that begins meanwhile. */
const MOST: Record<Profile, number> = { full: 400, thin: 100, audio: 20 };

/** A photograph as this page holds it; `taken` by its own clock, in ms. */
export interface Still {
  readonly url: string;
  readonly tag: string;
  readonly taken: number;
}

/** How a browser shows what it has received. */
export interface Darkroom {
  develop(image: Blob): string;
  discard(url: string): void;
}

export const darkroom: Darkroom = {
  develop: (image) => URL.createObjectURL(image),
  discard: (url) => URL.revokeObjectURL(url),
};

type Wanted = Pick<Seen, "site" | "source">;

export class Stills {
  /** When each is to be asked for again. */
  private due: ReadonlyMap<string, number> = new Map();
  private halt = () => {};
  private gone = false;

  /** `spare`: what the line has room for, in kbit/s. */
  constructor(
    private readonly store: MeetingStore,
    private readonly server: MeetingServer,
    private readonly spare: () => number,
    private readonly room: Darkroom = darkroom,
  ) {}

  start(): void {
    this.halt = regularly(LOOK_MS, (now) => this.look(now));
  }

  stop(): void {
    this.gone = true;
    this.halt();
    this.keep([]);
  }

  private async look(now: number): Promise<void> {
    const wanted = this.wanted();
    this.keep(wanted.map(pictureKey));
    // Slides before faces; of those, who has waited longest.
    const next = wanted
      .filter((one) => this.dueAt(one) <= now)
      .sort((a, b) => rank(a) - rank(b) || this.dueAt(a) - this.dueAt(b))[0];
    if (next) await this.fetch(next);
  }

  private wanted(): Wanted[] {
    const room = this.store.get();
    const { state, snapshot, present } = room;
    if (!state || !snapshot) return [];
    const { see } = view(state, viewer(room, snapshot));
    return see.filter(
      ({ site, quality }) => quality === "still" && present.includes(site),
    );
  }

  private dueAt(one: Wanted): number {
    return this.due.get(pictureKey(one)) ?? 0;
  }

  private async fetch(one: Wanted): Promise<void> {
    const key = pictureKey(one);
    const asked = Date.now();
    const tag = this.store.get().stills[key]?.tag ?? "";
    const answer = await this.server.still(one.site, one.source, tag, this.rate());
    const found = answer.kind === "ok" ? answer.value : null;
    const again = asked + (found ? EVERY_MS[one.source] : NONE_YET_MS);
    this.due = new Map(this.due).set(key, again);
    // Nobody wants it any more, or the page is left: it is not developed at all.
    if (this.gone || !this.wanted().some((other) => pictureKey(other) === key)) return;
    if (found) this.show(key, found, asked);
    // An old photograph must not stand for a camera that was switched off.
    else if (answer.kind !== "silent") this.drop([key]);
  }

  private rate(): number {
    const most = MOST[this.store.get().asked.down];
    return Math.round(Math.max(LEAST, Math.min(most, this.spare() - ASIDE)));
  }

  /** The age was true when the answer began, which is soon after it was asked. */
  private show(key: string, { tag, age, image }: Photograph, asked: number): void {
    const { stills } = this.store.get();
    const known = stills[key];
    const taken = asked - age * 1000;
    if (image) {
      if (known) this.room.discard(known.url);
      const url = this.room.develop(image);
      this.store.patch({ stills: { ...stills, [key]: { url, tag, taken } } });
    } else if (known) {
      this.store.patch({ stills: { ...stills, [key]: { ...known, taken } } });
    }
  }

  /** What is not wanted any more is forgotten, and asked for at once the next time. */
  private keep(keys: readonly string[]): void {
    this.due = new Map([...this.due].filter(([key]) => keys.includes(key)));
    const shown = Object.keys(this.store.get().stills);
    this.drop(shown.filter((key) => !keys.includes(key)));
  }

  private drop(keys: readonly string[]): void {
    const entries = Object.entries(this.store.get().stills);
    const dropped = entries.filter(([key]) => keys.includes(key));
    if (dropped.length === 0) return;
    for (const [, { url }] of dropped) this.room.discard(url);
    const kept = entries.filter(([key]) => !keys.includes(key));
    this.store.patch({ stills: Object.fromEntries(kept) });
  }
}

/** By what a picture is known among all. */
export function pictureKey({ site, source }: Wanted): string {
  return `${source} ${site}`;
}

function rank({ source }: Wanted): number {
  return source === "screen" ? 0 : 1;
}

/** Whole seconds since the picture looked like this. */
export function secondsOld({ taken }: Still, now: number): number {
  return Math.max(0, Math.round((now - taken) / 1000));
}
