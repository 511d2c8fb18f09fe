// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { tellPasskeyTrouble } from "./passkey";

const place = () => document.querySelector<HTMLElement>("p");

function fail(name: string): void {
  const detail = { tags: ["mfa"], exception: { name } };
  document.dispatchEvent(
    new CustomEvent("allauth.error", { detail, cancelable: true }),
  );
}

beforeEach(() => {
  document.body.innerHTML =
    '<p hidden data-passkey-trouble="thử lại" data-passkey-insecure="cần HTTPS"></p>';
});

it("says what to do when the browser refuses", () => {
  Object.defineProperty(window, "isSecureContext", { value: true, configurable: true });
  tellPasskeyTrouble(document);
  expect(place()?.hidden).toBe(true);
  fail("NotAllowedError");
  expect(place()?.textContent).toBe("thử lại");
  fail("SecurityError");
  expect(place()?.textContent).toBe("cần HTTPS");
  expect(place()?.hidden).toBe(false);
});
