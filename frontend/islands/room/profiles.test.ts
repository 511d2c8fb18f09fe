import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LineWatch } from "./profiles";
import { passing, remote } from "./testing/fake_bridge";
import {
  bridge,
  enter,
  link,
  linkAnewForEachTest,
  store,
  tick,
} from "./testing/linked";

linkAnewForEachTest();

let lines: LineWatch;

beforeEach(() => {
  lines = new LineWatch(store, link);
  lines.start();
});

afterEach(() => lines.stop());

const SECOND = 1000;
const profiles = () => store.get().profiles;
const limited = () => bridge.room.log.filter((step) => step.startsWith("limit"));

describe("the line down", () => {
  it("becomes thin when much is lost, and the picture smaller at once", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    await tick(20 * SECOND);
    expect(profiles()).toEqual({ down: "full", up: "full" });
    room.passing.down = passing(100, 580, 30);
    await tick(5 * SECOND);
    expect(profiles().down).toBe("thin");
    expect(limited()).toContain("limit video-7 medium");
  });

  it("becomes thin when the engine holds pictures back", async () => {
    const room = await enter({ floor: [7] });
    room.remotes = [
      remote(7, "video", { subscribed: true, arrived: true, paused: true }),
    ];
    room.events.changed();
    await tick(7 * SECOND);
    expect(profiles().down).toBe("full");
    await tick(5 * SECOND);
    expect(profiles().down).toBe("thin");
  });

  it("becomes one for sound when packets queue up and hardly any come", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    await tick(20 * SECOND);
    room.passing.rtt = 300;
    room.passing.down = passing(60, 85, 3);
    await tick(5 * SECOND);
    expect(profiles()).toEqual({ down: "audio", up: "full" });
  });

  it("is not blamed for the queue of what is sent", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    await tick(20 * SECOND);
    room.passing.rtt = 300;
    room.passing.held = true;
    await tick(10 * SECOND);
    expect(profiles()).toEqual({ down: "full", up: "thin" });
  });

  it("is tried with a sharp picture, and called full when that came", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    room.passing.down = passing(100, 580, 30);
    await tick(5 * SECOND);
    room.passing.down = passing();
    await tick(34 * SECOND);
    expect(limited().at(-1)).toBe("limit video-7 high");
    expect(profiles().down).toBe("thin");
    await tick(4 * SECOND);
    expect(profiles().down).toBe("thin");
    room.passing.sharp = 1;
    await tick(6 * SECOND);
    expect(profiles().down).toBe("full");
  });

  it("is not blamed for a picture that its site does not send sharp", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    room.uses = { 7: { down: "full", up: "thin" } };
    room.passing.down = passing(100, 580, 30);
    await tick(5 * SECOND);
    room.passing.down = passing();
    await tick(45 * SECOND);
    expect(profiles().down).toBe("full");
  });

  it("is not blamed for a camera that has no more lines", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7, { lines: 360 });
    room.passing.down = passing(100, 580, 30);
    await tick(5 * SECOND);
    room.passing.down = passing();
    await tick(45 * SECOND);
    expect(profiles().down).toBe("full");
  });

  it("is never used for more than it is pinned to", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    room.pin = "audio";
    room.events.changed();
    await tick(3 * SECOND);
    expect(profiles()).toEqual({ down: "audio", up: "audio" });
    expect(room.log).toContain("disable video-7");
    expect(room.log).toContain("unpublish camera");
    room.pin = "full";
    room.events.changed();
    await tick(3 * SECOND);
    expect(profiles()).toEqual({ down: "full", up: "full" });
  });
});

describe("the line up", () => {
  it("becomes thin when the browser is held back and finds no more room", async () => {
    const room = await enter();
    await tick(10 * SECOND);
    room.passing.held = true;
    room.passing.carries = 280;
    room.passing.up = passing(100, 280);
    await tick(8 * SECOND);
    expect(profiles()).toEqual({ down: "full", up: "thin" });
    expect(limited()).toEqual(["limit camera medium"]);
  });

  it("stays full while the browser is still finding out what it carries", async () => {
    const room = await enter();
    await tick(10 * SECOND);
    room.passing.held = true;
    for (const carries of [300, 400, 550, 700, 900, 1200]) {
      room.passing.carries = carries;
      await tick(2 * SECOND);
    }
    room.passing.held = false;
    await tick(5 * SECOND);
    expect(profiles().up).toBe("full");
  });
});

describe("the line up, wide again", () => {
  it("is called full once its own sharp picture went, however late that is", async () => {
    const room = await enter();
    room.passing.up = passing(100, 280, 20);
    await tick(5 * SECOND);
    expect(profiles().up).toBe("thin");
    room.passing.up = passing();
    room.passing.lines = 360;
    await tick(200 * SECOND);
    expect(profiles().up).toBe("thin");
    expect(limited()).toEqual(["limit camera medium", "limit camera high"]);
    room.passing.lines = 720;
    await tick(2 * SECOND);
    expect(profiles().up).toBe("full");
  });

  it("opens its camera again, and is called thin once a picture went", async () => {
    const room = await enter();
    room.passing.up = passing(100, 90, 20);
    await tick(36 * SECOND);
    expect(profiles().up).toBe("audio");
    room.passing.up = passing();
    await tick(70 * SECOND);
    expect(room.log.slice(-2)).toEqual(["publish camera", "limit camera medium"]);
    expect(profiles().up).toBe("audio");
    room.passing.lines = 180;
    await tick(2 * SECOND);
    expect(profiles().up).toBe("thin");
  });
});

describe("a new connection", () => {
  it("is measured anew, and what was found of the line is still known", async () => {
    const room = await enter({ floor: [7] });
    room.arrives(7);
    room.passing.down = passing(100, 580, 30);
    await tick(5 * SECOND);
    room.events.ended("lost");
    await tick(3 * SECOND);
    expect(bridge.rooms).toHaveLength(2);
    expect(profiles().down).toBe("thin");
  });
});
