/** Says in words why a passkey did not work: the sign-in library only logs it. */

interface Failure {
  exception?: { name?: string };
}

/** Listens to the library and fills the page's `[data-passkey-trouble]`. */
export function tellPasskeyTrouble(page: Document): void {
  page.addEventListener("allauth.error", (event) => {
    const place = page.querySelector<HTMLElement>("[data-passkey-trouble]");
    if (!place) return;
    event.preventDefault();
    const { exception } = (event as CustomEvent<Failure>).detail;
    place.textContent = text(place, exception?.name ?? "");
    place.hidden = false;
  });
}

/** NotAllowedError is a refusal, a timeout, or a passkey that is not there. */
function text(place: HTMLElement, name: string): string {
  const { passkeyTrouble = "", passkeyInsecure = "" } = place.dataset;
  return name === "SecurityError" || !window.isSecureContext
    ? passkeyInsecure
    : passkeyTrouble;
}
