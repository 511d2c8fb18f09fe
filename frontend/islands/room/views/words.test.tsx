// @vitest-environment happy-dom
/** Words between rooms, as their banner, buttons and lines. */
import { act } from "react";
import { describe, expect, it } from "vitest";
import { message, refusal } from "../testing/meeting";
import {
  all,
  find,
  press,
  server,
  showAnewForEachTest,
  showMeeting,
} from "../testing/shown";

showAnewForEachTest();

const done = (what: string) =>
  server.asks.filter(([name]) => name === what).map(([, ...rest]) => rest);

async function key(name: string, target: Element = document.body) {
  await act(async () => {
    target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  });
}

async function fill(name: string, value: string) {
  await act(async () => {
    const field = find(name) as HTMLInputElement | HTMLSelectElement;
    const kind = field instanceof HTMLSelectElement ? "change" : "input";
    const { set } =
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value") ?? {};
    set?.call(field, value);
    field.dispatchEvent(new Event(kind, { bubbles: true }));
  });
}

async function submit(name: string) {
  await act(async () => {
    find(name)
      ?.closest("form")
      ?.dispatchEvent(new Event("submit", { bubbles: true }));
  });
}

describe("a message at a commune", () => {
  it("is shown with its sender until one key acknowledges it", async () => {
    server.news = {
      number: 1,
      running: "",
      unread: [message(), message({ id: 2 })],
      call: null,
    };
    await showMeeting(5);
    expect(find("message")?.textContent).toContain("Kiểm tra micro");
    expect(find("message")?.textContent).toContain("Điểm cầu chủ trì");
    expect(find("message")?.textContent).toContain("còn 1 tin");
    server.news = { number: 2, running: "", unread: [], call: null };
    await key("0");
    expect(done("read")).toEqual([[1]]);
    expect(find("message")).toBeNull();
  });

  it("takes the focus of a remote control that is nowhere else", async () => {
    server.news = { number: 1, running: "", unread: [message()], call: null };
    await showMeeting(5);
    expect(document.activeElement).toBe(find("acknowledge"));
    await key("ArrowRight", find("acknowledge") as Element);
    expect(document.activeElement).toBe(find("reply-1"));
    // It is no trap: the room's own buttons are on the way.
    await key("ArrowLeft", find("reply-1") as Element);
    await key("ArrowLeft", find("acknowledge") as Element);
    expect(document.activeElement).toBe(find("words"));
  });

  it("is answered and acknowledged by one key", async () => {
    server.news = { number: 1, running: "", unread: [message()], call: null };
    await showMeeting(5);
    await key("2");
    expect(done("write")).toMatchObject([[{}, null, "Điểm cầu đã sẵn sàng."]]);
    expect(done("read")).toEqual([[1]]);
  });

  it("stays when the answer is refused", async () => {
    server.news = { number: 1, running: "", unread: [message()], call: null };
    await showMeeting(5);
    server.wordAnswers = [refusal(409, "too_many_messages", "Hãy chờ một phút.")];
    await press("reply-1");
    expect(done("read")).toEqual([]);
    expect(find("refusal")?.textContent).toContain("Hãy chờ một phút.");
  });
});

describe("the panel of a commune", () => {
  it("sends a ready phrase to the hub by one press", async () => {
    await showMeeting(5);
    expect(find("own-words")).toBeNull();
    await press("words");
    await press("phrase");
    expect(done("write")).toMatchObject([
      [{}, null, "Điểm cầu đã rõ, xin thực hiện ngay."],
    ]);
  });

  it("leaves the arrow keys to who types", async () => {
    await showMeeting(5);
    await press("words");
    const line = find("message-text") as HTMLInputElement;
    line.focus();
    await key("ArrowLeft", line);
    expect(document.activeElement).toBe(line);
  });
});

describe("the desk", () => {
  it("writes to the site that it chose, a ready phrase if it likes", async () => {
    await showMeeting(1);
    await fill("words-to", "5");
    await fill("ready-phrases", "Đề nghị giữ trật tự trong phòng họp.");
    await submit("message-text");
    expect(done("talk").at(-1)).toEqual([5, null]);
    expect(done("write")).toMatchObject([
      [{}, 5, "Đề nghị giữ trật tự trong phòng họp."],
    ]);
    expect((find("message-text") as HTMLInputElement).value).toBe("");
  });

  it("keeps what was typed when it was refused, and sends no empty line", async () => {
    await showMeeting(1);
    await submit("message-text");
    expect(done("write")).toEqual([]);
    server.wordAnswers = [refusal(409, "too_many_messages", "")];
    await fill("message-text", "Mời vào họp");
    await submit("message-text");
    expect(done("write")).toMatchObject([[{}, null, "Mời vào họp"]]);
    expect((find("message-text") as HTMLInputElement).value).toBe("Mời vào họp");
  });

  it("sees who has read what went to all, and turns to older pages", async () => {
    const read = [{ site: 7, at: Date.UTC(2026, 10, 25, 2, 16) }];
    server.pages = [{ messages: [message({ site: null, read })], more: true }];
    await showMeeting(1);
    expect(find("said")?.textContent).toContain("Đã đọc 1/3. Đã đọc: Tam Trà");
    await press("older");
    expect(done("talk").at(-1)).toEqual([null, 1]);
    expect(all("said")).toHaveLength(1);
    expect(find("older")).toBeNull();
  });

  it("answers the site whose message it reads", async () => {
    const asks = message({ from_hub: false, text: "Không thấy hình" });
    server.news = { number: 1, running: "", unread: [asks], call: null };
    await showMeeting(1);
    expect(find("message")?.textContent).toContain("Tam Hải");
    expect(find("reply-1")).toBeNull();
    await press("answer");
    expect((find("words-to") as HTMLSelectElement).value).toBe("5");
    expect(find("words")?.closest("details")?.open).toBe(true);
  });

  it("sets the running text, changes and clears it", async () => {
    await showMeeting(1);
    expect(find("running")).toBeNull();
    await fill("running-line", "Giờ giải lao");
    server.news = { number: 1, running: "Giờ giải lao", unread: [], call: null };
    await submit("running-line");
    expect(find("running")?.textContent).toBe("Giờ giải lao");
    await press("clear-running");
    expect(done("run")).toEqual([["Giờ giải lao"], [""]]);
  });
});
