// @vitest-environment happy-dom
/** The running text, on screens that it fits and that it does not fit. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  find,
  page,
  press,
  server,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";

showAnewForEachTest();

const LINE = "Họp tiếp lúc 10 giờ";

/** How wide the text and its line are, in pixels. */
function widths(text: number, line: number) {
  const box = { width: text } as DOMRect;
  vi.spyOn(HTMLSpanElement.prototype, "getBoundingClientRect").mockReturnValue(box);
  vi.spyOn(HTMLParagraphElement.prototype, "clientWidth", "get").mockReturnValue(line);
}

beforeEach(() => {
  server.news = { number: 1, running: LINE, unread: [], call: null };
});

afterEach(() => vi.restoreAllMocks());

it("runs under the stage of every commune and of the desk", async () => {
  for (const [site, view] of [
    [5, ".room-site"],
    [1, ".room-chair"],
  ] as const) {
    await showMeeting(site);
    const place = page.querySelector(`${view} .room-running`);
    expect(place?.textContent).toBe(LINE);
  }
});

it("is stopped and let go by whoever cannot read what moves", async () => {
  widths(900, 400);
  await showMeeting(5);
  const still = () => page.querySelector(".room-running--still") !== null;
  expect(still()).toBe(false);
  await press("running-still");
  expect(still()).toBe(true);
  // It stands in lines now, and fits.
  widths(400, 400);
  await press("running-still");
  expect(still()).toBe(false);
});

it("offers nothing to stop where the text fits", async () => {
  widths(300, 400);
  await showMeeting(5);
  expect(find("running")).not.toBeNull();
  expect(find("running-still")).toBeNull();
});
