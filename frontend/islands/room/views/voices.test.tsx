// @vitest-environment happy-dom
import { act } from "react";
import { describe, expect, it } from "vitest";
import { me, meeting, snapshot } from "../testing/meeting";
import {
  all,
  find,
  given,
  press,
  room,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";
import type { Mode } from "../types";

showAnewForEachTest();

const sent = () => given().map(({ kind, site, mode }) => [kind, site, mode]);

const choose = (mode: Mode) => press(`mode-${mode}`);

describe("the chair decides who is heard", () => {
  it("by one choice of the mode", async () => {
    await showMeeting(1);
    await choose("discussion");
    expect(sent()).toEqual([["mode", null, "discussion"]]);
  });

  it("shows the mode that holds, and sends none that a key moves over", async () => {
    await showMeeting(1, { state: meeting({ mode: "training" }) });
    const pressed = all("mode").flatMap((one) => [
      ...one.querySelectorAll<HTMLElement>("[aria-pressed=true]"),
    ]);
    expect(pressed.map((one) => one.dataset.testid)).toEqual(["mode-training"]);
    for (const key of ["ArrowDown", "ArrowUp", "Tab"]) {
      const event = new KeyboardEvent("keydown", { key, bubbles: true });
      await act(async () => pressed[0]?.dispatchEvent(event));
    }
    await choose("training");
    expect(sent()).toEqual([]);
  });

  it.each([
    { mode: "training", floor: [5] },
    { mode: "relay", relay: 9 },
  ] as const)("gives way, and speaks with one press: $mode", async (state) => {
    await showMeeting(1, { state: meeting(state), microphone: "muted" });
    expect(find("own-microphone")?.textContent).toBe("Bật micro");
    await press("own-microphone");
    expect(room.store.get().choice).toBe(true);
  });

  it("offers a relay only where a room links to the other meeting", async () => {
    await showMeeting(1);
    const modes = () =>
      [...(find("mode")?.children ?? [])].map((one) => one.textContent);
    expect(modes()).not.toContain("Tiếp sóng");
    const plain = snapshot(meeting(), me({ site: 1 }));
    const sites = plain.sites.map((site) =>
      site.id === 9 ? ({ ...site, kind: "link" } as const) : site,
    );
    await showMeeting(1);
    await act(async () => room.store.patch({ snapshot: { ...plain, sites } }));
    expect(modes()).toContain("Tiếp sóng");
    await choose("relay");
    expect(sent()).toEqual([["mode", 9, "relay"]]);
  });

  it("mutes one site that may be heard, and lets it speak again", async () => {
    await showMeeting(1, { state: meeting({ mode: "discussion" }) });
    expect(all("mute").length).toBe(3);
    await press("mute");
    await showMeeting(1, { state: meeting({ mode: "discussion", muted: [5] }) });
    await press("unmute");
    expect(sent().map(([kind, site]) => [kind, site])).toEqual([
      ["mute", 5],
      ["unmute", 5],
    ]);
  });

  it("mutes all, locks and unlocks with one button each", async () => {
    await showMeeting(1);
    await press("mute-all");
    await press("lock");
    await showMeeting(1, { state: meeting({ locked: true }) });
    await press("unlock");
    expect(sent().map(([kind]) => kind)).toEqual(["mute", "lock", "unlock"]);
  });
});

describe("a room's own microphone", () => {
  it("opens in a discussion when the room presses its button", async () => {
    await showMeeting(5, {
      state: meeting({ mode: "discussion" }),
      microphone: "muted",
    });
    expect(find("own-microphone")?.textContent).toBe("Bật micro");
    await press("own-microphone");
    expect(room.store.get().choice).toBe(true);
    expect(find("own-microphone")?.textContent).toBe("Tắt micro");
  });

  it("can be closed for a moment by who has the floor, and by the chair", async () => {
    await showMeeting(5, { state: meeting({ floor: [5] }), microphone: "live" });
    await press("own-microphone");
    expect(room.store.get().choice).toBe(false);
    await showMeeting(1, { microphone: "live" });
    expect(find("own-microphone")).not.toBeNull();
  });

  it("has no button where it may not be opened", async () => {
    await showMeeting(5, { microphone: "muted" });
    expect(find("own-microphone")).toBeNull();
    await showMeeting(5, {
      state: meeting({ mode: "discussion", muted: [5] }),
      microphone: "muted",
    });
    expect(find("own-microphone")).toBeNull();
  });
});

describe("a wall of all sites", () => {
  it("shows every other site in its order", async () => {
    await showMeeting(5, {
      state: meeting({ picture: { layout: "wall", sites: [] }, floor: [7] }),
    });
    expect(all("tile").map(({ dataset }) => [dataset.site, dataset.role])).toEqual([
      ["1", "chair"],
      ["7", "speaker"],
      ["9", "site"],
    ]);
    expect(find("tile")?.className).not.toContain("large");
  });
});
