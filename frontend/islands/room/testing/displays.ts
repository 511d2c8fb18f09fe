/** Displays that a test plugs in and out, and windows on them. */
import type { Displays, Opened, Place } from "../displays";
import { SecondDisplay } from "../second";

export class FakeDisplays implements Displays {
  many = false;
  /** Does the browser let a window open? */
  lets = true;
  /** The windows that are open now, as what closes them by hand. */
  readonly windows = new Map<HTMLElement, () => void>();
  private changed = () => {};

  constructor(private readonly body: () => HTMLElement = () => ({}) as HTMLElement) {}

  several(): boolean {
    return this.many;
  }

  watch(changed: () => void): () => void {
    this.changed = changed;
    return () => {
      this.changed = () => {};
    };
  }

  plug(many: boolean): void {
    this.many = many;
    this.changed();
  }

  async place(): Promise<Place> {
    return "popup";
  }

  open(_place: Place, closed: () => void): Opened | null {
    if (!this.lets) return null;
    const body = this.body();
    this.windows.set(body, closed);
    return { body, close: () => void this.windows.delete(body) };
  }
}

/** Of a computer with one display. */
export function alone(): SecondDisplay {
  const storage = { getItem: () => null, setItem() {} };
  return new SecondDisplay(new FakeDisplays(), storage);
}
