import { describe, expect, it } from "vitest";
import { amplified, factor } from "./amplifier";

describe("a microphone", () => {
  it("is sent as it comes unless another loudness was chosen", () => {
    const track = {} as MediaStreamTrack;
    expect(amplified(track, "normal")).toBe(track);
  });

  it("doubles with each step up, and halves with each down", () => {
    expect(factor("high")).toBeCloseTo(2, 1);
    expect(factor("highest") / factor("high")).toBeCloseTo(2, 1);
    expect(factor("lowest")).toBeCloseTo(0.25, 1);
  });
});
