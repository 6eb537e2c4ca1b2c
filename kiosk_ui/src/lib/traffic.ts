/** The boutique's traffic, kept fresh: what was read once, and what is told of it since. */

import type {
  ExpectedView,
  QuarterView,
  TrafficNews,
  TrafficNow,
} from "./traffic-views";

const HOUR_S = 3600;
const QUARTER_S = 900;

/** What stands after this news; null where it must be read anew: something was missed. */
export function renew(now: TrafficNow, news: TrafficNews): TrafficNow | null {
  if (news.seq <= now.seq) return now;
  if (news.seq !== now.seq + 1 || news.day !== now.day) return null;
  return {
    ...now,
    seq: news.seq,
    at: news.at,
    occupancy: news.occupancy,
    totals: news.totals,
    today: placed(now.today, news.quarters, (one) => one.start).sort((a, b) =>
      a.start < b.start ? -1 : 1,
    ),
    doors: placed(now.doors, news.doors, (one) => `${one.device_id}/${one.line}`),
    zones: placed(now.zones, news.zones, (one) => one.zone),
    gaps: news.gaps ?? now.gaps,
    events: news.events ?? now.events,
    alerts: news.alerts ?? now.alerts,
  };
}

function placed<T>(before: T[], news: T[], key: (one: T) => string): T[] {
  const fresh = new Map(news.map((one) => [key(one), one]));
  const known = new Set(before.map(key));
  return [
    ...before.map((one) => fresh.get(key(one)) ?? one),
    ...news.filter((one) => !known.has(key(one))),
  ];
}

/** Visitors an hour, as a chart takes them. Moments in seconds; null where nobody knows. */
export interface Hours {
  at: number[];
  whole: (number | null)[];
  running: (number | null)[];
  lastWeek: (number | null)[];
  expected: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  gaps: [number, number][];
}

/** The day by its hours, from the first to the last of which anything is known or expected. */
export function hours(now: TrafficNow): Hours {
  const today = byHour(now.today);
  const lastWeek = byHour(now.last_week.map((one) => shifted(one, now)));
  const expected = new Map(now.forecast.map((one) => [seconds(one.start), one]));
  const running = Math.floor(seconds(now.at) / HOUR_S) * HOUR_S;
  const [from, until] = open(now, [...today, ...lastWeek, ...expected].map(([at]) => at), running);
  const at: number[] = [];
  for (let hour = from; hour < until; hour += HOUR_S) at.push(hour);
  const foreseen = (read: (one: ExpectedView) => number | null) => (hour: number) => {
    const one = expected.get(hour);
    return one ? read(one) : null;
  };
  return {
    at,
    whole: at.map((hour) => (hour < running ? (today.get(hour) ?? null) : null)),
    running: at.map((hour) => (hour === running ? (today.get(hour) ?? null) : null)),
    lastWeek: at.map((hour) => lastWeek.get(hour) ?? null),
    expected: at.map(foreseen((one) => one.people_in)),
    low: at.map(foreseen((one) => one.low)),
    high: at.map(foreseen((one) => one.high)),
    gaps: gapsOf(now.today),
  };
}

/** Quarters in which no counter could be relied on, as spans. */
export function gapsOf(quarters: readonly QuarterView[]): [number, number][] {
  const spans: [number, number][] = [];
  for (const one of quarters) {
    if (one.why !== "gap") continue;
    const start = seconds(one.start);
    const last = spans.at(-1);
    if (last && last[1] === start) last[1] = start + QUARTER_S;
    else spans.push([start, start + QUARTER_S]);
  }
  return spans;
}

/** Of each hour the sum of its quarters that are known; an hour of gaps alone is not there. */
function byHour(quarters: readonly QuarterView[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const one of quarters) {
    if (one.people_in === null) continue;
    const hour = Math.floor(seconds(one.start) / HOUR_S) * HOUR_S;
    sums.set(hour, (sums.get(hour) ?? 0) + one.people_in);
  }
  return sums;
}

/** Last week's quarter at the same time of today, by the distance from the first of the day. */
function shifted(one: QuarterView, now: TrafficNow): QuarterView {
  const [first] = now.last_week;
  const [today] = now.today;
  if (!first || !today) return one;
  const into = seconds(one.start) - seconds(first.start);
  return { ...one, start: new Date((seconds(today.start) + into) * 1000).toISOString() };
}

function open(now: TrafficNow, known: number[], running: number): [number, number] {
  const busy = [...known, running];
  const opens = now.opens_at ? floor(seconds(now.opens_at)) : Math.min(...busy);
  const closes = now.closes_at ? ceiling(seconds(now.closes_at)) : Math.max(...busy) + HOUR_S;
  // After closing time the day goes on to the present hour: whoever comes then is counted, too.
  return [opens, Math.max(closes, opens + HOUR_S, running + HOUR_S)];
}

const floor = (atS: number): number => Math.floor(atS / HOUR_S) * HOUR_S;
const ceiling = (atS: number): number => Math.ceil(atS / HOUR_S) * HOUR_S;
export const seconds = (at: string): number => Date.parse(at) / 1000;

/** What of a socket is needed here; a fake in the tests. */
interface Line {
  readonly connected: boolean;
  on(event: "connect", heard: () => void): unknown;
  on(event: "traffic", heard: (news: TrafficNews) => void): unknown;
}

const AGAIN_MS = 5000;

/**
 * Reads the traffic at each connection and follows what is told of it. News that come while it is
 * being read are kept until it is there; a gap among them is read over.
 */
export function followTraffic(
  line: Line,
  read: () => Promise<TrafficNow>,
  told: (now: TrafficNow) => void,
): void {
  let now: TrafficNow | null = null;
  let reading = false;
  let waiting: TrafficNews[] = [];

  const take = (news: TrafficNews): boolean => {
    const next = now && renew(now, news);
    if (!next) return false;
    now = next;
    return true;
  };
  const again = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    try {
      now = await read();
      const late = waiting;
      waiting = [];
      const whole = late.every(take);
      told(now);
      reading = false;
      if (!whole) await again();
    } catch {
      reading = false;
      setTimeout(() => line.connected && void again(), AGAIN_MS);
    }
  };
  line.on("connect", () => void again());
  line.on("traffic", (news) => {
    if (reading) waiting.push(news);
    else if (take(news)) told(now!);
    else void again();
  });
}
