/**
 * Of the guests' words those that a page needs: nobody's phone is sent what it will never say.
 * `it.json` is the whole of what guests are told; the staff's languages hold the staff's words too.
 */

const LANE = new Set("bag delivery fastlane leaving payer payment receipt share split link".split(" "));
const OTHER_PAGES = new Set("approach client field identity invitation kiosk my pin purpose reason tier".split(" "));
/** The provider's own page is written by the server. */
const NO_PAGE = new Set(["bank"]);

export type Part = "guests" | "lane";

export function isIn(part: Part, key: string): boolean {
  const [about = ""] = key.split(".");
  return !NO_PAGE.has(about) && !(part === "lane" ? OTHER_PAGES : LANE).has(about);
}
