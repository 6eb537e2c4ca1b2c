/** Amounts that people type, in whole units: "12,5" is 1250 where a currency has two decimals. */

import { locale } from "../format";
import type { Money } from "../selling-views";

/** How many decimals this money is written with: "1250.00" has two. */
export function decimals(like: Money): number {
  return like.amount.split(".")[1]?.length ?? 0;
}

/** Null where it is no amount, or finer than the currency. */
export function unitsOf(text: string, digits: number): number | null {
  const plain = western(text)
    .replace(/[\s\u00a0\u202f'’]/g, "")
    .replace(/[,٫]/g, ".");
  const match = /^(\d{1,9})(?:\.(\d*))?$/.exec(plain);
  if (!match) return null;
  const [, whole = "", part = ""] = match;
  if (part.length > digits) return null;
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, "0") || 0);
}

/** As the house takes it: "12.50". */
export function plain(units: number, digits: number): string {
  const text = String(Math.abs(units)).padStart(digits + 1, "0");
  const sign = units < 0 ? "-" : "";
  if (!digits) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** As the reader would type it into a field: "12,50". */
export function written(units: number, like: Money): string {
  const digits = decimals(like);
  return new Intl.NumberFormat(locale(), {
    useGrouping: false,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(units / 10 ** digits);
}

/** As the reader writes money, with the decimals that `like` has. */
export function shown(units: number, like: Money): string {
  const digits = decimals(like);
  return new Intl.NumberFormat(locale(), {
    style: "currency",
    currency: like.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(units / 10 ** digits);
}

/** As the reader writes it, whatever language the basket speaks; "" where there is none. */
export const money = (one: Money | null | undefined): string => (one ? shown(one.units, one) : "");

/** Arabic and Persian digits are digits. */
function western(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (sign) => String(sign.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (sign) => String(sign.charCodeAt(0) - 0x06f0));
}

/** The sum of amounts of one currency, as the reader writes it; "" of none. */
export function total(amounts: readonly Money[]): string {
  const [first] = amounts;
  if (!first) return "";
  return shown(amounts.reduce((sum, one) => sum + one.units, 0), first);
}
