// @vitest-environment happy-dom
import { act } from "react";
import { describe, expect, it, vi } from "vitest";
import { me, meeting, refusal, snapshot } from "../testing/meeting";
import {
  all,
  find,
  press,
  room,
  server,
  show,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";
import { WATCHERS_MS } from "../words";

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

  it("shows the running text under the stage when the engine tells that it changed", async () => {
    server.told = { number: 0, running: "" };
    for (const role of ["watcher", "wall"] as const) {
      await showTo(role);
      expect(find("running")).toBe(null);
    }
    server.told = { number: 1, running: "Họp tiếp lúc 10 giờ" };
    vi.useFakeTimers();
    const tells = async (words: number) => {
      await act(async () => room.store.metadataArrived({ epoch: 3, words, state }));
      // Hundreds may watch: each asks a little later than the others.
      await act(() => vi.advanceTimersByTimeAsync(2 * WATCHERS_MS));
    };
    await tells(1);
    expect(find("watch")?.contains(find("running"))).toBe(true);
    expect(find("running")?.textContent).toBe("Họp tiếp lúc 10 giờ");
    server.told = { number: 2, running: "" };
    await tells(2);
    vi.useRealTimers();
    expect(find("running")).toBe(null);
    expect(room.words.get()).toMatchObject({ unread: [], call: null, talk: null });
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

  it("waits at the desk until it is let in, and may be asked to leave", async () => {
    const guest = {
      name: "Bà Lan",
      office: "Sở Y tế",
      link: "Sở ngành",
      kinds: ["guest"],
    } as const;
    const guests = [
      { id: 3, ...guest, status: "admitted" },
      { id: 4, ...guest, status: "waiting" },
      { id: 5, ...guest, status: "waiting" },
      { id: 6, ...guest, status: "removed" },
    ] as const;
    const known = { ...snapshot(meeting(), me({ site: 1 })), guests };
    server.snapshotValue = known;
    await show({ connection: "connected", snapshot: known, epoch: 3, state });
    expect(find("guests")?.textContent).toBe("Phòng chờ (2)");
    const buttons = all("guest").map((row) =>
      [...row.querySelectorAll("button")].map((button) => button.textContent),
    );
    const answers = ["Cho vào", "Từ chối"];
    expect(buttons).toEqual([answers, answers, ["Mời ra"], ["Cho vào lại"]]);
    for (const id of ["admit-all", "refuse", "remove"]) await press(id);
    await press("admit-all");
    expect(server.asks.filter(([what]) => what === "decide")).toEqual([
      ["decide", null, "admit"],
      ["decide", 4, "refuse"],
      ["decide", 3, "remove"],
      ["decide", null, "admit"],
    ]);
  });

  it("is on the desk's list by name, also as a wall, and may be asked to leave", async () => {
    const person = { office: "", link: "" };
    const guests = [
      { id: 3, name: "Lê An", ...person, kinds: ["observer"], status: "admitted" },
      {
        id: 4,
        name: "Tường",
        ...person,
        kinds: ["wall", "observer"],
        status: "removed",
      },
    ] as const;
    const known = { ...snapshot(meeting(), me({ site: 1 })), guests };
    server.snapshotValue = known;
    await show({ connection: "connected", snapshot: known, epoch: 3, state });
    expect(find("guests")?.textContent).toBe("Người theo dõi (2)");
    expect(find("waiting-room")?.className).toBe("");
    expect(all("guest").map(({ textContent }) => textContent)).toEqual([
      "Lê Anngười theo dõi · đã cho vàoMời ra",
      "Tườngmàn hình tường, người theo dõi · đã mời raCho vào lại",
    ]);
    for (const id of ["remove", "admit"]) await press(id);
    expect(server.asks.filter(([what]) => what === "decide")).toEqual([
      ["decide", 3, "remove"],
      ["decide", 4, "admit"],
    ]);
  });

  it("says why a decision does not apply, and sends it until somebody answers", async () => {
    vi.useFakeTimers();
    await showMeeting(1);
    server.wordAnswers = [{ kind: "silent" }, refusal(409, "guest_is_in", "Đã vào.")];
    await act(async () => {
      void room.decisions.decide(4, "refuse");
      await vi.advanceTimersByTimeAsync(500);
    });
    expect(server.asks.filter(([what]) => what === "decide").length).toBe(2);
    expect(room.store.get().notice?.text).toBe("Đã vào.");
    vi.useRealTimers();
  });

  it("is counted on the desk", async () => {
    await showMeeting(1);
    expect(find("watchers")).toBe(null);
    await showMeeting(1, { watchers: 3 });
    expect(find("watchers")?.textContent).toBe("3 người theo dõi");
  });
});
