/** The wire types between the meeting server and the room island. */

export type Phase = "waiting" | "open" | "closed";

/** The chair state of one meeting, as the server stores it. */
export interface MeetingState {
  readonly schema: number;
  readonly rev: number;
  readonly phase: Phase;
  readonly chair: number;
  readonly sites: readonly number[];
  readonly floor: readonly number[];
}

export type SiteKind = "hub" | "hall" | "commune" | "link";

export interface Site {
  readonly id: number;
  readonly name: string;
  readonly plate: string;
  readonly kind: SiteKind;
}

export type CommandKind = "open" | "grant" | "revoke";

export interface Me {
  readonly identity: string;
  readonly site: number;
  readonly device: number;
  readonly main: boolean;
  readonly role: "chair" | "site";
  readonly may: readonly CommandKind[];
}

/** Everything a device needs to know about its meeting, under policy. */
export interface Snapshot {
  readonly meeting: { readonly id: number; readonly title: string };
  readonly epoch: number;
  readonly me: Me;
  readonly sites: readonly Site[];
  readonly state: MeetingState;
}

export interface Command {
  readonly id: string;
  readonly kind: CommandKind;
  readonly site: number | null;
  readonly floor: readonly number[];
}

/** What the server's page tells the island beside the meeting itself. */
export interface RoomPage {
  readonly meeting: number;
  readonly addresses: { readonly signIn: string; readonly plan: string };
  /** Where sound and picture go: not through the door. */
  readonly ports: { readonly udp: number; readonly tcp: number };
}

/** What LiveKit's room metadata carries: ids and numbers only. */
export interface RoomMetadata {
  readonly epoch: number;
  readonly state: MeetingState;
}

export interface Identity {
  readonly site: number;
  readonly device: number;
}

/** Reads `site/<site>/<device>`; anything else is not one of our devices. */
export function parseIdentity(identity: string): Identity | null {
  const match = /^site\/(\d+)\/(\d+)$/.exec(identity);
  return match ? { site: Number(match[1]), device: Number(match[2]) } : null;
}

/** Reads room metadata; null for anything that is not ours, or not yet. */
export function parseMetadata(text: string | undefined): RoomMetadata | null {
  if (!text) return null;
  try {
    const value = JSON.parse(text);
    return isMetadata(value) ? value : null;
  } catch {
    return null;
  }
}

function isMetadata(value: unknown): value is RoomMetadata {
  const { epoch, state } = (value ?? {}) as Partial<RoomMetadata>;
  return (
    typeof epoch === "number" &&
    typeof state?.rev === "number" &&
    typeof state.phase === "string" &&
    typeof state.chair === "number" &&
    Array.isArray(state.sites) &&
    Array.isArray(state.floor)
  );
}
