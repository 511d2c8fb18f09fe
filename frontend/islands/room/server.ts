/** The port to the meeting server: one snapshot, one command, plain answers. */
import type { Picture, Profile } from "./budget";
import type { ErrandAnswer } from "./errands";
import type { Report } from "./health";
import type { Batch } from "./journal";
import type { Command, Decision, MeetingState, Snapshot } from "./types";
import type { Page, Told } from "./words";

export interface Refused {
  readonly kind: "refused";
  readonly status: number;
  readonly code: string;
  readonly text: string;
}

/** `silent`: nobody answered, so nobody knows whether the request was done. */
export type Answer<T> =
  | { readonly kind: "ok"; readonly value: T }
  | Refused
  | { readonly kind: "silent" };

export interface Accepted {
  readonly rev: number;
  readonly state: MeetingState;
}

/** What the server has of a picture that does not move here. */
export interface Photograph {
  readonly tag: string;
  /** Seconds since the picture looked like this. */
  readonly age: number;
  /** Null: it is the one whose tag was given. */
  readonly image: Blob | null;
}

export interface MeetingServer {
  snapshot(): Promise<Answer<Snapshot>>;
  command(command: Command): Promise<Answer<Accepted>>;
  report(report: Report): Promise<Answer<null>>;
  /** What this device noted; told twice, it is kept once. */
  journal(batch: Batch): Promise<Answer<null>>;
  /** What came of something that a technician asked for. */
  answerErrand(errand: number, answer: ErrandAnswer): Promise<Answer<null>>;
  /** Sound and picture of the site move to this device. */
  takeMain(): Promise<Answer<null>>;
  words(): Promise<Answer<Told>>;
  /** A page of the conversation with `site`, before one of its messages. */
  talk(site: number | null, before: number | null): Promise<Answer<Page>>;
  /** `site` null: to all. The same `id` again writes nothing. */
  write(id: string, site: number | null, text: string): Promise<Answer<null>>;
  read(message: number): Promise<Answer<null>>;
  run(text: string): Promise<Answer<null>>;
  /** `guest` null: all who wait. */
  decide(guest: number | null, decision: Decision): Promise<Answer<null>>;
  /** For what a site may use its line at most; null: as its device finds. */
  pin(site: number, profile: Profile | null): Promise<Answer<null>>;
  /** The photograph of what a site shows, in `kbps`; null: there is none yet. */
  still(
    site: number,
    source: Picture,
    tag: string,
    kbps: number,
  ): Promise<Answer<Photograph | null>>;
  sendStill(source: Picture, image: Blob): Promise<Answer<{ readonly tag: string }>>;
  /** What this device shows looks as it did. */
  confirmStill(source: Picture, tag: string): Promise<Answer<null>>;
  /** Calls one site for a private talk; called twice, it rings once. */
  startTalk(site: number): Promise<Answer<null>>;
  answerTalk(talk: number): Promise<Answer<null>>;
  endTalk(talk: number): Promise<Answer<null>>;
}

/** What the front door says while the web process behind it restarts. */
const UNANSWERED = new Set([408, 425, 429, 502, 503, 504]);
const PATIENCE_MS = 4000;
/** A photograph may take its time on a line that has hardly any room for it. */
const STILL_PATIENCE_MS = 180_000;

export class HttpMeetingServer implements MeetingServer {
  private readonly base: string;
  /** What this browser asks for as one that only watches. */
  private readonly own: string;

  constructor(
    meeting: number,
    private readonly csrfToken: () => string,
    private readonly fetcher: typeof fetch = (...args) => fetch(...args),
    private readonly watcher: number | null = null,
  ) {
    this.base = `/api/live/meetings/${meeting}`;
    this.own = watcher === null ? this.base : `${this.base}/watchers/${watcher}`;
  }

  snapshot(): Promise<Answer<Snapshot>> {
    return this.ask(this.own, {});
  }

  command(command: Command): Promise<Answer<Accepted>> {
    return this.post("commands", command);
  }

  report(report: Report): Promise<Answer<null>> {
    return this.post("health", report);
  }

  journal(batch: Batch): Promise<Answer<null>> {
    return this.post("journal", batch);
  }

  answerErrand(errand: number, answer: ErrandAnswer): Promise<Answer<null>> {
    return this.post(`errands/${errand}`, answer);
  }

  takeMain(): Promise<Answer<null>> {
    return this.post("main", {});
  }

  words(): Promise<Answer<Told>> {
    const what = this.watcher === null ? "words" : "running";
    return this.ask(`${this.own}/${what}`, {});
  }

  talk(site: number | null, before: number | null): Promise<Answer<Page>> {
    const asked = Object.entries({ site, before }).flatMap(([name, value]) =>
      value === null ? [] : [[name, String(value)]],
    );
    return this.ask(`${this.base}/words/talk?${new URLSearchParams(asked)}`, {});
  }

  write(id: string, site: number | null, text: string): Promise<Answer<null>> {
    return this.post("words", { id, site, text });
  }

  read(message: number): Promise<Answer<null>> {
    return this.post(`words/${message}/read`, {});
  }

  run(text: string): Promise<Answer<null>> {
    return this.post("running", { text });
  }

  decide(guest: number | null, decision: Decision): Promise<Answer<null>> {
    const who = guest === null ? "" : `${guest}/`;
    return this.post(`guests/${who}${decision}`, {});
  }

  pin(site: number, profile: Profile | null): Promise<Answer<null>> {
    return this.post(`sites/${site}/pin`, { profile });
  }

  still(
    site: number,
    source: Picture,
    tag: string,
    kbps: number,
  ): Promise<Answer<Photograph | null>> {
    const url = `${this.own}/sites/${site}/stills/${source}?kbps=${kbps}`;
    const known = { "If-None-Match": `"${tag}"` };
    return this.ask(url, { headers: tag ? known : {} }, photograph, STILL_PATIENCE_MS);
  }

  sendStill(source: Picture, image: Blob): Promise<Answer<{ readonly tag: string }>> {
    const headers = { "Content-Type": image.type, "X-CSRFToken": this.csrfToken() };
    const init = { method: "POST", headers, body: image };
    return this.ask(
      `${this.base}/stills/${source}`,
      init,
      read<{ tag: string }>,
      STILL_PATIENCE_MS,
    );
  }

  confirmStill(source: Picture, tag: string): Promise<Answer<null>> {
    return this.post(`stills/${source}/${tag}`, {});
  }

  startTalk(site: number): Promise<Answer<null>> {
    return this.post("talks", { site });
  }

  answerTalk(talk: number): Promise<Answer<null>> {
    return this.post(`talks/${talk}/answer`, {});
  }

  endTalk(talk: number): Promise<Answer<null>> {
    return this.post(`talks/${talk}/end`, {});
  }

  private post<T>(what: string, body: unknown): Promise<Answer<T>> {
    return this.ask(`${this.base}/${what}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": this.csrfToken(),
      },
      body: JSON.stringify(body),
    });
  }

  private async ask<T>(
    url: string,
    init: RequestInit,
    reading: (response: Response) => Promise<Answer<T>> = read,
    patience = PATIENCE_MS,
  ): Promise<Answer<T>> {
    try {
      const response = await this.fetcher(url, {
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(patience),
        ...init,
        headers: { Accept: "application/json", ...init.headers },
      });
      // A question may be asked again after a fault; a command is not repeated blindly.
      const fault = response.status >= 500 && init.method === undefined;
      if (fault || UNANSWERED.has(response.status)) return { kind: "silent" };
      return await reading(response);
    } catch {
      return { kind: "silent" };
    }
  }
}

async function read<T>(response: Response): Promise<Answer<T>> {
  if (response.status === 204) return { kind: "ok", value: null as T };
  if (response.ok) return { kind: "ok", value: (await response.json()) as T };
  const body = await response.json().catch(() => ({}));
  return {
    kind: "refused",
    status: response.status,
    code: typeof body.code === "string" ? body.code : `http_${response.status}`,
    text: typeof body.text === "string" ? body.text : "",
  };
}

async function photograph(response: Response): Promise<Answer<Photograph | null>> {
  const same = response.status === 304;
  if (response.status !== 200 && !same) return read(response);
  const tag = (response.headers.get("ETag") ?? "").replaceAll('"', "");
  const age = Number(response.headers.get("Age") ?? 0);
  const image = same ? null : await response.blob();
  return { kind: "ok", value: { tag, age, image } };
}
