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
};

let did: string[];
let failing: boolean;
let errands: Errands;

const hands: Hands = {
  look: async () => DEVICES,
  choose: async (facts) => void did.push(`choose ${facts.camera}`),
  tone: async () => {
    if (failing) throw new DOMException("no speaker", "NotFoundError");
    did.push("tone");
  },
  echo: async () => ({ loss_db: 31, delay_ms: 80 }),
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
  meetingIs({});
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
});
