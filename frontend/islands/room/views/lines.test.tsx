// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { RoomState } from "../room_state";
import { me, meeting, snapshot } from "../testing/meeting";
import {
  find,
  room,
  server,
  show,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";
import type { Pin } from "../types";

showAnewForEachTest();

const floor = meeting({ floor: [5] });

async function showDesk(change: Partial<RoomState>, pins: readonly Pin[] = []) {
  const known = { ...snapshot(floor, me({ site: 1 })), pins };
  const state = { state: floor, present: [1, 5], snapshot: known };
  await show({ connection: "connected", epoch: 3, ...state, ...change });
}

describe("the desk", () => {
  it("marks how little a site uses of its line, while the site is there", async () => {
    await showDesk({ uses: { 5: { down: "thin", up: "thin" } } });
    expect(find("profile")?.textContent).toBe("Đường truyền: rút gọn");
    await showDesk({ uses: { 5: { down: "full", up: "audio" } } });
    expect(find("profile")?.textContent).toBe("Nhận đầy đủ, gửi chỉ tiếng");
    await showDesk({ uses: {} });
    expect(find("profile")).toBeNull();
    await showDesk({ uses: { 5: { down: "thin", up: "thin" } }, present: [1] });
    expect(find("profile")).toBeNull();
  });

  it("says how many lines are limited, and by whom", async () => {
    await showDesk({}, [{ site: 5, listed: "thin", chosen: null }]);
    expect(find("lines")?.textContent).toBe("Đường truyền (giới hạn 1 điểm cầu)");
    const choice = find("pin-5") as HTMLSelectElement | null;
    expect(choice?.selectedOptions[0]?.textContent).toBe("Tối đa rút gọn");
  });

  it("limits the line of a site, and lets it go again", async () => {
    await showDesk({});
    await room.decisions.pin(5, "audio");
    await room.decisions.pin(5, null);
    expect(server.asks.filter(([what]) => what === "pin")).toEqual([
      ["pin", 5, "audio"],
      ["pin", 5, null],
    ]);
  });
});

describe("a photograph", () => {
  it("stands in place of a picture that does not move here, with its age", async () => {
    const there = { state: meeting({ floor: [7], screen: 7 }), present: [1, 5, 7] };
    const asked = { down: "audio", up: "full" } as const;
    const taken = Date.now() - 12_000;
    const stills = { "screen 7": { url: "blob:slide", tag: "a", taken } };
    await showMeeting(5, { ...there, asked, stills });
    expect(find("still")?.getAttribute("src")).toBe("blob:slide");
    expect(find("tile")?.textContent).toContain("Ảnh chụp 12 giây trước");
    await showMeeting(5, { ...there, asked, stills: {} });
    expect(find("still")).toBeNull();
    expect(find("tile")?.textContent).toContain("Tạm ẩn hình để giữ tiếng");
  });
});

describe("a site", () => {
  it("is told why it sees less, and nothing while all comes", async () => {
    await showMeeting(5, { profiles: { down: "thin", up: "full" } });
    expect(find("own-line")?.textContent).toBe(
      "Đang nhận ít hình, hình nhỏ để giữ tiếng.",
    );
    await showMeeting(5, { profiles: { down: "audio", up: "audio" } });
    expect(find("own-line")?.textContent).toBe(
      "Đường truyền chỉ đủ tiếng và ảnh trang chiếu.",
    );
    await showMeeting(5, { profiles: { down: "full", up: "full" } });
    expect(find("own-line")).toBeNull();
  });

  it("reads in place of a picture that it was left out", async () => {
    const asked = { down: "audio", up: "full" } as const;
    const there = { state: meeting({ floor: [7] }), present: [1, 5, 7] };
    await showMeeting(5, { ...there, asked });
    expect(find("tile")?.textContent).toContain("Tạm ẩn hình để giữ tiếng");
    await showMeeting(5, { ...there, asked: { down: "full", up: "full" } });
    expect(find("tile")?.textContent).toContain("Chưa có hình");
  });
});
