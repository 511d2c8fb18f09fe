/** Once a second: measures the line both ways and says how it is to be used. */
import type { Flow } from "./bridge";
import { LIMIT, lesser, type Profile } from "./budget";
import { passed } from "./counters";
import type { RoomLink } from "./link";
import { keptIfSame } from "./observable";
import { DOWN, Ladder, UP } from "./profile";
import { regularly } from "./regularly";
import type { MeetingStore } from "./store";

const LOOK_MS = 1000;
/** One second shows too little of a line. */
const WINDOW = 2;
/** At first the engine and the browser have to find out what a line carries. */
const SETTLING_MS = 8000;
/** So much longer (in ms) than at best, and packets stand in a queue. */
const QUEUED_MS = 150;
/** How long what the line is thought to carry must stand still to be believed… */
const STUCK_MS = 3000;
/** …where standing still is to grow by less than this. */
const GROWTH = 1.05;

/** Who is silent may speak again at once: what was used lately is not free. */
const LATELY = 5;

/** Tells a line that is narrow from one that is still being found wide. */
class Stuck {
  private most = 0;
  private since: number | null = null;

  look(now: number, { held, carries }: Flow): boolean {
    if (!held) this.since = null;
    else if (this.since === null || carries > this.most * GROWTH) {
      this.most = carries;
      this.since = now;
    }
    return this.since !== null && now - this.since >= STUCK_MS;
  }
}

export class LineWatch {
  private readonly down = new Ladder(DOWN);
  private readonly up = new Ladder(UP);
  private readonly stuck = new Stuck();
  private flows: readonly Flow[] = [];
  private measured = 0;
  private connected: number | null = null;
  /** The shortest way to the engine and back since the connection began, in ms. */
  private shortest = Number.POSITIVE_INFINITY;
  /** What came in the last looks, in kbit/s. */
  private used: readonly number[] = [];
  private halt = () => {};

  constructor(
    private readonly store: MeetingStore,
    private readonly link: RoomLink,
  ) {}

  start(): void {
    this.halt = regularly(LOOK_MS, (now) => this.look(now));
  }

  stop(): void {
    this.halt();
  }

  /** What sound and pictures leave of what the line is used for, in kbit/s. */
  spare(): number {
    return LIMIT[this.store.get().asked.down] - Math.max(0, ...this.used);
  }

  /** What went so far, and when that was read; null: there is no connection. */
  latest(): { readonly at: number; readonly flow: Flow } | null {
    const flow = this.flows.at(-1);
    return flow ? { at: this.measured, flow } : null;
  }

  private async look(now: number): Promise<void> {
    const flow =
      this.store.get().connection === "connected" && (await this.link.flow());
    if (!flow) {
      this.flows = [];
      this.connected = null;
      this.shortest = Number.POSITIVE_INFINITY;
      return;
    }
    this.connected ??= now;
    this.flows = [...this.flows, flow].slice(-WINDOW - 1);
    this.measured = now;
    const first = this.flows[0] ?? flow;
    if (this.flows.length > WINDOW) this.judge(now, first, flow);
    this.tell();
  }

  private judge(now: number, first: Flow, last: Flow): void {
    const settled = this.connected !== null && now - this.connected >= SETTLING_MS;
    const needs = this.link.needs();
    if (!needs) return;
    const { starved, sharp, lines } = needs;
    const seconds = WINDOW * (LOOK_MS / 1000);
    if (last.rtt > 0) this.shortest = Math.min(this.shortest, last.rtt);
    // The browser keeps its own queue short: where it is not held back, it is ours.
    const queued = last.rtt > this.shortest + QUEUED_MS && !last.held;
    const down = passed(first.down, last.down, seconds);
    this.used = [...this.used, down.kbps].slice(-LATELY);
    this.down.look(now, {
      ...down,
      starved: settled && (starved || queued),
      proven: last.sharp >= sharp,
    });
    this.up.look(now, {
      ...passed(first.up, last.up, seconds),
      kbps: last.carries,
      starved: this.stuck.look(now, last) && settled,
      proven: last.lines >= (this.up.asked === "full" ? lines : 1),
    });
  }

  /** What is asked of the line, and what it is said to carry: a trial is no news. */
  private tell(): void {
    const { pin, profiles, asked } = this.store.get();
    const both = (down: Profile, up: Profile) => ({
      down: lesser(down, pin),
      up: lesser(up, pin),
    });
    this.store.patch({
      profiles: keptIfSame(both(this.down.profile, this.up.profile), profiles),
      asked: keptIfSame(both(this.down.asked, this.up.asked), asked),
    });
  }
}
