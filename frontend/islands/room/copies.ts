/** Copies of local tracks for the SDK: whatever it does to them, the room's own live. */
import type { Source } from "./bridge";

interface Copy {
  readonly of: string;
  readonly track: MediaStreamTrack;
}

export class LocalCopies {
  private readonly kept = new Map<Source, Copy>();

  /** A new copy; an older one of the same source is let go. */
  take(source: Source, own: MediaStreamTrack): MediaStreamTrack {
    const track = copyOf(own);
    this.keep(source, own, track);
    return track;
  }

  /** From now on this copy of `own` is the one of its source. */
  keep(source: Source, own: MediaStreamTrack, track: MediaStreamTrack): void {
    this.drop(source);
    this.kept.set(source, { of: own.id, track });
  }

  /** The id of the room's own track behind what the SDK publishes. */
  original(source: Source, published: MediaStreamTrack): string {
    const copy = this.kept.get(source);
    return copy?.track === published ? copy.of : published.id;
  }

  drop(source: Source): void {
    this.kept.get(source)?.track.stop();
    this.kept.delete(source);
  }

  dropAll(): void {
    for (const source of [...this.kept.keys()]) this.drop(source);
  }
}

/** Not every browser copies what a track is made for. */
export function copyOf(own: MediaStreamTrack): MediaStreamTrack {
  const track = own.clone();
  track.contentHint = own.contentHint;
  return track;
}
