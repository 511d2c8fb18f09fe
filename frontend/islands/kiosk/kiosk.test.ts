import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Kiosk, minutesLeft, type Place } from "./kiosk";
import type { Next, Told } from "./server";

let went: string[];
let asked: number[];
let told: Told | null;
let kiosk: Kiosk;

const NEXT: Next = {
  id: 4,
  title: "Giao ban (demo)",
  starts: 0,
  enter: false,
  technician: "",
  hotline: "",
};

function says(next: Partial<Next> | null, paired = true): void {
  told = {
    paired,
    now: Date.now(),
    plate: "ĐIỂM CẦU XÃ TAM HẢI",
    next: next && { ...NEXT, ...next },
  };
}

async function stand(place: Place, milliseconds = 0) {
  const way = {
    home: () => void went.push("home"),
    room: (meeting: number) => void went.push(`room ${meeting}`),
    again: () => void went.push("again"),
  };
  const ask = async (present: number) => {
    asked.push(present);
    return told;
  };
  kiosk = new Kiosk(place, ask, way);
  kiosk.start();
  await pass(milliseconds);
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  went = [];
  asked = [];
  says(null);
});

afterEach(() => {
  kiosk.stop();
  vi.useRealTimers();
});

describe("before it is paired", () => {
  it("waits, and shows its home once it is", async () => {
    says(null, false);
    await stand("pairing", 10_000);
    expect(went).toEqual([]);
    says(null);
    await pass(3000);
    expect(went).toEqual(["again"]);
    await pass(60_000);
    expect(went).toEqual(["again"]);
  });

  it("shows a new code before the old one is worth nothing", async () => {
    says(null, false);
    await stand("pairing", 13 * 60_000);
    expect(went).toEqual([]);
    await pass(61_000);
    expect(went).toEqual(["again"]);
  });
});

describe("at home", () => {
  it("shows what is next, and enters when it is time", async () => {
    says({});
    await stand("home");
    expect(kiosk.get()).toMatchObject({ answering: true, next: NEXT });
    says({ enter: true });
    await pass(3000);
    expect(went).toEqual(["room 4"]);
  });

  it("says that the server does not answer, and goes nowhere", async () => {
    says({ enter: true });
    told = null;
    await stand("home", 30_000);
    expect(kiosk.get().answering).toBe(false);
    expect(went).toEqual([]);
    says({ enter: true });
    await pass(3000);
    expect(went).toEqual(["room 4"]);
  });

  it("shows a code again when it was removed", async () => {
    await stand("home");
    says(null, false);
    await pass(3000);
    expect(went).toEqual(["home"]);
  });

  it("is loaded anew after half a day", async () => {
    await stand("home", 12 * 3_600_000 + 3000);
    expect(went).toEqual(["again"]);
  });

  it("knows the server's time", async () => {
    told = { paired: true, now: Date.now() + 90_000, plate: "", next: null };
    await stand("home");
    expect(kiosk.get().skew).toBe(90_000);
  });
});

describe("in a meeting", () => {
  it("tells where it is, and stays while it belongs there", async () => {
    says({ enter: true });
    await stand({ meeting: 4 }, 20_000);
    expect(went).toEqual([]);
    expect(new Set(asked)).toEqual(new Set([4]));
  });

  it("goes home when the meeting is over", async () => {
    says({ enter: true });
    await stand({ meeting: 4 });
    says({ id: 9, enter: false });
    await pass(3000);
    expect(went).toEqual(["home"]);
  });

  it("goes to the meeting that has begun meanwhile", async () => {
    says({ enter: true, id: 9 });
    await stand({ meeting: 4 });
    expect(went).toEqual(["room 9"]);
  });

  it("goes home when it was removed, or its site put out", async () => {
    says(null, false);
    await stand({ meeting: 4 });
    expect(went).toEqual(["home"]);
  });
});

it("counts the minutes up to the start, and not beyond", () => {
  const next = { ...NEXT, starts: 600_000 };
  expect(minutesLeft(next, 0)).toBe(10);
  expect(minutesLeft(next, 539_999)).toBe(2);
  expect(minutesLeft(next, 700_000)).toBe(0);
});
