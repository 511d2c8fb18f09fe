/** The theme switch: light, dark, wall, or as the machine is set. */

const THEMES = ["auto", "light", "dark", "wall"] as const;
type Theme = (typeof THEMES)[number];

const YEAR_SECONDS = 31_536_000;

/** A cookie, so that the server can draw the next page right from its first byte. */
export function startTheme(page: Document): void {
  const known = /(?:^|; )nc_theme=(\w+)/.exec(page.cookie)?.[1];
  if (isTheme(known)) show(page, known);
  page.addEventListener("click", (event) => {
    const chosen = closest(event.target, "[data-theme-choice]")?.dataset.themeChoice;
    if (!isTheme(chosen)) return;
    const attributes = `path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    page.cookie = `nc_theme=${chosen}; ${attributes}`;
    show(page, chosen);
  });
}

function show(page: Document, theme: Theme): void {
  const root = page.documentElement;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of page.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    button.ariaPressed = String(button.dataset.themeChoice === theme);
  }
}

function isTheme(value: string | undefined): value is Theme {
  return THEMES.some((theme) => theme === value);
}

export function closest(target: EventTarget | null, selector: string) {
  return target instanceof Element ? target.closest<HTMLElement>(selector) : null;
}
