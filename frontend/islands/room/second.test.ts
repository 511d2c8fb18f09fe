import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SecondDisplay } from "./second";
import { FakeDisplays } from "./testing/displays";

let displays: FakeDisplays;
let kept: Map<string, string>;
let second: SecondDisplay;

const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
};
const settle = () => vi.advanceTimersByTimeAsync(0);

function begin(): void {
  second = new SecondDisplay(displays, storage);
  second.start();
}

/** What a person does who closes the window itself. */
function closeByHand(): void {
  for (const [body, closed] of [...displays.windows]) {
    displays.windows.delete(body);
    closed();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  kept = new Map();
  displays = new FakeDisplays();
  displays.many = true;
});

afterEach(() => {
  second.stop();
  vi.useRealTimers();
});

describe("a second display", () => {
  it("stays as it is until somebody wants it", async () => {
    begin();
    await settle();
    expect(second.get()).toMatchObject({ several: true, phase: "off", body: null });
    await second.toggle();
    expect(second.get().phase).toBe("on");
    expect(displays.windows.has(second.get().body as HTMLElement)).toBe(true);
  });

  it("is used again by itself after a power cut", async () => {
    begin();
    await second.toggle();
    displays = new FakeDisplays();
    displays.many = true;
    begin();
    await settle();
    expect(second.get().phase).toBe("on");
  });

  it("is let go when it is turned off, and stays off", async () => {
    begin();
    await second.toggle();
    await second.toggle();
    expect(displays.windows.size).toBe(0);
    second.stop();
    begin();
    await settle();
    expect(second.get().phase).toBe("off");
  });

  it("goes with the cable, and comes back with it", async () => {
    begin();
    await second.toggle();
    displays.plug(false);
    expect(second.get()).toMatchObject({ several: false, phase: "off", body: null });
    expect(displays.windows.size).toBe(0);
    displays.plug(true);
    await settle();
    expect(second.get().phase).toBe("on");
  });

  it("is wanted no more by whoever closes its window", async () => {
    begin();
    await second.toggle();
    closeByHand();
    expect(second.get().phase).toBe("off");
    await vi.advanceTimersByTimeAsync(3000);
    displays.plug(true);
    await settle();
    expect(second.get().phase).toBe("off");
  });

  it("stays closed when a cable moves, and on for who turns it on again at once", async () => {
    begin();
    await second.toggle();
    closeByHand();
    displays.plug(true);
    await settle();
    expect(second.get().phase).toBe("off");
    await second.toggle();
    await vi.advanceTimersByTimeAsync(5000);
    second.stop();
    begin();
    await settle();
    expect(second.get().phase).toBe("on");
  });

  it("is still wanted when all windows are closed at once", async () => {
    begin();
    await second.toggle();
    closeByHand();
    second.stop();
    vi.clearAllTimers();
    begin();
    await settle();
    expect(second.get().phase).toBe("on");
  });

  it("says when the browser opens no window, and tries again at a press", async () => {
    displays.lets = false;
    begin();
    await second.toggle();
    expect(second.get()).toMatchObject({ phase: "refused", body: null });
    displays.lets = true;
    await second.toggle();
    expect(second.get().phase).toBe("on");
  });

  it("opens one window for who asks again while the place is looked for", async () => {
    begin();
    const first = second.toggle();
    second.stop();
    second.start();
    await second.toggle();
    await first;
    expect(displays.windows.size).toBe(1);
    expect(second.get().phase).toBe("on");
  });

  it("opens nothing that is not wanted any more", async () => {
    begin();
    const opening = second.toggle();
    second.stop();
    await opening;
    expect(displays.windows.size).toBe(0);
    expect(second.get().body).toBeNull();
  });
});
