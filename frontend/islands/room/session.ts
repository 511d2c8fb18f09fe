/** One room connection: drives it to what is wanted, step by step. */
import type { Actual, BridgeRoom, RemoteTrack, Source } from "./bridge";
import {
  type Action,
  aloneHeard,
  isSlow,
  keyOf,
  nextAction,
  opens,
  qualityOf,
  STALE,
  treatment,
  type Wanted,
} from "./plan";
import type { Sample } from "./watchdog";

const STEP_LIMIT_MS = 8000;
const RETRY_MS = 1000;
/** A track that is not wanted stays subscribed for so long, and is not sent. */
export const LINGER_MS = 30_000;

/** One thing at a time: looks again after each, and once more when asked meanwhile. */
class Lane {
  private working = false;
  private again = false;

  constructor(private readonly work: () => Promise<boolean>) {}

  kick(): void {
    this.again = true;
    if (!this.working) void this.run();
  }

  private async run(): Promise<void> {
    this.working = true;
    while (this.again) {
      this.again = false;
      if (await this.work()) this.again = true;
    }
    this.working = false;
  }
}

/**
 * Two lanes: mute and subscribe never overlap, neither do publications, but nobody
 * waits with an open microphone until a camera has been published.
 */
export class Session {
  private closed = false;
  private readonly quick = new Lane(() => this.work((action) => !isSlow(action)));
  private readonly slow = new Lane(() => this.work(isSlow));
  private readonly resting = new Set<string>();
  /** Own tracks that do not arrive: what is published is not the one wanted. */
  private readonly stale = new Set<Source>();
  /** Since when remote tracks are not wanted. */
  private readonly unwanted = new Map<string, number>();

  constructor(
    readonly room: BridgeRoom,
    private readonly wished: () => Wanted | null,
    private readonly stepped: () => void,
  ) {}

  /** Looks again; while a step is under way, right after it. */
  kick(): void {
    if (this.closed) return;
    this.quick.kick();
    this.slow.kick();
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

  /** Drops what stands still; the next look subscribes, or publishes, again. */
  renew(key: string): void {
    const { remotes, published } = this.room.actual();
    if (remotes.some((track) => track.sid === key)) this.room.subscribe(key, false);
    const own = published.find(({ source }) => ownKey(source) === key);
    if (own) this.stale.add(own.source);
    this.kick();
  }

  /** The next step of one lane; false when there is none. */
  private async work(fits: (action: Action) => boolean): Promise<boolean> {
    const action = this.closed ? null : this.next(fits);
    if (!action) return false;
    await this.perform(action);
    if (this.closed) return false;
    this.stepped();
    // A microphone that was just published may have to be opened or shut.
    this.kick();
    return true;
  }

  private next(fits: (action: Action) => boolean): Action | null {
    const wish = this.wish();
    if (!wish) return null;
    const actual = this.actual();
    this.noteUnwanted(wish, actual);
    const may = (action: Action) => fits(action) && !this.resting.has(keyOf(action));
    return nextAction(wish, actual, may, (sid) => this.letsGo(sid));
  }

  private noteUnwanted(wish: Wanted, { remotes }: Actual): void {
    const off = remotes.filter(
      (track) => track.subscribed && treatment(wish.view, track) === "off",
    );
    const sids = new Set(off.map((track) => track.sid));
    for (const sid of [...this.unwanted.keys()]) {
      if (!sids.has(sid)) this.unwanted.delete(sid);
    }
    for (const sid of sids) {
      if (this.unwanted.has(sid)) continue;
      this.unwanted.set(sid, Date.now());
      setTimeout(() => this.kick(), LINGER_MS);
    }
  }

  private letsGo(sid: string): boolean {
    const since = this.unwanted.get(sid);
    return since !== undefined && Date.now() - since >= LINGER_MS;
  }

  private wish(): Wanted | null {
    const wish = this.wished();
    return wish && aloneHeard(wish, this.room.actual());
  }

  private actual(): Actual {
    const actual = this.room.actual();
    const published = actual.published.map((one) =>
      this.stale.has(one.source) ? { ...one, trackId: STALE } : one,
    );
    return { ...actual, published };
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
    return this.next((left) => keyOf(left) === keyOf(action)) === null;
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
    if (kind === "unpublish") return this.unpublish(source);
    if (kind === "publish") return this.publish(source, wish);
    if (kind === "replace") return this.replace(source, wish);
    if (kind === "limit") return this.limit(target, wish);
    if (kind === "subscribe") return this.room.subscribe(target, true);
    if (kind === "unsubscribe") return this.room.subscribe(target, false);
    return this.room.enable(target, kind === "enable");
  }

  private async limit(target: string, wish: Wanted): Promise<void> {
    const track = this.room.actual().remotes.find((one) => one.sid === target);
    if (track) return this.room.limitReceived(target, qualityOf(wish.view, track));
    const source = target as Source;
    await this.room.limitSent(source, wish.sends[source]);
  }

  private async unpublish(source: Source): Promise<void> {
    await this.room.unpublish(source);
    this.stale.delete(source);
  }

  private async publish(source: Source, wish: Wanted): Promise<void> {
    const track = wish.tracks[source];
    if (!track) return;
    await this.room.publish(source, track, !opens(wish, source));
  }

  /** What cannot be replaced is published anew. */
  private async replace(source: Source, wish: Wanted): Promise<void> {
    const track = wish.tracks[source];
    if (!track) return;
    try {
      await this.room.replace(source, track);
    } catch (error) {
      this.stale.add(source);
      throw error;
    }
  }

  private async remoteSample(wish: Wanted, track: RemoteTrack): Promise<Sample> {
    const wantedOn = treatment(wish.view, track) === "on";
    const expected = wantedOn && !track.muted && !track.paused;
    const count =
      expected && track.arrived ? await counted(this.room.received(track.sid)) : 0;
    return { key: track.sid, site: track.site, expected, count };
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
    const key = ownKey(source);
    const track = wish.tracks[source];
    const possible = track?.readyState === "live" && actual.mayPublish.includes(source);
    const published = actual.published.find((one) => one.source === source);
    // The engine knows better than the SDK what has arrived there.
    if (!published || !possible || actual.missing.includes(source)) {
      return { key, site: null, expected: Boolean(possible), count: -1 };
    }
    // The site's own companions receive nothing from it.
    const others = actual.presentSites.some((site) => site !== wish.site);
    // What nobody wants the browser does not send, and nothing is wrong with that.
    const heard = wish.open && !published.muted && others && published.asked;
    const count = heard ? await counted(this.room.sent(source)) : 0;
    return { key, site: null, expected: heard, count };
  }
}

function ownKey(source: Source): string {
  return `own ${source}`;
}

/** What cannot be measured counts as standing still. */
function counted(count: Promise<number>): Promise<number> {
  return count.catch(() => 0);
}

function withLimit(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error("step took too long")), milliseconds);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
