/** Web Push: whether this phone can, asking for it, and taking it back. */

import { api } from "./api";

export type Ability = "on" | "off" | "denied" | "install_first" | "impossible";

export async function ability(): Promise<Ability> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) {
    return isIos() && !installed() ? "install_first" : "impossible";
  }
  if (Notification.permission === "denied") return "denied";
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ? "on" : "off";
}

/** Ask the person, then the push service, then tell the boutique. Answers the new ability. */
export async function subscribe(publicKey: string): Promise<Ability> {
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  const { endpoint, keys } = subscription.toJSON();
  await api.post("/push/subscriptions", { endpoint, keys });
  return "on";
}

export async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const subscription = await registration?.pushManager?.getSubscription();
  if (!subscription) return;
  const { endpoint } = subscription;
  await subscription.unsubscribe();
  await api.remove("/push/subscriptions", { endpoint });
}

export function isIos(): boolean {
  return /iPad|iPhone/.test(navigator.userAgent);
}

export function isAndroid(): boolean {
  return /Android/.test(navigator.userAgent);
}

export function installed(): boolean {
  return window.matchMedia("(display-mode: standalone)").matches;
}
