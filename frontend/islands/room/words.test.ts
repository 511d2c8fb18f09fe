/** When words are asked for, how conversations grow, and what is sent again. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MeetingStore } from "./store";
import { FakeServer, me, meeting, message, refusal, snapshot } from "./testing/meeting";
import { Words } from "./words";

let server: FakeServer;
let store: MeetingStore;
let words: Words;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  store = new MeetingStore(server);
  let id = 0;
  words = new Words(store, server, () => `id-${++id}`);
});

afterEach(() => {
  words.stop();
  store.stop();
  vi.useRealTimers();
});

const tick = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);
const asked = (what: string) => server.asks.filter(([name]) => name === what);
const count = (words: number) =>
  store.metadataArrived({ epoch: 3, words, state: meeting() });

describe("what is new", () => {
  it("is asked for once when the room is there", async () => {
    server.news = { number: 0, running: "Giải lao", unread: [message()], call: null };
    await store.refresh();
    await tick();
    expect(words.get()).toMatchObject(server.news);
    await store.refresh();
    await tick();
    expect(asked("words")).toHaveLength(1);
  });

  it("is asked for when the engine tells a new number", async () => {
    await store.refresh();
    await tick();
    server.news = { number: 1, running: "", unread: [message()], call: null };
    count(1);
    await tick();
    expect(words.get().unread).toHaveLength(1);
    count(1);
    await tick();
    expect(asked("words")).toHaveLength(2);
  });

  it("is found by the next look at the server when the engine told nothing", async () => {
    await store.refresh();
    await tick();
    server.news = { number: 4, running: "", unread: [message()], call: null };
    server.snapshotValue = { ...snapshot(), words: 4 };
    await store.refresh();
    await tick();
    expect(words.get().unread).toHaveLength(1);
  });

  it("is asked for again after a fault, at the next look and not before", async () => {
    const lost = vi.spyOn(server, "words").mockResolvedValue({ kind: "silent" });
    await store.refresh();
    await tick();
    count(1);
    store.patch({ online: false });
    await tick();
    expect(lost).toHaveBeenCalledTimes(1);
    lost.mockRestore();
    server.snapshotValue = snapshot();
    await store.refresh();
    await tick();
    expect(asked("words")).toHaveLength(1);
  });

  it("is asked for once even when the server counts fewer than the engine", async () => {
    await store.refresh();
    count(9);
    await tick();
    const before = asked("words").length;
    count(9);
    await tick();
    expect(asked("words")).toHaveLength(before);
  });

  it("is asked for anew by who takes the chair", async () => {
    await store.refresh();
    await tick();
    server.snapshotValue = snapshot(meeting(), me({ role: "chair" }));
    await store.refresh();
    await tick();
    expect(asked("words")).toHaveLength(2);
  });
});

describe("what is written", () => {
  it("is sent with one id until somebody answers", async () => {
    server.wordAnswers = [{ kind: "silent" }, { kind: "silent" }];
    const done = words.write(5, "Kiểm tra micro");
    await tick(1000);
    expect(await done).toBe(true);
    expect(asked("write")).toEqual(
      Array(3).fill(["write", "id-1", 5, "Kiểm tra micro"]),
    );
    expect(words.get().sending).toBe(false);
  });

  it("is refused in the server's own words", async () => {
    const no = refusal(409, "too_many_messages", "Hãy chờ một phút.");
    server.wordAnswers = [no];
    expect(await words.write(null, "Chào")).toBe(false);
    expect(store.get().notice).toEqual(no);
  });

  it("is not sent twice by two presses", async () => {
    const first = words.read(1);
    expect(await words.read(1)).toBe(false);
    await tick();
    expect(await first).toBe(true);
    expect(asked("read")).toHaveLength(1);
  });
});

describe("a conversation", () => {
  const page = (ids: number[], more: boolean) => ({
    messages: ids.map((id) => message({ id })),
    more,
  });
  const shown = () => words.get().talk?.messages.map(({ id }) => id);

  it("grows at both ends and never shows a message twice", async () => {
    server.pages = [page([9, 8], true), page([7, 6], false), page([10, 9], true)];
    await words.open(5);
    await words.older();
    expect(shown()).toEqual([9, 8, 7, 6]);
    await words.open(5);
    expect(shown()).toEqual([10, 9, 8, 7, 6]);
    expect(words.get().talk?.more).toBe(false);
    expect(asked("talk")).toEqual([
      ["talk", 5, null],
      ["talk", 5, 8],
      ["talk", 5, null],
    ]);
  });

  it("is another one for another site, however late the first answers", async () => {
    server.pages = [page([9], false), page([3], false)];
    const late = words.open(5);
    await words.open(7);
    await late;
    expect(words.get().site).toBe(7);
    expect(shown()).toEqual([3]);
  });
});
