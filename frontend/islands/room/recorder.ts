/** Notes how the line of this device is, and tells the server when that can be told. */
import type { Flow } from "./bridge";
import { passed } from "./counters";
import type { Journal, Note, Sample } from "./journal";
import type { LineWatch } from "./profiles";
import type { Connection, RoomState } from "./room_state";
import type { MeetingServer } from "./server";
import type { MeetingStore } from "./store";

const LOOK_MS = 1000;
const SAMPLE_MS = 10_000;
/** A browser writes such things to its disk once a minute, however often they change. */
const ALIVE_MS = 5000;
/** What happened is told at once; how the line was can wait. */
const TELL_MS = 60_000;
const AGAIN_MS = 5000;
/** A browser that was not let run for so long is worth a note. */
const STALLED_MS = 5000;
/** The server must have answered so long, and half of the time that the line was lost,
 * to say that only sound and picture stayed away. */
const SERVED_MS = 3000;
/** The engine answers every 2.5 s: when nothing came for so long, nothing can. */
const DEAD_MS = 6000;
/** What nobody will ever take is not sent for ever; all else may be taken later. */
const HOPELESS = new Set([409, 413, 422]);
/** Without sound and picture, though the meeting goes on. */
const GONE: readonly Connection[] = ["resuming", "lost", "refused"];

type Measured = NonNullable<ReturnType<LineWatch["latest"]>>;

export class Recorder {
  private timer: ReturnType<typeof setInterval> | undefined;
  private off = () => {};
  private begun = false;
  private opened: Note = { kind: "opened", ended: "none", away: 0, up: null };
  private openedAt = 0;
  private looked = 0;
  private sampled = 0;
  private alive = 0;
  private before: Measured | null = null;
  /** When anything at all came last, and all that had come by then. */
  private came: { readonly at: number; readonly all: number } | null = null;
  private asked = 0;
  private telling = false;
  private here = false;
  private lostAt = 0;
  /** Since when the server answers although sound and picture are lost. */
  private served: number | null = null;
  private online = true;
  private uses = "";
  private path = "";

  constructor(
    private readonly store: MeetingStore,
    private readonly lines: Pick<LineWatch, "latest">,
    private readonly server: Pick<MeetingServer, "journal">,
    private readonly journal: Journal,
    /** When this computer was started, in ms by its own clock; null: nobody knows. */
    private readonly boot: number | null = null,
  ) {}

  start(): void {
    const now = Date.now();
    const up = this.boot === null ? null : Math.max(0, now - this.boot);
    this.opened = { kind: "opened", ...this.journal.before(now), up };
    this.openedAt = now;
    this.looked = now;
    this.off = this.store.subscribe(() => this.changed(this.store.get()));
    this.timer = setInterval(() => this.look(Date.now()), LOOK_MS);
  }

  stop(): void {
    this.off();
    clearInterval(this.timer);
  }

  /** The page is left: the next one will tell. */
  leave(): void {
    if (!this.begun) return;
    this.journal.note(Date.now(), { kind: "closed" });
    this.journal.alive(Date.now(), "closed");
  }

  /** Only who is heard and seen has anything to note; another window notes for itself. */
  private idle({ snapshot, connection }: RoomState): boolean {
    return !snapshot?.me.main || connection === "elsewhere" || connection === "ended";
  }

  private changed(room: RoomState): void {
    if (this.idle(room)) {
      this.rest(room);
      return;
    }
    // A window in which nobody enters was only looked at.
    if (!this.begun && room.connection === "connected") {
      this.begun = true;
      this.journal.note(this.openedAt, this.opened);
    }
    if (!this.begun) return;
    this.line(room);
    if (room.online !== this.online) {
      this.online = room.online;
      this.note({ kind: room.online ? "online" : "offline" });
    }
  }

  /** What another device, or window, does meanwhile says nothing of this one. */
  private rest({ snapshot }: RoomState): void {
    this.here = false;
    this.came = null;
    if (snapshot && !snapshot.me.main)
      this.opened = { kind: "opened", ended: "none", away: 0, up: null };
  }

  private line({ connection }: RoomState): void {
    if (GONE.includes(connection)) this.lost(Date.now());
    else if (connection === "connected" && !this.dead(Date.now())) this.back();
  }

  private lost(at: number): void {
    if (!this.here) return;
    this.here = false;
    this.served = null;
    this.lostAt = at;
    this.note({ kind: "lost" }, at);
  }

  private back(): void {
    if (this.here) return;
    const now = Date.now();
    const least = Math.max(SERVED_MS, (now - this.lostAt) / 2);
    const served = this.served !== null && now - this.served >= least;
    this.here = true;
    this.note({ kind: "back", served });
  }

  /** A connection may be cut for ten seconds and more before anybody calls it lost. */
  private pulse(now: number, measured: Measured | null): void {
    if (!measured) {
      this.came = null;
      return;
    }
    const all = measured.flow.down.bytes + measured.flow.answers;
    // Not every browser counts.
    if (all === 0) return;
    if (this.came?.all !== all) this.came = { at: measured.at, all };
    if (this.came && this.dead(now)) this.lost(this.came.at);
    this.line(this.store.get());
  }

  private dead(now: number): boolean {
    return this.came !== null && now - this.came.at >= DEAD_MS;
  }

  private usage({ profiles, findings }: RoomState): void {
    const uses = JSON.stringify(profiles);
    if (uses !== this.uses) this.note({ kind: "uses", ...profiles });
    this.uses = uses;
    const path = findings?.path ?? "unknown";
    if (path === "unknown" || path === this.path) return;
    this.path = path;
    this.note({ kind: "path", path });
  }

  private note(note: Note, at = Date.now()): void {
    this.journal.note(at, note);
    // Soon, and not between two things that happen together.
    this.asked = Math.min(this.asked, Date.now() - AGAIN_MS + LOOK_MS);
  }

  private look(now: number): void {
    const stood = now - this.looked - LOOK_MS;
    this.looked = now;
    const room = this.store.get();
    if (this.idle(room) || !this.begun) return;
    if (stood >= STALLED_MS) this.note({ kind: "stalled", ms: stood });
    if (stood >= STALLED_MS || stood < -LOOK_MS) this.jumped();
    if (now - this.alive >= ALIVE_MS) this.live(now);
    // Here and not with each change: what is settled within a second is no news.
    if (this.here) this.usage(room);
    const measured = room.connection === "connected" ? this.lines.latest() : null;
    this.pulse(now, measured);
    if (!measured) this.before = null;
    else if (now - this.sampled >= SAMPLE_MS) this.sample(now, measured);
    const wait = this.journal.urgent ? AGAIN_MS : TELL_MS;
    if (!this.telling && now - this.asked >= wait) void this.tell(now);
  }

  /** The clock was set, or nothing ran for long: what it showed before means nothing. */
  private jumped(): void {
    this.came = null;
    this.before = null;
    this.sampled = 0;
    this.alive = 0;
    this.asked = 0;
  }

  private live(now: number): void {
    this.alive = now;
    this.journal.alive(now);
  }

  private sample(now: number, measured: Measured): void {
    const { before } = this;
    this.sampled = now;
    this.before = measured;
    if (!before) return;
    const seconds = (measured.at - before.at) / 1000;
    const found = sampleOf(before.flow, measured.flow, seconds);
    if (found) this.journal.sample(now, found);
  }

  private async tell(now: number): Promise<void> {
    // Not `now`: what was noted since then would be of the future.
    const batch = this.journal.next(Date.now());
    this.asked = now;
    if (!batch) return;
    this.telling = true;
    const answer = await this.server.journal(batch);
    this.telling = false;
    if (answer.kind === "silent") return;
    if (!this.here) this.served ??= Date.now();
    const taken = answer.kind === "ok";
    if (taken || HOPELESS.has(answer.status)) this.journal.forget(batch);
    else this.asked = now + TELL_MS - AGAIN_MS;
    // There may be more, of a long cut.
    if (taken && this.journal.urgent) this.asked = 0;
  }
}

/** What went between two looks; null: the connection was another one. */
export function sampleOf(before: Flow, after: Flow, seconds: number): Sample | null {
  const anew = after.down.bytes < before.down.bytes || after.up.bytes < before.up.bytes;
  if (anew || seconds <= 0) return null;
  const down = passed(before.down, after.down, seconds);
  const up = passed(before.up, after.up, seconds);
  return {
    down_kbps: Math.round(down.kbps),
    up_kbps: Math.round(up.kbps),
    down_loss: thousandths(down.loss),
    up_loss: thousandths(up.loss),
    rtt_ms: after.rtt > 0 ? Math.round(after.rtt) : null,
    jitter_ms: after.jitter > 0 ? Math.round(after.jitter) : null,
    busy: after.busy,
  };
}

function thousandths(share: number | null): number | null {
  return share === null ? null : Math.min(1000, Math.round(1000 * share));
}
