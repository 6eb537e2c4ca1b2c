/** Keep this page for a day without a network: its own files, as they were loaded just now. */

export async function keepShell(): Promise<void> {
  if (!("serviceWorker" in navigator)) return; // not over https
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ keep: [window.location.pathname, ...loaded()] });
}

function loaded(): string[] {
  const paths = performance
    .getEntriesByType("resource")
    .map((entry) => new URL(entry.name))
    .filter(({ origin, pathname }) => origin === window.location.origin && pathname.startsWith("/assets/"))
    .map(({ pathname }) => pathname);
  return [...new Set(paths)];
}
