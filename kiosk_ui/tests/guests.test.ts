import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it, vi } from "vitest";

import en from "../catalogue/en.json";
import fr from "../catalogue/fr.json";
import { Again } from "../src/lib/evening-list";
import { format } from "../src/lib/i18n";

const OF_THE_STAFF = ["fr", "en"];
/** What the server writes into the guests' pages. */
const OF_THE_SERVER = [
  /^(kiosk|client|invitation|fastlane)\.title$/,
  /^page\.(noscript|nowhere(_home|_more)?)$/,
  /^door\.say\./,
  /^bank\./,
];

function catalogue(tag: string): Record<string, string> {
  return JSON.parse(readFileSync(`catalogue/${tag}.json`, "utf-8")) as Record<string, string>;
}

const languages = readdirSync("catalogue")
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.replace(".json", ""))
  .filter((tag) => !OF_THE_STAFF.includes(tag));

/** The text of a module and of all that it imports, now or later. */
function reachable(path: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(path) || !existsSync(path)) return seen;
  const text = readFileSync(path, "utf-8");
  seen.set(path, text);
  for (const [, to = ""] of text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
    reachable(normalize(join(dirname(path), `${to}.ts`)), seen);
  }
  return seen;
}

const code = ["kiosk", "client", "invitation", "fastlane"]
  .flatMap((app) => [...reachable(`src/apps/${app}/main.ts`).values()])
  .join("\n");

const patterns = [...code.matchAll(/`([a-z_.]+)\$\{[^`}]+\}([a-z_]*)`/g)].map(
  ([, start = "", end = ""]) => new RegExp(`^${start.replaceAll(".", "\\.")}[a-z_]+${end}$`),
);
const used = Object.keys(fr).filter(
  (key) =>
    OF_THE_SERVER.some((pattern) => pattern.test(key)) ||
    code.includes(`"${key}"`) ||
    patterns.some((pattern) => pattern.test(key)),
);

describe("the guests' pages", () => {
  it("speak six languages", () => {
    expect(languages.sort()).toEqual(["ar", "it", "ja", "zh"]);
    expect(used.length).toBeGreaterThan(60);
  });

  it.each(languages)("say everything in %s, and nothing that they never say", (tag) => {
    expect(Object.keys(catalogue(tag)).sort()).toEqual([...used].sort());
  });

  it.each(languages)("name the same values in %s", (tag) => {
    const values = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    const words = catalogue(tag);
    const french = fr as Record<string, string>;
    const different = used.filter(
      (key) => values(words[key] ?? "").join() !== values(french[key] ?? "").join(),
    );
    expect(different).toEqual([]);
    expect(Object.values(words).filter((text) => !text.trim())).toEqual([]);
  });
});

describe("a guest list on a screen", () => {
  it("says the companions beside the guests, for both take a place", () => {
    const said = (guests: number, companions: number): string =>
      format(en["guests.people"], { guests, companions }, "en");
    expect([said(6, 1), said(1, 0), said(0, 0)]).toEqual([
      "6 guests and 1 companion",
      "1 guest",
      "Nobody has confirmed",
    ]);
  });

  it("is read once soon after several changes, of its own event alone", () => {
    vi.useFakeTimers();
    const hears = new Map<string, (news: { event_id: string }) => void>();
    const line = {
      on: (name: string, hear: never) => hears.set(name, hear),
      off: (name: string) => hears.delete(name),
    };
    const read = vi.fn();
    const again = new Again(read, (event) => event === "mine");
    again.listen(line as never);
    for (const event_id of ["mine", "other", "mine"]) hears.get("evening")?.({ event_id });
    vi.advanceTimersByTime(400);
    expect(read).toHaveBeenCalledTimes(1);
    hears.get("evening")?.({ event_id: "other" });
    vi.advanceTimersByTime(400);
    expect(read).toHaveBeenCalledTimes(1);
    again.stop();
    expect(hears.size).toBe(0);
    vi.useRealTimers();
  });
});
