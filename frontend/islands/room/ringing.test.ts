/** A call that waits: where it sounds, for how long, and when nothing may be heard. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LONGEST_MS, type Ring, Ringing, ROUND_MS } from "./ringing";
import { MeetingStore } from "./store";
import { type Call, Talk } from "./talk";
import { FakeBridge } from "./testing/fake_bridge";
import { call, FakeServer, me, meeting, snapshot } from "./testing/meeting";
import type { MeetingState } from "./types";
import { Words } from "./words";

let server: FakeServer;
let store: MeetingStore;
let words: Words;
let talk: Talk;
let ringing: Ringing;
let rung: { ring: Ring; hushed: AbortSignal }[];

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  store = new MeetingStore(server);
  words = new Words(store, server);
  const bridge = new FakeBridge();
  const parts = { bridge: () => bridge, microphone: async () => null };
  talk = new Talk(store, words, server, parts);
  rung = [];
  ringing = new Ringing(store, talk, (ring, hushed) => rung.push({ ring, hushed }));
});

afterEach(() => {
  ringing.stop();
  talk.stop();
  words.stop();
  store.stop();
  vi.useRealTimers();
});

const tick = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);
const rings = () => rung.map(({ ring }) => ring);
const sounding = () => rung.filter(({ hushed }) => !hushed.aborted).length;

/** This device is in the room, and the server tells it of a call. */
async function told(change: Partial<Call> = {}, who = me()) {
  server.snapshotValue = snapshot(meeting(), who);
  server.news = { ...server.news, call: call(change) };
  if (!store.get().snapshot) await store.refresh();
  const microphone = who.main ? "muted" : "companion";
  store.patch({ connection: "connected", microphone });
  await words.renew();
  await tick();
}

/** The chair decides something. */
const decided = (change: Partial<MeetingState>) =>
  store.metadataArrived({ epoch: 3, words: 0, state: meeting({ rev: 8, ...change }) });

describe("a room that is called", () => {
  it("rings in rounds, never two at once, for half a minute", async () => {
    await told();
    expect(rings()).toEqual(["bell"]);
    await tick(ROUND_MS);
    expect(rings()).toEqual(["bell", "bell"]);
    expect(sounding()).toBe(1);
    await tick(LONGEST_MS);
    expect(rings()).toHaveLength(LONGEST_MS / ROUND_MS);
    expect(sounding()).toBe(0);
    // Not even when something else changes in the room.
    store.patch({ microphone: "live" });
    store.patch({ microphone: "muted" });
    expect(rings()).toHaveLength(LONGEST_MS / ROUND_MS);
  });

  it("is silent as soon as somebody answers or declines, before the server", async () => {
    await told();
    vi.spyOn(server, "answerTalk").mockReturnValue(new Promise(() => {}));
    void talk.answer();
    expect(sounding()).toBe(0);
    await told({ id: 4 });
    vi.spyOn(server, "endTalk").mockReturnValue(new Promise(() => {}));
    void talk.end();
    await tick(LONGEST_MS);
    expect(sounding()).toBe(0);
  });

  it("is silent when it is no longer called, and rings for the next call", async () => {
    await told();
    await told({ why: "withdrawn" });
    expect(sounding()).toBe(0);
    await tick(LONGEST_MS);
    await told({ id: 4 });
    expect(sounding()).toBe(1);
    await told({ id: 4, answered: true });
    expect(sounding()).toBe(0);
  });

  it("does not ring into its own open microphone", async () => {
    await told();
    store.patch({ microphone: "live" });
    expect(sounding()).toBe(0);
    store.patch({ microphone: "muted" });
    expect(sounding()).toBe(1);
    // It is about to open: called to speak, or by the room itself.
    decided({ floor: [5] });
    expect(sounding()).toBe(0);
    store.patch({ choice: false });
    expect(sounding()).toBe(1);
    store.patch({ choice: true });
    expect(sounding()).toBe(0);
  });

  it("rings on its main device only, and not outside the room", async () => {
    await told({}, me({ main: false }));
    expect(rings()).toEqual([]);
    store.patch({ snapshot: snapshot(meeting(), me()) });
    expect(rings()).toEqual(["bell"]);
    store.patch({ connection: "elsewhere" });
    expect(sounding()).toBe(0);
  });

  it("rings also where there is no microphone", async () => {
    await told();
    store.patch({ microphone: "missing" });
    decided({ floor: [5] });
    expect(sounding()).toBe(1);
  });

  it("is silent once the page is left", async () => {
    await told();
    ringing.stop();
    expect(sounding()).toBe(0);
    await tick(LONGEST_MS);
    expect(rings()).toHaveLength(1);
  });
});

describe("the desk that calls", () => {
  const desk = me({ site: 1, main: false });

  it("hears that it rings, also at a companion beside the chair's microphone", async () => {
    await told({ desk: true }, desk);
    expect(rings()).toEqual(["back"]);
    await told({ desk: true, why: "declined" }, desk);
    expect(sounding()).toBe(0);
  });

  it("hears nothing where it is itself heard by all", async () => {
    await told({ desk: true }, me({ site: 1 }));
    expect(rings()).toEqual([]);
    store.patch({ choice: false });
    expect(rings()).toEqual(["back"]);
  });
});
