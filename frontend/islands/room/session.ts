/** One room connection: drives it to what is wanted, one step after the other. */
import type { Actual, BridgeRoom, RemoteTrack, Source } from "./bridge";
import { type Action, keyOf, nextAction, treatment, type Wanted } from "./plan";
import type { Sample } from "./watchdog";

const STEP_LIMIT_MS = 8000;
const RETRY_MS = 1000;

/** The serial queue: publish, mute and subscribe never overlap. */
export class Session {
  private working = false;
  private again = false;
  private closed = false;
  private readonly resting = new Set<string>();

  constructor(
    readonly room: BridgeRoom,
    private readonly wish: () => Wanted | null,
    private readonly stepped: () => void,
  ) {}

  /** Looks again; while a step is under way, right after it. */
  kick(): void {
    if (this.closed) return;
    this.again = true;
    if (!this.working) void this.work();
  }

  close(): void {
    this.closed = true;
    this.room.close();
  }

  /** Counts of everything that should flow now, for the watchdog. */
  async samples(): Promise<Sample[]> {
    const wish = this.wish();
    if (!wish) return [];
    const actual = this.room.actual();
    const remote = actual.remotes.map((track) => this.remoteSample(wish, track));
    return Promise.all([...remote, ...this.ownSamples(wish, actual)]);
  }

  /** Drops a standing subscription; the next look subscribes again. */
  resubscribe(sid: string): void {
    if (this.room.actual().remotes.some((track) => track.sid === sid)) {
      this.room.subscribe(sid, false);
    }
    this.kick();
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.again && !this.closed) {
      this.again = false;
      const action = this.next();
      if (!action) continue;
      this.again = true;
      await this.perform(action);
      if (!this.closed) this.stepped();
    }
    this.working = false;
  }

  private next(): Action | null {
    const wish = this.wish();
    return wish && nextAction(wish, this.room.actual(), this.resting);
  }

  /** A step that fails rests for a second, so that the others go on. */
  private async perform(action: Action): Promise<void> {
    const wish = this.wish();
    if (!wish) return;
    try {
      await withLimit(this.step(action, wish), STEP_LIMIT_MS);
      if (!this.done(action)) this.rest(action);
    } catch {
      this.rest(action);
    }
  }

  private done(action: Action): boolean {
    const wish = this.wish();
    const left = wish && nextAction(wish, this.room.actual(), this.resting);
    return !left || keyOf(left) !== keyOf(action);
  }

  private rest(action: Action): void {
    const key = keyOf(action);
    this.resting.add(key);
    setTimeout(() => {
      this.resting.delete(key);
      this.kick();
    }, RETRY_MS);
  }

  private async step({ kind, target }: Action, wish: Wanted): Promise<void> {
    const source = target as Source;
    if (kind === "mute") return this.room.setMuted(source, true);
    if (kind === "unmute") return this.room.setMuted(source, false);
    if (kind === "unpublish") return this.room.unpublish(source);
    if (kind === "publish") return this.publish(source, wish);
    if (kind === "subscribe") return this.room.subscribe(target, true);
    if (kind === "unsubscribe") return this.room.subscribe(target, false);
    return this.room.enable(target, kind === "enable");
  }

  private async publish(source: Source, wish: Wanted): Promise<void> {
    const track = wish.tracks[source];
    if (!track) return;
    await this.room.publish(source, track, source === "microphone" && !wish.speaks);
  }

  private async remoteSample(wish: Wanted, track: RemoteTrack): Promise<Sample> {
    const wantedOn = treatment(wish.view, track) === "on";
    const expected = wantedOn && !track.muted && !track.paused;
    const count =
      expected && track.arrived ? await counted(this.room.received(track.sid)) : 0;
    return { key: track.sid, expected, count };
  }

  private ownSamples(wish: Wanted, actual: Actual): Promise<Sample>[] {
    return (["microphone", "camera"] as const).map((source) =>
      this.ownSample(source, wish, actual),
    );
  }

  /** Missing from the engine, or silent although others are there to receive it. */
  private async ownSample(
    source: Source,
    wish: Wanted,
    actual: Actual,
  ): Promise<Sample> {
    const key = `own ${source}`;
    const track = wish.tracks[source];
    const possible = track?.readyState === "live" && actual.mayPublish.includes(source);
    const published = actual.published.find((one) => one.source === source);
    if (!published || !possible) {
      return { key, expected: Boolean(possible), count: -1 };
    }
    // The site's own companions receive nothing from it.
    const others = actual.presentSites.some((site) => site !== wish.site);
    const heard = wish.speaks && !published.muted && others;
    const count = heard ? await counted(this.room.sent(source)) : 0;
    return { key, expected: heard, count };
  }
}

/** What cannot be measured counts as standing still. */
function counted(count: Promise<number>): Promise<number> {
  return count.catch(() => -1);
}

function withLimit(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error("step took too long")), milliseconds);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
