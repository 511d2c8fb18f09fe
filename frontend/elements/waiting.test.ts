// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ASK_MS, waitForAnswer } from "./waiting";

const reload = vi.fn();
const view = {
  location: { href: "http://localhost/khach/4/", reload },
  setInterval: (act: () => void, ms: number) => setInterval(act, ms),
} as unknown as Window;
const answers = (init: ResponseInit) => vi.fn(async () => new Response("", init));

beforeEach(() => {
  vi.useFakeTimers();
  reload.mockClear();
  document.body.innerHTML = '<p data-waits="guest_waits">Phòng chờ</p>';
});
afterEach(() => vi.useRealTimers());

const tick = () => vi.advanceTimersByTimeAsync(ASK_MS);

it("stays as long as the answer is the same, or there is none", async () => {
  const fetcher = answers({ headers: { "X-Waits": "guest_waits" } });
  fetcher.mockRejectedValueOnce(new Error("down"));
  fetcher.mockResolvedValueOnce(new Response("", { status: 502 }));
  waitForAnswer(document, view, fetcher);
  for (let i = 0; i < 3; i++) await tick();
  expect(fetcher).toHaveBeenCalledTimes(3);
  expect(reload).not.toHaveBeenCalled();
});

it("shows the stage, or the refusal, as soon as it is decided", async () => {
  waitForAnswer(document, view, answers({}));
  await tick();
  expect(reload).toHaveBeenCalledTimes(1);
  waitForAnswer(document, view, answers({ headers: { "X-Waits": "guest_refused" } }));
  await tick();
  expect(reload.mock.calls.length).toBeGreaterThan(1);
});

it("asks nothing on other pages", async () => {
  document.body.innerHTML = "";
  const fetcher = answers({});
  waitForAnswer(document, view, fetcher);
  await tick();
  expect(fetcher).not.toHaveBeenCalled();
});
