import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer, Photograph } from "./server";
import { type Darkroom, Stills, secondsOld } from "./stills";
import {
  enter,
  linkAnewForEachTest,
  push,
  server,
  store,
  tick,
} from "./testing/linked";
import { refusal } from "./testing/meeting";

linkAnewForEachTest();

const WALL = { picture: { layout: "wall", sites: [] } } as const;

let shown: string[];
let spare: number;
let stills: Stills;

const darkroom: Darkroom = {
  develop: (image) => {
    shown = [...shown, image.type];
    return image.type;
  },
  discard: (url) => {
    shown = shown.filter((one) => one !== url);
  },
};

beforeEach(() => {
  shown = [];
  spare = 50;
  stills = new Stills(store, server, () => spare, darkroom);
  stills.start();
});

afterEach(() => stills.stop());

/** Known by its name, so that a test can tell it from others. */
function found(name: string, age = 0): Answer<Photograph | null> {
  const image = new Blob(["x"], { type: name });
  return { kind: "ok", value: { tag: name, age, image } };
}

function same(tag: string, age = 0): Answer<Photograph | null> {
  return { kind: "ok", value: { tag, age, image: null } };
}

async function thin(...present: number[]) {
  const room = await enter(WALL);
  room.present = present;
  room.events.changed();
  store.patch({ asked: { down: "thin", up: "full" } });
}

const asks = () => server.asks.filter(([what]) => what === "still");

describe("a thin line", () => {
  it("gets the photograph of each site that is there, one after the other", async () => {
    await thin(1, 7);
    server.stillAnswers = [found("a"), found("b")];
    await tick(1000);
    expect(asks()).toEqual([
      ["still", 1, "camera", "", 47],
      ["still", 7, "camera", "", 47],
    ]);
    expect(Object.keys(store.get().stills)).toEqual(["camera 1", "camera 7"]);
    expect(shown).toEqual(["a", "b"]);
  });

  it("asks again after ten seconds, and says what it has", async () => {
    await thin(7);
    server.stillAnswers = [found("a"), found("b")];
    await tick(9000);
    expect(asks()).toHaveLength(1);
    await tick(1500);
    expect(asks()[1]).toEqual(["still", 7, "camera", "a", 47]);
    expect(shown).toEqual(["b"]);
  });

  it("asks after three seconds where there is none yet", async () => {
    await thin(7);
    await tick(2500);
    expect(asks()).toHaveLength(1);
    await tick(1000);
    expect(asks()).toHaveLength(2);
  });

  it("keeps a photograph that is still true, younger than before", async () => {
    await thin(7);
    server.stillAnswers = [found("a", 9), same("a", 2)];
    await tick(1000);
    const before = store.get().stills["camera 7"];
    await tick(10_000);
    const after = store.get().stills["camera 7"];
    expect(after?.url).toBe(before?.url);
    expect((after?.taken ?? 0) - (before?.taken ?? 0)).toBeGreaterThan(16_000);
    expect(shown).toEqual(["a"]);
  });

  it("keeps what it has while nobody answers", async () => {
    await thin(7);
    server.stillAnswers = [found("a"), { kind: "silent" }];
    await tick(11_000);
    expect(asks()).toHaveLength(2);
    expect(shown).toEqual(["a"]);
  });

  it("drops a photograph when there is none any more, or it may not be seen", async () => {
    await thin(7);
    server.stillAnswers = [found("a"), { kind: "ok", value: null }, found("b")];
    await tick(10_500);
    expect(shown).toEqual([]);
    server.stillAnswers.push(refusal(403, "not_on_stage", ""));
    await tick(3000);
    expect(shown).toEqual(["b"]);
    await tick(10_500);
    expect(shown).toEqual([]);
  });

  it("tells the age also when a photograph took long to come", async () => {
    await thin(7);
    let come = () => {};
    server.hold = new Promise((resolve) => {
      come = resolve;
    });
    server.stillAnswers = [found("a", 2)];
    const asked = Date.now();
    await tick(40_000);
    server.hold = null;
    come();
    await tick(100);
    const { taken = 0 } = store.get().stills["camera 7"] ?? {};
    expect(taken - asked).toBeLessThan(0);
  });

  it("shows nothing that came after the page was left", async () => {
    await thin(7);
    let come = () => {};
    server.hold = new Promise((resolve) => {
      come = resolve;
    });
    server.stillAnswers = [found("a")];
    await tick(1000);
    stills.stop();
    come();
    await tick(100);
    expect(shown).toEqual([]);
  });

  it("lets go of a photograph as soon as the picture moves", async () => {
    await thin(7);
    server.stillAnswers = [found("a")];
    await tick(1000);
    store.patch({ asked: { down: "full", up: "full" } });
    await tick(500);
    expect(store.get().stills).toEqual({});
    expect(shown).toEqual([]);
  });

  it.each([
    [20, 17],
    [5, 4],
    [-40, 4],
    [500, 100],
  ])("that has room for %i kbit/s asks for %i", async (room, asked) => {
    spare = room;
    await thin(7);
    await tick(500);
    expect(asks()[0]).toEqual(["still", 7, "camera", "", asked]);
  });
});

describe("a line for sound", () => {
  it("gets slides every three seconds, slowly, and no face", async () => {
    const room = await enter({ floor: [7], screen: 7 });
    room.present = [1, 7];
    room.events.changed();
    store.patch({ asked: { down: "audio", up: "full" } });
    server.stillAnswers = [found("slide"), same("slide")];
    await tick(4000);
    expect(asks()).toEqual([
      ["still", 7, "screen", "", 20],
      ["still", 7, "screen", "slide", 20],
    ]);
    await push({ floor: [7], screen: 0, rev: 9 });
    await tick(500);
    expect(shown).toEqual([]);
  });
});

describe("a full line", () => {
  it("asks for none", async () => {
    const room = await enter(WALL);
    room.present = [1, 7];
    room.events.changed();
    await tick(5000);
    expect(asks()).toEqual([]);
  });
});

it("tells how old a photograph is, and never less than nothing", () => {
  const still = { url: "", tag: "", taken: 10_000 };
  expect(secondsOld(still, 22_400)).toBe(12);
  expect(secondsOld(still, 9000)).toBe(0);
});
