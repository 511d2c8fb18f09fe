import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Heard } from "./health";
import {
  bridge,
  enter,
  link,
  linkAnewForEachTest,
  server,
  store,
  tick,
  tracks,
} from "./testing/linked";
import { me, refusal, WELL } from "./testing/meeting";
import { type Probes, Vitals } from "./vitals";

linkAnewForEachTest();

let vitals: Vitals;
let sound: Heard | null;
let picture: { brightness: number; moved: boolean } | null;
let opened: string[];
let stopped: string[];
let local: Partial<typeof tracks>;

const probe = <T>(track: MediaStreamTrack, value: () => T | null) => {
  opened.push(track.id);
  return { read: value, stop: () => void stopped.push(track.id) };
};
let playing: () => readonly MediaStreamTrack[];
const probes: Probes = {
  sound: (track, played) => {
    playing = played;
    return probe(track, () => sound);
  },
  picture: (track) => probe(track, () => picture),
};

beforeEach(() => {
  sound = { level: 0.1, clipped: 0, returned: 0 };
  picture = { brightness: 120, moved: true };
  opened = [];
  stopped = [];
  local = tracks;
  vitals = new Vitals(store, link, () => local, server, probes);
  vitals.start();
});

afterEach(() => vitals.stop());

describe("the own devices", () => {
  it("are reported once when all is well, and once for each change", async () => {
    const room = await enter({ floor: [5] });
    room.present = [1];
    await tick(5000);
    expect(server.reports).toEqual([WELL]);
    picture = { brightness: 0, moved: false };
    await tick(20_000);
    expect(server.reports.slice(1).map((one) => one.camera)).toEqual(["black"]);
    expect(store.get().findings?.camera).toBe("black");
  });

  it("say another way of the packets within ten seconds", async () => {
    const room = await enter();
    await tick(3000);
    room.way = "tcp";
    await tick(10_000);
    expect(server.reports.map((one) => one.path)).toEqual(["udp", "tcp"]);
  });

  it("are silent three seconds after the call", async () => {
    sound = { level: 0, clipped: 0, returned: 0 };
    await enter({ floor: [5] });
    await tick(5000);
    expect(store.get().findings?.microphone).toBe("device_muted");
  });

  it("are not silent when the room keeps its microphone closed", async () => {
    sound = { level: 0, clipped: 0, returned: 0 };
    await enter({ floor: [5] });
    store.patch({ choice: false });
    await tick(10_000);
    expect(store.get().findings?.microphone).toBe("ok");
  });

  it("are not sent when no packet leaves although others are there", async () => {
    const room = await enter({ floor: [5] });
    room.arrives(1);
    room.frozen = ["microphone"];
    await tick(6000);
    expect(store.get().findings?.microphone).toBe("not_sent");
  });

  it("are compared with what the others send while they are heard themselves", async () => {
    const room = await enter({ floor: [5] });
    await tick(2000);
    room.sounds = [tracks.microphone];
    expect(store.get().microphone).toBe("live");
    expect(playing()).toEqual([tracks.microphone]);
    store.patch({ choice: false });
    await tick(2000);
    expect(playing()).toEqual([]);
  });

  it("are reported again until somebody answers, and not after a refusal", async () => {
    server.reportAnswers = [{ kind: "silent" }, refusal(403, "companion", "…")];
    await enter();
    await tick(10_000);
    expect(server.reports.length).toBe(2);
  });

  it("are reported anew after a fresh join", async () => {
    const room = await enter();
    await tick(2000);
    bridge.joining = async () => {
      throw new Error("no engine");
    };
    room.events.ended("lost");
    await tick(2000);
    bridge.joining = async () => {};
    await tick(3000);
    expect(server.reports.length).toBe(2);
  });

  it("are measured on the tracks that there are now", async () => {
    await enter();
    await tick(2000);
    local = { camera: tracks.camera };
    await tick(2000);
    expect(opened).toEqual(["mic", "cam"]);
    expect(stopped).toEqual(["mic"]);
    expect(store.get().findings?.microphone).toBe("none");
  });

  it("of a companion are nobody's business", async () => {
    await enter({}, me({ main: false }));
    await tick(10_000);
    expect(server.reports).toEqual([]);
    expect(opened).toEqual([]);
  });
});

describe("the ears of a desk", () => {
  const listening = async (levels: Record<string, number>) => {
    const room = await enter({ floor: [5] }, me({ site: 1 }));
    room.arrives(5);
    room.levels = levels;
    await tick(6000);
    return room;
  };
  const unheard = () => store.get().unheard;

  it("hear who speaks", async () => {
    await listening({ "audio-5": 0.1 });
    expect(unheard()).toEqual({});
  });

  it("notice within seconds that nobody speaks, and ask for the cause", async () => {
    await listening({});
    expect(unheard()).toEqual({ 5: "quiet" });
    const { asked } = server;
    await tick(3000);
    expect(server.asked - asked).toBeGreaterThanOrEqual(3);
  });

  it("notice that no packet comes", async () => {
    const room = await listening({ "audio-5": 0.1 });
    room.frozen = ["audio-5"];
    await tick(40_000);
    expect(unheard()).toEqual({ 5: "no_packets" });
  });

  it("notice a microphone that is closed, or not published", async () => {
    const room = await enter({ floor: [5] }, me({ site: 1 }));
    room.arrives(5, { muted: true });
    await tick(6000);
    expect(unheard()).toEqual({ 5: "closed" });
    room.remotes = [];
    await tick(2000);
    expect(unheard()).toEqual({ 5: "unpublished" });
  });

  it("forget who has no longer the floor", async () => {
    await listening({});
    store.patch({ state: { ...store.get().state, floor: [] } as never });
    await tick(2000);
    expect(unheard()).toEqual({});
  });
});
