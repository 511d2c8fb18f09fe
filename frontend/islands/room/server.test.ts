import { describe, expect, it } from "vitest";
import { HttpMeetingServer } from "./server";
import { snapshot } from "./testing/meeting";

interface Call {
  url: string;
  init: RequestInit;
}

function answering(
  respond: () => Response | Promise<Response>,
  watcher: number | null = null,
) {
  const calls: Call[] = [];
  const fetcher = async (url: unknown, init: unknown) => {
    calls.push({ url: String(url), init: init as RequestInit });
    return respond();
  };
  const server = new HttpMeetingServer(
    1,
    () => "token-1",
    fetcher as typeof fetch,
    watcher,
  );
  return { server, calls };
}

const json = (body: unknown, status = 200) => Response.json(body, { status });
const command = {
  id: "c1",
  kind: "grant",
  site: 5,
  floor: [],
  seconds: 0,
  mode: "conference",
  layout: "speaker",
  sites: [],
  who: "all",
  status: "online",
  people: null,
  remark: "",
} as const;

describe("photographs over HTTP", () => {
  const image = new Blob(["webp"], { type: "image/webp" });

  it("come with their tag and age", async () => {
    const headers = { ETag: '"a1"', Age: "7", "Content-Type": "image/webp" };
    const { server, calls } = answering(() => new Response(image, { headers }));
    const answer = await server.still(5, "camera", "", 24);
    expect(answer).toMatchObject({ kind: "ok", value: { tag: "a1", age: 7 } });
    expect(answer.kind === "ok" && (await answer.value?.image?.text())).toBe("webp");
    expect(calls[0]?.url).toBe("/api/live/meetings/1/sites/5/stills/camera?kbps=24");
  });

  it("do not come again when they are known", async () => {
    const headers = { ETag: '"a1"', Age: "3" };
    const answer304 = () => new Response(null, { status: 304, headers });
    const { server, calls } = answering(answer304);
    expect(await server.still(5, "screen", "a1", 8)).toEqual({
      kind: "ok",
      value: { tag: "a1", age: 3, image: null },
    });
    expect(calls[0]?.init.headers).toMatchObject({ "If-None-Match": '"a1"' });
  });

  it("may not be there yet, or not be for this device", async () => {
    const none = answering(() => new Response(null, { status: 204 }));
    expect(await none.server.still(5, "camera", "", 8)).toEqual({
      kind: "ok",
      value: null,
    });
    const refused = answering(() => json({ code: "not_on_stage", text: "…" }, 403));
    expect(await refused.server.still(5, "camera", "", 8)).toMatchObject({
      kind: "refused",
      code: "not_on_stage",
    });
  });

  it("are asked for under the number of who watches", async () => {
    const { server, calls } = answering(() => new Response(null, { status: 204 }), 3);
    await server.still(5, "camera", "", 8);
    expect(calls[0]?.url).toBe(
      "/api/live/meetings/1/watchers/3/sites/5/stills/camera?kbps=8",
    );
  });

  it("are sent as they are, and confirmed by their tag", async () => {
    const { server, calls } = answering(() => json({ tag: "b2" }));
    const sent = await server.sendStill("screen", image);
    expect(sent).toEqual({ kind: "ok", value: { tag: "b2" } });
    expect(calls[0]?.init.body).toBe(image);
    expect(calls[0]?.init.headers).toMatchObject({
      "Content-Type": "image/webp",
      "X-CSRFToken": "token-1",
    });
    await server.confirmStill("screen", "b2");
    expect(calls[1]?.url).toBe("/api/live/meetings/1/stills/screen/b2");
  });
});

describe("the meeting server over HTTP", () => {
  it("gives the snapshot", async () => {
    const value = snapshot();
    const { server, calls } = answering(() => json(value));
    expect(await server.snapshot()).toEqual({ kind: "ok", value });
    expect(calls[0]?.url).toBe("/api/live/meetings/1");
  });

  it("sends a report, which is answered by nothing", async () => {
    const { server, calls } = answering(() => new Response(null, { status: 204 }));
    const report = {
      microphone: "silent",
      camera: "ok",
      line: "good",
      path: "udp",
      down: "full",
      up: "full",
    } as const;
    expect(await server.report(report)).toEqual({ kind: "ok", value: null });
    expect(calls[0]?.url).toBe("/api/live/meetings/1/health");
    expect(calls[0]?.init.body).toBe(JSON.stringify(report));
  });

  it("asks for who only watches by its number, and of words for the running text", async () => {
    const value = { number: 2, running: "Giải lao" };
    const { server, calls } = answering(() => json(value), 7);
    await server.snapshot();
    expect(await server.words()).toEqual({ kind: "ok", value });
    const own = "/api/live/meetings/1/watchers/7";
    expect(calls.map(({ url }) => url)).toEqual([own, `${own}/running`]);
  });

  it("asks for the sound of the site", async () => {
    const { server, calls } = answering(() => new Response(null, { status: 204 }));
    expect(await server.takeMain()).toEqual({ kind: "ok", value: null });
    expect(calls[0]?.url).toBe("/api/live/meetings/1/main");
    expect(calls[0]?.init.method).toBe("POST");
  });

  it("sends a command as JSON with the CSRF token", async () => {
    const { server, calls } = answering(() => json({ rev: 8 }));
    await server.command(command);
    expect(calls[0]?.url).toBe("/api/live/meetings/1/commands");
    expect(calls[0]?.init).toMatchObject({
      method: "POST",
      headers: { "X-CSRFToken": "token-1" },
      body: JSON.stringify(command),
    });
  });

  it("hands on a refusal with code and sentence", async () => {
    const { server } = answering(() => json({ code: "no_right", text: "Không." }, 403));
    expect(await server.command(command)).toEqual({
      kind: "refused",
      status: 403,
      code: "no_right",
      text: "Không.",
    });
  });

  it("makes a refusal of an answer that says nothing we know", async () => {
    const { server } = answering(() => new Response("<h1>?</h1>", { status: 404 }));
    expect(await server.snapshot()).toMatchObject({ code: "http_404", text: "" });
  });

  it.each([502, 503, 504])("takes the door's %i for silence", async (status) => {
    const { server } = answering(() => new Response("", { status }));
    expect(await server.snapshot()).toEqual({ kind: "silent" });
  });

  it("asks again after a fault inside the server, but repeats no command", async () => {
    const { server } = answering(() => new Response("", { status: 500 }));
    expect(await server.snapshot()).toEqual({ kind: "silent" });
    expect(await server.command(command)).toMatchObject({ code: "http_500" });
  });

  it("takes a broken network, or half an answer, for silence", async () => {
    const broken = answering(() => Promise.reject(new TypeError("fetch failed")));
    expect(await broken.server.snapshot()).toEqual({ kind: "silent" });
    const half = answering(() => new Response('{"meet'));
    expect(await half.server.snapshot()).toEqual({ kind: "silent" });
  });
});
