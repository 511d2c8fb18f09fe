/** Once a second: reads the own devices and the called sites, says what is found. */
import type { Sound } from "./bridge";
import { QUIET } from "./devices";
import {
  calledSites,
  Health,
  type Heard,
  type Path,
  type Report,
  Silence,
  type Unheard,
} from "./health";
import type { RoomLink } from "./link";
import { keptIfSame } from "./observable";
import type { LocalTracks } from "./plan";
import { regularly } from "./regularly";
import type { RoomState } from "./room_state";
import type { MeetingServer } from "./server";
import type { MeetingStore } from "./store";

const LOOK_MS = 1000;
const PATH_MS = 10_000;

/** Measures one local track until it is stopped; null: nothing to measure now. */
export interface Probe<T> {
  read(): T | null;
  stop(): void;
}

export interface Probes {
  /** `played`: the sounds of the others, as far as they may come back. */
  sound(
    track: MediaStreamTrack,
    played: () => readonly MediaStreamTrack[],
  ): Probe<Heard>;
  picture(
    track: MediaStreamTrack,
  ): Probe<{ readonly brightness: number; readonly moved: boolean }>;
}

/** One probe at a time, on whatever track there is now. */
class Watching<T> {
  private track: MediaStreamTrack | undefined;
  private probe: Probe<T> | null = null;

  constructor(private readonly open: (track: MediaStreamTrack) => Probe<T>) {}

  read(track: MediaStreamTrack | undefined): T | null {
    if (track !== this.track) {
      this.probe?.stop();
      this.track = track;
      this.probe = track ? this.open(track) : null;
    }
    return this.probe?.read() ?? null;
  }
}

/** The ears of a desk for one site: how much has come, and since when nothing. */
class Ear {
  private readonly silence = new Silence();
  private last: Sound | null = null;

  look(now: number, sound: Sound | Unheard | null): Unheard | null {
    const before = this.last;
    this.last = typeof sound === "string" ? null : sound;
    if (typeof sound === "string") {
      return this.silence.look(now, true, false) ? sound : null;
    }
    const level = sound && before && levelBetween(before, sound);
    const flows = !sound || !before || sound.packets > before.packets;
    const sounding = flows ? (level === null ? null : level > QUIET) : false;
    if (!this.silence.look(now, true, sounding)) return null;
    return flows ? "quiet" : "no_packets";
  }
}

function levelBetween(before: Sound, now: Sound): number | null {
  const seconds = now.seconds - before.seconds;
  if (seconds <= 0) return null;
  return Math.sqrt(Math.max(0, now.energy - before.energy) / seconds);
}

export class Vitals {
  private readonly health = new Health();
  private readonly ears = new Map<number, Ear>();
  private readonly microphone;
  private readonly camera;
  private sent = 0;
  private told = "";
  private telling = false;
  private halt = () => {};
  private path: Path = "unknown";
  private pathAsked = 0;

  constructor(
    private readonly store: MeetingStore,
    private readonly link: RoomLink,
    private readonly tracks: () => LocalTracks,
    private readonly server: MeetingServer,
    probes: Probes,
  ) {
    // What is not sent returns to nobody.
    const sends = () => store.get().microphone === "live";
    const played = () => (sends() ? link.playing() : []);
    this.microphone = new Watching((track) => probes.sound(track, played));
    this.camera = new Watching(probes.picture);
  }

  start(): void {
    this.halt = regularly(LOOK_MS, (now) => this.look(now));
  }

  stop(): void {
    this.halt();
    this.microphone.read(undefined);
    this.camera.read(undefined);
  }

  private async look(now: number): Promise<void> {
    const room = this.store.get();
    if (room.connection !== "connected") {
      this.told = "";
      return;
    }
    if (room.snapshot?.me.main) await this.lookAtSelf(now, room);
    if (room.snapshot?.me.role === "chair") await this.listen(now, room);
  }

  private async lookAtSelf(now: number, room: RoomState): Promise<void> {
    const { microphone, camera } = this.tracks();
    const site = room.snapshot?.me.site ?? 0;
    const called = isCalled(room, site);
    const sent = await this.link.sent("microphone");
    const others = room.present.some((one) => one !== site);
    const findings = this.health.look(now, {
      microphone: microphone ? (microphone.muted ? "muted" : "live") : "missing",
      camera: camera ? "live" : "missing",
      sound: this.microphone.read(microphone),
      sent: others ? sent > this.sent : null,
      picture: this.camera.read(camera),
      called,
      line: room.lines[site] ?? "good",
      path: await this.pathNow(now),
      profiles: room.profiles,
    });
    this.sent = sent;
    this.store.patch({ findings: keptIfSame(findings, room.findings) });
    void this.tell(findings);
  }

  /** It seldom changes, and to ask costs an old PC something. */
  private async pathNow(now: number): Promise<Path> {
    if (this.path === "unknown" || now - this.pathAsked >= PATH_MS) {
      this.path = await this.link.path();
      this.pathAsked = now;
    }
    return this.path;
  }

  /** Each change once; again until somebody has answered. */
  private async tell(findings: Report): Promise<void> {
    const text = JSON.stringify(findings);
    if (this.telling || text === this.told) return;
    this.telling = true;
    const answer = await this.server.report(findings);
    if (answer.kind !== "silent") this.told = text;
    this.telling = false;
  }

  private async listen(now: number, room: RoomState): Promise<void> {
    const { state, snapshot, present } = room;
    const called = calledSites(state).filter(
      (site) => site !== snapshot?.me.site && present.includes(site),
    );
    for (const site of [...this.ears.keys()]) {
      if (!called.includes(site)) this.ears.delete(site);
    }
    const found: Record<number, Unheard> = {};
    for (const site of called) {
      const ear = this.ears.get(site) ?? new Ear();
      this.ears.set(site, ear);
      const unheard = ear.look(now, await this.link.sound(site));
      if (unheard) found[site] = unheard;
    }
    this.store.patch({ unheard: keptIfSame(found, room.unheard) });
  }
}

/** Called, and not closed by the room itself. */
function isCalled(room: RoomState, site: number): boolean {
  return room.choice !== false && calledSites(room.state).includes(site);
}
