import { afterEach, beforeEach, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import "../src/apps/dashboard/traffic/week-ahead";
import type { Chart } from "../src/elements/chart";
import { useCatalogue } from "../src/lib/i18n";
import type { ForecastDay, ForecastView } from "../src/lib/traffic-views";

const hour = (at: string, people_in: number, staff: number): ForecastDay["hours"][number] => ({
  start: at,
  people_in,
  low: people_in - 2,
  high: people_in + 3,
  sales_minor: people_in * 400,
  staff,
});
const DAY: ForecastDay = {
  day: "2026-03-14",
  holiday: "",
  event: true,
  open: true,
  people_in: 30.4,
  low: 26,
  high: 36,
  sales_minor: 12_000,
  hours: [hour("2026-03-14T09:00:00Z", 10, 2), hour("2026-03-14T10:00:00Z", 20.4, 3)],
};
const SUNDAY = { ...DAY, day: "2026-03-15", open: false, event: false, people_in: null, hours: [] };
const VIEW: ForecastView = {
  at: "2026-03-14T08:00:00Z",
  model: "median of six weeks",
  currency: "EUR",
  conversion: 0.2,
  average_basket_minor: 2000,
  visitors_a_member: 8,
  days: [DAY, SUNDAY],
  error: {
    mean_absolute: 1.5,
    relative: 0.84,
    within_band: 0.79,
    hours: 240,
    from: "2026-02-14",
    to: "2026-03-13",
  },
};

let answer = VIEW;

async function shown(): Promise<ShadowRoot> {
  const element = document.createElement("accueil-week-ahead");
  document.body.append(element);
  await vi.waitFor(() => expect(element.shadowRoot?.textContent).toContain(en["forecast.model"]));
  return element.shadowRoot!;
}

beforeEach(() => {
  useCatalogue("en", en);
  answer = VIEW;
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(answer)));
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it("says who is expected, what they come to and who is needed", async () => {
  const [day, sunday] = (await shown()).querySelectorAll(".days > li");
  const words = day?.textContent?.replace(/\s+/g, " ");
  expect(words).toMatch(/Saturday.* 30 26 to 36, 8 times in 10 €120 3 associates/);
  expect(words).toContain(en["forecast.event"]);
  expect(sunday?.textContent).toContain(en["forecast.closed"]);
});

it("leaves the night between two days empty, and ends the last hour", async () => {
  const hours = [hour("2026-03-16T09:00:00Z", 7, 1), hour("2026-03-16T10:00:00Z", 9, 1)];
  answer = { ...VIEW, days: [DAY, SUNDAY, { ...DAY, day: "2026-03-16", hours }] };
  const { shape } = (await shown()).querySelector<Chart>("accueil-chart")!;
  expect(shape?.lines[0]?.values).toEqual([10, 20.4, null, 7, 9]);
  expect(shape?.band?.low).toEqual([8, 18.4, null, 5, 7]);
  expect(shape?.marks?.map((at) => at * 1000)).toEqual([
    Date.parse("2026-03-14T10:00:00Z"),
    Date.parse("2026-03-16T10:00:00Z"),
  ]);
});

it("says how wrong it was last month: 0.84 is 16 % less than as a week ago", async () => {
  const words = (await shown()).textContent;
  expect(words).toContain("wrong by 1.5 visitors");
  expect(words).toContain("16% less");
  expect(words).toContain("79% of the hours");
});

it("says that it does not know yet", async () => {
  answer = { ...VIEW, days: [{ ...DAY, people_in: null, hours: [] }], error: null };
  const words = (await shown()).textContent;
  expect(words).toContain(en["forecast.unknown"]);
  expect(words).toContain(en["forecast.no_error"]);
});
