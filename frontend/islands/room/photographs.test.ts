import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Picture, Profile } from "./budget";
import { alike, Photographer, type Shot } from "./photographs";
import { linkAnewForEachTest, server, store, tick, tracks } from "./testing/linked";
import { refusal, snapshot, track } from "./testing/meeting";

linkAnewForEachTest();

const screen = track("screen", "video");

let brightness: number;
let seen: string[];
let asked: [Picture, number][];
let photographer: Photographer;

async function shutter(taken: MediaStreamTrack): Promise<Shot | null> {
  seen.push(taken.id);
  return {
    spots: new Uint8ClampedArray([brightness, 90, 90, 255]),
    image: async (source, longest) => {
      asked.push([source, longest]);
      return new Blob(["x"], { type: "image/webp" });
    },
  };
}

beforeEach(() => {
  brightness = 90;
  seen = [];
  asked = [];
  const all = () => ({ ...tracks, screen });
  photographer = new Photographer(store, server, all, shutter);
  photographer.start();
});

afterEach(() => photographer.stop());

function wanted(stills: readonly Picture[], up: Profile = "full") {
  const told = { ...snapshot(), stills };
  server.snapshotValue = told;
  store.patch({ snapshot: told, asked: { down: "full", up } });
}

const sent = () => server.asks.map(([what]) => what).filter((one) => one !== "words");

describe("who shows a picture", () => {
  it("takes no photograph while nobody asks", async () => {
    wanted([]);
    await tick(30_000);
    expect(seen).toEqual([]);
  });

  it("sends its camera at once, then every ten seconds", async () => {
    wanted(["camera"]);
    await tick(600);
    expect(asked).toEqual([["camera", 5500]]);
    brightness = 140;
    await tick(9000);
    expect(seen).toEqual(["cam"]);
    await tick(1500);
    expect(sent()).toEqual(["send still", "send still"]);
  });

  it("says of slides that stand still only that they do", async () => {
    wanted(["screen"]);
    await tick(7000);
    expect(seen).toEqual(["screen", "screen", "screen"]);
    expect(sent()).toEqual(["send still", "confirm still", "confirm still"]);
    expect(server.asks.at(-1)).toEqual(["confirm still", "screen", "tag-1"]);
    brightness = 20;
    await tick(3000);
    expect(sent().at(-1)).toBe("send still");
  });

  it("sends again what the server has no more", async () => {
    wanted(["screen"]);
    await tick(600);
    server.wordAnswers = [refusal(404, "no_still", "")];
    await tick(3000);
    expect(sent()).toEqual(["send still", "confirm still", "send still"]);
  });

  it("sends again what did not arrive", async () => {
    server.sendAnswers = [{ kind: "silent" }];
    wanted(["screen"]);
    await tick(3600);
    expect(sent()).toEqual(["send still", "send still"]);
  });

  it("sends small photographs on a thin line, and none on one for sound", async () => {
    wanted(["screen"], "thin");
    await tick(600);
    expect(asked).toEqual([["screen", 12_000]]);
    wanted(["screen", "camera"], "audio");
    await tick(30_000);
    expect(asked).toHaveLength(1);
  });
});

describe("two pictures", () => {
  const spots = (...values: number[]) => new Uint8ClampedArray(values);

  it("are alike when they differ by the noise of a camera", () => {
    expect(alike(spots(90, 90), spots(94, 87))).toBe(true);
  });

  it("differ by one word on a slide", () => {
    expect(alike(spots(90, 90), spots(90, 110))).toBe(false);
  });

  it("differ when one is of another shape", () => {
    expect(alike(spots(90), spots(90, 90))).toBe(false);
  });
});
