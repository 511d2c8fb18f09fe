import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actual, Published, RemoteTrack, Source } from "./bridge";
import type { Quality } from "./budget";
import {
  type Action,
  aloneHeard,
  keyOf,
  nextAction,
  qualityOf,
  treatment,
  type Wanted,
  wanted,
} from "./plan";
import type { View } from "./stage";
import { remote } from "./testing/fake_bridge";
import { me, meeting, track } from "./testing/meeting";

const mic = track("mic");
const cam = track("cam", "video");
const local = { microphone: mic, camera: cam };

function actual(change: Partial<Actual> = {}): Actual {
  return {
    published: [
      {
        source: "microphone",
        trackId: "mic",
        muted: true,
        quality: "high",
        asked: true,
      },
      { source: "camera", trackId: "cam", muted: false, quality: "high", asked: true },
    ],
    remotes: [],
    mayPublish: ["microphone", "camera"],
    presentSites: [],
    watchers: 0,
    missing: [],
    lines: {},
    uses: {},
    pin: "full",
    errand: "",
    loud: [],
    ...change,
  };
}

function published(...sources: readonly Source[]): Published[] {
  const id = { screen: "s", screenSound: "a", microphone: "mic", camera: "cam" };
  return sources.map((source) => ({
    source,
    trackId: id[source],
    muted: false,
    quality: "high",
    asked: true,
  }));
}

const open = actual({
  published: [
    {
      source: "microphone",
      trackId: "mic",
      muted: false,
      quality: "high",
      asked: true,
    },
    { source: "camera", trackId: "cam", muted: false, quality: "high", asked: true },
  ],
});

describe("what a device publishes", () => {
  it("is microphone and camera on a main device, from the join on", () => {
    const wish = wanted(meeting({ phase: "waiting" }), me(), local);
    const empty = actual({ published: [] });
    expect(nextAction(wish, empty)).toEqual({ kind: "publish", target: "microphone" });
    const other = (action: Action) => keyOf(action) !== "publish microphone";
    expect(nextAction(wish, empty, other)).toEqual({
      kind: "publish",
      target: "camera",
    });
  });

  it("is nothing on a companion", () => {
    const wish = wanted(meeting({ floor: [5] }), me({ main: false }), local);
    expect(nextAction(wish, actual({ published: [] }))).toBeNull();
    expect(wish.open).toBe(false);
  });

  it("is only what the engine permits", () => {
    const wish = wanted(meeting(), me(), local);
    const empty = actual({ published: [], mayPublish: ["camera"] });
    expect(nextAction(wish, empty)).toEqual({ kind: "publish", target: "camera" });
  });

  it("is also the screen, on a companion too, while its site's is shown", () => {
    const captured = { screen: track("s", "video"), screenSound: track("a") };
    const companion = me({ site: 1, main: false });
    const may = actual({ published: [], mayPublish: ["screen", "screenSound"] });
    const hidden = wanted(meeting(), companion, captured);
    expect(nextAction(hidden, may)).toBeNull();
    const shown = wanted(meeting({ screen: 1 }), companion, captured);
    expect(nextAction(shown, may)).toEqual({ kind: "publish", target: "screen" });
    const over = { ...may, published: published("screen", "screenSound") };
    expect(nextAction(hidden, over)?.kind).toBe("unpublish");
  });

  it("keeps the sound of a screen closed while its site is silenced", () => {
    const captured = { screen: track("s", "video"), screenSound: track("a") };
    const state = meeting({ screen: 5, floor: [5], muted: [5] });
    const wish = wanted(state, me({ main: false }), captured);
    const there = actual({ published: published("screen", "screenSound") });
    expect(nextAction(wish, there)).toEqual({ kind: "mute", target: "screenSound" });
  });

  it("is replaced when another camera was chosen", () => {
    const wish = wanted(meeting(), me(), { ...local, camera: track("other") });
    expect(nextAction(wish, actual())).toEqual({ kind: "replace", target: "camera" });
  });

  it("stays silent while another device of its site is still heard", () => {
    const wish = wanted(meeting({ floor: [5] }), me(), local);
    const heard = (change: Partial<RemoteTrack>) =>
      aloneHeard(wish, actual({ remotes: [remote(5, "audio", change)] })).open;
    expect(heard({})).toBe(false);
    expect(heard({ muted: true })).toBe(true);
    expect(heard({ screen: true })).toBe(true);
    expect(heard({ site: 7 })).toBe(true);
  });

  it("opens a microphone also while another is to take its place", () => {
    const state = meeting({ floor: [5] });
    const wish = wanted(state, me(), { ...local, microphone: track("other") });
    expect(nextAction(wish, actual())?.kind).toBe("unmute");
    expect(nextAction(wish, open)?.kind).toBe("replace");
  });
});

describe("what a device sends of its pictures", () => {
  const sharing = { ...local, screen: track("s", "video") };
  const steps = (wish: Wanted, there: Partial<Actual> = {}) => {
    const found: string[] = [];
    let now = actual({ mayPublish: ["microphone", "camera", "screen"], ...there });
    for (let more = nextAction(wish, now); more; more = nextAction(wish, now)) {
      if (found.push(keyOf(more)) > 9) throw new Error("never arrives");
      now = sent(wish, now, more);
    }
    return found;
  };

  function sent(wish: Wanted, now: Actual, { kind, target }: Action): Actual {
    const source = target as Source;
    const known = now.published.find((one) => one.source === target);
    const rest = now.published.filter((one) => one.source !== target);
    const before = known ?? { muted: false, quality: "high" as const, asked: true };
    if (kind === "unpublish") return { ...now, published: rest };
    const one = { ...before, source, trackId: wish.tracks[source]?.id ?? "" };
    if (kind === "limit") one.quality = wish.sends[source];
    if (kind === "mute" || kind === "unmute") one.muted = kind === "mute";
    return { ...now, published: [...rest, one] };
  }

  it("is all of it on a full line, and the middle size on a thin one", () => {
    const state = meeting();
    expect(steps(wanted(state, me(), local, null, "full"))).toEqual([]);
    expect(steps(wanted(state, me(), local, null, "thin"))).toEqual(["limit camera"]);
    expect(wanted(state, me(), local, null, "thin").sends.camera).toBe("medium");
  });

  it("is nothing on a line for sound, and comes back as it was", () => {
    const state = meeting();
    expect(steps(wanted(state, me(), local, null, "audio"))).toEqual([
      "limit microphone",
      "unpublish camera",
    ]);
    const alone = actual().published.slice(0, 1);
    const again = wanted(state, me(), local, null, "thin");
    expect(steps(again, { published: alone })).toEqual([
      "publish camera",
      "limit camera",
    ]);
  });

  it("is a small camera while it shares its screen", () => {
    const wish = wanted(meeting({ screen: 5 }), me(), sharing, null, "full");
    expect(wish.sends).toMatchObject({ camera: "low", screen: "high" });
    expect(steps(wish)).toEqual(["limit camera", "publish screen"]);
  });
});

describe("the microphone", () => {
  it("opens by itself when its site gets the floor", () => {
    const wish = wanted(meeting({ floor: [5] }), me(), local);
    expect(nextAction(wish, actual())).toEqual({
      kind: "unmute",
      target: "microphone",
    });
  });

  it("closes before anything else when its site loses the floor", () => {
    const wish = wanted(meeting({ floor: [7] }), me(), local);
    const full = { ...open, remotes: [remote(7, "audio"), remote(7, "video")] };
    expect(nextAction(wish, full)).toEqual({ kind: "mute", target: "microphone" });
  });

  it("stays as it is while it is right", () => {
    expect(nextAction(wanted(meeting({ floor: [5] }), me(), local), open)).toBeNull();
    expect(nextAction(wanted(meeting(), me(), local), actual())).toBeNull();
  });
});

describe("what a device subscribes", () => {
  const wish = wanted(meeting({ floor: [7] }), me(), local);

  it("is sound before picture", () => {
    const remotes = [remote(7, "video"), remote(7, "audio")];
    expect(nextAction(wish, actual({ remotes }))).toEqual({
      kind: "subscribe",
      target: "audio-7",
    });
  });

  it("is never the picture of a site that is not on stage", () => {
    expect(nextAction(wish, actual({ remotes: [remote(9, "video")] }))).toBeNull();
  });

  it("keeps the sound of who may be called next ready, after all that is shown", () => {
    const sound = remote(9, "audio");
    const after = { ...sound, subscribed: true, arrived: true };
    const steps = [
      [[sound, remote(7, "video")], { kind: "subscribe", target: "video-7" }],
      [[sound], { kind: "subscribe", target: "audio-9" }],
      [[after], { kind: "disable", target: "audio-9" }],
    ] as const;
    for (const [remotes, step] of steps)
      expect(nextAction(wish, actual({ remotes: [...remotes] }))).toEqual(step);
    const called = wanted(meeting({ floor: [9] }), me(), local);
    const ready = { ...after, enabled: false };
    expect(nextAction(called, actual({ remotes: [ready] }))).toEqual({
      kind: "enable",
      target: "audio-9",
    });
  });

  it("waits with all else until a track has arrived: earlier the engine forgets it", () => {
    const coming = remote(9, "audio", { subscribed: true });
    expect(nextAction(wish, actual({ remotes: [coming] }))).toBeNull();
  });

  it("keeps no sound ready for a companion, which plays none", () => {
    const beside = wanted(meeting({ floor: [7] }), { ...me(), main: false }, {});
    expect(treatment(beside.view, remote(9, "audio"))).toBe("off");
  });

  it("ends first with the sound that may no longer be heard", () => {
    const remotes = [
      remote(7, "audio"),
      remote(9, "audio", { subscribed: true, arrived: true }),
    ];
    expect(nextAction(wish, actual({ remotes }))).toEqual({
      kind: "disable",
      target: "audio-9",
    });
  });

  it("keeps the chair's picture warm before the opening, disabled", () => {
    const before = wanted(meeting({ phase: "waiting" }), me(), local);
    const chair = remote(1, "video", { subscribed: true, arrived: true });
    expect(treatment(before.view, remote(1, "video"))).toBe("warm");
    expect(treatment(before.view, remote(1, "audio"))).toBe("warm");
    expect(nextAction(before, actual({ remotes: [chair] }))).toEqual({
      kind: "disable",
      target: "video-1",
    });
  });

  it("enables a warm picture when it goes on stage", () => {
    const chair = remote(1, "video", {
      subscribed: true,
      arrived: true,
      enabled: false,
    });
    const limited = { ...chair, quality: "medium" } as const;
    const target = "video-1";
    const step = (one: RemoteTrack) => nextAction(wish, actual({ remotes: [one] }));
    expect(step(chair)).toEqual({ kind: "limit", target });
    expect(step(limited)).toEqual({ kind: "enable", target });
  });
});

describe("a stream from elsewhere, which the engine was given twice", () => {
  const sharp = remote(7, "video", { sid: "sharp", part: "sharp" });
  const small = remote(7, "video", { sid: "small", part: "small" });
  const taken = (view: View) =>
    [sharp, small].filter((one) => treatment(view, one) === "on").map((one) => one.sid);
  const seen = (quality: Quality) =>
    ({
      ...wanted(meeting({ floor: [7] }), me(), local).view,
      see: [{ site: 7, source: "camera", size: "large", quality }],
    }) as View;

  it("is taken once: the part that the line and the place have room for", () => {
    expect(taken(seen("high"))).toEqual(["sharp"]);
    expect(taken(seen("medium"))).toEqual(["small"]);
    expect(taken(seen("low"))).toEqual(["small"]);
    expect(taken(seen("none"))).toEqual([]);
  });

  it("shows its small part as long as there is no sharp one", () => {
    const whole = remote(7, "video", { part: "whole" });
    for (const quality of ["high", "medium", "low"] as const)
      expect(treatment(seen(quality), whole)).toBe("on");
  });
});

describe("step by step from any beginning", () => {
  const bool = fc.boolean();
  const tracks = fc
    .uniqueArray(fc.constantFrom(1, 7, 9), { minLength: 0 })
    .chain((sites) =>
      fc.tuple(
        ...sites.flatMap((site) =>
          (["audio", "video"] as const).map((kind) =>
            fc
              .record({ subscribed: bool, enabled: bool })
              .map((one) => remote(site, kind, { ...one, arrived: one.subscribed })),
          ),
        ),
      ),
    );

  it("arrives in few steps where only what is heard is sent here", () => {
    const floors = fc.subarray([5, 7, 9]);
    fc.assert(
      fc.property(tracks, floors, bool, (remotes, floor, muted) => {
        const wish = wanted(meeting({ floor }), me(), local);
        const end = settle(wish, [...remotes] as RemoteTrack[], muted);
        const audible = end.remotes.filter(
          (t) => t.kind === "audio" && t.subscribed && t.enabled,
        );
        for (const one of audible) expect(wish.view.hear).toContain(one.site);
        expect(end.published[0]?.muted).toBe(!wish.open);
      }),
    );
  });
});

function settle(wish: Wanted, remotes: RemoteTrack[], muted: boolean): Actual {
  let now = actual({
    remotes,
    published: [
      { source: "microphone", trackId: "mic", muted, quality: "high", asked: true },
      { source: "camera", trackId: "cam", muted: false, quality: "high", asked: true },
    ],
  });
  for (let steps = 0; steps < 40; steps++) {
    const action = nextAction(wish, now);
    if (!action) return now;
    now = done(wish, now, action);
  }
  throw new Error("never arrives");
}

function done(wish: Wanted, now: Actual, action: Action): Actual {
  if (action.target === "microphone") {
    const published = now.published.map((one) =>
      one.source === "microphone" ? { ...one, muted: action.kind === "mute" } : one,
    );
    return { ...now, published };
  }
  const changes: Record<string, Partial<RemoteTrack>> = {
    subscribe: { subscribed: true, arrived: true },
    unsubscribe: { subscribed: false },
    enable: { enabled: true },
    disable: { enabled: false },
  };
  const limited = now.remotes.find((one) => one.sid === action.target);
  const change =
    action.kind === "limit" && limited
      ? { quality: qualityOf(wish.view, limited) }
      : changes[action.kind];
  if (!change) throw new Error(keyOf(action));
  const remotes = now.remotes.map((one) =>
    one.sid === action.target ? { ...one, ...change } : one,
  );
  return { ...now, remotes };
}
