/** What a person chose on this device: how it looks, sounds and what it may show. No client. */

import { language } from "./i18n";

export interface Preferences {
  theme: "auto" | "light" | "dark";
  sound: boolean;
  vibration: boolean;
  badge: boolean;
  names: boolean; // a client's name on the lock screen
}

const USUAL: Preferences = {
  theme: "auto",
  sound: true,
  vibration: true,
  badge: true,
  names: false,
};
const KEY = "accueil.preferences";

export function preferences(): Preferences {
  try {
    return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>) };
  } catch {
    return { ...USUAL };
  }
}

export function prefer(change: Partial<Preferences>): Preferences {
  const next = { ...preferences(), ...change };
  localStorage.setItem(KEY, JSON.stringify(next));
  wear(next.theme);
  void tellServiceWorker(next);
  return next;
}

export function wear(theme: Preferences["theme"]): void {
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** The service worker cannot read localStorage; it reads this. */
export function tellServiceWorker(chosen: Preferences = preferences()): Promise<void> {
  const push = { language: language(), names: chosen.names, sound: chosen.sound };
  return new Promise((resolve) => {
    const opening = indexedDB.open("accueil-preferences", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onerror = () => resolve();
    opening.onsuccess = () => {
      const writing = opening.result.transaction("kept", "readwrite");
      writing.objectStore("kept").put(push, "push");
      writing.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });
}
