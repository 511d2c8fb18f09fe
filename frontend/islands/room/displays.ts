/** A second display of this computer, and a window on it that this page draws. */

/** Asked for by name: who opens it again gets the one that is there. */
const NAME = "nhipcau-second";

/** Of the Window Management API, as far as it is used (W3C). */
interface Display {
  readonly availLeft: number;
  readonly availTop: number;
  readonly availWidth: number;
  readonly availHeight: number;
}
interface Details {
  readonly screens: readonly Display[];
  readonly currentScreen: Display;
}
interface Browser extends Window {
  readonly screen: Screen & Partial<EventTarget> & { readonly isExtended?: boolean };
  readonly getScreenDetails?: () => Promise<Details>;
}

/** As `window.open` takes it. */
export type Place = string;

export interface Opened {
  readonly body: HTMLElement;
  close(): void;
}

/** As far as a page may know of displays, and open a window on one. */
export interface Displays {
  several(): boolean;
  /** Tells whenever there may be more or fewer, until what it returns is called. */
  watch(changed: () => void): () => void;
  /** Where a window would stand on the other display; the person may be asked. */
  place(): Promise<Place>;
  /** Null: the browser opens no window without a click. */
  open(place: Place, closed: () => void): Opened | null;
}

/** `browser`: the window of this page. */
export class BrowserDisplays implements Displays {
  constructor(private readonly browser: Browser) {}

  several(): boolean {
    return this.browser.screen.isExtended ?? false;
  }

  watch(changed: () => void): () => void {
    const { screen } = this.browser;
    screen.addEventListener?.("change", changed);
    return () => screen.removeEventListener?.("change", changed);
  }

  async place(): Promise<Place> {
    return placeOn(await this.other());
  }

  open(place: Place, closed: () => void): Opened | null {
    const opened = this.browser.open("", NAME, place);
    if (!opened) return null;
    const body = dress(opened.document, this.browser.document);
    opened.addEventListener("pagehide", closed);
    const fill = () => void fullScreen(opened.document);
    opened.document.addEventListener("click", fill);
    opened.document.addEventListener("keydown", (event) =>
      passOn(event, this.browser.document),
    );
    fill();
    return {
      body,
      close: () => {
        opened.removeEventListener("pagehide", closed);
        opened.close();
      },
    };
  }

  /** Unknown where the person, or the browser, does not say: then it opens here. */
  private async other(): Promise<Display | undefined> {
    try {
      const details = await this.browser.getScreenDetails?.();
      return details?.screens.find((one) => one !== details.currentScreen);
    } catch {
      return undefined;
    }
  }
}

function placeOn(display: Display | undefined): Place {
  if (!display) return "popup";
  const { availLeft, availTop, availWidth, availHeight } = display;
  const size = `width=${availWidth},height=${availHeight}`;
  return `popup,left=${availLeft},top=${availTop},${size}`;
}

/** A window that opens takes the keys of a remote control, which are for the room. */
function passOn(event: KeyboardEvent, own: Document): void {
  const target = own.activeElement ?? own.body;
  const unheard = target.dispatchEvent(new KeyboardEvent(event.type, event));
  if (unheard && event.key === "Enter" && target instanceof HTMLElement) target.click();
  if (!unheard || event.key === "Enter") event.preventDefault();
}

/** Makes it look as this page does, and empty; where everything goes. */
function dress(target: Document, own: Document): HTMLElement {
  for (const { name, value } of own.documentElement.attributes)
    target.documentElement.setAttribute(name, value);
  const styles = own.querySelectorAll<HTMLElement>('link[rel="stylesheet"], style');
  target.head.replaceChildren(
    ...[...styles].map((one) => target.importNode(one, true)),
  );
  target.title = own.title;
  target.body.replaceChildren();
  return target.body;
}

/** Without a click only where a policy allows it; a click in the window is one. */
async function fullScreen({ documentElement }: Document): Promise<void> {
  await documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
}
