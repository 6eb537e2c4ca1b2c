/**
 * Of the guests' words those that a page needs: nobody's phone is sent what it will never say.
 * `it.json` is the whole of what guests are told; the staff's languages hold the staff's words too.
 * The kiosk is the house's own and has all of them.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const LANE = words("bag delivery fastlane leaving link payer payment receipt share split");
const KIOSK = words("kiosk reason");
const OTHER_PAGES = words("approach client field held identity invitation my pin purpose tier");
/** Those of the camera, which no page of an invitation opens. */
const CAMERA = words("scan");
/** The provider's own page is written by the server. */
const NO_PAGE = words("bank");

/** What each part does without. */
const WITHOUT = { guests: [LANE, KIOSK, CAMERA, NO_PAGE], lane: [OTHER_PAGES, KIOSK, NO_PAGE] };

export type Part = keyof typeof WITHOUT;

export function isPart(name: string): name is Part {
  return name in WITHOUT;
}

export function isIn(part: Part, key: string): boolean {
  const [about = ""] = key.split(".");
  return !WITHOUT[part].some((others) => others.has(about));
}
