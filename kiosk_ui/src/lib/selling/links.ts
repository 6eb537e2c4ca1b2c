/**
 * The links of those who pay, kept on the phone that shared the bill: the house shows each once.
 *
 * Its owner goes to the bank's page and comes back, and shows Anna her code again.
 */

import type { ShareLink } from "../selling-views";

const KEPT = "accueil-links:";

export function keptLinks(billId: string): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT + billId) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

export function keepLinks(billId: string, links: readonly ShareLink[]): Record<string, string> {
  const urls = Object.fromEntries(links.map((one) => [one.share_id, one.url]));
  const all = { ...keptLinks(billId), ...urls };
  try {
    sessionStorage.setItem(KEPT + billId, JSON.stringify(all));
  } catch {
    // a browser that keeps nothing: a new link is asked for
  }
  return all;
}
