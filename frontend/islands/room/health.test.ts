import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BLACK_MS,
  echoing,
  FIRST_MS,
  FROZEN_MS,
  Health,
  LINE_MS,
  lineOf,
  ownFindings,
  PAUSE_MS,
  type Reading,
  type Report,
  Silence,
  soundless,
} from "./health";
import { EMPTY, type RoomState } from "./room_state";
import { me, meeting, snapshot, WELL } from "./testing/meeting";

const SPEECH = { level: 0.1, clipped: 0, returned: 0 };
const HUSH = { level: 0, clipped: 0, returned: 0 };
const MOVING = { brightness: 120, moved: true };

function reading(change: Partial<Reading> = {}): Reading {
  return {
    microphone: "live",
    camera: "live",
    sound: SPEECH,
    sent: true,
    picture: MOVING,
    called: true,
    line: "good",
    path: "udp",
    profiles: { down: "full", up: "full" },
    ...change,
  };
}

/** What is found after these milliseconds, one reading a second. */
function lasting(health: Health, from: number, ms: number, change: Partial<Reading>) {
  let found: Report | null = null;
  for (let now = from; now <= from + ms; now += 1000) {
    found = health.look(now, reading(change));
  }
  return found;
}

describe("the own microphone", () => {
  it.each([
    ["device_muted", { sound: HUSH }],
    ["silent", { sound: { level: 0.0005, clipped: 0, returned: 0 } }],
    ["device_muted", { microphone: "muted" }],
    ["not_sent", { sent: false }],
    ["none", { microphone: "missing", sound: null }],
    ["clipping", { sound: { level: 0.9, clipped: 0.015, returned: 0 } }],
    ["echo", { sound: { level: 0.1, clipped: 0, returned: 0.8 } }],
  ] as const)("is found %s three seconds after the call", (finding, change) => {
    const health = new Health();
    if (finding !== "none") {
      expect(lasting(health, 0, FIRST_MS - 1000, change)?.microphone).toBe("ok");
    }
    expect(lasting(health, FIRST_MS, 2000, change)?.microphone).toBe(finding);
  });

  it("may be silent while nobody called the site", () => {
    const health = new Health();
    const found = lasting(health, 0, 60_000, { sound: HUSH, called: false });
    expect(found?.microphone).toBe("ok");
  });

  it("may pause in a speech, but not for long", () => {
    const health = new Health();
    lasting(health, 0, 5000, {});
    const pause = lasting(health, 6000, PAUSE_MS - 2000, { sound: HUSH });
    expect(pause?.microphone).toBe("ok");
    const long = lasting(health, 6000 + PAUSE_MS, 0, { sound: HUSH });
    expect(long?.microphone).toBe("device_muted");
    expect(lasting(health, 40_000, 0, {})?.microphone).toBe("ok");
  });

  it("is no longer muted once it whispers", () => {
    const health = new Health();
    lasting(health, 0, 10_000, { sound: HUSH });
    const whisper = { sound: { level: 0.0005, clipped: 0, returned: 0 } };
    expect(lasting(health, 11_000, 0, whisper)?.microphone).toBe("silent");
  });

  it("is not judged by what cannot be measured", () => {
    const health = new Health();
    const found = lasting(health, 0, 60_000, {
      sound: null,
      sent: null,
      picture: null,
    });
    expect(found).toEqual(WELL);
  });

  it("does not mind one loud knock", () => {
    const health = new Health();
    lasting(health, 0, 4000, {});
    const knock = lasting(health, 5000, 0, {
      sound: { level: 0.9, clipped: 0.04, returned: 0 },
    });
    expect(knock?.microphone).toBe("ok");
  });
});

describe("the own picture", () => {
  it("is black, frozen, missing or well", () => {
    const dark = { picture: { brightness: 2, moved: true } };
    const still = { picture: { brightness: 120, moved: false } };
    expect(lasting(new Health(), 0, BLACK_MS - 1000, dark)?.camera).toBe("ok");
    expect(lasting(new Health(), 0, BLACK_MS, dark)?.camera).toBe("black");
    expect(lasting(new Health(), 0, FROZEN_MS - 1000, still)?.camera).toBe("ok");
    expect(lasting(new Health(), 0, FROZEN_MS, still)?.camera).toBe("frozen");
    expect(lasting(new Health(), 0, 0, { camera: "missing" })?.camera).toBe("none");
  });

  it("is well again with the first frame", () => {
    const health = new Health();
    lasting(health, 0, FROZEN_MS, { picture: { brightness: 2, moved: false } });
    expect(lasting(health, 20_000, 0, {})?.camera).toBe("ok");
  });
});

describe("the own line", () => {
  it("is said anew when it has changed for a while, not when it wavers", () => {
    const health = new Health();
    expect(lasting(health, 0, LINE_MS - 1000, { line: "poor" })?.line).toBe("good");
    expect(lasting(health, 10_000, 0, {})?.line).toBe("good");
    expect(lasting(health, 11_000, LINE_MS, { line: "poor" })?.line).toBe("poor");
  });
});

describe("silence", () => {
  it("is never said of who was heard within the time of a first word", () => {
    const times = fc.array(fc.integer({ min: 1, max: FIRST_MS }), { maxLength: 50 });
    fc.assert(
      fc.property(times, (steps) => {
        const silence = new Silence();
        let now = 0;
        silence.look(now, true, true);
        for (const step of steps) {
          now += step;
          if (now >= PAUSE_MS) break;
          expect(silence.look(now, true, false)).toBe(false);
        }
      }),
    );
  });

  it("begins anew with each call", () => {
    const silence = new Silence();
    silence.look(0, true, false);
    silence.look(1000, false, false);
    expect(silence.look(2000, true, false)).toBe(false);
    expect(silence.look(2000 + FIRST_MS, true, false)).toBe(true);
  });
});

function desk(
  change: Partial<RoomState>,
  reports: Partial<Report> | null,
  main = true,
) {
  const known = snapshot(meeting({ floor: [5] }), me({ site: 1, main }));
  const said = reports ? [{ site: 5, ...WELL, ...reports }] : [];
  const base = { ...EMPTY, state: known.state, present: [1, 5] };
  return { ...base, snapshot: { ...known, reports: said }, ...change };
}

describe("the desk", () => {
  it("says of a site that is not heard what the site itself found", () => {
    const unheard = { 5: "quiet" } as const;
    expect(soundless(desk({ unheard }, { microphone: "silent" }))).toEqual([
      { site: 5, cause: "silent" },
    ]);
    expect(soundless(desk({ unheard }, null))).toEqual([{ site: 5, cause: "quiet" }]);
    const closed = desk({ unheard: { 5: "closed" } }, { microphone: "silent" });
    expect(soundless(closed)).toEqual([{ site: 5, cause: "closed" }]);
    const clipping = desk({ unheard }, { microphone: "clipping" });
    expect(soundless(clipping)).toEqual([{ site: 5, cause: "quiet" }]);
  });

  it("believes its own ears; without ears it believes the site", () => {
    expect(soundless(desk({}, { microphone: "silent" }))).toEqual([]);
    expect(soundless(desk({}, { microphone: "silent" }, false))).toEqual([
      { site: 5, cause: "silent" },
    ]);
    expect(soundless(desk({}, null, false))).toEqual([]);
  });

  it("says nothing of who is gone or silenced, of itself, or in a break", () => {
    const unheard = { 5: "quiet", 1: "quiet" } as const;
    expect(soundless(desk({ unheard, present: [1] }, null))).toEqual([]);
    const paused = meeting({ floor: [5], phase: "paused" });
    expect(soundless(desk({ unheard, state: paused }, null))).toEqual([]);
    const muted = meeting({ floor: [5], muted: [5] });
    expect(soundless(desk({ unheard, state: muted }, null))).toEqual([]);
    const own = meeting({ floor: [1] });
    expect(soundless(desk({ unheard, state: own }, null))).toEqual([]);
  });

  it("says who sends back what it hears, while its microphone can be closed", () => {
    const echo = { microphone: "echo" } as const;
    expect(echoing(desk({}, echo))).toEqual([5]);
    expect(echoing(desk({}, { microphone: "ok" }))).toEqual([]);
    expect(echoing(desk({ present: [1] }, echo))).toEqual([]);
    const muted = meeting({ floor: [5], muted: [5] });
    expect(echoing(desk({ state: muted }, echo))).toEqual([]);
  });

  it("knows the line of who it receives, and of the others what they say", () => {
    expect(lineOf(desk({ lines: { 5: "poor" } }, { line: "fair" }), 5)).toBe("poor");
    expect(lineOf(desk({}, { line: "fair" }), 5)).toBe("fair");
    expect(lineOf(desk({}, null), 5)).toBeNull();
  });
});

describe("the room itself", () => {
  const own = (change: Partial<Report>, floor: number[], phase = "open" as const) => {
    const state = meeting({ floor, phase });
    const findings = { ...WELL, ...change };
    return ownFindings({ ...EMPTY, snapshot: snapshot(state), state, findings });
  };

  it("is told of its microphone when it is called, of its picture always", () => {
    expect(own({ microphone: "device_muted" }, [5])).toEqual(["device_muted"]);
    expect(own({ microphone: "none", camera: "black" }, [7])).toEqual(["black"]);
    expect(own({ microphone: "clipping" }, [])).toEqual(["clipping"]);
    expect(own({ camera: "none" }, [5])).toEqual([]);
  });

  it("is told nothing before it was judged", () => {
    expect(ownFindings(EMPTY)).toEqual([]);
  });
});
