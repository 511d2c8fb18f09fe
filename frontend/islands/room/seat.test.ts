/** The sound of a site moves between its devices: asked, taken, taken back. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MainSeat } from "./seat";
import { MeetingStore } from "./store";
import { FakeServer, me, meeting, refusal, snapshot } from "./testing/meeting";

let server: FakeServer;
let store: MeetingStore;
let seat: MainSeat;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  store = new MeetingStore(server);
  seat = new MainSeat(store, server);
});

afterEach(() => {
  seat.stop();
  vi.useRealTimers();
});

const known = (main: boolean) => snapshot(meeting(), me({ main }));
const sits = (main: boolean) => store.patch({ snapshot: known(main) });

describe("a companion", () => {
  it("is asked once whether sound and picture move to it", () => {
    sits(false);
    expect(seat.get().question).toBe("take");
    seat.keep();
    sits(false);
    expect(seat.get().question).toBeNull();
    seat.ask();
    expect(seat.get().question).toBe("take");
  });

  it("takes them, and looks at once whether it has them", async () => {
    sits(false);
    server.snapshotValue = known(true);
    await seat.take();
    expect(server.taken).toBe(1);
    expect(store.get().snapshot?.me.main).toBe(true);
    expect(seat.get()).toEqual({ question: null, sending: false });
  });

  it("asks again while nobody answers, and not twice at once", async () => {
    sits(false);
    server.takeAnswers = [{ kind: "silent" }, { kind: "silent" }];
    server.snapshotValue = known(true);
    const taking = seat.take();
    void seat.take();
    await vi.advanceTimersByTimeAsync(1000);
    await taking;
    expect(server.taken).toBe(3);
  });

  it("says in words why it may not", async () => {
    sits(false);
    server.snapshotValue = known(false);
    server.takeAnswers = [refusal(403, "may_not_sit", "Bạn chưa được giao…")];
    await seat.take();
    expect(store.get().notice?.code).toBe("may_not_sit");
    expect(seat.get()).toEqual({ question: "take", sending: false });
  });

  it("stops asking when it is left", async () => {
    sits(false);
    server.takeAnswers = Array(10).fill({ kind: "silent" });
    void seat.take();
    await vi.advanceTimersByTimeAsync(0);
    seat.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.taken).toBe(1);
  });
});

describe("a main device", () => {
  it("is asked nothing, and is told when another has taken over", () => {
    sits(true);
    seat.ask();
    expect(seat.get().question).toBeNull();
    sits(false);
    expect(seat.get().question).toBe("moved");
    sits(true);
    expect(seat.get().question).toBeNull();
  });
});
