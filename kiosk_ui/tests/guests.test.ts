import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

import fr from "../catalogue/fr.json";

const OF_THE_STAFF = ["fr", "en"];
/** What the server writes into the guests' pages. */
const OF_THE_SERVER = [/^(kiosk|client|invitation|fastlane)\.title$/, /^page\.noscript$/, /^door\.say\./, /^bank\./];

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
