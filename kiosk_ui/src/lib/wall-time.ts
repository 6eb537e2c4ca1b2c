/**
 * The clock on the boutique's wall, wherever the screen is: "2026-10-25T02:30", as a field for a
 * date and time has it, and the moments at which the wall shows that.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const clocks = new Map<string, Intl.DateTimeFormat>(); // one is slow to make

function clock(zone = ""): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    ...(zone ? { timeZone: zone } : {}),
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  clocks.set(zone, made);
  return made;
}

/** What the wall shows at this moment, to the minute; without a zone, the browser's own wall. */
export function wallTime(at: string | number, zone?: string): string {
  const parts = Object.fromEntries(
    clock(zone)
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  const { year = "", month = "", day = "", hour = "", minute = "" } = parts;
  return `${year.padStart(4, "0")}-${month}-${day}T${hour}:${minute}`;
}

/**
 * The moments at which the wall shows this: one as a rule, none in the hour that spring takes away,
 * two in the hour that autumn gives twice, the earlier first.
 */
export function momentsAt(wall: string, zone: string): string[] {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return [];
  const offsets = new Set([asUtc - DAY_MS, asUtc + DAY_MS].map((around) => offset(around, zone)));
  return [...offsets]
    .map((off) => asUtc - off)
    .filter((moment) => wallTime(moment, zone) === wall)
    .sort((a, b) => a - b)
    .map((moment) => new Date(moment).toISOString());
}

/** How far the wall is ahead of UTC at this moment. */
function offset(at: number, zone: string): number {
  const minute = at - (at % 60_000);
  return Date.parse(`${wallTime(minute, zone)}Z`) - minute;
}
