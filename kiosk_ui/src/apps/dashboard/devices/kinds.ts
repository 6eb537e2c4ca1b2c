/** What a device is, as a picture and a word. */

import type { Icon } from "../../../elements/icons";
import { t, type Key } from "../../../lib/i18n";
import type { DeviceView } from "../../../lib/views";

const SIGNS: Record<string, Icon> = {
  ble_gateway: "signal",
  scanner: "scan",
  camera: "camera",
  display: "screen",
  kiosk: "screen",
};

export const KINDS = ["ble_gateway", "scanner", "camera", "display", "kiosk"] as const;

export function sign(kind: string): Icon {
  return SIGNS[kind] ?? "signal";
}

export function kindName(kind: string): string {
  return kind in SIGNS ? t(`devices.kind.${kind}` as Key) : t("devices.kind.other");
}

/**
 * How it is, in one word: suspended before anything else, an alarm before being heard. Many makes
 * never say that they are there; one that is too long silent has an alarm.
 */
export function condition(device: DeviceView): { word: string; tone: "good" | "alert" | "quiet" } {
  if (device.standing === "suspended") return { word: t("devices.suspended"), tone: "quiet" };
  const [alarm] = device.alarms;
  if (alarm) return { word: t(`devices.alarm.${alarm.kind}`, { detail: alarm.detail }), tone: "alert" };
  if (device.state === "online") return { word: t("device.online"), tone: "good" };
  if (device.state === "offline") return { word: t("device.offline"), tone: "alert" };
  if (device.last_heard_at) return { word: t("device.online"), tone: "good" };
  return { word: t("devices.not_heard"), tone: "quiet" };
}

export function path(deviceId: string): string {
  return `/devices/${encodeURIComponent(deviceId)}`;
}
