// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { takeCode } from "./code";

const field = () => document.querySelector<HTMLInputElement>("#id_code");

beforeEach(() => {
  document.body.innerHTML =
    '<form><input id="id_code"><button type="submit">Vào</button></form>';
  history.replaceState(null, "", "/vao");
});

it("moves the code from the address into the form", () => {
  history.replaceState(null, "", "/vao#K7QM-4T2P-9XWD");
  takeCode(document, window);
  expect(field()?.value).toBe("K7QM-4T2P-9XWD");
  expect(location.href).not.toContain("K7QM");
  expect(document.activeElement?.tagName).toBe("BUTTON");
});

it("leaves other fragments and other pages alone", () => {
  history.replaceState(null, "", "/vao#content");
  takeCode(document, window);
  expect(field()?.value).toBe("");
  document.body.innerHTML = "";
  history.replaceState(null, "", "/don-vi#K7QM-4T2P-9XWD");
  takeCode(document, window);
  expect(location.hash).toBe("#K7QM-4T2P-9XWD");
});

it("moves an invitation's secret into its form, and the name is written next", () => {
  document.body.innerHTML =
    '<form><input type="hidden" id="secret"><input id="id_name"></form>';
  history.replaceState(null, "", "/khach/#Zx_8-0123456789abcdefghij");
  takeCode(document, window);
  const secret = document.querySelector<HTMLInputElement>("#secret");
  expect(secret?.value).toBe("Zx_8-0123456789abcdefghij");
  expect(location.href).not.toContain("#");
  expect(document.activeElement?.id).toBe("id_name");
});
