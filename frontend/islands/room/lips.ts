/** Lip sync: sound is kept in the browser until it can be played evenly, on a poor line
 * for long; its picture is to wait as long.
 *
 * The engine gives each track a stream of its own, so that no browser does this itself. */
import { sum } from "./counters";
import { regularly } from "./regularly";

/** As much of an RTCRtpReceiver as says, and decides, how long what comes is kept. */
export type Receiver = Pick<RTCRtpReceiver, "getStats" | "jitterBufferTarget">;

/** What belongs together; no `sound` while none of it is heard. */
export interface Pair {
  readonly sound: Receiver | null;
  readonly pictures: readonly Receiver[];
}

const LOOK_MS = 1000;
/** From what the browser kept to the loudspeaker (ms): pictures have no such way. */
const PLAYING = 20;
/** Nobody sees less (ms)… */
const ENOUGH = 20;
/** …nor a picture that is held back by so much more each second… */
const STEP = 80;
/** …but all see one that comes too late to answer to. */
const LIMIT = 400;

/** What was kept so far: samples, and for how many seconds all together. */
interface Kept {
  readonly seconds: number;
  readonly samples: number;
}

export class LipSync {
  private readonly known = new WeakMap<Receiver, Kept>();
  private halt = () => {};
  /** Whom it made wait when it looked last. */
  private waiting: readonly Receiver[] = [];

  constructor(private readonly pairs: () => readonly Pair[]) {}

  start(): void {
    this.stop();
    this.halt = regularly(LOOK_MS, () => this.look());
  }

  stop(): void {
    this.halt();
  }

  async look(): Promise<void> {
    const pairs = this.pairs().filter(({ pictures }) => pictures.length > 0);
    const shown = pairs.flatMap(({ pictures }) => pictures);
    // The next picture in the same place is not to begin late.
    for (const one of this.waiting)
      if (!shown.includes(one)) one.jitterBufferTarget = null;
    this.waiting = shown;
    await Promise.all(pairs.map((pair) => this.settle(pair).catch(() => {})));
  }

  private async settle({ sound, pictures }: Pair): Promise<void> {
    // Who is called next is seen at once, whatever was kept in its last turn.
    if (!sound) {
      for (const picture of pictures) picture.jitterBufferTarget = null;
      return;
    }
    const wait = await this.takes(sound);
    if (wait === null) return;
    for (const picture of pictures) {
      picture.jitterBufferTarget = nearer(picture.jitterBufferTarget ?? 0, wait);
    }
  }

  /** From its coming to its playing (ms), since the last look; null: there was none. */
  private async takes(sound: Receiver): Promise<number | null> {
    const before = this.known.get(sound);
    const report = await sound.getStats();
    const now = {
      seconds: sum(report, "inbound-rtp", "jitterBufferDelay"),
      samples: sum(report, "inbound-rtp", "jitterBufferEmittedCount"),
    };
    this.known.set(sound, now);
    const samples = now.samples - (before?.samples ?? 0);
    if (!before || samples <= 0) return null;
    return (1000 * (now.seconds - before.seconds)) / samples + PLAYING;
  }
}

function nearer(now: number, wait: number): number {
  const missing = Math.min(wait, LIMIT) - now;
  if (Math.abs(missing) <= ENOUGH) return now;
  return now + Math.max(-STEP, Math.min(STEP, missing));
}
