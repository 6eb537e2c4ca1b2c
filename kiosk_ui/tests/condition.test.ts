import { beforeEach, describe, expect, it } from "vitest";

import en from "../catalogue/en.json";
import { condition } from "../src/apps/dashboard/devices/kinds";
import { useCatalogue } from "../src/lib/i18n";
import type { AlarmView, DeviceView } from "../src/lib/views";

const HEARD = "2026-03-14T10:00:00Z";
const alarm = (kind: AlarmView["kind"], detail = ""): AlarmView => ({
  id: "a1",
  device_id: "door",
  device_name: "Door",
  kind,
  detail,
  raised_at: HEARD,
  ended_at: null,
});
const device = (changed: Partial<DeviceView>): DeviceView =>
  ({ state: "", standing: "adopted", last_heard_at: null, alarms: [], ...changed }) as DeviceView;

beforeEach(() => useCatalogue("en", en));

describe("how a device is, in one word", () => {
  it.each<[string, Partial<DeviceView>, string, string]>([
    ["it says that it is there", { state: "online" }, "Heard", "good"],
    ["it never says so, and was heard", { last_heard_at: HEARD }, "Heard", "good"],
    ["its will says that it is gone", { state: "offline", last_heard_at: HEARD }, "Silent", "alert"],
    ["it was never heard", {}, "Not heard yet", "quiet"],
    ["it is too long silent", { last_heard_at: HEARD, alarms: [alarm("silent")] }, "Silent for too long", "alert"],
    ["it is there, and nearly empty", { state: "online", alarms: [alarm("battery", "7")] }, "Battery at 7 %", "alert"],
    ["two things are wrong", { alarms: [alarm("lens"), alarm("silent")] }, "Lens obstructed", "alert"],
    ["it is suspended, whatever else", { standing: "suspended", state: "offline", alarms: [alarm("silent")] }, "Suspended", "quiet"],
  ])("%s", (_why, changed, word, tone) => {
    expect(condition(device(changed))).toEqual({ word, tone });
  });
});
