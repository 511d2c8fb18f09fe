// @vitest-environment happy-dom
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { vi as vietnamese } from "../../text/vi";
import { DeviceCheck } from "../room/devices";
import { browserWith, FakeMedia } from "../room/testing/fake_media";
import { Home } from "./home";
import { Kiosk } from "./kiosk";
import type { Next, Told } from "./server";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const NOW = Date.UTC(2026, 10, 30, 0, 5);
const STAY = { home: () => {}, room: () => {}, again: () => {} };

let root: Root;
let page: HTMLElement;
let media: FakeMedia;
let kiosk: Kiosk;

function told(starts: number | null): Told {
  const next: Next | null =
    starts === null
      ? null
      : {
          id: 4,
          title: "Giao ban tháng 11 (demo)",
          starts,
          enter: false,
          technician: "Phòng CNTT (demo)",
          hotline: "0235 000 111",
        };
  return { paired: true, now: Date.now(), plate: "ĐIỂM CẦU XÃ TAM HẢI", next };
}

async function show(answer: Told | null) {
  const ask = async () => answer && { ...answer, now: Date.now() };
  kiosk = new Kiosk("home", ask, STAY);
  const check = new DeviceCheck(browserWith(media));
  await act(async () => {
    root.render(<Home kiosk={kiosk} check={check} text={vietnamese} />);
    kiosk.start();
  });
  await act(async () => vi.advanceTimersByTimeAsync(1000));
}

const find = (id: string) => page.querySelector<HTMLElement>(`[data-testid="${id}"]`);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  media = new FakeMedia();
  // There is no sound to be measured in here.
  media.errors = { audio: "NotFoundError" };
  page = document.createElement("div");
  document.body.append(page);
  root = createRoot(page);
});

afterEach(async () => {
  kiosk.stop();
  await act(async () => root.unmount());
  page.remove();
  vi.useRealTimers();
});

describe("between meetings", () => {
  it("shows the site, the time, the next meeting and whom to call", async () => {
    await show(told(NOW + 26 * 3_600_000));
    const text = page.textContent ?? "";
    expect(text).toContain("ĐIỂM CẦU XÃ TAM HẢI");
    expect(text).toContain("07:05");
    expect(text).toContain("Thứ Hai, 30/11/2026");
    expect(text).toContain("Giao ban tháng 11 (demo)");
    expect(text).toContain("Bắt đầu lúc 09:05 ngày 01/12/2026 · còn 1 ngày 2 giờ");
    expect(text).toContain("gọi Phòng CNTT (demo), số 0235 000 111");
  });

  it("keeps camera and microphone shut until somebody wants to look", async () => {
    await show(told(NOW + 26 * 3_600_000));
    expect(find("check-picture")).toBeNull();
    expect(document.activeElement).toBe(find("kiosk-look"));
    await act(async () => find("kiosk-look")?.click());
    expect(find("check-picture")).not.toBeNull();
    await act(async () => vi.advanceTimersByTimeAsync(5 * 60_000 + 1000));
    expect(find("check-picture")).toBeNull();
  });

  it("shows its own picture by itself when a meeting is near", async () => {
    await show(told(NOW + 2 * 3_600_000));
    expect(find("check-picture")).not.toBeNull();
    expect(page.textContent).toContain("còn 2 giờ 0 phút");
  });

  it("says that there is none, and that the server is away", async () => {
    await show(told(null));
    expect(page.textContent).toContain("Chưa có cuộc họp nào");
    expect(find("kiosk-link")?.textContent).toBe("Đã nối với máy chủ");
    kiosk.stop();
    await show(null);
    expect(find("kiosk-link")?.textContent).toContain("Mất kết nối");
  });
});
