/** Which browser this is, on which system, in words for a technician. */

/** What Chromium tells, and TypeScript does not know of yet. */
interface Brands {
  readonly brands: readonly { readonly brand: string; readonly version: string }[];
  readonly platform: string;
}

/** Made up by browsers so that nobody relies on the list. */
const GREASE = /not.?a.?brand/i;
const NAMES = [
  [/Firefox\/(\d+)/, "Firefox"],
  [/Version\/(\d+).*Safari/, "Safari"],
] as const;

export function browserName(known: Navigator = navigator): string {
  const data = (known as Navigator & { readonly userAgentData?: Brands }).userAgentData;
  if (!data) return nameIn(known.userAgent);
  const real = data.brands.filter(({ brand }) => !GREASE.test(brand));
  // Chrome and Edge also say that they are Chromium.
  const one = real.find(({ brand }) => brand !== "Chromium") ?? real[0];
  const name = one ? `${one.brand} ${one.version}` : "";
  return [name, data.platform].filter(Boolean).join(", ");
}

function nameIn(agent: string): string {
  for (const [pattern, name] of NAMES) {
    const found = pattern.exec(agent);
    if (found) return `${name} ${found[1]}`;
  }
  return agent.slice(0, 200);
}
