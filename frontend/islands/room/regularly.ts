/** Does something at a steady pace, one after the other. */

/** Returns how to stop it. */
export function regularly(
  milliseconds: number,
  work: (now: number) => Promise<void>,
): () => void {
  let working = false;
  const timer = setInterval(() => {
    // A browser that counts slowly must not be asked twice at once.
    if (working) return;
    working = true;
    void work(Date.now()).finally(() => {
      working = false;
    });
  }, milliseconds);
  return () => clearInterval(timer);
}
