/** Amounts as a manager types them: "1 250,50" and "1,250.50" are the same, in minor units. */

function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** For a field: no grouping, the point of the machine. Empty where there is none. */
export function plainOf(minor: number | null, currency: string): string {
  if (minor === null) return "";
  const digits = digitsOf(currency);
  return (minor / 10 ** digits).toFixed(minor % 10 ** digits ? digits : 0);
}

/** Null for an empty field, undefined for what is no amount. */
export function minorOf(text: string, currency: string): number | null | undefined {
  const plain = text.replace(/[\s\u00a0\u202f'’]/g, "");
  if (!plain) return null;
  const match = /^(\d{1,3}([.,])\d{3}(?:\2\d{3})*|\d+)(?:([.,])(\d{1,2}))?$/.exec(plain);
  if (!match) return undefined;
  const [, whole = "", thousands, point, part = ""] = match;
  if (point && point === thousands) return undefined;
  const digits = digitsOf(currency);
  if (part.length > digits) return undefined;
  return Number(whole.replace(/[.,]/g, "") + part.padEnd(digits, "0"));
}
