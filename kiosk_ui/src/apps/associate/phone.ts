/** What the app leaves on the phone itself: a number on its icon, and at the end nothing. */

export function badge(count: number): void {
  if (!("setAppBadge" in navigator)) return;
  void (count ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => undefined);
}

/** After signing out: no choice, no page and no word stays behind. */
export async function forgetPhone(): Promise<void> {
  localStorage.removeItem("accueil.preferences");
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all(names.map((name) => caches.delete(name)));
  indexedDB.deleteDatabase("accueil-preferences");
}
