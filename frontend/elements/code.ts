/** Takes the one-time code from behind the address's `#` into the form that sends it. */

/**
 * The code is never part of what a server, proxy or log sees as the address; it is
 * also taken out of the address bar, so that the history does not keep it.
 */
export function takeCode(page: Document, view: Window): void {
  const field = page.querySelector<HTMLInputElement>("#id_code");
  const code = view.location.hash.slice(1);
  if (!field || !/^[0-9A-Z-]{12,20}$/i.test(code)) return;
  field.value = code;
  view.history.replaceState(null, "", view.location.pathname + view.location.search);
  field.form?.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
}
