/** Defines the one custom element that mounts every island of the product. */

/** Mounts an island in an element; returns how to take it away. */
export type Mount = (element: HTMLElement, props: unknown) => () => void;

const ISLANDS: Readonly<Record<string, () => Promise<{ mount: Mount }>>> = {
  room: () => import("./room/mount"),
  kiosk: () => import("./kiosk/mount"),
};

const AGAIN_MS = 10_000;

/** A page without its island is worth nothing, and at a room computer nobody reloads. */
function later(error: unknown): never {
  setTimeout(() => location.reload(), AGAIN_MS);
  throw error;
}

export class NcIsland extends HTMLElement {
  private unmount: (() => void) | null = null;

  async connectedCallback(): Promise<void> {
    const name = this.getAttribute("name") ?? "";
    const load = ISLANDS[name];
    if (!load) throw new Error(`no island is called "${name}"`);
    const { mount } = await load().catch(later);
    // The page may have been swapped while the island was loading.
    if (!this.isConnected || this.unmount) return;
    this.unmount = mount(this, JSON.parse(this.dataset.props ?? "{}"));
  }

  disconnectedCallback(): void {
    this.unmount?.();
    this.unmount = null;
  }
}

customElements.define("nc-island", NcIsland);
