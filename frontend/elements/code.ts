/** Takes a secret from behind the address's `#` into the form that sends it. */

/**
 * The secret is never part of what a server, proxy or log sees as the address; it is
 * also taken out of the address bar, so that the history does not keep it.
 */
export function takeCode(page: Document, view: Window): void {
  const code = take(page, view, "#id_code", /^[0-9A-Z-]{9,20}$/i);
  code?.form?.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
  const secret = take(page, view, "#secret", /^[\w-]{20,80}$/);
  secret?.form?.querySelector<HTMLInputElement>("input:not([type=hidden])")?.focus();
}

function take(page: Document, view: Window, name: string, like: RegExp) {
  const field = page.querySelector<HTMLInputElement>(name);
  const code = view.location.hash.slice(1);
  if (!field || !like.test(code)) return null;
  field.value = code;
  view.history.replaceState(null, "", view.location.pathname + view.location.search);
  return field;
}
