import { describe, expect, it } from "vitest";
import { clippedShare, loudness, meanBrightness, meterFill } from "./meter";

describe("the level meter", () => {
  it("measures silence, and full scale", () => {
    expect(loudness([])).toBe(0);
    expect(loudness([0, 0, 0])).toBe(0);
    expect(loudness([1, -1, 1, -1])).toBe(1);
  });

  it("counts the samples that stand at the limit", () => {
    expect(clippedShare([])).toBe(0);
    expect(clippedShare([0, 0.5, 1, -1])).toBe(0.5);
  });

  it("fills as ears hear", () => {
    expect(meterFill(0)).toBe(0);
    expect(meterFill(0.0001)).toBe(0);
    expect(meterFill(0.001)).toBeCloseTo(0);
    expect(meterFill(0.1)).toBeCloseTo(2 / 3);
    expect(meterFill(1)).toBe(1);
    expect(meterFill(3)).toBe(1);
  });
});

describe("the brightness", () => {
  it("is the mean of the colours, without alpha", () => {
    expect(meanBrightness([])).toBe(0);
    expect(meanBrightness([0, 0, 0, 255])).toBe(0);
    expect(meanBrightness([255, 255, 255, 255, 0, 0, 0, 255])).toBe(127.5);
  });
});
