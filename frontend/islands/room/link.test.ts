import { describe, expect, it } from "vitest";
import { trouble } from "./room_state";
import {
  bridge,
  connection,
  enter,
  link,
  linkAnewForEachTest,
  meetingIs,
  push,
  server,
  store,
  tick,
  tracks,
} from "./testing/linked";
import { me, refusal } from "./testing/meeting";

linkAnewForEachTest();

const OVER = refusal(403, "closed", "Cuộc họp đã kết thúc.");

describe("on entering", () => {
  it("joins and publishes the muted microphone, then the camera", async () => {
    const room = await enter();
    expect(connection()).toBe("connected");
    expect(room.log).toEqual(["publish microphone muted", "publish camera"]);
    expect(store.get().microphone).toBe("muted");
  });

  it("publishes nothing from a companion", async () => {
    const room = await enter({}, me({ main: false }));
    expect(room.log).toEqual([]);
    expect(store.get().microphone).toBe("companion");
  });

  it("opens the microphone at once where the site already has the floor", async () => {
    const room = await enter({ floor: [5] });
    expect(room.log).toEqual(["publish microphone", "publish camera"]);
    expect(store.get().microphone).toBe("live");
  });

  it("tries every 200 ms until the engine lets it in", async () => {
    bridge.joining = async () => {
      throw new Error("refused");
    };
    await enter();
    expect(connection()).toBe("connecting");
    await tick(1000);
    expect(bridge.rooms.length).toBe(6);
    expect(bridge.rooms.every((room) => room.closed)).toBe(true);
    bridge.joining = async () => {};
    await tick(200);
    expect(connection()).toBe("connected");
  });

  it("gives a join up that hangs, and is more patient with the next", async () => {
    bridge.joining = () => new Promise(() => {});
    await enter();
    await tick(5300);
    expect(bridge.rooms.length).toBe(2);
    await tick(9000);
    expect(bridge.rooms.length).toBe(2);
    await tick(1300);
    expect(bridge.rooms.length).toBe(3);
  });

  it("says that the engine does not answer, after the first failed attempt", async () => {
    bridge.joining = async () => {
      throw new Error("502");
    };
    await enter();
    expect(trouble(store.get())).toBe("engine");
    bridge.joining = async () => {};
    await tick(200);
    expect(trouble(store.get())).toBeNull();
  });

  it("says the same when the SDK gives the call up by itself", async () => {
    bridge.joining = (room) => {
      room.events.ended("lost");
      return new Promise(() => {});
    };
    await enter();
    expect(trouble(store.get())).toBe("engine");
  });

  it("says that the media are blocked when only the call goes through", async () => {
    bridge.joining = (room) => {
      room.answered = true;
      return new Promise(() => {});
    };
    await enter();
    expect(trouble(store.get())).toBeNull();
    await tick(5000);
    expect(trouble(store.get())).toBe("media");
    expect(connection()).toBe("connecting");
  });

  it("waits for a server that restarts", async () => {
    server.answer = { kind: "silent" };
    link.start(tracks);
    await tick(1000);
    expect(bridge.rooms.length).toBe(0);
    meetingIs({});
    await tick(200);
    expect(connection()).toBe("connected");
  });

  it("stays outside at the server's refusal and keeps its sentence", async () => {
    server.answer = refusal(403, "removed", "Thiết bị đã bị gỡ.");
    link.start(tracks);
    await tick(5000);
    expect(connection()).toBe("refused");
    expect(store.get().refused?.text).toBe("Thiết bị đã bị gỡ.");
    expect(bridge.rooms.length).toBe(0);
  });

  it.each([401, 403])("comes in when the server no longer says %i", async (status) => {
    server.answer = refusal(status, "refused", "");
    link.start(tracks);
    await tick(60_000);
    expect(connection()).toBe("refused");
    expect(server.asked).toBeLessThan(10);
    meetingIs({});
    await tick(10_000);
    expect(connection()).toBe("connected");
    expect(store.get().refused).toBeNull();
  });

  it("does not join a meeting that is over", async () => {
    server.answer = OVER;
    link.start(tracks);
    await tick(60_000);
    expect(connection()).toBe("ended");
    expect(bridge.rooms).toEqual([]);
  });
});

describe("a second window of the same device", () => {
  it("is not fought: the first waits until it is asked back", async () => {
    const room = await enter();
    room.events.ended("duplicate");
    await tick(60_000);
    expect(connection()).toBe("elsewhere");
    expect(bridge.rooms.length).toBe(1);
    link.takeOver();
    await tick();
    expect(connection()).toBe("connected");
    expect(bridge.rooms.length).toBe(2);
  });
});

describe("a device that is removed", () => {
  it("asks the server, shows its sentence and stops", async () => {
    const room = await enter();
    server.answer = refusal(403, "removed", "Thiết bị đã bị gỡ.");
    room.events.ended("removed");
    await tick(60_000);
    expect(connection()).toBe("refused");
    expect(bridge.rooms.length).toBe(1);
  });

  it.each([401, 403])("leaves at once when the server says %i", async (status) => {
    const room = await enter();
    server.answer = refusal(status, "refused", "Không được vào.");
    await store.refresh();
    await tick();
    expect(room.closed).toBe(true);
    expect(connection()).toBe("refused");
    await tick(60_000);
    expect(bridge.rooms.length).toBe(1);
    meetingIs({});
    await tick(10_000);
    expect(connection()).toBe("connected");
  });

  it("comes back when the server still wants it", async () => {
    const room = await enter();
    room.events.ended("removed");
    await tick(1000);
    expect(connection()).toBe("connected");
  });

  it("may try again when somebody has put things right", async () => {
    server.answer = refusal(401, "signed_out", "Hãy đăng nhập.");
    link.start(tracks);
    await tick();
    expect(connection()).toBe("refused");
    meetingIs({});
    link.start(tracks);
    await tick();
    expect(connection()).toBe("connected");
  });
});

describe("the end of the meeting", () => {
  it("keeps everyone in the room while it can be taken back", async () => {
    const room = await enter();
    meetingIs({ rev: 8, phase: "closed" });
    await push({ rev: 8, phase: "closed" });
    await tick(30_000);
    expect(connection()).toBe("connected");
    meetingIs({ rev: 9, phase: "open" });
    await push({ rev: 9, phase: "open" });
    await tick(1000);
    expect(bridge.rooms).toEqual([room]);
  });

  it("waits at a calm pace for a server that is silent just then", async () => {
    const room = await enter();
    await push({ rev: 8, phase: "closed" });
    server.answer = { kind: "silent" };
    const before = server.asked;
    room.events.ended("closed");
    await tick(1000);
    // The link's own look and the store's, each every 200 ms.
    expect(server.asked - before).toBeLessThanOrEqual(12);
    server.answer = OVER;
    await tick(400);
    expect(connection()).toBe("ended");
  });

  it("is said when the room is gone, and nobody joins again", async () => {
    const room = await enter();
    await push({ rev: 8, phase: "closed" });
    server.answer = OVER;
    room.events.ended("closed");
    await tick(60_000);
    expect(connection()).toBe("ended");
    expect(room.closed).toBe(true);
    expect(bridge.rooms.length).toBe(1);
  });
});

describe("leaving", () => {
  it("in the middle of a join leaves nothing behind that joins late", async () => {
    let joins = () => {};
    bridge.joining = () =>
      new Promise((resolve) => {
        joins = resolve;
      });
    const room = await enter();
    link.stop();
    joins();
    await tick(5000);
    expect(room.closed).toBe(true);
    expect(connection()).toBe("connecting");
    expect(room.log).toEqual([]);
  });

  it("closes the room and joins no more", async () => {
    const room = await enter();
    link.stop();
    await tick(60_000);
    expect(room.closed).toBe(true);
    expect(bridge.rooms.length).toBe(1);
    expect(link.attach("video-7", {} as HTMLMediaElement)()).toBeUndefined();
  });
});
