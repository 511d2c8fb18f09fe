/** What the server tells a room computer. */

/** The meeting that matters now; `starts` in ms since 1970. */
export interface Next {
  readonly id: number;
  readonly title: string;
  readonly starts: number;
  /** It is time to be in it. */
  readonly enter: boolean;
  /** Whom to call at the hub; empty: not told. */
  readonly technician: string;
  readonly hotline: string;
}

export interface Told {
  readonly paired: boolean;
  /** The server's clock, in ms since 1970. */
  readonly now: number;
  readonly plate: string;
  readonly next: Next | null;
}

const PATIENCE_MS = 4000;

/** `present`: the meeting in which this computer is, 0 for none; null: no answer. */
export type Ask = (present: number) => Promise<Told | null>;

export const askServer: Ask = async (present) => {
  try {
    const response = await fetch(`/api/live/kiosk?present=${present}`, {
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.ok ? ((await response.json()) as Told) : null;
  } catch {
    return null;
  }
};
