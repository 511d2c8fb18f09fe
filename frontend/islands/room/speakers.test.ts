/** The speaker of the meeting: chosen, changed, unplugged and back. */
import { describe, expect, it } from "vitest";
import { Speakers } from "./speakers";

class Element {
  sinkId = "";
  readonly missing = new Set<string>();
  async setSinkId(speaker: string): Promise<void> {
    if (this.missing.has(speaker)) throw new DOMException("gone", "NotFoundError");
    this.sinkId = speaker;
  }
}

const settled = () => new Promise((done) => setTimeout(done, 0));

describe("the speaker", () => {
  it("plays what is attached, and moves with the choice", () => {
    let chosen = "tv";
    const speakers = new Speakers(() => chosen);
    const [first, second] = [new Element(), new Element()];
    speakers.add(first);
    const off = speakers.add(second);
    expect([first.sinkId, second.sinkId]).toEqual(["tv", "tv"]);
    off();
    chosen = "mixer";
    speakers.apply();
    expect([first.sinkId, second.sinkId]).toEqual(["mixer", "tv"]);
    chosen = "";
    speakers.apply();
    expect(first.sinkId).toBe("");
  });

  it("gives way to the default when it does not open", async () => {
    let chosen = "tv";
    const element = new Element();
    const speakers = new Speakers(() => chosen);
    speakers.add(element);
    element.missing.add("mixer");
    chosen = "mixer";
    speakers.apply();
    await settled();
    expect(element.sinkId).toBe("");
  });

  it("is left to a browser that knows only one", () => {
    const speakers = new Speakers(() => "tv");
    expect(() => speakers.add({})()).not.toThrow();
  });
});
