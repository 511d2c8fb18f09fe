/** The devices that a browser remembers for its room. */

export interface Choice {
  readonly camera: string;
  readonly microphone: string;
  readonly speaker: string;
  /** The room cancels its own echo: send the microphone as it is. */
  readonly raw: boolean;
}

export const NO_CHOICE: Choice = {
  camera: "",
  microphone: "",
  speaker: "",
  raw: false,
};

const CHOICE_KEY = "nhipcau.devices";

export type Memory = Pick<Storage, "getItem" | "setItem">;

export function remembered(storage: Memory): Choice {
  try {
    return { ...NO_CHOICE, ...JSON.parse(read(storage, CHOICE_KEY) ?? "{}") };
  } catch {
    return NO_CHOICE;
  }
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
