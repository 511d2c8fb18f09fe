/** Dialogs: open and close by attribute, and one question before a serious step. */
import { pageMessages } from "../text";

/** `data-opens="id"`, `data-closes`, and `data-confirm="question"` on plain forms. */
export function startDialogs(page: Document): void {
  page.addEventListener("click", (event) => {
    const opens = closest(event.target, "[data-opens]")?.dataset.opens;
    const dialog = opens ? page.getElementById(opens) : null;
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
    const closes = closest(event.target, "[data-closes]");
    if (closes) closes.closest("dialog")?.close();
  });
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form instanceof HTMLFormElement) confirmForm(page, form, event);
  });
}

function closest(target: EventTarget | null, selector: string) {
  return target instanceof Element ? target.closest<HTMLElement>(selector) : null;
}

function confirmForm(page: Document, form: HTMLFormElement, event: SubmitEvent): void {
  const button = event.submitter instanceof HTMLElement ? event.submitter : null;
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (!question || form.dataset.confirmed !== undefined) return;
  event.preventDefault();
  void ask(page, question).then((yes) => {
    if (!yes) return;
    form.dataset.confirmed = "";
    form.requestSubmit(button);
    delete form.dataset.confirmed;
  });
}

/** Asks in a dialog of the page's own look; Escape means no. */
export function ask(page: Document, question: string): Promise<boolean> {
  const { confirm, yes, no } = pageMessages().page;
  return show(page, confirm, question, [
    { label: no, value: "", primary: false },
    { label: yes, value: "yes", primary: true },
  ]).then((value) => value === "yes");
}

/** Tells something that must be read. */
export async function tell(page: Document, sentence: string): Promise<void> {
  const { yes } = pageMessages().page;
  await show(page, "", sentence, [{ label: yes, value: "", primary: true }]);
}

interface Button {
  readonly label: string;
  readonly value: string;
  readonly primary: boolean;
}

function show(
  page: Document,
  title: string,
  sentence: string,
  buttons: readonly Button[],
): Promise<string> {
  const dialog = page.createElement("dialog");
  dialog.className = "dialog";
  const text = page.createElement("p");
  text.textContent = sentence;
  const form = page.createElement("form");
  form.method = "dialog";
  form.className = "dialog__actions";
  form.append(...buttons.map((button) => buttonOf(page, button)));
  if (title) {
    const heading = page.createElement("h2");
    heading.textContent = title;
    dialog.append(heading);
  }
  dialog.append(text, form);
  page.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue);
      dialog.remove();
    });
    dialog.showModal();
  });
}

function buttonOf(page: Document, { label, value, primary }: Button) {
  const button = page.createElement("button");
  button.value = value;
  button.textContent = label;
  button.className = primary ? "button button--primary" : "button";
  return button;
}
