/** The second display of a room, for what is shown to all: wanted or not, there or not. */
import { type Memory, read, write } from "./choice";
import type { Displays, Opened } from "./displays";
import { Observable } from "./observable";

const KEY = "nhipcau.second";
const ON = "on";
/** Longer than this page itself lives when all windows are closed at once. */
const FAREWELL_MS = 3000;

export interface SecondState {
  /** Has this computer more than one display? */
  readonly several: boolean;
  /** `refused`: the browser opens a window only when a button is pressed. */
  readonly phase: "off" | "opening" | "on" | "refused";
  /** Where everything goes that is shown there. */
  readonly body: HTMLElement | null;
}

/** Remembered by the browser: after a power cut nobody is there to press the button. */
export class SecondDisplay extends Observable<SecondState> {
  private opened: Opened | null = null;
  private turn = 0;
  private off = () => {};
  /** Runs from when a person closed the window until that is written down. */
  private farewell: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly displays: Displays,
    private readonly memory: Memory,
  ) {
    super({ several: displays.several(), phase: "off", body: null });
  }

  start(): void {
    this.off = this.displays.watch(() => this.look());
    this.look();
  }

  stop(): void {
    this.off();
    this.shut();
  }

  /** A person wants it, or no more. */
  async toggle(): Promise<void> {
    const wanted = this.state.phase !== "on";
    this.forgive();
    write(this.memory, KEY, wanted ? ON : "");
    if (wanted) await this.show();
    else this.shut();
  }

  /** What is plugged in is used where it was wanted last time. */
  private look(): void {
    const several = this.displays.several();
    this.change({ ...this.state, several });
    if (!several) this.shut();
    else if (this.state.phase === "off" && this.remembered()) void this.show();
  }

  private async show(): Promise<void> {
    const turn = ++this.turn;
    this.change({ ...this.state, phase: "opening" });
    const place = await this.displays.place();
    if (turn !== this.turn) return;
    const opened = this.displays.open(place, () => this.closed(turn));
    this.opened = opened;
    const phase = opened ? "on" : "refused";
    this.change({ ...this.state, phase, body: opened?.body ?? null });
  }

  /** Whoever closes the window wants it no more; who shuts the computer down does. */
  private closed(turn: number): void {
    if (turn !== this.turn) return;
    this.shut();
    this.farewell = setTimeout(() => {
      this.forgive();
      write(this.memory, KEY, "");
    }, FAREWELL_MS);
  }

  private remembered(): boolean {
    return this.farewell === undefined && read(this.memory, KEY) === ON;
  }

  private forgive(): void {
    clearTimeout(this.farewell);
    this.farewell = undefined;
  }

  private shut(): void {
    this.turn++;
    const { opened } = this;
    this.opened = null;
    this.change({ ...this.state, phase: "off", body: null });
    opened?.close();
  }
}
