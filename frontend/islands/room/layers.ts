/** The words of the SDK for how good a picture is. */
import { VideoQuality } from "livekit-client";
import type { Quality } from "./budget";

export const LAYERS: Readonly<Record<Quality, VideoQuality>> = {
  none: VideoQuality.LOW,
  still: VideoQuality.LOW,
  low: VideoQuality.LOW,
  medium: VideoQuality.MEDIUM,
  high: VideoQuality.HIGH,
};
