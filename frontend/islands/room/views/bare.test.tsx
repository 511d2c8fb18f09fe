// @vitest-environment happy-dom
import { act } from "react";
import { describe, expect, it, vi } from "vitest";
import { me, meeting, snapshot } from "../testing/meeting";
import { all, find, room, show, showAnewForEachTest } from "../testing/shown";
import type { Me } from "../types";

showAnewForEachTest();

const speaking = meeting({ floor: [5], picture: { layout: "strip", sites: [] } });

async function showAt(site: number, change: Partial<Me> = {}, state = speaking) {
  const kind = "link" as const;
  const known = snapshot(state, me({ site, ...change }));
  const sites = known.sites.map((one) => (one.id === 5 ? { ...one, kind } : one));
  const shown = { ...known, sites };
  await show({ connection: "connected", snapshot: shown, epoch: 3, state });
}

const stirred = () => find("bare")?.dataset.stirred;
const tiles = () => all("tile").map(({ dataset }) => dataset.site);

describe("the screen of a site that leads into another system", () => {
  it("is bare, and shows everybody but itself", async () => {
    await showAt(5);
    expect(stirred()).toBe("false");
    expect(tiles()).toEqual(["1", "7", "9"]);
  });

  it("shows the chair while all others look at it alone, and no slides of its own", async () => {
    const alone = meeting({ picture: { layout: "spotlight", sites: [5] } });
    await showAt(5, {}, alone);
    expect(tiles()).toEqual(["1"]);
    const slides = meeting({ screen: 5, picture: { layout: "screen", sites: [] } });
    await showAt(5, {}, slides);
    expect(tiles()).toEqual(["1"]);
  });

  it("is black before the opening, and says so only where sound is blocked", async () => {
    await showAt(5, {}, meeting({ phase: "waiting" }));
    expect(find("stage")?.textContent).toBe("");
    await act(async () => room.store.patch({ soundBlocked: true }));
    expect(stirred()).toBe("true");
  });

  it("has its buttons for a moment when somebody is there", async () => {
    await showAt(5);
    vi.useFakeTimers();
    await act(async () => document.dispatchEvent(new Event("pointermove")));
    expect(stirred()).toBe("true");
    await act(() => vi.advanceTimersByTimeAsync(7000));
    vi.useRealTimers();
    expect(stirred()).toBe("false");
  });

  it("is bare for nobody else: not a commune, a companion, nor who presides", async () => {
    await showAt(7);
    expect(find("bare")).toBeNull();
    await showAt(5, { main: false });
    expect(find("bare")).toBeNull();
    await showAt(5, { role: "chair" });
    expect(find("bare")).toBeNull();
  });

  it("is bare as a programme, for whatever site", async () => {
    await showAt(5, { role: "programme", may: [] });
    expect(stirred()).toBe("false");
    expect(tiles()).toEqual(["1", "7", "9"]);
    await showAt(0, { role: "programme", may: [] });
    expect(tiles()).toEqual(["5", "1", "7", "9"]);
    expect(room.store.get().snapshot?.me.role).toBe("programme");
  });
});
