/** Asking a server that may be away for a moment: again and again, at a flat pace. */
import type { Answer } from "./server";

const RESEND_MS = 300;

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The same work, unless it takes longer: then a TimeoutError. */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = sleep(milliseconds).then(() => {
    throw new DOMException("too long", "TimeoutError");
  });
  return Promise.race([work, late]);
}

/** Until somebody answers; null: nobody wants to know any more. Each answer is told. */
export async function untilAnswered<T>(
  ask: () => Promise<Answer<T>>,
  stopped: () => boolean,
  told: (answer: Answer<T>) => void = () => {},
) {
  while (!stopped()) {
    const answer = await ask();
    told(answer);
    if (answer.kind !== "silent") return answer;
    await sleep(RESEND_MS);
  }
  return null;
}

/** `randomUUID` exists in secure contexts only; commands work everywhere. */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
