import { describe, expect, it } from "vitest";
import { en } from "./en";
import { messagesFor } from "./index";
import { vi } from "./vi";

/** Every sentence with the path of names that leads to it. */
function sentences(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String(value(2, 17))]];
  return Object.entries(value as object).flatMap(([name, inner]) =>
    sentences(inner, path ? `${path}.${name}` : name),
  );
}

describe("the sentences", () => {
  it("are the same ones in both languages", () => {
    const names = (text: object) => sentences(text).map(([name]) => name);
    expect(names(en)).toEqual(names(vi));
  });

  it("are never empty", () => {
    for (const [name, text] of [...sentences(vi), ...sentences(en)]) {
      expect(text.trim(), name).not.toBe("");
    }
  });

  it("are not left untranslated", () => {
    const vietnamese = new Map(sentences(vi));
    const equal = sentences(en).filter(([name, text]) => vietnamese.get(name) === text);
    expect(equal.map(([name]) => name)).toEqual(["devices.camera"]);
  });

  it("use composed Vietnamese letters", () => {
    for (const [name, text] of sentences(vi)) {
      expect(text, name).toBe(text.normalize("NFC"));
    }
  });

  it("follow the language of the page, Vietnamese first", () => {
    expect(messagesFor("en-GB")).toBe(en);
    expect(messagesFor("vi")).toBe(vi);
    expect(messagesFor("")).toBe(vi);
  });
});
