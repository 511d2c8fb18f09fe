/** Keeps this device in the meeting: joins, notices losses, joins again. */
import { sleep } from "./answers";
import {
  isVoice,
  mediaOf,
  type Needs,
  needsOf,
  openSites,
  presentSites,
} from "./arrivals";
import type {
  BridgeEvents,
  BridgeRoom,
  Ending,
  Flow,
  MediaBridge,
  Sound,
  Source,
} from "./bridge";
import type { Path, Unheard } from "./health";
import { Loudness } from "./loudness";
import { keptIfSame } from "./observable";
import { type LocalTracks, type Wanted, wanted } from "./plan";
import { type Connection, type Microphone, viewer } from "./room_state";
import type { Refused } from "./server";
import { Session } from "./session";
import type { MeetingStore } from "./store";
import { parseMetadata } from "./types";
import { RejoinBudget, Watchdog } from "./watchdog";

export const RETRY_MS = 200;
/** How long the SDK may try to keep a session while the server answers. */
export const RESUME_MS = 5000;
/** How long the room may name an older engine epoch than the server. */
export const EPOCH_GRACE_MS = 1500;
const FIRST_ATTEMPT_MS = 5000;
const LONGEST_ATTEMPT_MS = 15_000;
const REMOVED_MS = 1000;
const WATCH_MS = 1000;

export class RoomLink {
  private session: Session | null = null;
  private finish: (ending: Ending | "refused") => void = () => {};
  private tracks: LocalTracks = {};
  private watchdog = new Watchdog();
  private readonly budget = new RejoinBudget();
  private epoch = 0;
  private olderSince: number | null = null;
  private resumeUntil: number | null = null;
  private attemptMs = FIRST_ATTEMPT_MS;
  private wake: () => void = () => {};
  private generation = 0;
  private readonly loudness = new Loudness();
  private watching = false;
  private errand = "";
  private wasJoined = false;

  constructor(
    private readonly bridge: MediaBridge,
    private readonly store: MeetingStore,
  ) {
    store.subscribe(() => this.storeChanged());
  }

  /** Enters the meeting, or tries again after a refusal. */
  start(tracks: LocalTracks): void {
    this.tracks = tracks;
    void this.live(++this.generation);
  }

  /** Other local tracks: a camera was changed, or came back. */
  setTracks(tracks: LocalTracks): void {
    this.tracks = tracks;
    this.session?.kick();
    this.report();
  }

  /** Takes the meeting over from the other window of this device. */
  takeOver(): void {
    this.wake();
  }

  stop(): void {
    this.generation += 1;
    this.leave();
    this.wake();
  }

  /** Shows a remote track in an element; returns how to take it out. */
  attach(sid: string, element: HTMLMediaElement): () => void {
    return this.session?.room.attach(sid, element) ?? (() => {});
  }

  /** Packets of one own track that left so far. */
  async sent(source: Source): Promise<number> {
    return (await this.session?.room.sent(source).catch(() => 0)) ?? 0;
  }

  /** How what is sent goes; unknown while it cannot be told. */
  async path(): Promise<Path> {
    return (
      (await this.session?.room.path().catch(() => "unknown" as const)) ?? "unknown"
    );
  }

  /** What went both ways so far; null while nothing can be told. */
  async flow(): Promise<Flow | null> {
    return (await this.session?.room.flow().catch(() => null)) ?? null;
  }

  /** What would show that the line carries more; null while nothing can be told. */
  needs(): Needs | null {
    const actual = this.session?.room.actual();
    const wish = this.wish();
    return actual && wish ? needsOf(actual, wish) : null;
  }

  /** The sound of a site so far, or why there cannot be any; null: not listened to. */
  async sound(site: number): Promise<Sound | Unheard | null> {
    const room = this.session?.room;
    const voices = room
      ?.actual()
      .remotes.filter((one) => isVoice(one) && one.site === site);
    const track = voices?.at(-1);
    if (!room || !track) return room ? "unpublished" : null;
    if (track.muted) return "closed";
    return track.arrived ? room.sound(track.sid).catch(() => null) : null;
  }

  /** The sounds of the others, as far as they are heard here. */
  playing(): readonly MediaStreamTrack[] {
    return this.session?.room.playing() ?? [];
  }

  /** Another speaker is to play the meeting. */
  speakerChanged(): void {
    this.session?.room.speakerChanged();
  }

  async startSound(): Promise<void> {
    await this.session?.room.startSound();
  }

  /** As long as the meeting lasts: join, stay until it ends, join again. */
  private async live(generation: number): Promise<void> {
    const current = () => generation === this.generation;
    this.connection("connecting");
    while (current()) {
      const answer = await this.store.refresh();
      if (!current()) return;
      if (answer.kind === "refused") {
        await this.refused();
        continue;
      }
      if (this.store.get().connection === "refused") this.connection("connecting");
      const ending = answer.kind === "ok" ? await this.join() : "lost";
      if (current()) await this.after(ending);
    }
  }

  private async after(ending: Ending | "refused"): Promise<void> {
    this.leave();
    if (ending === "refused") return this.refused();
    if (ending === "duplicate") {
      this.connection("elsewhere");
      await this.woken();
      this.connection("connecting");
      return;
    }
    const { connection, state } = this.store.get();
    // The end of the meeting is no loss: the next look at the server says so.
    const over = state?.phase === "closed";
    if (!over && connection !== "connecting") this.connection("lost");
    if (ending === "removed") await sleep(REMOVED_MS);
    // The first attempt after a loss is made at once, the next ones at a flat pace.
    else if (!this.wasJoined) await sleep(RETRY_MS);
    this.wasJoined = false;
  }

  /** Stays outside until the store hears that the server has changed its mind. */
  private async refused(): Promise<void> {
    // Closed, and too long ago to be taken back: nobody is let in any more.
    if (this.store.get().refused?.code === "closed") return this.end();
    this.connection("refused");
    if (this.store.get().refused) await this.woken();
  }

  private end(): void {
    this.generation += 1;
    this.connection("ended");
  }

  private woken(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  /** One room connection from join to end. */
  private async join(): Promise<Ending | "refused"> {
    this.epoch = this.store.get().epoch;
    const ended = new Promise<Ending | "refused">((resolve) => {
      this.finish = resolve;
    });
    const room = this.bridge.open(this.events());
    const session = new Session(
      room,
      () => this.wish(),
      () => this.report(),
    );
    this.session = session;
    const joined = await Promise.race([
      room.connect().then(
        () => "joined" as const,
        () => "failed" as const,
      ),
      sleep(this.attemptMs).then(() => "slow" as const),
      ended,
    ]);
    this.attemptMs =
      joined === "slow"
        ? Math.min(this.attemptMs * 2, LONGEST_ATTEMPT_MS)
        : FIRST_ATTEMPT_MS;
    if (joined === "failed" || joined === "slow" || joined === "lost") {
      // Blocked ports never say no: only a call that hangs after the answer is one.
      const media = joined === "slow" && room.signalled();
      this.store.patch({ hurdle: media ? "media" : "engine" });
      return "lost";
    }
    if (joined !== "joined") return joined;
    // Left while it was joining: nothing may follow, and no event will.
    if (session !== this.session) return "lost";
    this.joined(room);
    return ended;
  }

  private joined(room: BridgeRoom): void {
    this.wasJoined = true;
    this.olderSince = null;
    this.resumeUntil = null;
    this.watchdog = new Watchdog();
    this.metadata(room.metadata());
    this.store.patch({ hurdle: null });
    this.connection("connected");
    this.report();
    this.session?.kick();
    this.watch();
  }

  private leave(): void {
    this.finish = () => {};
    this.session?.close();
    this.session = null;
    this.resumeUntil = null;
    this.report();
  }

  /** Events of a room that was left must not touch the one that followed. */
  private events(): BridgeEvents {
    const finish = this.finish;
    const own = (act: () => void) => () => {
      if (finish === this.finish) act();
    };
    return {
      changed: own(() => {
        this.report();
        this.session?.kick();
      }),
      metadata: (text) => own(() => this.metadata(text))(),
      // Another device has become the main one, or this one: the server says which.
      permitted: own(() => void this.store.renew()),
      interrupted: own(() => this.interrupted()),
      resumed: own(() => this.resumed()),
      ended: (ending) => finish(ending),
      soundBlocked: (soundBlocked) => own(() => this.store.patch({ soundBlocked }))(),
    };
  }

  private metadata(text: string): void {
    const metadata = parseMetadata(text);
    if (!metadata) return;
    this.epoch = Math.max(this.epoch, metadata.epoch);
    this.store.metadataArrived(metadata);
  }

  private interrupted(): void {
    this.resumeUntil = Date.now() + RESUME_MS;
    this.connection("resuming");
  }

  private resumed(): void {
    this.resumeUntil = null;
    this.connection("connected");
    this.report();
    this.session?.kick();
  }

  private storeChanged(): void {
    const { connection, epoch, refused } = this.store.get();
    if (connection === "refused" && !refused) this.wake();
    // Signed out, removed, no longer of this meeting: sound and picture end at once.
    if (this.session && barred(refused)) this.finish("refused");
    // After a cut, a new epoch means that there is no session left to resume.
    if (connection === "resuming" && epoch > this.epoch) this.finish("lost");
    this.session?.kick();
  }

  private wish(): Wanted | null {
    const room = this.store.get();
    const { state, snapshot } = room;
    const choice = room.talking ? false : room.choice;
    if (!state || !snapshot) return null;
    const { up } = room.asked;
    return wanted(state, viewer(room, snapshot), this.tracks, choice, up);
  }

  private watch(): void {
    if (this.watching) return;
    this.watching = true;
    const timer = setInterval(() => {
      if (this.session) void this.lookAround(this.session);
      else {
        clearInterval(timer);
        this.watching = false;
      }
    }, WATCH_MS);
  }

  private async lookAround(session: Session): Promise<void> {
    this.checkEpoch();
    this.checkResume();
    if (this.store.get().connection !== "connected") return;
    const samples = await session.samples();
    if (session !== this.session) return;
    const verdict = this.watchdog.look(Date.now(), samples);
    for (const key of verdict.retry) session.renew(key);
    if (this.budget.allows(Date.now(), verdict.rejoin)) this.finish("lost");
    this.report();
  }

  /** A room that stays behind the server's epoch lives on a dead engine. */
  private checkEpoch(): void {
    const behind = this.store.get().epoch > this.epoch;
    if (!behind) this.olderSince = null;
    else this.olderSince ??= Date.now();
    if (this.olderSince === null) return;
    if (Date.now() - this.olderSince >= EPOCH_GRACE_MS) this.finish("lost");
  }

  /** Without network nobody can resume: the time counts once the server answers. */
  private checkResume(): void {
    if (this.resumeUntil === null) return;
    if (!this.store.get().answering) this.resumeUntil = Date.now() + RESUME_MS;
    else if (Date.now() >= this.resumeUntil) this.finish("lost");
  }

  private connection(connection: Connection): void {
    this.store.patch({ connection });
  }

  /** Tells the store what is really there. */
  private report(): void {
    const actual = this.session?.room.actual() ?? null;
    const known = this.store.get();
    const { loud = [], pin = known.pin } = actual ?? {};
    // What it is, the server says.
    const errand = actual?.errand ?? this.errand;
    if (errand && errand !== this.errand) void this.store.renew();
    this.errand = errand;
    this.store.patch({
      present: keptIfSame(presentSites(actual, known.snapshot?.me.site), known.present),
      media: keptIfSame(mediaOf(actual, this.wish()), known.media),
      lines: keptIfSame(actual?.lines ?? {}, known.lines),
      uses: keptIfSame(actual?.uses ?? {}, known.uses),
      loud: keptIfSame(this.loudness.look(Date.now(), loud), known.loud),
      open: keptIfSame(openSites(actual), known.open),
      watchers: actual?.watchers ?? 0,
      microphone: this.microphone(),
      pin,
    });
  }

  private microphone(): Microphone {
    if (this.store.get().snapshot?.me.main === false) return "companion";
    if (!this.tracks.microphone) return "missing";
    const published = this.session?.room.actual().published ?? [];
    const own = published.find((one) => one.source === "microphone");
    return own && !own.muted ? "live" : "muted";
  }
}

function barred(refused: Refused | null): boolean {
  return refused?.status === 401 || refused?.status === 403;
}
