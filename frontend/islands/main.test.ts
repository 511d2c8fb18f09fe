// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import "./main";
import type { NcIsland } from "./main";

const unmount = vi.fn();
const mount = vi.fn((_element: HTMLElement, _props: unknown) => unmount);
vi.mock("./room/mount", () => ({
  mount: (element: HTMLElement, props: unknown) => mount(element, props),
}));

afterEach(() => {
  document.body.replaceChildren();
  vi.clearAllMocks();
});

function island(name: string, props?: string): NcIsland {
  const element = document.createElement("nc-island") as NcIsland;
  element.setAttribute("name", name);
  if (props) element.dataset.props = props;
  return element;
}

describe("an island", () => {
  it("is mounted with its props when the page takes it in", async () => {
    const element = island("room", '{"meeting":1}');
    document.body.append(element);
    await vi.waitFor(() => expect(mount).toHaveBeenCalledWith(element, { meeting: 1 }));
    element.remove();
    expect(unmount).toHaveBeenCalledTimes(1);
  });

  it("is not mounted when the page has let it go meanwhile", async () => {
    const element = island("room");
    document.body.append(element);
    element.remove();
    await new Promise((done) => setTimeout(done, 20));
    expect(mount).not.toHaveBeenCalled();
  });

  it("with an unknown name says so", async () => {
    await expect(island("garden").connectedCallback()).rejects.toThrow(/garden/);
  });
});
