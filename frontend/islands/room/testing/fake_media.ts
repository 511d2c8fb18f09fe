/** A browser's cameras and microphones in memory, with its own errors. */
import { type Browser, DeviceCheck } from "../devices";
import { track } from "./meeting";

export class Memory {
  readonly kept = new Map<string, string>();
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
}

export class FakeMedia {
  devices = [
    { kind: "videoinput", deviceId: "cam-1", label: "Camera phòng họp" },
    { kind: "videoinput", deviceId: "cam-2", label: "Camera 360" },
    { kind: "audioinput", deviceId: "mic-1", label: "Micro bàn" },
    { kind: "audiooutput", deviceId: "tv", label: "Tivi" },
    { kind: "audiooutput", deviceId: "", label: "" },
  ];
  errors: Record<string, string> = {};
  readonly asked: MediaStreamConstraints[] = [];
  readonly given: MediaStreamTrack[] = [];
  /** The person has not answered the browser's question yet. */
  hold: Promise<void> | null = null;
  /** Said yes to one kind, a browser tells more. */
  answered: (kind: string) => void = () => {};
  private plugged: () => unknown = () => {};

  addEventListener(_: string, listener: () => unknown): void {
    this.plugged = listener;
  }

  async getUserMedia(wanted: MediaStreamConstraints) {
    this.asked.push(wanted);
    const kind = wanted.video ? "video" : "audio";
    const one = (wanted.video ?? wanted.audio) as MediaTrackConstraints;
    const exact = (one.deviceId as { exact?: string } | undefined)?.exact;
    const error = this.errors[exact ?? kind];
    if (error) throw new DOMException(error, error);
    await this.hold;
    const given = track(exact ?? `${kind}-default`, kind);
    this.given.push(given);
    this.answered(kind);
    return { getTracks: () => [given] };
  }

  async enumerateDevices() {
    return this.devices;
  }

  /** A cable goes in or out. */
  async plug(): Promise<void> {
    this.plugged();
    await new Promise((done) => setTimeout(done, 0));
  }
}

/** A browser that gives these devices and remembers nothing yet. */
export function browserWith(
  media: FakeMedia,
): Browser & Record<"local" | "session", Memory> {
  return {
    secure: true,
    media: media as unknown as MediaDevices,
    local: new Memory(),
    session: new Memory(),
  };
}

/** Its devices, checked once. */
export async function openedIn(browser: Browser): Promise<DeviceCheck> {
  const check = new DeviceCheck(browser);
  await check.open();
  return check;
}
