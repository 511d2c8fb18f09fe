// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import { startCopying } from "./copy";

const writeText = vi.fn(async (_: string) => {});
const select = vi.fn();
const view = {
  navigator: { clipboard: { writeText } },
  getSelection: () => ({ selectAllChildren: select }),
} as unknown as Window;
startCopying(document, view);
const button = () => document.querySelector("button") as HTMLButtonElement;

beforeEach(() => {
  vi.clearAllMocks();
  document.body.innerHTML =
    '<code id="a"> /khach/#s </code><button data-copies="a" data-done="Xong">Chép</button>';
});

it("copies the words and says so", async () => {
  button().click();
  await vi.waitFor(() => expect(button().textContent).toBe("Xong"));
  expect(writeText).toHaveBeenCalledWith("/khach/#s");
});

it("marks the words where it may not copy", async () => {
  writeText.mockRejectedValueOnce(new Error("no"));
  button().click();
  await vi.waitFor(() => expect(select).toHaveBeenCalled());
  expect(button().textContent).toBe("Chép");
});
