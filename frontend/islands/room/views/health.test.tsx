// @vitest-environment happy-dom
import { act } from "react";
import { describe, expect, it } from "vitest";
import type { Report } from "../health";
import type { RoomState } from "../room_state";
import { me, meeting, snapshot, WELL } from "../testing/meeting";
import {
  all,
  find,
  given,
  show,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";

showAnewForEachTest();

const floor = meeting({ floor: [5] });

async function showDesk(report: Partial<Report>, change: Partial<RoomState> = {}) {
  const reports = [{ site: 5, ...WELL, ...report }];
  const known = { ...snapshot(floor, me({ site: 1 })), reports };
  const state = { state: floor, present: [1, 5], snapshot: known };
  await show({ connection: "connected", epoch: 3, ...state, ...change });
}

const marks = () => all("mark").map((one) => one.textContent);
const line = (site: number) =>
  all("site-row")
    .find((one) => one.dataset.site === String(site))
    ?.querySelector(".state");

describe("the room's own screen", () => {
  it("says that it is not heard, why, and what to do", async () => {
    const findings = { ...WELL, microphone: "device_muted" } as const;
    await showMeeting(5, { state: floor, findings });
    expect(find("finding")?.textContent).toContain("Điểm cầu chưa có tiếng");
    expect(find("finding")?.textContent).toContain("nút tắt tiếng");
  });

  it("says what is wrong with its picture, and nothing when all is well", async () => {
    await showMeeting(5, { findings: { ...WELL, camera: "frozen" } });
    expect(find("finding")?.textContent).toContain("đứng yên");
    await showMeeting(5, { findings: WELL });
    expect(all("finding")).toEqual([]);
  });

  it("says nothing of other sites", async () => {
    await showMeeting(7, { state: floor, present: [5, 7], unheard: { 5: "quiet" } });
    expect(all("soundless")).toEqual([]);
  });
});

describe("the desk", () => {
  it("says who was called and is not heard, and the likeliest cause", async () => {
    await showDesk({ microphone: "silent" }, { unheard: { 5: "quiet" } });
    expect(find("soundless")?.textContent).toContain(
      "Điểm cầu chưa có tiếng: Tam Hải.",
    );
    expect(find("soundless")?.textContent).toContain("nhầm micro");
    expect(marks()).toEqual(["Chưa có tiếng"]);
  });

  it("marks a site whose network lets no UDP through, while it is there", async () => {
    await showDesk({ path: "tcp" });
    expect(find("path")?.textContent).toBe("Qua TCP");
    await showDesk({ path: "udp", down: "full", up: "full" });
    expect(find("path")).toBeNull();
    await showDesk({ path: "tcp" }, { present: [1] });
    expect(find("path")).toBeNull();
  });

  it("marks what is wrong at a site, while the site is there", async () => {
    await showDesk({ microphone: "clipping", camera: "black" });
    expect(marks()).toEqual(["Tiếng bị vỡ", "Hình đen"]);
    await showDesk({ microphone: "none", camera: "none" });
    expect(marks()).toEqual(["Không có micro", "Không có camera"]);
    await showDesk({ camera: "black" }, { present: [1] });
    expect(marks()).toEqual([]);
  });

  it("names a site that echoes, and one key closes its microphone", async () => {
    await showDesk({ microphone: "echo" });
    expect(find("echoes")?.textContent).toContain("Điểm cầu gây vọng: Tam Hải.");
    expect(marks()).toEqual(["Gây vọng"]);
    const key = new KeyboardEvent("keydown", { key: "v", bubbles: true });
    await act(async () => document.body.dispatchEvent(key));
    expect(given().map(({ kind, site }) => [kind, site])).toEqual([["mute", 5]]);
    await showDesk({ microphone: "ok" });
    expect(find("echoes")).toBeNull();
  });

  it("says in words how good each line is", async () => {
    await showDesk({ line: "poor" });
    expect(line(5)?.textContent).toBe("Đã kết nối, mạng yếu");
    expect(line(1)?.textContent).toBe("Đã kết nối");
    expect(line(7)?.textContent).toBe("Chưa kết nối");
    await showDesk({}, { lines: { 5: "lost" } });
    expect(line(5)?.textContent).toBe("Mất đường truyền");
  });
});
