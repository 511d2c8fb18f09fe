/** One-key actions of the desk, and the arrow keys of a remote control. */
import { type KeyboardEvent, useEffect } from "react";
import type { Messages } from "../../../text";
import type { Mark } from "../types";

/** In the order of their keys 1 to 4. */
export const MARKS: readonly Mark[] = ["online", "in_person", "excused", "absent"];

/** Each key presses the button of that name, if it is there. */
const BUTTONS: Readonly<Record<string, readonly string[]>> = {
  n: ["next"],
  t: ["take"],
  m: ["mute-all"],
  k: ["lock", "unlock"],
  v: ["cut-echo"],
  "+": ["extend"],
  ...Object.fromEntries(MARKS.map((mark, place) => [place + 1, [`mark-${mark}`]])),
};

/** A television's remote control has digits: 0 acknowledges, the others answer. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  0: ["acknowledge"],
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((place) => [place, [`reply-${place}`]])),
};

export const useDeskKeys = () => useKeys(BUTTONS);
export const useAnswerKeys = () => useKeys(ANSWERS);

/** Lets single keys press buttons, except where somebody types or chooses. */
function useKeys(buttons: Readonly<Record<string, readonly string[]>>): void {
  useEffect(() => {
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      const place = event.target instanceof Element ? event.target : null;
      if (place?.closest("input, select, textarea, [role=alertdialog]")) return;
      for (const name of buttons[event.key.toLowerCase()] ?? []) {
        document.querySelector<HTMLElement>(`[data-testid="${name}"]`)?.click();
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [buttons]);
}

/** Moves the focus from button to button: a remote control has no Tab key. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  // Who types moves within the line.
  if (!step || (event.target as Element).matches("input, select, textarea")) return;
  // From a banner to the room under it, and back.
  walk(event.currentTarget.closest(".room") ?? event.currentTarget, step);
  event.preventDefault();
}

/** Where nothing has the focus yet, an arrow finds the first button. */
export function useFirstArrow(): void {
  useEffect(() => {
    const pressed = ({ key }: globalThis.KeyboardEvent) => {
      const step = STEPS[key];
      const room = document.querySelector(".room");
      if (step && room && document.activeElement === document.body) walk(room, step);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

function walk(room: Element, step: number): void {
  const buttons = [...room.querySelectorAll<HTMLElement>("button:not(:disabled), a")];
  if (buttons.length === 0) return;
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? 0 : (at + step + buttons.length) % buttons.length;
  buttons[next]?.focus();
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** What the keys do, for whoever asks. */
export function Keys({ text }: { readonly text: Messages }) {
  return (
    <dl className="room-keys">
      {Object.entries(text.keys).map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
