/** The service worker: keeps the shell for a Wi-Fi hole, shows what is pushed. No client is kept. */
export {};
declare const self: ServiceWorkerGlobalScope;
declare const __SHELL__: string[];
declare const __WORDS__: Record<string, Record<string, string>>;

const SHELL = __SHELL__;
const WORDS = __WORDS__;
const PAGE = "/associate";
const PAGES = [PAGE, "/kiosk"]; // a kiosk says itself which files it has, see `lib/shell.ts`
const CACHE = `shell-${[...SHELL.join()].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7)}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([...SHELL, PAGE]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n !== CACHE).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/assets/")) event.respondWith(cacheFirst(request));
  else if (request.mode === "navigate" && PAGES.includes(pathname)) event.respondWith(networkFirst(request, pathname));
});

self.addEventListener("message", (event) => {
  const { keep } = event.data as { keep?: string[] };
  if (keep) event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(keep)));
});

self.addEventListener("push", (event) => event.waitUntil(show(event.data?.json() ?? {})));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openApp(event.notification.data as string | undefined));
});

async function cacheFirst(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

async function networkFirst(request: Request, page: string): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.ok) (await caches.open(CACHE)).put(page, answer.clone());
    return answer;
  } catch (error) {
    const kept = await caches.match(page);
    if (kept) return kept;
    throw error;
  }
}

/** A push holds opaque ids only. A name is asked of the boutique, and only where it was chosen. */
async function show(push: { s?: string; q?: boolean; k?: string }): Promise<void> {
  const wishes = await preferences();
  const words = WORDS[wishes.language] ?? WORDS["fr"]!;
  const test = push.s === "test";
  if (push.k === "alert") {
    await self.registration.showNotification(words["notification.alert"]!, {
      body: words["notification.alert_more"]!,
      tag: `alert-${push.s}`,
      icon: "/static/icon-192.png",
      silent: !wishes.sound,
    });
    return;
  }
  if (push.k === "till") {
    await self.registration.showNotification(words["notification.till"]!, {
      body: words["notification.till_more"]!,
      tag: `till-${push.s}`,
      icon: "/static/icon-192.png",
      silent: !wishes.sound,
    });
    return;
  }
  const name = wishes.names && push.s && !test ? await nameOf(push.s) : null;
  await self.registration.showNotification(words[test ? "notification.test_title" : "notification.title"]!, {
    body: test ? words["notification.test_body"]! : (name ?? words["notification.body"]!),
    tag: push.s ?? "accueil",
    icon: "/static/icon-192.png",
    silent: push.q === true || !wishes.sound,
    data: test ? undefined : push.s,
  });
}

async function nameOf(signalId: string): Promise<string | null> {
  try {
    const answer = await fetch("/api/v1/signals", { credentials: "same-origin" });
    const signals = (await answer.json()) as { id: string; card?: { display_name: string } }[];
    return signals.find((signal) => signal.id === signalId)?.card?.display_name ?? null;
  } catch {
    return null;
  }
}

async function openApp(signalId?: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = windows.find((client) => new URL(client.url).pathname === PAGE);
  if (open) {
    open.postMessage({ open: signalId });
    await open.focus();
  } else {
    await self.clients.openWindow(signalId ? `${PAGE}#${signalId}` : PAGE);
  }
}

/** What the app wrote for us in IndexedDB (see `lib/preferences.ts`). */
function preferences(): Promise<{ language: string; names: boolean; sound: boolean }> {
  const usual = { language: "fr", names: false, sound: true };
  return new Promise((resolve) => {
    const opening = indexedDB.open("accueil-preferences", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onerror = () => resolve(usual);
    opening.onsuccess = () => {
      const asking = opening.result.transaction("kept").objectStore("kept").get("push");
      asking.onsuccess = () => resolve({ ...usual, ...asking.result });
      asking.onerror = () => resolve(usual);
    };
  });
}
