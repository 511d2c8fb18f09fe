// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { me, meeting, snapshot } from "../testing/meeting";
import {
  all,
  find,
  press,
  show,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";

showAnewForEachTest();

const state = meeting({ floor: [5], picture: { layout: "pair", sites: [5, 7] } });

function showTo(role: "watcher" | "wall", change = {}) {
  const known = snapshot(state, me({ site: 0, role, may: [] }));
  return show({ connection: "connected", snapshot: known, epoch: 3, state, ...change });
}

const shown = () => all("tile").map(({ dataset }) => dataset.site);

describe("the screen of who only watches", () => {
  it("shows what the chair shows, and nothing to command", async () => {
    await showTo("watcher");
    expect(shown()).toEqual(["5", "7"]);
    expect(find("state-line")?.textContent).toBe("Đang theo dõi phát biểu");
    expect(all("request")).toEqual([]);
    expect(all("words")).toEqual([]);
    expect(all("microphone")).toEqual([]);
  });

  it("turns the sound off and on again", async () => {
    const media = {
      5: { video: null, audio: "audio-5", screen: null, screenSound: null },
    };
    await showTo("watcher", { media });
    const sound = () => find("sound") as HTMLAudioElement;
    expect(sound().muted).toBe(false);
    await press("hush");
    expect(sound().muted).toBe(true);
    expect(find("hush")?.textContent).toBe("Bật tiếng");
    await press("hush");
    expect(sound().muted).toBe(false);
  });

  it("shows all sites as a wall, whatever the chair shows", async () => {
    await showTo("wall");
    expect(shown()).toEqual(["1", "5", "7", "9"]);
    expect(find("stage")?.className).toContain("room-stage--wall");
    expect(all("tile")[1]?.textContent).toContain("Tam Hải");
  });

  it("is counted on the desk", async () => {
    await showMeeting(1);
    expect(find("watchers")).toBe(null);
    await showMeeting(1, { watchers: 3 });
    expect(find("watchers")?.textContent).toBe("3 người theo dõi");
  });
});
