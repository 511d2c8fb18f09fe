/** Which element shows which remote track, also when that track comes anew. */

export interface Shown {
  attach(element: HTMLMediaElement): unknown;
  detach(element: HTMLMediaElement): unknown;
}

interface Screen {
  readonly sid: string;
  readonly element: HTMLMediaElement;
  track: Shown | undefined;
}

/** A track that is subscribed again keeps its sid, but is another object. */
export class Screens {
  private readonly screens = new Set<Screen>();

  show(sid: string, element: HTMLMediaElement, track: Shown | undefined): () => void {
    const screen = { sid, element, track };
    this.screens.add(screen);
    track?.attach(element);
    return () => {
      this.screens.delete(screen);
      screen.track?.detach(element);
    };
  }

  arrived(sid: string, track: Shown): void {
    for (const screen of this.screens) {
      if (screen.sid !== sid) continue;
      screen.track = track;
      track.attach(screen.element);
    }
  }
}
