import { beforeEach, describe, expect, it } from "vitest";
import { rememberOverview } from "./overview";
import { MeetingStore } from "./store";
import { FakeServer } from "./testing/meeting";

let kept: Map<string, string>;
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
};

beforeEach(() => {
  kept = new Map();
});

function desk(memory: typeof storage = storage) {
  const store = new MeetingStore(new FakeServer());
  return { store, end: rememberOverview(store, memory) };
}

describe("the overview of a desk", () => {
  it("is shown until somebody hides it, and then hidden the next time too", () => {
    const { store, end } = desk();
    expect(store.get().overview).toBe(true);
    expect(kept.size).toBe(0);
    store.patch({ overview: false });
    end();
    const { store: next } = desk();
    expect(next.get().overview).toBe(false);
    next.patch({ overview: true });
    expect(desk().store.get().overview).toBe(true);
  });

  it("works where the browser keeps nothing", () => {
    const forbidden = () => {
      throw new Error("forbidden");
    };
    const { store } = desk({ getItem: forbidden, setItem: forbidden });
    store.patch({ overview: false });
    expect(store.get().overview).toBe(false);
  });

  it("is not remembered any more once the room was left", () => {
    const { store, end } = desk();
    end();
    store.patch({ overview: false });
    expect(kept.size).toBe(0);
  });
});
