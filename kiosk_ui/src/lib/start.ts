/** What every page does first: speak, dress, then mount what the server left in the page. */

import type { Part } from "../../catalogue-parts";
import { tellTimeOf } from "./format";
import { offerLanguages, preferredLanguage, speak, speakOf } from "./i18n";
import { preferences, wear } from "./preferences";

/** The pages of those who are not of the house. */
const PARTS: Record<string, Part> = {
  "accueil-client": "own",
  "accueil-invitation": "guests",
  "accueil-fastlane": "lane",
};

/** `element` defines the custom element whose tag the server has put into the page. */
export async function start(tag: string, element: () => Promise<unknown>): Promise<void> {
  wear(preferences().theme);
  const place = document.querySelector<HTMLElement>(tag);
  tellTimeOf(place?.dataset["timeZone"]);
  const part = PARTS[tag];
  if (part) speakOf(part);
  offerLanguages(place?.dataset["languages"] ?? "");
  await speak(preferredLanguage(place?.dataset["lang"] ?? document.documentElement.lang));
  await element();
}
