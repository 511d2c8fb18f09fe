/** The devices that a browser remembers for its room. */
import type { DeviceSource } from "./bridge";

/** How the room hears and is heard: what the browser does to its sound. */
export const MODES = ["room", "mixer", "headset"] as const;

export type Mode = (typeof MODES)[number];

/** How much louder than it comes a microphone is sent. */
export const GAINS = ["lowest", "low", "normal", "high", "highest"] as const;

export type Gain = (typeof GAINS)[number];

export interface Choice {
  readonly camera: string;
  readonly microphone: string;
  readonly speaker: string;
  readonly mode: Mode;
  readonly gain: Gain;
  /** A capture card or a document camera, shown like a screen; empty: none. */
  readonly capture: string;
  /** The sound that belongs to it; empty: none. */
  readonly captureSound: string;
}

export const NO_CHOICE: Choice = {
  camera: "",
  microphone: "",
  speaker: "",
  mode: "room",
  gain: "normal",
  capture: "",
  captureSound: "",
};

const OF_SOUND = ["microphone", "mode", "gain"] as const;

/** The devices that are opened anew for such a choice. */
export function opensAnew(change: Partial<Choice>): DeviceSource[] {
  const found: DeviceSource[] = "camera" in change ? ["camera"] : [];
  return OF_SOUND.some((one) => one in change) ? [...found, "microphone"] : found;
}

const CHOICE_KEY = "nhipcau.devices";

export type Memory = Pick<Storage, "getItem" | "setItem">;

export function remembered(storage: Memory): Choice {
  try {
    const { raw, ...kept } = JSON.parse(read(storage, CHOICE_KEY) ?? "{}");
    // Until there were modes, a room with its own mixer was kept as "raw".
    const mode = kept.mode ?? (raw ? "mixer" : "room");
    const known = {
      mode: MODES.includes(mode) ? mode : NO_CHOICE.mode,
      gain: GAINS.includes(kept.gain) ? kept.gain : NO_CHOICE.gain,
    };
    return { ...NO_CHOICE, ...kept, ...known };
  } catch {
    return NO_CHOICE;
  }
}

/** Has anything been chosen in this browser? */
export function isRemembered(storage: Memory): boolean {
  return read(storage, CHOICE_KEY) !== null;
}

export function remember(storage: Memory, choice: Choice): void {
  write(storage, CHOICE_KEY, JSON.stringify(choice));
}

/** Storage may be forbidden; the check works without memory. */
export function read(storage: Memory, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

export function write(storage: Memory, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // Nothing to do: the choice lasts as long as this page.
  }
}
