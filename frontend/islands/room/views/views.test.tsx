// @vitest-environment happy-dom
import { act } from "react";
import { describe, expect, it, vi } from "vitest";
import { en } from "../../../text/en";
import { vi as vietnamese } from "../../../text/vi";
import { me, meeting, PAGE, refusal, snapshot } from "../testing/meeting";
import {
  all,
  find,
  given,
  page,
  press,
  room,
  server,
  show,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";

showAnewForEachTest();

describe("the commune's screen", () => {
  it("shows the speaker large, the chair small, and never itself", async () => {
    await showMeeting(5, { state: meeting({ floor: [7] }) });
    const shown = all("tile").map(({ dataset }) => [dataset.site, dataset.role]);
    expect(shown).toEqual([
      ["7", "speaker"],
      ["1", "chair"],
    ]);
    expect(find("tile")?.className).toContain("large");
    expect(find("tile")?.textContent).toContain("ĐIỂM CẦU XÃ TAM TRÀ");
    expect(find("own-plate")?.textContent).toBe("ĐIỂM CẦU XÃ TAM HẢI");
    expect(find("state-line")?.textContent).toBe("Đang theo dõi phát biểu");
  });

  it("says of each tile whether it speaks or presides", async () => {
    await showMeeting(7, { state: meeting({ mode: "relay", relay: 9, floor: [5] }) });
    const roles = all("tile").map((tile) => tile.querySelector(".unseen")?.textContent);
    expect(roles).toEqual(["Đang phát biểu", "Đang phát biểu", "Chủ tọa"]);
    await showMeeting(7);
    expect(find("tile")?.querySelector(".unseen")?.textContent).toBe("Chủ tọa");
  });

  it("says who has the floor, and that the microphone is open", async () => {
    await showMeeting(5, { state: meeting({ floor: [5] }), microphone: "live" });
    expect(find("state-line")?.textContent).toBe("Đang có quyền phát biểu");
    expect(find("microphone")?.dataset.microphone).toBe("live");
    expect(all("grant")).toEqual([]);
  });

  it("puts every site that is heard into the page as its own sound", async () => {
    await showMeeting(5, {
      state: meeting({ floor: [7] }),
      media: {
        7: { video: "v7", audio: "a7", screen: null, screenSound: null },
        1: { video: null, audio: "a1", screen: null, screenSound: null },
      },
    });
    expect(all("sound").map((one) => one.dataset.site)).toEqual(["1", "7"]);
  });

  it("says plainly what is wrong", async () => {
    await showMeeting(5, { connection: "lost", answering: false });
    expect(find("room")?.dataset.connection).toBe("lost");
    expect(find("trouble")?.textContent).toContain("Mất kết nối với máy chủ");
    expect(find("trouble")?.dataset.trouble).toBe("server");
    await showMeeting(5, { answering: false });
    expect(find("trouble")?.dataset.trouble).toBe("serverOnly");
    await showMeeting(5, { connection: "connecting", online: false });
    expect(find("trouble")?.textContent).toContain("mất mạng");
  });

  it("says on the first join already what it fails at", async () => {
    await showMeeting(5, { connection: "connecting", hurdle: "engine" });
    expect(find("trouble")?.dataset.trouble).toBe("engine");
    expect(find("trouble")?.textContent).toContain("Bộ truyền hình và tiếng");
    await showMeeting(5, { connection: "connecting", hurdle: "media" });
    expect(find("trouble")?.dataset.trouble).toBe("media");
    expect(find("trouble")?.textContent).toContain("cổng 7882/udp");
    expect(find("trouble")?.textContent).toContain("cổng 7881/tcp");
  });

  it("offers to turn blocked sound on", async () => {
    await showMeeting(5, { soundBlocked: true });
    const start = vi.spyOn(room.link, "startSound");
    await press("start-sound");
    expect(start).toHaveBeenCalled();
  });

  it("waits for the opening, in English too", async () => {
    await show(
      {
        connection: "connected",
        snapshot: snapshot(),
        state: meeting({ phase: "waiting" }),
      },
      en,
    );
    expect(find("stage")?.textContent).toBe("The meeting has not been opened");
    expect(find("room")?.dataset.phase).toBe("waiting");
  });
});

describe("the chair's desk", () => {
  it("lists the sites in the official order with presence and floor", async () => {
    await showMeeting(1, { state: meeting({ floor: [7] }), present: [1, 7] });
    const rows = all("site-row").map(({ dataset }) => [
      dataset.site,
      dataset.present,
      dataset.floor,
    ]);
    expect(rows).toEqual([
      ["1", "true", "false"],
      ["5", "false", "false"],
      ["7", "true", "true"],
      ["9", "false", "false"],
    ]);
    expect(find("present-count")?.textContent).toBe("2/4 điểm cầu đã kết nối");
    expect(all("grant").map((one) => one.dataset.site)).toEqual(["5", "9"]);
    expect(all("revoke").map((one) => one.dataset.site)).toEqual(["7"]);
  });

  it("gives the floor with one press, and shows a refusal until understood", async () => {
    await showMeeting(1);
    server.commandAnswers = [refusal(409, "floor_changed", "Vừa có thay đổi.")];
    await press("grant");
    expect(given()[0]).toMatchObject({ kind: "grant", site: 5, floor: [] });
    expect(find("refusal")?.textContent).toContain("Vừa có thay đổi.");
    await act(async () => find("refusal")?.querySelector("button")?.click());
    expect(find("refusal")).toBeNull();
  });

  it.each([
    [vietnamese as typeof en, "bấm lần nữa"],
    [en, "press again"],
  ])("shows a sentence, never a code, for a fault: %#", async (text, words) => {
    await show({ connection: "connected", snapshot: snapshot(), state: meeting() });
    await show({ notice: refusal(500, "http_500", "") }, text);
    expect(find("refusal")?.textContent).toContain(words);
    expect(find("refusal")?.textContent).not.toContain("http_500");
  });

  it("takes the floor back", async () => {
    await showMeeting(1, { state: meeting({ floor: [5] }) });
    server.commandAnswers = [
      { kind: "ok", value: { rev: 8, state: meeting({ rev: 8 }) } },
    ];
    await press("revoke");
    expect(given()[0]).toMatchObject({ kind: "revoke", site: 5, floor: [5] });
    expect(all("revoke")).toEqual([]);
  });

  it("opens the meeting, once", async () => {
    await showMeeting(1, { state: meeting({ phase: "waiting", rev: 0 }) });
    expect(all("grant")).toEqual([]);
    await press("open");
    await press("open");
    expect(given().map((one) => one.kind)).toEqual(["open"]);
    expect(find("room")?.textContent).toContain("máy chủ chưa trả lời");
  });

  it("is alone on the stage while nobody has the floor", async () => {
    await showMeeting(1);
    expect(find("stage")?.textContent).toContain("đang được các nơi theo dõi");
  });
});

describe("before and after the meeting", () => {
  it("checks the devices, says what is wrong, and lets in all the same", async () => {
    await act(() => room.check.open());
    await show({ snapshot: snapshot(), state: meeting() });
    expect(find("problem")?.dataset.problem).toBe("insecure");
    expect(find("enter")?.textContent).toBe("Vào phòng họp");
    await press("enter");
    expect(find("room")?.dataset.connection).toBe("connected");
  });

  it("asks nothing of a companion", async () => {
    await show({ snapshot: snapshot(meeting(), me({ main: false })) });
    expect(find("device-check")?.textContent).toContain("thiết bị phụ");
    expect(all("level")).toEqual([]);
  });

  it("waits for the meeting to load", async () => {
    await show({});
    expect(find("panel")?.textContent).toBe("Đang mở phòng họp…");
  });

  it("offers this window when another has the meeting", async () => {
    await showMeeting(5, { connection: "elsewhere" });
    expect(find("panel-action")?.textContent).toBe("Dùng ở cửa sổ này");
    const taken = vi.spyOn(room.link, "takeOver");
    await press("panel-action");
    expect(taken).toHaveBeenCalled();
  });

  it("shows the server's sentence when it refuses, and tries again", async () => {
    await show({
      connection: "refused",
      refused: refusal(403, "removed", "Đã bị gỡ."),
    });
    expect(find("panel")?.textContent).toContain("Đã bị gỡ.");
    expect(find("panel-link")?.getAttribute("href")).toBe("/cuoc-hop/1/");
    expect(find("panel-link")?.textContent).toBe("Về trang cuộc họp");
    const retried = vi.spyOn(room, "retry");
    await press("panel-action");
    expect(retried).toHaveBeenCalled();
  });

  it("leads to the sign-in when the session is over", async () => {
    await show({ connection: "refused", refused: refusal(401, "signed_out", "") });
    expect(find("panel-link")?.getAttribute("href")).toBe(PAGE.addresses.signIn);
    expect(find("panel-link")?.textContent).toBe("Đăng nhập");
    expect(page.querySelectorAll("a").length).toBe(1);
  });

  it("says that the meeting has ended", async () => {
    await showMeeting(5, { connection: "ended" });
    expect(find("panel")?.textContent).toBe("Cuộc họp đã kết thúc.");
  });
});
