/**
 * Of the guests' words those that a page needs: nobody's phone is sent what it will never say.
 * `it.json` is the whole of what guests are told; the staff's languages hold the staff's words too.
 * The kiosk is the house's own and has all of them.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const LANE = words("bag delivery fastlane leaving link payer payment receipt share split");
const KIOSK = words("kiosk reason");
/** Of the page where a client reads what is held of them. */
const OWN = words("approach client field held identity pin purpose tier");
/** An invitation takes some words of a client's own page, too. */
const SHARED = words("my");
const INVITATION = words("invitation");
/** Those of the camera, which no page of an invitation opens. */
const CAMERA = words("scan");
/** The provider's own page is written by the server. */
const NO_PAGE = words("bank");

/** What each part does without. */
const WITHOUT = {
  guests: [LANE, KIOSK, CAMERA, OWN, NO_PAGE],
  own: [LANE, KIOSK, CAMERA, INVITATION, NO_PAGE],
  lane: [KIOSK, OWN, SHARED, INVITATION, NO_PAGE],
};

export type Part = keyof typeof WITHOUT;

export function isPart(name: string): name is Part {
  return name in WITHOUT;
}

export function isIn(part: Part, key: string): boolean {
  const [about = ""] = key.split(".");
  return !WITHOUT[part].some((others) => others.has(about));
}
