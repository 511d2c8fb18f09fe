import { describe, expect, it } from "vitest";
import { Loudness } from "./loudness";

describe("who is loud", () => {
  it("comes first when it began last, not when it is loudest", () => {
    const loudness = new Loudness();
    expect(loudness.look(0, [5])).toEqual([5]);
    expect(loudness.look(500, [5, 1])).toEqual([1, 5]);
    expect(loudness.look(1000, [5, 1])).toEqual([1, 5]);
  });

  it("stays for a breath, and is gone after two seconds of silence", () => {
    const loudness = new Loudness();
    loudness.look(0, [5]);
    expect(loudness.look(1500, [])).toEqual([5]);
    expect(loudness.look(1900, [5])).toEqual([5]);
    expect(loudness.look(3800, [])).toEqual([5]);
    expect(loudness.look(3900, [])).toEqual([]);
  });

  it("goes back to who went on speaking when the other one ends", () => {
    const loudness = new Loudness();
    loudness.look(0, [5]);
    for (const now of [500, 1000]) loudness.look(now, [1, 5]);
    for (const now of [1500, 2000, 2500]) loudness.look(now, [5]);
    expect(loudness.look(3000, [5])).toEqual([5]);
  });
});
