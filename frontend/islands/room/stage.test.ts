import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { called, hears, speaks, stage, type View, type Viewer, view } from "./stage";
import {
  CHOSEN,
  type Layout,
  type MeetingState,
  type Mode,
  type Phase,
  type Picture,
} from "./types";

interface Vector {
  name: string;
  state: MeetingState;
  me: Viewer;
  stage: unknown;
  hears: number[];
  view: Omit<View, "screenSound" | "warmSound"> & {
    warm_sound: number[];
    screen_sound: number;
  };
  speaks: boolean;
  called: boolean;
}

const file = new URL("../../../tests/vectors/stage.json", import.meta.url);
const vectors: Vector[] = JSON.parse(readFileSync(file, "utf-8"));

describe("the stage agrees with the vectors that Python shares", () => {
  it.each(vectors)("$name", (vector) => {
    expect(stage(vector.state)).toEqual(vector.stage);
    expect(hears(vector.state)).toEqual(vector.hears);
    const { warm_sound: warmSound, screen_sound: screenSound, ...seen } = vector.view;
    const expected = { ...seen, warmSound, screenSound };
    expect(view(vector.state, vector.me)).toEqual(expected);
    expect(speaks(vector.state, vector.me.site)).toBe(vector.speaks);
    expect(called(vector.state, vector.me.site)).toBe(vector.called);
  });
});

const sites = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
const pictures = (all: number[]) =>
  fc
    .tuple(
      fc.constantFrom<Layout>(
        "speaker",
        "strip",
        "wall",
        "spotlight",
        "pair",
        "screen",
      ),
      fc.shuffledSubarray(all),
    )
    .map(([layout, some]): Picture => {
      const count = CHOSEN[layout] ?? 0;
      const enough = some.length >= count;
      return enough
        ? { layout, sites: some.slice(0, count) }
        : { layout: "speaker", sites: [] };
    });
const states = sites.chain((all) =>
  fc.record({
    schema: fc.constant(3),
    rev: fc.nat(),
    phase: fc.constantFrom<Phase>("waiting", "open", "paused", "closed"),
    chair: fc.constantFrom(...all),
    sites: fc.constant(all),
    floor: fc.shuffledSubarray(all),
    queue: fc.shuffledSubarray(all),
    limit: fc.constant(0),
    turn: fc.constant(null),
    closed: fc.constant(null),
    mode: fc.constantFrom<Mode>("conference", "discussion", "training", "questioning"),
    relay: fc.constant(0),
    muted: fc.shuffledSubarray(all),
    locked: fc.boolean(),
    away: fc.constant([]),
    picture: pictures(all),
    prepared: fc.option(pictures(all)),
    screen: fc.constantFrom(0, ...all),
    first: fc.constantFrom(...all),
    deputy: fc.constant(0),
    missed: fc.constant(null),
    roll: fc.shuffledSubarray(all),
  }),
);
// The chair calls the roll: nobody calls the chair.
const calling = states.map((state) => ({
  ...state,
  roll: state.roll.filter((site) => site !== state.chair),
}));
const viewings = calling.chain((state) =>
  fc.tuple(
    fc.constant(state),
    fc.record({
      site: fc.constantFrom(...state.sites),
      main: fc.boolean(),
      desk: fc.constant(false),
    }),
  ),
);

describe("for any state and any viewer", () => {
  it("never shows, plays or warms a device its own site", () => {
    fc.assert(
      fc.property(viewings, ([state, me]) => {
        const { see, hear, warm, warmSound, screenSound } = view(state, me);
        const cameras = see.filter((seen) => seen.source === "camera");
        const all = [
          ...cameras.map((seen) => seen.site),
          ...hear,
          ...warm,
          ...warmSound,
          screenSound,
        ];
        expect(all).not.toContain(me.site);
      }),
    );
  });

  it("plays nothing on a companion", () => {
    fc.assert(
      fc.property(viewings, ([state, me]) => {
        const companion = view(state, { ...me, main: false });
        expect([...companion.hear, ...companion.warmSound]).toEqual([]);
      }),
    );
  });

  it("names each site once and at most one large", () => {
    fc.assert(
      fc.property(viewings, ([state, me]) => {
        const { see, warm } = view(state, me);
        const named = [...see.map((seen) => seen.source + seen.site), ...warm];
        expect(new Set(named).size).toBe(named.length);
        const large = see.filter((seen) => seen.size === "large");
        const { layout } = state.picture;
        const equal = layout === "pair" && state.roll.length === 0;
        const most = layout === "wall" ? 0 : equal ? 2 : 1;
        expect(large).toEqual(see.slice(0, most));
      }),
    );
  });

  it("plays only who may speak, and all of them as far as a line carries", () => {
    fc.assert(
      fc.property(viewings, ([state, me]) => {
        const { hear } = view(state, { ...me, main: true });
        const speakers = state.sites.filter((site) => speaks(state, site));
        const others = speakers.filter((site) => site !== me.site);
        expect(others).toEqual(expect.arrayContaining([...hear]));
        expect(hear).toHaveLength(Math.min(6, others.length));
      }),
    );
  });

  it("shows nothing unless the meeting is open", () => {
    fc.assert(
      fc.property(viewings, ([state, me]) => {
        fc.pre(state.phase !== "open");
        expect(stage(state)).toEqual([]);
        expect(view(state, me)).toMatchObject({ see: [], hear: [] });
      }),
    );
  });
});
