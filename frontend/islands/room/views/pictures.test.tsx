// @vitest-environment happy-dom
/** The chair's picture, roll call and deputy, as their buttons and words. */
import { act } from "react";
import { describe, expect, it } from "vitest";
import { meeting } from "../testing/meeting";
import {
  all,
  find,
  given,
  page,
  press,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";

showAnewForEachTest();

async function choose(name: string, value: string) {
  const select = find(name) as HTMLSelectElement;
  await act(async () => {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

async function key(name: string, target: Element = document.body) {
  await act(async () => {
    target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  });
}

describe("the picture that the chair puts together", () => {
  it("is shown at once, with as many sites as it needs", async () => {
    await showMeeting(1);
    await choose("layout", "pair");
    await choose("chosen-0", "7");
    expect(all("chosen-0")).toHaveLength(1);
    await press("arrange");
    expect(given()).toMatchObject([{ kind: "arrange", layout: "pair", sites: [7, 5] }]);
  });

  it("changes the places of two sites, and never names one twice", async () => {
    await showMeeting(1);
    await choose("layout", "pair");
    await choose("chosen-1", "1");
    await press("ready");
    expect(given()).toMatchObject([{ kind: "ready", sites: [5, 1] }]);
  });

  it("is made ready, shown by one key and dropped again", async () => {
    const picture = { layout: "spotlight", sites: [9] } as const;
    await showMeeting(1, { state: meeting({ prepared: picture }) });
    expect(find("prepared")?.textContent).toContain("Tam Hòa");
    await key("t");
    await press("unready");
    expect(given()).toMatchObject([
      { kind: "take", layout: "spotlight", sites: [9] },
      { kind: "ready", layout: null },
    ]);
  });

  it("is drawn in its sizes", async () => {
    const state = (picture: Parameters<typeof meeting>[0]) => ({
      state: meeting(picture),
    });
    await showMeeting(9, state({ picture: { layout: "pair", sites: [5, 7] } }));
    expect(page.querySelectorAll(".room-tile--large")).toHaveLength(2);
    await showMeeting(
      9,
      state({ picture: { layout: "strip", sites: [] }, floor: [5] }),
    );
    expect(page.querySelectorAll(".room-tile--large")).toHaveLength(1);
    expect(page.querySelectorAll(".room-tile--tile")).toHaveLength(2);
  });

  it("shows a shared screen beside the camera of the same site", async () => {
    const screen = { video: "v7", audio: null, screen: "s7", screenSound: null };
    await showMeeting(9, {
      state: meeting({ floor: [7], screen: 7 }),
      media: { 7: screen },
    });
    expect(all("tile").map(({ dataset }) => [dataset.site, dataset.role])).toEqual([
      ["7", "screen"],
      ["7", "speaker"],
      ["1", "chair"],
    ]);
    expect(page.textContent).toContain("TRÌNH CHIẾU");
  });

  it("is not for sites to decide", async () => {
    await showMeeting(5);
    expect(find("pictures")).toBeNull();
    await key("t");
    expect(given()).toEqual([]);
  });
});

describe("a roll call", () => {
  it("is begun by the chair, for all or for those not present yet", async () => {
    await showMeeting(1);
    expect(find("call-all")).not.toBeNull();
    await press("call-absent");
    expect(given()).toMatchObject([{ kind: "call", who: "absent" }]);
  });

  it("marks who is called, with heads and remark, by one key", async () => {
    await showMeeting(1, { state: meeting({ roll: [5, 7] }) });
    expect(find("called")?.dataset.site).toBe("5");
    (find("people") as HTMLInputElement).value = "12";
    (find("remark") as HTMLInputElement).value = "thiếu Phó Chủ tịch";
    await key("1");
    expect(given()).toMatchObject([
      {
        kind: "mark",
        site: 5,
        status: "online",
        people: 12,
        remark: "thiếu Phó Chủ tịch",
      },
    ]);
  });

  it("takes a figure that is typed as a figure", async () => {
    await showMeeting(1, { state: meeting({ roll: [5, 7] }) });
    await key("1", find("people") as Element);
    expect(given()).toEqual([]);
  });

  it("can be stopped", async () => {
    await showMeeting(1, { state: meeting({ roll: [5] }) });
    expect(find("call-all")).toBeNull();
    await press("end-roll");
    expect(given()).toMatchObject([{ kind: "end_roll" }]);
  });
});

describe("a chair that is gone", () => {
  const missed = meeting({ missed: Date.now() - 12_000, deputy: 5 });

  it("is said to everyone, and its deputy is asked", async () => {
    await showMeeting(7, { state: missed });
    expect(find("chair-missed")?.textContent).toContain("mất kết nối");
    expect(find("preside")).toBeNull();
    await showMeeting(5, { state: missed });
    await press("preside");
    expect(given()).toMatchObject([{ kind: "preside" }]);
  });

  it("is asked to take its place back", async () => {
    await showMeeting(1, { state: meeting({ chair: 5, deputy: 5 }) });
    expect(find("replaced")).not.toBeNull();
    await press("preside");
    expect(given()).toMatchObject([{ kind: "preside" }]);
  });
});

describe("the arrow keys of a remote control", () => {
  it("begin at the first button, though nobody has touched the page", async () => {
    await showMeeting(5);
    expect(document.activeElement).toBe(document.body);
    await key("ArrowDown", document.body);
    expect(document.activeElement).toBe(page.querySelector("button"));
  });

  it("move from button to button on a site's screen", async () => {
    await showMeeting(5);
    const site = page.querySelector(".room-site") as Element;
    await key("ArrowRight", site);
    const first = document.activeElement;
    expect(first?.tagName).toBe("BUTTON");
    await key("ArrowLeft", site);
    expect(document.activeElement?.tagName).toBe("BUTTON");
  });
});

describe("a desk", () => {
  const beside = () => all("beside").map(({ dataset }) => dataset.site);

  it("sees all sites that are not on the stage, until it closes them", async () => {
    await showMeeting(1, { state: meeting({ floor: [7] }) });
    expect(beside()).toEqual(["5", "9"]);
    await press("overview-toggle");
    expect(beside()).toEqual([]);
    expect(all("tile")).toHaveLength(1);
  });

  it("sees who is there before the opening", async () => {
    await showMeeting(1, { state: meeting({ phase: "waiting" }) });
    expect(beside()).toEqual(["5", "7", "9"]);
  });

  it("is no site's screen", async () => {
    await showMeeting(5, { state: meeting({ floor: [7] }) });
    expect(beside()).toEqual([]);
  });
});
