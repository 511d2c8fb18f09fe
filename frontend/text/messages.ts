/** The shape every language must fill: a missing sentence does not compile. */
import type { Profile } from "../islands/room/budget";
import type { Finding, LineQuality, SilenceCause } from "../islands/room/health";
import type { Why } from "../islands/room/talk";
import type { Guest, Layout, Mark, Mode } from "../islands/room/types";

export interface Messages {
  readonly room: {
    readonly loading: string;
    readonly loadFailed: string;
    readonly states: {
      readonly waiting: string;
      readonly speaking: string;
      readonly chairing: string;
      readonly listening: string;
      readonly discussing: string;
      readonly silenced: string;
      readonly relaying: string;
      readonly paused: string;
      readonly closed: string;
    };
    readonly stageWithout: {
      readonly waiting: string;
      readonly open: string;
      readonly paused: string;
      readonly closed: string;
    };
    readonly noPicture: string;
    readonly screenOf: (plate: string) => string;
    readonly ownPicture: string;
    readonly roleSpeaker: string;
    readonly roleChair: string;
    readonly microphone: {
      readonly live: string;
      readonly muted: string;
      readonly missing: string;
      readonly companion: string;
    };
    readonly openMicrophone: string;
    readonly closeMicrophone: string;
    readonly startSound: string;
    readonly watched: string;
    readonly soundBlocked: string;
  };
  readonly watch: {
    readonly soundOn: string;
    readonly soundOff: string;
    readonly fullScreen: string;
    readonly window: string;
    readonly count: (people: number) => string;
  };
  readonly guests: {
    readonly title: (waiting: number) => string;
    readonly all: (people: number) => string;
    readonly kinds: Readonly<Record<Guest["kinds"][number], string>>;
    readonly admit: string;
    readonly refuse: string;
    readonly remove: string;
    readonly again: string;
    readonly admitAll: string;
    readonly status: Readonly<Record<Guest["status"], string>>;
  };
  readonly chair: {
    readonly sites: string;
    readonly present: string;
    readonly absent: string;
    readonly onFloor: string;
    readonly lostLine: (seconds: number) => string;
    readonly isChair: string;
    readonly grant: string;
    readonly revoke: string;
    readonly open: string;
    readonly pause: string;
    readonly resume: string;
    readonly close: string;
    readonly closeQuestion: string;
    readonly reopen: string;
    readonly undoSeconds: (seconds: number) => string;
    readonly limit: string;
    readonly noLimit: string;
    readonly minutes: (minutes: number) => string;
    readonly extend: string;
    readonly options: string;
    readonly mode: string;
    readonly modes: Readonly<Record<Mode, string>>;
    readonly layout: string;
    readonly overview: string;
    readonly layoutChoice: string;
    readonly layouts: Readonly<Record<Layout, string>>;
    readonly chosenSite: (place: number) => string;
    readonly arrange: string;
    readonly ready: string;
    readonly prepared: string;
    readonly take: string;
    readonly unready: string;
    readonly muteAll: string;
    readonly lock: string;
    readonly unlock: string;
    readonly mute: string;
    readonly unmute: string;
    readonly muted: string;
    readonly presentCount: (present: number, all: number) => string;
    readonly sending: string;
    readonly dismiss: string;
    readonly notDone: string;
  };
  readonly roll: {
    readonly title: string;
    readonly call: Readonly<Record<"all" | "absent", string>>;
    readonly sheet: string;
    readonly left: (count: number) => string;
    readonly away: string;
    readonly people: string;
    readonly remark: string;
    readonly marks: Readonly<Record<Mark, string>>;
    readonly end: string;
  };
  readonly share: {
    readonly start: string;
    readonly capture: string;
    readonly stop: string;
    readonly refused: string;
    readonly absent: string;
    readonly here: string;
  };
  /** Which device of the site carries its sound and picture. */
  readonly seat: {
    readonly take: string;
    readonly yes: string;
    readonly keep: string;
    readonly ask: string;
    readonly moved: string;
    readonly takeBack: string;
  };
  readonly presiding: {
    readonly missed: (since: string) => string;
    readonly take: string;
    readonly replaced: (plate: string) => string;
    readonly takeBack: string;
  };
  /** Keys of the desk, and what each does. */
  readonly keys: Readonly<Record<"N" | "T" | "M" | "K" | "V" | "+" | "1–4", string>>;
  readonly contact: {
    readonly technician: (name: string) => string;
    readonly hub: (name: string) => string;
  };
  readonly talk: {
    readonly title: string;
    readonly call: string;
    readonly calling: (site: string) => string;
    readonly rings: (who: string) => string;
    readonly answer: string;
    readonly decline: string;
    readonly withdraw: string;
    readonly with: (who: string) => string;
    readonly private: string;
    readonly mute: string;
    readonly hangUp: string;
    readonly ended: Readonly<Record<Why, string>>;
  };
  readonly words: {
    readonly title: string;
    readonly to: string;
    readonly toAll: string;
    readonly hub: string;
    readonly write: string;
    readonly send: string;
    readonly phrases: string;
    /** What a secretary sends again and again. */
    readonly ready: readonly string[];
    /** What a commune answers by one key, 1 to 6. */
    readonly replies: readonly string[];
    readonly acknowledge: string;
    readonly answer: string;
    readonly waiting: (count: number) => string;
    readonly unread: string;
    readonly readBy: (who: string) => string;
    readonly readCount: (read: number, all: number) => string;
    readonly empty: string;
    readonly older: string;
    readonly toHub: string;
    readonly close: string;
    readonly running: string;
    readonly show: string;
    readonly clear: string;
    readonly stand: string;
    readonly move: string;
  };
  readonly queue: {
    readonly title: string;
    readonly empty: string;
    readonly next: (site: string) => string;
    readonly asked: string;
    readonly dismiss: string;
    readonly request: string;
    readonly withdraw: string;
    readonly release: string;
    readonly place: (place: number) => string;
  };
  readonly turn: {
    readonly free: string;
    readonly running: string;
    readonly warning: string;
    readonly over: string;
    readonly still: string;
  };
  readonly health: {
    readonly silent: string;
    readonly silentSite: (site: string) => string;
    /** What the room itself can do. */
    readonly own: Readonly<Record<Finding, string>>;
    /** What the desk is told of another site. */
    readonly causes: Readonly<Record<SilenceCause, string>>;
    /** Who sends back what it hears, why, and the button that ends it. */
    readonly echoes: (sites: string) => string;
    readonly echoCause: string;
    readonly cutEcho: (site: string) => string;
    readonly marks: {
      readonly silent: string;
      /** Sound and picture go over TCP: the network lets no UDP through. */
      readonly tcp: string;
      readonly none: string;
      readonly clipping: string;
      readonly echo: string;
      readonly noCamera: string;
      readonly black: string;
      readonly frozen: string;
    };
    readonly lines: Readonly<Record<LineQuality, string>>;
  };
  /** How a line is used that does not carry everything. */
  readonly lines: {
    readonly title: string;
    readonly titlePinned: (sites: number) => string;
    readonly intro: string;
    /** As the site's own device finds. */
    readonly measured: string;
    readonly timeline: string;
    readonly technician: string;
    readonly listed: (profile: string) => string;
    readonly short: Readonly<Record<Profile, string>>;
    /** What comes to a site, and what goes from it. */
    readonly mark: (down: string, up: string) => string;
    /** To the room itself: of both directions, of one alone. */
    readonly both: Readonly<Record<Exclude<Profile, "full">, string>>;
    readonly down: Readonly<Record<Exclude<Profile, "full">, string>>;
    readonly up: Readonly<Record<Exclude<Profile, "full">, string>>;
    /** In place of a picture. */
    readonly saved: string;
    /** Beside a photograph in its place. */
    readonly still: (seconds: number) => string;
  };
  readonly connection: {
    readonly connecting: string;
    readonly lost: string;
    readonly because: {
      readonly network: string;
      readonly server: string;
      readonly engine: string;
      readonly media: (udp: number, tcp: number) => string;
      readonly signal: string;
    };
    readonly serverOnly: string;
    readonly elsewhere: string;
    readonly takeOver: string;
    readonly refused: string;
    readonly retry: string;
    readonly toPlan: string;
    readonly signIn: string;
    readonly ended: string;
  };
  /** A room computer between meetings. */
  readonly kiosk: {
    readonly day: (now: Date) => string;
    readonly next: string;
    readonly none: string;
    /** `hour` as the clock shows it. */
    readonly starts: (hour: string, start: Date, minutes: number) => string;
    readonly help: (technician: string, hotline: string) => string;
    readonly connected: string;
    readonly lost: string;
    readonly look: string;
  };
  readonly devices: {
    readonly title: string;
    /** Opens the panel inside the meeting… */
    readonly change: string;
    /** …and closes it. */
    readonly close: string;
    readonly intro: string;
    /** Nothing is broken, but the network lets no UDP through to this port. */
    readonly overTcp: (udp: number) => string;
    readonly companion: string;
    readonly camera: string;
    readonly microphone: string;
    readonly speaker: string;
    readonly defaultSpeaker: string;
    readonly capture: string;
    readonly noCapture: string;
    readonly captureSound: string;
    readonly noCaptureSound: string;
    /** A second display, for what is shown to all. */
    readonly second: Readonly<Record<"on" | "off" | "refused" | "waiting", string>>;
    readonly unnamed: (index: number) => string;
    readonly level: string;
    readonly heard: string;
    readonly speak: string;
    readonly testSound: string;
    readonly mode: string;
    readonly modes: Readonly<Record<"room" | "mixer" | "headset", string>>;
    readonly gain: string;
    readonly gains: Readonly<
      Record<"lowest" | "low" | "normal" | "high" | "highest", string>
    >;
    readonly enter: string;
    readonly asking: string;
    readonly finding: string;
    readonly again: string;
    readonly ready: string;
    readonly problems: {
      readonly insecure: string;
      readonly permission: string;
      readonly noCamera: string;
      readonly noMicrophone: string;
      readonly cameraInUse: string;
      readonly microphoneInUse: string;
      readonly cameraFailed: string;
      readonly microphoneFailed: string;
      readonly silent: string;
      readonly black: string;
      readonly speakerFailed: string;
    };
  };
  readonly page: {
    readonly confirm: string;
    readonly yes: string;
    readonly no: string;
    readonly requestFailed: string;
  };
}
