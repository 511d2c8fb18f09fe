import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Equipment, type Errand, Errands, type Hands } from "./errands";
import { linkAnewForEachTest, meetingIs, server, store, tick } from "./testing/linked";
import { snapshot } from "./testing/meeting";

linkAnewForEachTest();

const DEVICES: Equipment = {
  cameras: [{ id: "c", label: "Logitech" }],
  microphones: [],
  speakers: [],
  camera: "c",
  microphone: "",
  speaker: "",
  mode: "room",
  gain: "normal",
  browser: "Chromium 156",
  release: "0.1.0",
  level: 0.2,
  restarts: true,
};

let did: string[];
let failing: boolean;
let errands: Errands;
let hold: Promise<void>;

const hands: Hands = {
  look: async () => DEVICES,
  choose: (facts) => hold.then(() => void did.push(`choose ${facts.camera}`)),
  tone: async () => {
    if (failing) throw new DOMException("no speaker", "NotFoundError");
    did.push("tone");
  },
  echo: async () => ({ loss_db: 31, delay_ms: 80 }),
  canPhotograph: () => {},
  startsAgain: false,
  reload: () => void did.push("reload"),
  restart: () => void did.push("restart"),
};

async function asked(...some: Errand[]) {
  store.patch({ snapshot: { ...snapshot(), errands: some } });
  await tick(10);
}

beforeEach(() => {
  did = [];
  failing = false;
  hold = Promise.resolve();
  meetingIs({});
  store.patch({ connection: "connected" });
  errands = new Errands(store, server, hands);
  errands.start();
});

afterEach(() => errands.stop());

describe("what a technician asks for", () => {
  it("is done once and answered, in the order of asking", async () => {
    const tone: Errand = { id: 3, kind: "tone", facts: {} };
    await asked(tone, { id: 4, kind: "choose", facts: { camera: "c" } });
    await asked(tone);
    expect(did).toEqual(["tone", "choose c"]);
    expect(server.errandAnswers).toEqual([
      [3, { done: true }],
      [4, { done: true, devices: DEVICES }],
    ]);
  });

  it("brings back what was found", async () => {
    await asked({ id: 5, kind: "look", facts: {} }, { id: 6, kind: "echo", facts: {} });
    expect(server.errandAnswers).toEqual([
      [5, { done: true, devices: DEVICES }],
      [6, { done: true, echo: { loss_db: 31, delay_ms: 80 } }],
    ]);
  });

  it("says why it could not be done", async () => {
    failing = true;
    await asked({ id: 7, kind: "tone", facts: {} });
    expect(server.errandAnswers).toEqual([[7, { done: false, why: "NotFoundError" }]]);
  });

  it("loads the page anew only when the answer has been heard", async () => {
    server.deaf = 2;
    await asked({ id: 8, kind: "reload", facts: {} });
    expect(did).toEqual([]);
    await tick(1000);
    expect(did).toEqual(["reload"]);
    expect(server.errandAnswers.length).toBe(3);
  });

  it("is done by the window that is in the room, and by no other", async () => {
    store.patch({ connection: "elsewhere" });
    await asked({ id: 9, kind: "tone", facts: {} });
    expect(did).toEqual([]);
    store.patch({ connection: "connected" });
    await tick(10);
    expect(did).toEqual(["tone"]);
  });

  it("gives up what hangs, and what heals the page does not wait for it", async () => {
    hold = new Promise(() => {});
    const choose: Errand = { id: 10, kind: "choose", facts: { camera: "c" } };
    await asked(choose, { id: 11, kind: "reload", facts: {} });
    expect(did).toEqual(["reload"]);
    await tick(20_000);
    expect(server.errandAnswers.at(-1)).toEqual([
      10,
      { done: false, why: "TimeoutError" },
    ]);
  });

  it("is not done when nobody expects it any more", async () => {
    hold = new Promise(() => {});
    const hangs = (id: number): Errand => ({ id, kind: "choose", facts: {} });
    await asked(hangs(12), hangs(13), hangs(14), hangs(15), {
      id: 16,
      kind: "tone",
      facts: {},
    });
    await tick(90_000);
    expect(did).toEqual([]);
    expect(server.errandAnswers.map(([id]) => id)).toEqual([12, 13, 14, 15]);
  });

  it("is refused where it cannot be done", async () => {
    store.patch({ asked: { down: "full", up: "audio" } });
    await asked(
      { id: 17, kind: "picture", facts: {} },
      { id: 18, kind: "restart", facts: {} },
    );
    await tick(10);
    expect(Object.fromEntries(server.errandAnswers)).toEqual({
      17: { done: false, why: "soundOnly" },
      18: { done: false, why: "noStartFile" },
    });
    expect(did).toEqual([]);
  });
});
