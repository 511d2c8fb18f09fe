/** A room computer that nobody touches: asks what is next, and goes where it belongs. */
import { keptIfSame, Observable } from "../room/observable";
import { regularly } from "../room/regularly";
import type { Ask, Next } from "./server";

const ASK_MS = 3000;
/** The code on the screen is thrown away by the server after a quarter of an hour. */
const CODE_MS = 14 * 60_000;
/** A page that stood so long is loaded anew: the product may be a newer one by now. */
const LONG_MS = 12 * 3_600_000;

/** Where this page is: before it is paired, at home, or in a meeting. */
export type Place = { readonly meeting: number } | "pairing" | "home";

/** How it goes elsewhere. */
export interface Way {
  readonly home: () => void;
  readonly room: (meeting: number) => void;
  readonly again: () => void;
}

export interface KioskState {
  /** Does the server answer? */
  readonly answering: boolean;
  readonly plate: string;
  readonly next: Next | null;
  /** How far the server's clock is ahead of this one, in ms. */
  readonly skew: number;
}

const EMPTY: KioskState = { answering: true, plate: "", next: null, skew: 0 };

export class Kiosk extends Observable<KioskState> {
  private halt = () => {};
  private begun = 0;
  private gone = false;

  constructor(
    private readonly place: Place,
    private readonly ask: Ask,
    private readonly way: Way,
  ) {
    super(EMPTY);
  }

  start(): void {
    this.begun = Date.now();
    void this.look(this.begun);
    this.halt = regularly(ASK_MS, (now) => this.look(now));
  }

  stop(): void {
    this.gone = true;
    this.halt();
  }

  /** Goes nowhere without an answer: a browser's own error page stays for ever. */
  private async look(now: number): Promise<void> {
    const { place } = this;
    const present = typeof place === "object" ? place.meeting : 0;
    const told = await this.ask(present);
    if (this.gone) return;
    if (!told) {
      this.change({ ...this.state, answering: false });
      return;
    }
    const { plate, next } = told;
    const skew = Math.round(told.now - (now + Date.now()) / 2);
    const known = this.state;
    this.change(keptIfSame({ answering: true, plate, next, skew }, known));
    this.follow(told.paired, next, now);
  }

  private follow(paired: boolean, next: Next | null, now: number): void {
    const { place, way } = this;
    const stood = now - this.begun;
    if (place === "pairing") {
      if (paired || stood >= CODE_MS) this.leave(way.again);
    } else if (!paired) {
      this.leave(way.home);
    } else if (place === "home") {
      if (next?.enter) this.leave(() => way.room(next.id));
      else if (stood >= LONG_MS) this.leave(way.again);
    } else if (!next?.enter) {
      this.leave(way.home);
    } else if (next.id !== place.meeting) {
      this.leave(() => way.room(next.id));
    }
  }

  private leave(go: () => void): void {
    this.stop();
    go();
  }
}

/** What is left until the start, in whole minutes; never less than nothing. */
export function minutesLeft({ starts }: Next, now: number): number {
  return Math.max(0, Math.ceil((starts - now) / 60_000));
}

/** Meetings are planned in the time of Việt Nam, whatever a machine is set to. */
export const ZONE = "Asia/Ho_Chi_Minh";
const HOUR = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** `07:05`, in 24 hours in every language. */
export function hourOf(time: number): string {
  return HOUR.format(time);
}
