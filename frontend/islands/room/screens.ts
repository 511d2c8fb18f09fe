/** Which element shows which remote track, also when that track comes anew. */

import type { ElementInfo } from "livekit-client";

export interface Shown {
  /** Pictures alone: whether an element that the SDK cannot watch is seen, how large. */
  observeElementInfo?(info: ElementInfo): void;
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
    if (track) put(track, element);
    return () => {
      this.screens.delete(screen);
      screen.track?.detach(element);
    };
  }

  arrived(sid: string, track: Shown): void {
    for (const screen of this.screens) {
      if (screen.sid !== sid) continue;
      screen.track = track;
      put(track, screen.element);
    }
  }
}

/** The SDK looks at the window of this page alone: in another one all is hidden to it. */
function put(track: Shown, element: HTMLMediaElement): void {
  if (element.ownerDocument !== globalThis.document)
    track.observeElementInfo?.(alwaysSeen(element));
  track.attach(element);
}

function alwaysSeen(element: HTMLMediaElement): ElementInfo {
  const view = element.ownerDocument.defaultView;
  const resized = () => info.handleResize?.();
  const info: ElementInfo = {
    element,
    visible: true,
    // The SDK pauses all others while the page itself is covered.
    pictureInPicture: true,
    visibilityChangedAt: undefined,
    width: () => element.clientWidth,
    height: () => element.clientHeight,
    observe: () => view?.addEventListener("resize", resized),
    stopObserving: () => view?.removeEventListener("resize", resized),
  };
  return info;
}
