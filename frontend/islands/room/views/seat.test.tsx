// @vitest-environment happy-dom
/** What a site's machines are asked, and told, of its sound. */
import { describe, expect, it } from "vitest";
import { me, meeting, snapshot } from "../testing/meeting";
import {
  find,
  press,
  room,
  server,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";

showAnewForEachTest();

const as = (main: boolean, site = 5) =>
  showMeeting(site, { snapshot: snapshot(meeting(), me({ site, main })) });

describe("a second machine of a site", () => {
  it("is asked in words, and takes the sound over with one press", async () => {
    await as(false);
    expect(find("seat")?.textContent).toContain("sang máy này?");
    server.snapshotValue = snapshot();
    await press("take-main");
    expect(server.taken).toBe(1);
    expect(find("seat")).toBeNull();
    expect(find("ask-main")).toBeNull();
  });

  it("stays a companion, and can be asked again", async () => {
    await as(false, 1);
    await press("keep-companion");
    expect(find("seat")).toBeNull();
    expect(server.taken).toBe(0);
    await press("ask-main");
    expect(find("seat")?.dataset.question).toBe("take");
  });
});

describe("the machine that had the sound", () => {
  it("says where it went, and takes it back", async () => {
    await as(true);
    expect(find("seat")).toBeNull();
    await as(false);
    expect(find("seat")?.textContent).toContain("Âm thanh đã chuyển sang máy khác");
    expect(find("take-main")?.textContent).toBe("Lấy lại âm thanh");
    server.snapshotValue = snapshot();
    await press("take-main");
    expect(room.store.get().snapshot?.me.main).toBe(true);
  });
});
