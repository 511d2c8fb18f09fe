/** Asking a server that may be away for a moment: again and again, at a flat pace. */
import type { Answer } from "./server";

const RESEND_MS = 300;

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
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
