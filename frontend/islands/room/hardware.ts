/** Opening a camera or a microphone, and what its failure means. */
import { amplified } from "./amplifier";
import type { DeviceSource as Source } from "./bridge";
import type { Choice, Mode } from "./choice";

export type Problem =
  | "insecure"
  | "permission"
  | "noCamera"
  | "noMicrophone"
  | "cameraInUse"
  | "microphoneInUse"
  | "cameraFailed"
  | "microphoneFailed"
  | "silent"
  | "black"
  | "speakerFailed";

export interface Device {
  readonly id: string;
  readonly label: string;
}

/** Opens one device as chosen; what went wrong when it does not open. */
export async function obtain(
  media: MediaDevices,
  kind: Source,
  choice: Choice,
): Promise<MediaStreamTrack | Problem> {
  try {
    return await track(media, kind, choice);
  } catch (error) {
    if (!choice[kind] || !isMissing(error)) return problemOf(kind, error);
  }
  // The remembered device is gone: any other is better than none.
  try {
    return await track(media, kind, { ...choice, [kind]: "" });
  } catch (error) {
    return problemOf(kind, error);
  }
}

/** What is really open: another one may stand in for the chosen. */
export function inUse(track: MediaStreamTrack | undefined, chosen: string): string {
  return track?.getSettings().deviceId ?? chosen;
}

/** What is plugged in, as far as the browser tells. */
export async function list(media: MediaDevices) {
  const devices = await media.enumerateDevices().catch(() => []);
  const of = (kind: MediaDeviceKind) =>
    devices
      .filter((device) => device.kind === kind && device.deviceId !== "")
      .map(({ deviceId, label }): Device => ({ id: deviceId, label }));
  return {
    cameras: of("videoinput"),
    microphones: of("audioinput"),
    speakers: of("audiooutput"),
  };
}

/** Loudspeakers echo, a mixer has done it all, a headset only needs quiet. */
export const SOUND: Record<Mode, MediaTrackConstraints> = {
  room: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  mixer: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  headset: { echoCancellation: false, noiseSuppression: true, autoGainControl: true },
};

export function constraints(kind: Source, choice: Choice): MediaStreamConstraints {
  const device = choice[kind] ? { deviceId: { exact: choice[kind] } } : {};
  if (kind === "camera") {
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    return { video: { ...device, ...size, frameRate: { ideal: 25, max: 30 } } };
  }
  return { audio: { ...device, channelCount: 1, ...SOUND[choice.mode] } };
}

/** What the browser's error means to the person in the room. */
export function problemOf(kind: Source, error: unknown): Problem {
  const name = error instanceof Error ? error.name : "";
  const camera = kind === "camera";
  if (name === "NotAllowedError" || name === "SecurityError") return "permission";
  if (isMissing(error)) return camera ? "noCamera" : "noMicrophone";
  if (name === "NotReadableError" || name === "AbortError") {
    return camera ? "cameraInUse" : "microphoneInUse";
  }
  return camera ? "cameraFailed" : "microphoneFailed";
}

function isMissing(error: unknown): boolean {
  const name = error instanceof Error ? error.name : "";
  return name === "NotFoundError" || name === "OverconstrainedError";
}

async function track(
  media: MediaDevices,
  kind: Source,
  choice: Choice,
): Promise<MediaStreamTrack> {
  const stream = await media.getUserMedia(constraints(kind, choice));
  const first = stream.getTracks()[0];
  if (!first) throw new DOMException("no track", "NotFoundError");
  return kind === "microphone" ? amplified(first, choice.gain) : first;
}
