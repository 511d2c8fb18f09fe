/** An engine in memory: rooms that record what is done to them and can break. */
import type {
  Actual,
  BridgeEvents,
  BridgeRoom,
  Flow,
  Flowed,
  MediaBridge,
  Published,
  RemoteTrack,
  Sound,
  Source,
} from "../bridge";
import type { Profile, Profiles, Quality } from "../budget";
import type { LineQuality, Path } from "../health";
import type { RoomMetadata } from "../types";

export class FakeBridge implements MediaBridge {
  readonly rooms: FakeRoom[] = [];
  /** How the next joins go: by default they succeed at once. */
  joining: (room: FakeRoom) => Promise<void> = async () => {};
  metadata: RoomMetadata | null = null;

  open(events: BridgeEvents): BridgeRoom {
    const room = new FakeRoom(events, this);
    this.rooms.push(room);
    return room;
  }

  get room(): FakeRoom {
    const last = this.rooms.at(-1);
    if (!last) throw new Error("no room was opened");
    return last;
  }
}

export class FakeRoom implements BridgeRoom {
  readonly log: string[] = [];
  closed = false;
  remotes: RemoteTrack[] = [];
  present: number[] = [];
  watchers = 0;
  way: Path = "udp";
  mayPublish: Source[] = ["microphone", "camera"];
  published: Published[] = [];
  /** Steps wait here while set, so that a test can look in between. */
  hold: Promise<void> | null = null;
  failing = new Set<string>();
  counts: Record<string, number> = {};
  flowing = true;
  /** Tracks that stand still while the others flow; a new subscription may heal. */
  frozen: string[] = [];
  healing = false;
  answered = false;
  missing: Source[] = [];
  lines: Record<number, LineQuality> = {};
  uses: Record<number, Profiles> = {};
  pin: Profile = "full";
  errand = "";
  loud: number[] = [];
  /** What goes each way in a second, and how many pictures are sharp. */
  passing = {
    down: passing(),
    up: passing(),
    held: false,
    busy: false,
    answers: 0,
    jitter: 0,
    carries: 3000,
    rtt: 20,
    sharp: 0,
    lines: 0,
  };
  private passed = { down: passing(0), up: passing(0) };
  /** What is heard of a remote track now, 0 to 1. */
  levels: Record<string, number> = {};
  private energy = 0;
  private seconds = 0;

  constructor(
    readonly events: BridgeEvents,
    private readonly bridge: FakeBridge,
  ) {}

  connect(): Promise<void> {
    return this.bridge.joining(this);
  }

  signalled(): boolean {
    return this.answered;
  }

  close(): void {
    this.closed = true;
  }

  metadata(): string {
    return this.bridge.metadata ? JSON.stringify(this.bridge.metadata) : "";
  }

  actual(): Actual {
    return {
      published: this.published,
      remotes: this.remotes,
      mayPublish: this.mayPublish,
      presentSites: this.present,
      watchers: this.watchers,
      missing: this.missing,
      lines: this.lines,
      uses: this.uses,
      pin: this.pin,
      errand: this.errand,
      loud: this.loud,
    };
  }

  async publish(source: Source, track: MediaStreamTrack, muted: boolean) {
    await this.step(`publish ${source}${muted ? " muted" : ""}`);
    this.published = [
      ...this.published,
      { source, trackId: track.id, muted, quality: "high", asked: true },
    ];
  }

  async unpublish(source: Source) {
    await this.step(`unpublish ${source}`);
    this.published = this.published.filter((one) => one.source !== source);
  }

  async replace(source: Source, track: MediaStreamTrack) {
    await this.step(`replace ${source}`);
    this.published = this.published.map((one) =>
      one.source === source ? { ...one, trackId: track.id } : one,
    );
  }

  async setMuted(source: Source, muted: boolean) {
    await this.step(`${muted ? "mute" : "unmute"} ${source}`);
    this.published = this.published.map((one) =>
      one.source === source ? { ...one, muted } : one,
    );
  }

  subscribe(sid: string, on: boolean): void {
    this.log.push(`${on ? "subscribe" : "unsubscribe"} ${sid}`);
    // A subscription that begins again counts from zero.
    this.counts[sid] = 0;
    if (on && this.healing) this.frozen = this.frozen.filter((one) => one !== sid);
    this.change(sid, { subscribed: on, arrived: on, ...(on ? {} : { enabled: true }) });
  }

  enable(sid: string, on: boolean): void {
    this.log.push(`${on ? "enable" : "disable"} ${sid}`);
    this.change(sid, { enabled: on });
  }

  limitReceived(sid: string, quality: Quality): void {
    this.log.push(`limit ${sid} ${quality}`);
    this.change(sid, { quality });
  }

  async limitSent(source: Source, quality: Quality) {
    await this.step(`limit ${source} ${quality}`);
    this.published = this.published.map((one) =>
      one.source === source ? { ...one, quality } : one,
    );
  }

  /** Asked once a second. */
  async flow(): Promise<Flow> {
    const { down: _down, up: _up, ...now } = this.passing;
    for (const way of ["down", "up"] as const) {
      const { bytes, packets, lost } = this.passed[way];
      const more = this.passing[way];
      this.passed[way] = {
        bytes: bytes + more.bytes,
        packets: packets + more.packets,
        lost: lost + more.lost,
      };
    }
    return { ...this.passed, ...now };
  }

  async received(sid: string): Promise<number> {
    return this.count(sid);
  }

  async path(): Promise<Path> {
    return this.way;
  }

  async sent(source: Source): Promise<number> {
    return this.count(source);
  }

  attach(sid: string): () => void {
    this.log.push(`attach ${sid}`);
    return () => this.log.push(`detach ${sid}`);
  }

  speakerChanged(): void {
    this.log.push("speaker changed");
  }

  async startSound(): Promise<void> {
    this.log.push("start sound");
  }

  /** Another site's main device comes in with camera and microphone. */
  arrives(site: number, change: Partial<RemoteTrack> = {}): void {
    this.present = [...this.present, site];
    for (const kind of ["audio", "video"] as const) {
      this.remotes = [...this.remotes, remote(site, kind, change)];
    }
    this.events.changed();
  }

  /** The sounds of the others. */
  sounds: readonly MediaStreamTrack[] = [];

  playing() {
    return this.sounds;
  }

  async sound(sid: string): Promise<Sound> {
    this.seconds += 1;
    this.energy += (this.levels[sid] ?? 0) ** 2;
    return { packets: this.count(sid), energy: this.energy, seconds: this.seconds };
  }

  private count(key: string): number {
    const flows = this.flowing && !this.frozen.includes(key);
    if (flows) this.counts[key] = (this.counts[key] ?? 0) + 10;
    return this.counts[key] ?? 0;
  }

  private async step(name: string): Promise<void> {
    this.log.push(name);
    await this.hold;
    if (this.failing.has(name)) throw new Error(name);
  }

  private change(sid: string, change: Partial<RemoteTrack>): void {
    this.remotes = this.remotes.map((one) =>
      one.sid === sid ? { ...one, ...change } : one,
    );
  }
}

export function remote(
  site: number,
  kind: "audio" | "video",
  change: Partial<RemoteTrack> = {},
): RemoteTrack {
  return {
    sid: `${kind}-${site}`,
    site,
    kind,
    screen: false,
    muted: false,
    subscribed: false,
    enabled: true,
    quality: "high",
    lines: 720,
    arrived: false,
    part: "whole",
    paused: false,
    ...change,
  };
}

/** A second over a good line: 100 packets, none lost. */
export function passing(packets = 100, kbps = 300, lost = 0): Flowed {
  return { bytes: packets ? (kbps * 1000) / 8 : 0, packets, lost };
}
