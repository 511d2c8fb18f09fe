import { describe, expect, it } from "vitest";
import { browserName } from "./browser";

const named = (userAgent: string, userAgentData?: object) =>
  browserName({ userAgent, userAgentData } as unknown as Navigator);

describe("the name of a browser", () => {
  it("is its own, not that of its family nor one made up", () => {
    const brands = [
      { brand: "Not)A;Brand", version: "8" },
      { brand: "Chromium", version: "141" },
      { brand: "Microsoft Edge", version: "140" },
    ];
    expect(named("…", { brands, platform: "Windows" })).toBe(
      "Microsoft Edge 140, Windows",
    );
    expect(named("…", { brands: brands.slice(0, 2), platform: "Linux" })).toBe(
      "Chromium 141, Linux",
    );
  });

  it("is read from what the browser calls itself where it tells no more", () => {
    expect(named("Mozilla/5.0 (X11; rv:143.0) Gecko/20100101 Firefox/143.0")).toBe(
      "Firefox 143",
    );
    expect(named("Mozilla/5.0 (Macintosh) Version/18.3 Safari/605.1.15")).toBe(
      "Safari 18",
    );
    expect(named(`Other/${"x".repeat(300)}`)).toHaveLength(200);
  });
});
