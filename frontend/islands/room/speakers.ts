/** The elements that play the meeting, and the loudspeaker that they play on. */

/** As far as an element can be told where to play. */
export interface Playing {
  readonly sinkId?: string;
  setSinkId?(speaker: string): Promise<unknown>;
}

export class Speakers {
  private readonly elements = new Set<Playing>();

  /** `chosen`: empty for the browser's own default. */
  constructor(private readonly chosen: () => string) {}

  /** Plays there too, from now until it is called. */
  add(element: Playing): () => void {
    this.elements.add(element);
    play(element, this.chosen());
    return () => this.elements.delete(element);
  }

  /** Another speaker was chosen, one was unplugged, or the chosen one is back. */
  apply(): void {
    for (const element of this.elements) play(element, this.chosen());
  }
}

function play(element: Playing, speaker: string): void {
  if (!element.setSinkId || (element.sinkId ?? "") === speaker) return;
  // A speaker that does not open must not silence the meeting.
  element.setSinkId(speaker).catch(() => {
    if (speaker) element.setSinkId?.("").catch(() => {});
  });
}
