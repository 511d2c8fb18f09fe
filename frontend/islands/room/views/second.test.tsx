// @vitest-environment happy-dom
import { act } from "react";
import { describe, expect, it } from "vitest";
import { me, meeting, snapshot } from "../testing/meeting";
import {
  all,
  displays,
  find,
  press,
  show,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";
import type { MeetingState } from "../types";

showAnewForEachTest();

const showing = (change: Partial<MeetingState> = {}) =>
  meeting({ floor: [7], screen: 7, ...change });

async function plugIn(many = true) {
  await act(async () => displays.plug(many));
}

/** The second display: its tiles, and its words. */
function there() {
  const [body] = displays.windows.keys();
  const tiles = [
    ...(body?.querySelectorAll<HTMLElement>("[data-testid=slides]") ?? []),
  ];
  return {
    tiles: tiles.map(({ dataset }) => [dataset.role, dataset.site]),
    text: body?.textContent ?? "",
  };
}

const here = () => all("tile").map(({ dataset }) => [dataset.role, dataset.site]);

describe("a room with a second display", () => {
  it("has the shared screen there alone, and here who speaks, large", async () => {
    await showMeeting(5, { state: showing() });
    await plugIn();
    expect(here()[0]).toEqual(["screen", "7"]);
    await press("second");
    expect(there().tiles).toEqual([["screen", "7"]]);
    expect(here()).toEqual([
      ["speaker", "7"],
      ["chair", "1"],
    ]);
    expect(all("tile")[0]?.className).toContain("room-tile--large");
    await press("second");
    expect(here()[0]).toEqual(["screen", "7"]);
  });

  it("shows who speaks, although the chair shows all others the screen alone", async () => {
    const picture = { layout: "screen", sites: [] } as const;
    await showMeeting(5, { state: showing({ picture }) });
    await plugIn();
    await press("second");
    expect(here()[0]).toEqual(["speaker", "7"]);
    expect(there().tiles).toHaveLength(1);
  });

  it("keeps the screen there while the chair shows something else", async () => {
    const picture = { layout: "spotlight", sites: [9] } as const;
    await showMeeting(5, { state: showing({ picture }) });
    await plugIn();
    await press("second");
    expect(here()).toEqual([["site", "9"]]);
    expect(there().tiles).toEqual([["screen", "7"]]);
  });

  it("says there what will come, as long as nobody shows anything", async () => {
    await showMeeting(5);
    await plugIn();
    await press("second");
    expect(there().tiles).toEqual([]);
    expect(there().text).toContain("Tài liệu trình chiếu sẽ hiện ở đây");
  });

  it("is told how to let the browser open a window", async () => {
    await showMeeting(5);
    await plugIn();
    displays.lets = false;
    await press("second");
    expect(find("second-refused")?.textContent).toContain("chặn cửa sổ mới");
  });
});

it("has a button at the chair's desk, too", async () => {
  const state = showing();
  const known = snapshot(state, me({ site: 1, role: "chair" }));
  await show({ connection: "connected", snapshot: known, state });
  await plugIn();
  await press("second");
  expect(there().tiles).toEqual([["screen", "7"]]);
  await press("second");
  expect(displays.windows.size).toBe(0);
});

it("is closed where the room is not drawn any more", async () => {
  await showMeeting(5);
  await plugIn();
  await press("second");
  expect(displays.windows.size).toBe(1);
  await show({ connection: "elsewhere" });
  expect(displays.windows.size).toBe(0);
});

it("offers nothing where there is one display, or all goes into another system", async () => {
  await showMeeting(5);
  await plugIn(false);
  expect(find("second")).toBeNull();
  await plugIn();
  expect(find("second")).not.toBeNull();
  const state = showing();
  const known = snapshot(state, me({ site: 5 }));
  const sites = known.sites.map((one) =>
    one.id === 5 ? { ...one, kind: "link" as const } : one,
  );
  await show({ snapshot: { ...known, sites }, state });
  expect(find("second")).toBeNull();
});
