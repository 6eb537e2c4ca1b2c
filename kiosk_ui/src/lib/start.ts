/** What every page does first: speak, dress, then mount what the server left in the page. */

import { offerLanguages, preferredLanguage, speak, speakOfTheLane } from "./i18n";
import { preferences, wear } from "./preferences";

/** `element` defines the custom element whose tag the server has put into the page. */
export async function start(tag: string, element: () => Promise<unknown>): Promise<void> {
  wear(preferences().theme);
  const place = document.querySelector<HTMLElement>(tag);
  if (tag === "accueil-fastlane") speakOfTheLane();
  offerLanguages(place?.dataset["languages"] ?? "");
  await speak(preferredLanguage(place?.dataset["lang"] ?? document.documentElement.lang));
  await element();
}
