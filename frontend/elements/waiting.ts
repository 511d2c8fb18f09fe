/** A page that waits for somebody's answer: it asks now and then, and shows what is new. */

export const ASK_MS = 3000;

export function waitForAnswer(
  page: Document,
  view: Window,
  fetcher: typeof fetch = (...args) => fetch(...args),
): void {
  const waits = page.querySelector<HTMLElement>("[data-waits]")?.dataset.waits;
  if (waits === undefined) return;
  const { href } = view.location;
  view.setInterval(async () => {
    const answer = await fetcher(href, { cache: "no-store" }).catch(() => null);
    // While the server restarts there is no answer: the page stays as it is.
    if (answer?.ok && answer.headers.get("X-Waits") !== waits) view.location.reload();
  }, ASK_MS);
}
