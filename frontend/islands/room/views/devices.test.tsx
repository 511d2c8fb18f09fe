// @vitest-environment happy-dom
/** The panel of devices inside the meeting: opened, read, and chosen from. */
import { act } from "react";
import { describe, expect, it, vi } from "vitest";
import { NO_CHOICE } from "../choice";
import { me, meeting, snapshot, track } from "../testing/meeting";
import {
  all,
  devicesAre,
  find,
  page,
  press,
  room,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";

showAnewForEachTest();

const CAMERAS = [
  { id: "cam-1", label: "Camera phòng họp" },
  { id: "cam-2", label: "" },
];
const SPEAKERS = [{ id: "tv", label: "Tivi" }];

const pressed = (name: string) =>
  all(`use-${name}`)
    .filter((button) => button.getAttribute("aria-pressed") === "true")
    .map((button) => button.dataset.device);

describe("the devices of a site", () => {
  it("are changed with one press, and the choice is kept", async () => {
    await showMeeting(5);
    await devicesAre({ cameras: CAMERAS, speakers: SPEAKERS });
    await press("devices");
    expect(all("use-camera").map((one) => one.textContent)).toEqual([
      "Camera phòng họp",
      "Thiết bị 2",
    ]);
    await act(async () => all("use-camera")[1]?.click());
    await act(async () => all("use-speaker")[1]?.click());
    await act(async () => all("use-mode")[2]?.click());
    expect(room.check.get().choice).toEqual({
      ...NO_CHOICE,
      camera: "cam-2",
      speaker: "tv",
      mode: "headset",
    });
    expect(pressed("speaker")).toEqual(["tv"]);
    expect(pressed("mode")).toEqual(["headset"]);
    await press("devices");
    expect(find("device-panel")).toBeNull();
  });

  it("say which port to open where the network lets no UDP through", async () => {
    const well = {
      microphone: "ok",
      camera: "ok",
      line: "good",
      down: "full",
      up: "full",
    } as const;
    await showMeeting(5, { findings: { ...well, path: "tcp" } });
    await press("devices");
    expect(find("over-tcp")?.textContent).toContain(`${room.page.ports.udp}/udp`);
    await press("devices");
    await showMeeting(5, {
      findings: { ...well, path: "udp", down: "full", up: "full" },
    });
    await press("devices");
    expect(find("over-tcp")).toBeNull();
  });

  it("say which camera is really open while another stands in", async () => {
    await showMeeting(5);
    const choice = { ...room.check.get().choice, camera: "cam-2", speaker: "gone" };
    const tracks = { camera: track("cam-1", "video") };
    await devicesAre({ cameras: CAMERAS, speakers: SPEAKERS, choice, tracks });
    await press("devices");
    expect(pressed("camera")).toEqual(["cam-1"]);
    expect(pressed("speaker")).toEqual([""]);
  });

  it("name a second source to show, which then has its own button", async () => {
    const state = meeting({ floor: [5] });
    await showMeeting(5, { state });
    const tracks = { camera: track("cam-1", "video") };
    await devicesAre({ cameras: CAMERAS.slice(0, 1), tracks });
    await press("devices");
    expect(all("use-capture")).toEqual([]);
    const microphones = [{ id: "line", label: "HDMI" }];
    await devicesAre({ cameras: CAMERAS, microphones });
    expect(all("use-capture").map((one) => one.dataset.device)).toEqual(["", "cam-2"]);
    expect(find("share-capture")).toBeNull();
    await act(async () => all("use-capture")[1]?.click());
    await act(async () => all("use-captureSound")[1]?.click());
    expect(room.check.capture).toEqual({ picture: "cam-2", sound: "line" });
    expect(find("share-capture")?.textContent).toBe("Trình chiếu máy HDMI");
  });

  it("say what is wrong with them", async () => {
    await showMeeting(5);
    await devicesAre({ problems: ["microphoneInUse"] });
    await press("devices");
    expect(find("problem")?.dataset.problem).toBe("microphoneInUse");
  });

  it("are reached with the arrows of a remote control", async () => {
    await showMeeting(5);
    await devicesAre({ cameras: CAMERAS });
    find("devices")?.focus();
    await press("devices");
    const arrow = { key: "ArrowDown", bubbles: true };
    find("devices")?.dispatchEvent(new KeyboardEvent("keydown", arrow));
    expect(document.activeElement).toBe(all("use-camera")[0]);
  });
});

describe("a companion", () => {
  const companion = me({ main: false });
  const HERE = { cameras: CAMERAS, microphones: [{ id: "line", label: "HDMI" }] };

  it("chooses only what it can show, and shows it", async () => {
    const state = meeting({ floor: [5] });
    await showMeeting(5, { state, snapshot: snapshot(state, companion) });
    const asked = vi.spyOn(room.check, "find").mockResolvedValue();
    await press("devices");
    expect(asked).toHaveBeenCalledOnce();
    await devicesAre(HERE);
    expect(find("device-panel")).toBeNull();
    expect(all("use-camera")).toEqual([]);
    // Its cameras are free: none of them is the picture of the site.
    expect(all("use-capture").map((one) => one.dataset.device)).toEqual([
      "",
      "cam-1",
      "cam-2",
    ]);
    await act(async () => all("use-capture")[2]?.click());
    await act(async () => all("use-captureSound")[1]?.click());
    expect(room.check.capture).toEqual({ picture: "cam-2", sound: "line" });
    expect(find("share-capture")).not.toBeNull();
    await press("check-again");
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it("says what is asked, and what was refused", async () => {
    await showMeeting(5, { snapshot: snapshot(meeting(), companion) });
    await devicesAre({ phase: "asking" });
    await press("devices");
    // Nothing can be asked for outside an address with https.
    expect(find("problem")?.dataset.problem).toBe("insecure");
    await devicesAre({ phase: "asking", problems: [] });
    expect(find("source-panel")?.textContent).toContain("Đang tìm nguồn trình chiếu");
    expect(find("problem")).toBeNull();
  });

  it("of the desk does so in its tool", async () => {
    await showMeeting(1, {
      snapshot: snapshot(meeting(), me({ site: 1, main: false })),
    });
    expect(find("devices")).not.toBeNull();
    expect(find("source-panel")).toBeNull();
  });
});

describe("the devices of the desk", () => {
  it("are one of its tools, and measure nothing while it is closed", async () => {
    await showMeeting(1);
    expect(find("device-panel")).toBeNull();
    const tool = page.querySelector<HTMLDetailsElement>(
      "details:has([data-testid=devices])",
    );
    await act(async () => {
      if (tool) tool.open = true;
      tool?.dispatchEvent(new Event("toggle"));
    });
    expect(find("device-panel")).not.toBeNull();
  });
});
