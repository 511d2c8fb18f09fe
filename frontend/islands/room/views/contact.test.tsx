// @vitest-environment happy-dom
/** Whom to call at a site: at the desk of everyone, at a site of the hub. */
import { act } from "react";
import { describe, expect, it } from "vitest";
import { me, meeting, snapshot } from "../testing/meeting";
import { all, find, room, show, showAnewForEachTest } from "../testing/shown";
import type { Site } from "../types";

showAnewForEachTest();

/** The room at `site`, told of the technicians of `known`. */
async function showTold(at: number, known: Record<number, Partial<Site>>) {
  const { sites, ...rest } = snapshot(meeting(), me({ site: at }));
  const told = sites.map((site) => ({ ...site, ...known[site.id] }));
  await show({
    connection: "connected",
    snapshot: { ...rest, sites: told },
    state: meeting(),
    present: [1, 5],
    epoch: 3,
  });
}

const AN = { technician: "Lê An", hotline: "(0235) 3871.234" };

describe("the desk", () => {
  it("has the number of a site that is not there yet beside its name", async () => {
    await showTold(1, { 5: AN, 7: AN });
    const [only, ...others] = all("contact");
    expect(others).toEqual([]);
    expect(only?.dataset.site).toBe("7");
    expect(only?.textContent).toBe("Kỹ thuật trực: Lê An (0235) 3871.234");
    expect(only?.querySelector("a")?.getAttribute("href")).toBe("tel:02353871234");
  });

  it("has the number of the site that it writes to", async () => {
    await showTold(1, { 5: AN });
    expect(find("contact")).toBeNull();
    await act(() => room.words.open(5));
    expect(find("contact")?.textContent).toContain("Lê An");
  });

  it("has the number of a site that is not heard", async () => {
    await showTold(1, { 5: { hotline: "1800 1091" } });
    await show({ state: meeting({ floor: [5] }), unheard: { 5: "quiet" } });
    expect(find("soundless")?.textContent).toContain("Kỹ thuật trực: 1800 1091");
  });
});

describe("a site", () => {
  it("has the number of the hub's technician, also while a deputy presides", async () => {
    await showTold(5, { 1: AN });
    await show({ state: meeting({ chair: 7, deputy: 7 }) });
    expect(find("hub-contact")?.textContent).toBe(
      "Gọi kỹ thuật điểm cầu chính: Lê An (0235) 3871.234",
    );
  });

  it("has none where nobody wrote one", async () => {
    await showTold(5, { 1: { technician: "Lê An" } });
    expect(find("hub-contact")).toBeNull();
  });
});
