import { describe, expect, it } from "vitest";
import { meeting } from "./testing/meeting";
import { parseIdentity, parseMetadata } from "./types";

describe("an identity", () => {
  it("names site and device", () => {
    expect(parseIdentity("site/5/12")).toEqual({ site: 5, device: 12 });
  });

  it.each(["", "site/5", "site/5/12/1", "site/x/1", "bot/5/12", "site/5/12\n"])(
    "is not ours when it reads %j",
    (identity) => expect(parseIdentity(identity)).toBeNull(),
  );
});

describe("room metadata", () => {
  it("is read as epoch and state", () => {
    const metadata = { epoch: 3, words: 0, state: meeting() };
    expect(parseMetadata(JSON.stringify(metadata))).toEqual(metadata);
  });

  it.each(["", "nothing", "null", "7", '{"epoch":3}', '{"epoch":"3","state":{}}'])(
    "is ignored when it reads %j",
    (text) => expect(parseMetadata(text)).toBeNull(),
  );

  it("may be absent", () => expect(parseMetadata(undefined)).toBeNull());
});
