/** Núi Thành in small: a chair at site 1, three communes, and a server in memory. */
import type { CallParts } from "../controller";
import type { ErrandAnswer } from "../errands";
import type { Report } from "../health";
import type { Batch } from "../journal";
import type { Accepted, Answer, MeetingServer, Photograph } from "../server";
import type { Call } from "../talk";
import type { Command, Me, MeetingState, RoomPage, Site, Snapshot } from "../types";
import type { Message, News, Page, Told } from "../words";

export const PAGE: RoomPage = {
  meeting: 1,
  addresses: {
    signIn: "/tai-khoan/vao/?next=/cuoc-hop/1/phong/",
    plan: "/cuoc-hop/1/",
    rollCall: "/cuoc-hop/1/diem-danh/",
    timeline: "/cuoc-hop/1/ket-noi/",
    technician: "/cuoc-hop/1/ky-thuat/",
  },
  ports: { udp: 7882, tcp: 7881 },
  release: "0.1.0",
};

/** A browser in which nobody talks privately. */
export const NO_TALKS: CallParts = {
  bridge: () => {
    throw new Error("nobody talks");
  },
  microphone: async () => null,
  bell: () => {},
};

export function meeting(change: Partial<MeetingState> = {}): MeetingState {
  return {
    schema: 3,
    rev: 7,
    phase: "open",
    chair: 1,
    sites: [1, 5, 7, 9],
    floor: [],
    queue: [],
    limit: 0,
    turn: null,
    closed: null,
    mode: "conference",
    relay: 0,
    muted: [],
    locked: false,
    picture: { layout: "speaker", sites: [] },
    prepared: null,
    screen: 0,
    first: 1,
    deputy: 0,
    missed: null,
    roll: [],
    away: [],
    ...change,
  };
}

const CHAIR: Me["may"] = [
  "open",
  "pause",
  "resume",
  "close",
  "reopen",
  "grant",
  "revoke",
  "dismiss",
  "limit",
  "extend",
  "mode",
  "mute",
  "unmute",
  "lock",
  "unlock",
  "arrange",
  "ready",
  "take",
  "call",
  "mark",
  "end_roll",
  "share",
  "unshare",
  "preside",
];

export function me(change: Partial<Me> = {}): Me {
  const site = change.site ?? 5;
  return {
    identity: `site/${site}/12`,
    site,
    device: 12,
    main: true,
    role: site === 1 ? "chair" : "site",
    may:
      site === 1
        ? CHAIR
        : ["request", "withdraw", "release", "share", "unshare", "preside"],
    ...change,
  };
}

function site(id: number, name: string, plate: string): Site {
  return { id, name, plate, kind: "commune", technician: "", hotline: "" };
}

export function snapshot(
  state: MeetingState = meeting(),
  who: Me = me(),
  epoch = 3,
): Snapshot {
  return {
    meeting: { id: 1, title: "Giao ban tháng 11 (demo)" },
    epoch,
    now: Date.now(),
    me: who,
    sites: [
      { ...site(1, "Điểm cầu chính", "ĐIỂM CẦU CHÍNH"), kind: "hub" },
      site(5, "Tam Hải", "ĐIỂM CẦU XÃ TAM HẢI"),
      site(7, "Tam Trà", "ĐIỂM CẦU XÃ TAM TRÀ"),
      site(9, "Tam Hòa", ""),
    ],
    reports: [],
    pins: [],
    guests: [],
    stills: [],
    watched: false,
    errands: [],
    words: 0,
    state,
  };
}

/** All is well at a site. */
export const WELL: Report = {
  microphone: "ok",
  camera: "ok",
  line: "good",
  path: "udp",
  down: "full",
  up: "full",
};

export class FakeServer implements MeetingServer {
  answer: Answer<Snapshot> = { kind: "ok", value: snapshot() };
  commandAnswers: Answer<Accepted>[] = [];
  asked = 0;
  /** Answers come only after this, so that a test can look in between. */
  hold: Promise<void> | null = null;
  readonly commands: Command[] = [];
  readonly reports: Report[] = [];
  reportAnswers: Answer<null>[] = [];
  news: News = { number: 0, running: "", unread: [], call: null };
  /** What who only watches is told in place of the news. */
  told: Told | null = null;
  pages: Page[] = [];
  /** Of what is written, read and set to run; then it is done. */
  wordAnswers: Answer<null>[] = [];
  readonly asks: unknown[][] = [];

  set snapshotValue(value: Snapshot) {
    this.answer = { kind: "ok", value };
  }

  async snapshot(): Promise<Answer<Snapshot>> {
    this.asked += 1;
    const { answer } = this;
    await this.hold;
    return answer;
  }

  async command(command: Command): Promise<Answer<Accepted>> {
    this.commands.push(command);
    return this.commandAnswers.shift() ?? { kind: "silent" };
  }

  async report(report: Report): Promise<Answer<null>> {
    this.reports.push(report);
    return this.reportAnswers.shift() ?? { kind: "ok", value: null };
  }

  readonly journals: Batch[] = [];
  journalAnswers: Answer<null>[] = [];

  async journal(batch: Batch): Promise<Answer<null>> {
    this.journals.push(batch);
    return this.journalAnswers.shift() ?? { kind: "ok", value: null };
  }

  readonly errandAnswers: [number, ErrandAnswer][] = [];
  /** So many answers are not heard. */
  deaf = 0;

  async answerErrand(errand: number, answer: ErrandAnswer): Promise<Answer<null>> {
    this.errandAnswers.push([errand, answer]);
    this.deaf -= 1;
    return this.deaf >= 0 ? { kind: "silent" } : { kind: "ok", value: null };
  }

  /** How often this device asked for the sound, and what it is answered. */
  taken = 0;
  takeAnswers: Answer<null>[] = [];

  async takeMain(): Promise<Answer<null>> {
    this.taken += 1;
    return this.takeAnswers.shift() ?? { kind: "ok", value: null };
  }

  async words(): Promise<Answer<Told>> {
    this.asks.push(["words"]);
    return { kind: "ok", value: this.told ?? this.news };
  }

  async talk(...what: [number | null, number | null]): Promise<Answer<Page>> {
    this.asks.push(["talk", ...what]);
    const value = this.pages.shift() ?? { messages: [], more: false };
    return { kind: "ok", value };
  }

  async write(...what: [string, number | null, string]): Promise<Answer<null>> {
    return this.done("write", ...what);
  }

  async read(message: number): Promise<Answer<null>> {
    return this.done("read", message);
  }

  async run(text: string): Promise<Answer<null>> {
    return this.done("run", text);
  }

  async decide(...what: [number | null, string]): Promise<Answer<null>> {
    return this.done("decide", ...what);
  }

  async pin(...what: [number, string | null]): Promise<Answer<null>> {
    return this.done("pin", ...what);
  }

  /** Of stills that are asked for; then there is none. */
  stillAnswers: Answer<Photograph | null>[] = [];
  /** Of photographs that are sent; then they are known by their number. */
  sendAnswers: Answer<{ readonly tag: string }>[] = [];
  readonly photographs: Blob[] = [];

  async still(
    ...what: [number, string, string, number]
  ): Promise<Answer<Photograph | null>> {
    this.asks.push(["still", ...what]);
    await this.hold;
    return this.stillAnswers.shift() ?? { kind: "ok", value: null };
  }

  async sendStill(
    source: string,
    image: Blob,
  ): Promise<Answer<{ readonly tag: string }>> {
    this.asks.push(["send still", source]);
    this.photographs.push(image);
    const tag = `tag-${this.photographs.length}`;
    return this.sendAnswers.shift() ?? { kind: "ok", value: { tag } };
  }

  async confirmStill(...what: [string, string]): Promise<Answer<null>> {
    return this.done("confirm still", ...what);
  }

  async startTalk(site: number): Promise<Answer<null>> {
    return this.done("start talk", site);
  }

  async answerTalk(talk: number): Promise<Answer<null>> {
    return this.done("answer talk", talk);
  }

  async endTalk(talk: number): Promise<Answer<null>> {
    return this.done("end talk", talk);
  }

  private done(...what: unknown[]): Answer<null> {
    this.asks.push(what);
    return this.wordAnswers.shift() ?? { kind: "ok", value: null };
  }
}

/** A message of the hub to Tam Hải, not read yet. */
export function message(change: Partial<Message> = {}): Message {
  const at = Date.UTC(2026, 10, 25, 2, 15);
  const plain = {
    id: 1,
    site: 5,
    from_hub: true,
    text: "Kiểm tra micro",
    at,
    read: [],
  };
  return { ...plain, ...change };
}

/** A private talk that rings at Tam Hải. */
export function call(change: Partial<Call> = {}): Call {
  const plain = { id: 3, site: 5, by: "Thư ký (demo)", desk: false, why: "" } as const;
  return { ...plain, answered: false, ...change };
}

export function refusal(status: number, code: string, text: string) {
  return { kind: "refused", status, code, text } as const;
}

let copies = 0;

/** A local track as far as the room's logic looks at it. */
export function track(id: string, kind = "audio"): MediaStreamTrack {
  const fake = {
    id,
    kind,
    readyState: "live",
    ended: () => {},
    addEventListener(_: string, listener: () => void) {
      fake.ended = listener;
    },
    stop() {
      fake.readyState = "ended";
    },
    getSettings: () => ({ deviceId: id }),
    clone: () => track(`${id} copy ${++copies}`, kind),
  };
  return fake as unknown as MediaStreamTrack;
}

/** The device behind a local track is gone: the browser ends it and says so. */
export function unplug(track: MediaStreamTrack | undefined): void {
  track?.stop();
  (track as unknown as { ended: () => void } | undefined)?.ended();
}
