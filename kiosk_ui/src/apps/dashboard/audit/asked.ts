/** Which lines of the log are asked for: kept in the page's address, so that a link brings it back. */

export interface Asked {
  whom: string;
  who: string;
  what: string;
  day: string;
  until: string;
}

export const EVERYTHING: Asked = { whom: "", who: "", what: "", day: "", until: "" };

export function askedIn(address: string): Asked {
  const said = new URLSearchParams(address);
  const names = Object.keys(EVERYTHING) as (keyof Asked)[];
  return Object.fromEntries(names.map((name) => [name, said.get(name) ?? ""])) as unknown as Asked;
}

/** As the server takes it, and as the address keeps it: without what is not asked. */
export function address(asked: Asked): string {
  return new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
}
