/** What fits through a line: how many are heard, and how good each picture may be.
 *
 * Python holds the same rules; both answer to `tests/vectors/stage.json`.
 */

/** How a line is used in one direction: all there is, what matters, sound alone. */
export type Profile = "full" | "thin" | "audio";
/** How a line is used in both directions. */
export interface Profiles {
  readonly down: Profile;
  readonly up: Profile;
}
export type Size = "large" | "small" | "tile";
/** The camera of a site, or the screen that it shares. */
export type Picture = "camera" | "screen";
/** Still: no track at all, but a photograph now and then (`stills.ts`). */
export type Quality = "high" | "medium" | "low" | "still" | "none";
/** For what a picture is shown: slides; else by its size, where a tile of who speaks is
 * not one of many. */
export type Kind = "screen" | "large" | "small" | "speaker" | "tile";

/** All figures are kbit/s of whole IP packets, measured in the link laboratory. */
export const LIMIT: Record<Profile, number> = { full: 1500, thin: 400, audio: 80 };
/** How many are heard at once: any more are those who speak least. */
const VOICES: Record<Profile, number> = { full: 6, thin: 3, audio: 1 };
const VOICE = 72;
/** More than a voice: whose film is heard says nothing meanwhile. */
export const SCREEN_SOUND = 18;
const PICTURE: Record<Quality, number> = {
  none: 0,
  still: 5,
  low: 60,
  medium: 220,
  high: 1080,
};

/** What pictures are given, one rung after the other, as long as it fits: slides come
 * before faces, who speaks before all others. */
const LADDER: Record<Profile, readonly (readonly [Kind, Quality])[]> = {
  full: [
    ["screen", "medium"],
    ["large", "low"],
    ["large", "medium"],
    ["screen", "high"],
    ["small", "low"],
    ["speaker", "low"],
    ["tile", "still"],
    ["tile", "low"],
    ["large", "high"],
    ["small", "medium"],
  ],
  // Here tiles stand still: why some of many move would be a riddle.
  thin: [
    ["screen", "still"],
    ["large", "low"],
    ["speaker", "still"],
    ["small", "still"],
    ["tile", "still"],
    ["screen", "medium"],
    ["large", "medium"],
    ["small", "low"],
    ["speaker", "low"],
  ],
  audio: [["screen", "still"]],
};
/** These go to as many as they can; what is better goes to all of a kind alike, or a
 * pair would have a sharp and a blurred half. */
const SINGLY: readonly Quality[] = ["still", "low"];

/** What so many voices that speak at once leave of the line, in kbit/s. */
export function leftForPictures(profile: Profile, voices: number): number {
  return LIMIT[profile] - VOICE * Math.min(voices, VOICES[profile]);
}

/** How good each picture may be so that all together take at most `left` kbit/s. */
export function qualities(
  kinds: readonly Kind[],
  profile: Profile,
  left: number,
): Quality[] {
  const given: Quality[] = kinds.map(() => "none");
  const at = (place: number) => given[place] ?? "none";
  let rest = left;
  for (const [kind, quality] of LADDER[profile]) {
    const group = kinds.flatMap((one, place) => (one === kind ? [place] : []));
    for (const part of SINGLY.includes(quality) ? group.map((one) => [one]) : [group]) {
      const costs = part.map((place) => PICTURE[quality] - PICTURE[at(place)]);
      const cost = costs.reduce((sum, one) => sum + one, 0);
      if (cost > rest) continue;
      rest -= cost;
      for (const place of part) given[place] = quality;
    }
  }
  return given;
}

/** How good that is which a site sends itself, so that all fits; none: not at all.
 *
 * While it shares a screen, its camera is small on every stage.
 */
export function sentQualities(
  profile: Profile,
  shares: boolean,
): Readonly<Record<"microphone" | Picture, Quality>> {
  if (profile === "audio") return { microphone: "low", camera: "none", screen: "none" };
  const best = profile === "full" ? "high" : "medium";
  return { microphone: "high", camera: shares ? "low" : best, screen: best };
}

/** Which of the candidates are heard; `meant`: who comes first, from the first. */
export function heard(
  candidates: readonly number[],
  meant: readonly number[],
  profile: Profile,
): Set<number> {
  const order = [...meant, ...candidates].filter((site) => candidates.includes(site));
  return new Set([...new Set(order)].slice(0, VOICES[profile]));
}

/** From the most to the least. */
export const PROFILES: readonly Profile[] = ["full", "thin", "audio"];

/** A profile by its name; all there is for anything else. */
export function profileOf(name: string | undefined): Profile {
  return PROFILES.find((one) => one === name) ?? "full";
}

/** The one of the two that uses the line less. */
export function lesser(one: Profile, other: Profile): Profile {
  return PROFILES[Math.max(PROFILES.indexOf(one), PROFILES.indexOf(other))] ?? "full";
}
