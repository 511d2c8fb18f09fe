// @vitest-environment happy-dom
/** A private talk on the screens of desk and site. */
import { act } from "react";
import { describe, expect, it } from "vitest";
import type { Call } from "../talk";
import { call, meeting } from "../testing/meeting";
import {
  bridge,
  find,
  page,
  press,
  room,
  server,
  showAnewForEachTest,
  showMeeting,
  talks,
} from "../testing/shown";

showAnewForEachTest();

const done = (what: string) => server.asks.filter(([name]) => name === what);

async function told(change: Partial<Call> | null) {
  server.news = { number: 1, running: "", unread: [], call: change && call(change) };
  await act(async () => room.words.renew());
}

describe("at a commune", () => {
  it("rings, says who calls, and has the answer under the remote's first press", async () => {
    server.news = { number: 1, running: "", unread: [], call: call() };
    await showMeeting(5);
    expect(find("talk-banner")?.textContent).toContain("Thư ký (demo)");
    expect(document.activeElement).toBe(find("answer-talk"));
    await press("answer-talk");
    expect(done("answer talk")).toEqual([["answer talk", 3]]);
  });

  it("can be declined", async () => {
    await showMeeting(5);
    await told({});
    expect(find("end-talk")?.textContent).toBe("Từ chối");
    await press("end-talk");
    expect(done("end talk")).toEqual([["end talk", 3]]);
  });

  it("lowers the stage while it lasts, and plays the other end", async () => {
    await showMeeting(5);
    await act(async () => {
      room.link.start({});
    });
    await act(async () => bridge.room.arrives(1));
    const stage = page.querySelector<HTMLAudioElement>("[data-testid=sound]");
    expect(stage?.volume).toBe(1);
    await told({ answered: true });
    await act(async () => talks.room.arrives(1));
    await act(async () => talks.room.events.changed());
    expect(stage?.volume).toBeCloseTo(0.15);
    expect(find("talk-sound")).not.toBeNull();
    expect(talks.room.log).toContain("attach audio-1");
    expect(find("talk-banner")?.textContent).toContain("Không điểm cầu nào khác");
    await press("end-talk");
    expect(stage?.volume).toBe(1);
    expect(find("talk-sound")).toBeNull();
  });
});

describe("at the desk", () => {
  it("calls the site that it writes to", async () => {
    await showMeeting(1, { state: meeting() });
    expect(find("call")).toBeNull();
    await act(() => room.words.open(5));
    await press("call");
    expect(done("start talk")).toEqual([["start talk", 5]]);
  });

  it("says whom it calls, then why there was no talk", async () => {
    await showMeeting(1);
    await told({ desk: true });
    expect(find("talk-banner")?.textContent).toContain("Đang gọi riêng Tam Hải");
    expect(find("end-talk")?.textContent).toBe("Thôi gọi");
    await told({ desk: true, why: "unanswered" });
    expect(find("talk-banner")?.dataset.state).toBe("ended");
    expect(find("talk-banner")?.textContent).toContain("không nghe máy");
    expect(find("end-talk")).toBeNull();
  });
});
