/** Whether this desk shows every site, remembered by its browser as its devices are. */
import { type Memory, read, write } from "./choice";
import type { MeetingStore } from "./store";

const OVERVIEW_KEY = "nhipcau.overview";
const HIDDEN = "hidden";

/** Takes up what was chosen last and keeps what is chosen now; ends when called. */
export function rememberOverview(store: MeetingStore, storage: Memory): () => void {
  let kept = read(storage, OVERVIEW_KEY) !== HIDDEN;
  store.patch({ overview: kept });
  return store.subscribe(() => {
    const { overview } = store.get();
    if (overview === kept) return;
    kept = overview;
    write(storage, OVERVIEW_KEY, overview ? "shown" : HIDDEN);
  });
}
