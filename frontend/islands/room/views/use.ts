/** How the views read the store and the device check. */
import { useEffect, useState, useSyncExternalStore } from "react";

const STIRS = ["pointermove", "pointerdown", "keydown"] as const;

export interface Readable<T> {
  readonly get: () => T;
  readonly subscribe: (listener: () => void) => () => void;
}

export function useReadable<T>(source: Readable<T>): T {
  return useSyncExternalStore(source.subscribe, source.get, source.get);
}

/** Has somebody moved the mouse or pressed a key within the last so many ms? */
export function useStirred(ms: number): boolean {
  const [stirred, stir] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moved = () => {
      stir(true);
      clearTimeout(timer);
      timer = setTimeout(() => stir(false), ms);
    };
    for (const event of STIRS) document.addEventListener(event, moved);
    return () => {
      clearTimeout(timer);
      for (const event of STIRS) document.removeEventListener(event, moved);
    };
  }, [ms]);
  return stirred;
}

/** This device's time, looked at again every so many ms. */
export function useNow(every: number): number {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), every);
    return () => clearInterval(timer);
  }, [every]);
  return Date.now();
}
