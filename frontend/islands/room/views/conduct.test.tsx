// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { meeting } from "../testing/meeting";
import {
  all,
  find,
  given,
  press,
  room,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";

showAnewForEachTest();

// Clocks are read to the second: a busy machine takes longer than that to draw one.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const sent = () => given().map(({ kind, site }) => [kind, site]);

describe("the chair conducts", () => {
  it("opens, breaks and goes on with one button each", async () => {
    await showMeeting(1, { state: meeting({ phase: "waiting" }) });
    await press("open");
    await showMeeting(1, { state: meeting() });
    await press("pause");
    await showMeeting(1, { state: meeting({ phase: "paused" }) });
    expect(find("state-line")?.textContent).toBe("Tạm nghỉ");
    await press("resume");
    expect(sent()).toEqual([
      ["open", null],
      ["pause", null],
      ["resume", null],
    ]);
  });

  it("is asked before the meeting ends", async () => {
    await showMeeting(1);
    await press("close");
    expect(sent()).toEqual([]);
    await press("close-yes");
    expect(sent()).toEqual([["close", null]]);
  });

  it("finds the focus where nothing ends, and keeps it wherever it goes", async () => {
    await showMeeting(1);
    await press("close");
    expect(document.activeElement).toBe(find("close-no"));
    find("close-yes")?.focus();
    await showMeeting(1, { present: [1, 5] });
    expect(document.activeElement).toBe(find("close-yes"));
    await press("close-no");
    expect(document.activeElement).toBe(find("close"));
    expect(sent()).toEqual([]);
  });

  it("keeps the focus on a button while its command is on its way", async () => {
    await showMeeting(1);
    find("pause")?.focus();
    await press("pause");
    await press("pause");
    expect(find("pause")?.getAttribute("aria-disabled")).toBe("true");
    expect(find("pause")?.hasAttribute("disabled")).toBe(false);
    expect(sent()).toEqual([["pause", null]]);
  });

  it("takes the end back as long as that is possible", async () => {
    const closed = meeting({ phase: "closed", closed: Date.now() - 20_000 });
    await showMeeting(1, { state: closed });
    await press("reopen");
    expect(sent()).toEqual([["reopen", null]]);
    await showMeeting(1, { state: { ...closed, closed: Date.now() - 61_000 } });
    expect(find("reopen")).toBeNull();
  });

  it("sets the time of a turn and gives more of it", async () => {
    const turn = { since: Date.now() - 295_000, spent: 0, limit: 300 };
    await showMeeting(1, { state: meeting({ floor: [5], limit: 300, turn }) });
    expect(find("turn")?.dataset.mood).toBe("warning");
    expect(find("turn")?.textContent).toContain("0:0");
    await press("extend");
    await press("limit-10");
    expect(given().map(({ kind, seconds }) => [kind, seconds])).toEqual([
      ["extend", 60],
      ["limit", 600],
    ]);
  });

  it("counts by the server's clock, not by this device's", async () => {
    const turn = { since: Date.now() + 3_600_000 - 65_500, spent: 0, limit: 0 };
    await showMeeting(1, {
      state: meeting({ floor: [5], turn }),
      skew: 3_600_000,
    });
    expect(find("turn")?.textContent).toContain("1:05");
  });
});

describe("those who wait to speak", () => {
  it("stand in the order of asking, the first is called with one button", async () => {
    await showMeeting(1, { state: meeting({ queue: [7, 5] }) });
    expect(all("waiting").map((one) => one.dataset.site)).toEqual(["7", "5"]);
    expect(find("next")?.textContent).toContain("Tam Trà");
    await press("next");
    expect(sent()).toEqual([["grant", 7]]);
  });

  it("can be skipped", async () => {
    await showMeeting(1, { state: meeting({ queue: [7] }) });
    await press("dismiss");
    expect(sent()).toEqual([["dismiss", 7]]);
  });

  it("are not called in a break", async () => {
    await showMeeting(1, { state: meeting({ phase: "paused", queue: [7] }) });
    expect(find("next")).toBeNull();
  });
});

describe("a commune", () => {
  it("asks for the floor, sees its place, and takes the request back", async () => {
    await showMeeting(5);
    await press("request");
    await showMeeting(5, { state: meeting({ queue: [7, 5] }) });
    expect(find("place")?.textContent).toBe("Thứ 2 trong danh sách");
    await press("withdraw");
    expect(sent()).toEqual([
      ["request", null],
      ["withdraw", null],
    ]);
  });

  it("gives the floor back when it has spoken", async () => {
    const turn = { since: Date.now(), spent: 0, limit: 0 };
    await showMeeting(5, { state: meeting({ floor: [5], turn }) });
    expect(find("turn")).not.toBeNull();
    await press("release");
    expect(sent()).toEqual([["release", null]]);
  });

  it("is not asked to wait while it is relayed: it is heard all the time", async () => {
    await showMeeting(5, { state: meeting({ mode: "relay", relay: 5 }) });
    expect(find("request")).toBeNull();
  });

  it("may ask before the opening, but not after the end", async () => {
    await showMeeting(5, { state: meeting({ phase: "waiting" }) });
    expect(find("request")).not.toBeNull();
    await showMeeting(5, { state: meeting({ phase: "closed", closed: 1 }) });
    expect(find("request")).toBeNull();
    expect(room.store.get().connection).toBe("connected");
  });
});

describe("a speaker that lost the line", () => {
  it("is named as such, with the time its turn is kept", async () => {
    const away = [{ site: 5, since: Date.now() - 20_500 }];
    await showMeeting(1, { state: meeting({ floor: [5], away }) });
    expect(find("kept")?.textContent).toBe("Mất đường truyền, giữ lượt 40 giây");
    expect(all("tile")).toEqual([]);
  });
});
