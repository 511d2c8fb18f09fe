/** When this computer was started: only what starts its browser can tell. */
import { type Memory, read, write } from "./choice";

const KEY = "nhipcau.boot";
const WORD = /^#boot=(\d{9,11})$/;

/** `#boot=` in the address, in seconds since 1970: the start-up file put it there. */
export function rememberBoot(hash: string, memory: Memory): void {
  const found = WORD.exec(hash);
  if (found) write(memory, KEY, `${found[1]}000`);
}

/** In ms since 1970; null: nobody told. */
export function bootOf(memory: Memory): number | null {
  return Number(read(memory, KEY)) || null;
}
