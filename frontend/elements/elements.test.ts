// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import "./htmx";
import { ask, startDialogs, tell } from "./dialogs";

vi.hoisted(() => {
  // happy-dom has no XPath, which htmx wants for hx-on attributes alone.
  const expression = { evaluate: () => ({ iterateNext: () => null }) };
  class NoXPath {
    createExpression = () => expression;
  }
  vi.stubGlobal("XPathEvaluator", NoXPath);
});

const html = (body: string) => {
  document.body.innerHTML = body;
};
const find = <T extends Element>(selector: string) => {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const click = (selector: string) => find<HTMLElement>(selector).click();
const settle = () => new Promise((done) => setTimeout(done, 0));

startDialogs(document);

beforeEach(() => {
  html("");
});

describe("a question before a serious step", () => {
  it("is answered yes or no", async () => {
    const yes = ask(document, "Xóa điểm cầu này?");
    expect(find("dialog p").textContent).toBe("Xóa điểm cầu này?");
    find<HTMLDialogElement>("dialog").close("yes");
    expect(await yes).toBe(true);
    const no = ask(document, "Xóa?");
    find<HTMLDialogElement>("dialog").close("");
    expect(await no).toBe(false);
    expect(document.querySelector("dialog")).toBeNull();
  });

  it("holds a form back until the answer is yes", async () => {
    html('<form data-confirm="Xóa?"><button>Xóa</button></form>');
    const form = find<HTMLFormElement>("form");
    const sent = vi.fn((event: Event) => event.preventDefault());
    form.addEventListener("submit", (event) => {
      if (form.dataset.confirmed !== undefined) sent(event);
    });
    form.requestSubmit();
    expect(sent).not.toHaveBeenCalled();
    find<HTMLDialogElement>("dialog").close("");
    await settle();
    expect(sent).not.toHaveBeenCalled();
    form.requestSubmit();
    find<HTMLDialogElement>("dialog").close("yes");
    await settle();
    expect(sent).toHaveBeenCalledTimes(1);
    expect(form.dataset.confirmed).toBeUndefined();
  });

  it("leaves other forms alone", () => {
    html("<form><button>Lưu</button></form>");
    const form = find<HTMLFormElement>("form");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.requestSubmit();
    expect(document.querySelector("dialog")).toBeNull();
  });
});

describe("a dialog of the page", () => {
  it("opens and closes by attribute", () => {
    html(`<button id="open" data-opens="help">?</button>
      <dialog id="help"><button data-closes>Đóng</button></dialog>`);
    click("#open");
    expect(find<HTMLDialogElement>("dialog").open).toBe(true);
    click("[data-closes]");
    expect(find<HTMLDialogElement>("dialog").open).toBe(false);
  });

  it("tells what must be read", async () => {
    const told = tell(document, "Không gửi được.");
    expect(find("dialog").textContent).toContain("Không gửi được.");
    find<HTMLDialogElement>("dialog").close();
    await told;
  });
});

describe("htmx", () => {
  const send = (type: string, detail: object) => {
    const event = new CustomEvent(type, { detail, bubbles: true, cancelable: true });
    document.dispatchEvent(event);
    return event;
  };

  it("asks in our own dialog", async () => {
    const issueRequest = vi.fn();
    const event = send("htmx:confirm", { question: "Gỡ máy này?", issueRequest });
    expect(event.defaultPrevented).toBe(true);
    find<HTMLDialogElement>("dialog").close("yes");
    await settle();
    expect(issueRequest).toHaveBeenCalledWith(true);
    const silent = send("htmx:confirm", { question: null, issueRequest });
    expect(silent.defaultPrevented).toBe(false);
  });

  it("says so when the server cannot be reached", () => {
    // It looks again by itself, every few seconds: who watches presses nothing.
    send("htmx:sendError", { requestConfig: { triggeringEvent: undefined } });
    expect(document.querySelector("dialog")).toBeNull();
    send("htmx:sendError", { requestConfig: { triggeringEvent: new Event("click") } });
    expect(find("dialog").textContent).toContain("Máy chủ chưa nhận được yêu cầu");
  });
});
