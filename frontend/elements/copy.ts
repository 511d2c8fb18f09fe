/** A button that copies the words of another element, and says that it has. */

export function startCopying(page: Document, view: Window): void {
  page.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copies]");
    const source = button && page.getElementById(button.dataset.copies ?? "");
    if (!button || !source) return;
    void copy(view, source).then((done) => {
      if (done) button.textContent = button.dataset.done ?? "";
    });
  });
}

/** Where a page may not write (plain HTTP), the words are marked: Ctrl+C does the rest. */
async function copy(view: Window, source: HTMLElement): Promise<boolean> {
  try {
    await view.navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    view.getSelection()?.selectAllChildren(source);
    return false;
  }
}
