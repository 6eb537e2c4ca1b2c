import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { isIn } from "../catalogue-parts";
import ar from "../catalogue/ar.json";
import en from "../catalogue/en.json";
import fr from "../catalogue/fr.json";
import it_ from "../catalogue/it.json";
import ja from "../catalogue/ja.json";
import zh from "../catalogue/zh.json";
import { format } from "../src/lib/i18n";

/** Keys that the server uses for its own pages. */
const OF_THE_SERVER = [
  /^paired\.is\./,
  /^(chooser|associate|dashboard|kiosk|client|invitation|pair|fastlane)\.title$/,
  /^page\.(noscript|nowhere)/,
  /^manifest\./,
  /^verdict\./,
  /^bank\./,
  /^door\.say\./,
  /^relay\./,
  /^scanner\./,
  /^outbox\./,
  /^outward\./,
  /^alert\./, // in a push and a mail
];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.ts$/.test(path) ? [readFileSync(path, "utf-8")] : [];
  });
}

const code = sources("src").join("\n");

/** `t(`tier.${tier}`)` uses every key that begins with `tier.`; `_more` may follow. */
function dynamicKeys(): RegExp[] {
  return [...code.matchAll(/`([a-z_.]+)\$\{[^`}]+\}(?:\$\{[^`}]+\})*([a-z0-9_]*)`/g)].map(
    ([, start = "", end = ""]) =>
      new RegExp(`^${start.replaceAll(".", "\\.")}[a-z0-9_]+${end}$`),
  );
}

describe("the catalogues", () => {
  it("hold the same keys in every language", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
  });

  it("call no tier by the name of what a tier is", () => {
    for (const said of [en, fr, it_, ja, zh, ar]) {
      const words: Record<string, string> = said;
      const tiers = Object.keys(words).filter((key) => key.startsWith("tier."));
      expect(tiers.map((key) => words[key])).not.toContain(words["field.tier"]);
    }
  });

  it("hold every key that the screens use", () => {
    const used = [...code.matchAll(/\bt\(\s*"([a-z0-9_.]+)"/g)].map(([, key]) => key ?? "");
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((key) => !(key in fr))).toEqual([]);
  });

  it("hold no key that nobody uses", () => {
    const patterns = [...OF_THE_SERVER, ...dynamicKeys()];
    const unused = Object.keys(fr).filter(
      (key) => !code.includes(`"${key}"`) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it("name the same values in every language", () => {
    const values = (text: string): string[] =>
      [...text.replace(/\{(\w+), plural,.*\}\}/, "{$1}").matchAll(/\{(\w+)\}/g)]
        .map(([, name]) => name ?? "")
        .sort();
    const different = Object.keys(fr).filter(
      (key) =>
        values(fr[key as keyof typeof fr]).join() !== values(en[key as keyof typeof en]).join(),
    );
    expect(different).toEqual([]);
  });

  it("are never left empty", () => {
    expect(Object.values({ ...fr, ...en }).filter((text) => !text.trim())).toEqual([]);
  });
});

describe("a message", () => {
  const clients = "{count, plural, =0 {nobody} one {# client} other {# clients}}";

  it("takes its plural from the language's rules", () => {
    expect(format(clients, { count: 1 }, "en")).toBe("1 client");
    expect(format(clients, { count: 3 }, "en")).toBe("3 clients");
    expect(format("{n, plural, one {# jour} other {# jours}}", { n: 0 }, "fr")).toBe("0 jour");
  });

  it("says one who came in otherwise than several", () => {
    const people = { people_in: 1, people_out: 2 };
    expect(format(fr["traffic.in_out"], people, "fr")).toBe("1 entré · 2 sortis");
    expect(format(en["traffic.in_out"], people, "en")).toBe("1 in · 2 out");
  });

  it("prefers the exact number to the rule", () => {
    expect(format(clients, { count: 0 }, "en")).toBe("nobody");
  });

  it("knows languages with more than two forms", () => {
    const days = "{n, plural, one {يوم} two {يومان} few {# أيام} other {# يوما}}";
    expect(format(days, { n: 2 }, "ar")).toBe("يومان");
    expect(format(days, { n: 3 }, "ar")).toContain("أيام");
  });

  it("leaves a value that is missing to be seen", () => {
    expect(format("Hello {name}", {}, "en")).toBe("Hello {name}");
  });

  it("does not read a value as a message", () => {
    expect(format("Hello {name}", { name: "{count}" }, "en")).toBe("Hello {count}");
  });
});

describe("a part of the guests' words", () => {
  const literals = (text: string): string[] =>
    [...text.matchAll(/["`]([a-z_]+\.[a-z0-9_.]*)(?:["]|\$\{)/g)].map(([, key]) => key ?? "");

  it("has every word that the fast lane says", () => {
    const said = sources("src/apps/fastlane").flatMap(literals);
    expect(said.length).toBeGreaterThan(50);
    expect(said.filter((key) => !isIn("lane", key))).toEqual([]);
  });

  it("has every word that an invitation and a pass say", () => {
    const said = ["invitation", "pass"].flatMap((page) => sources(`src/apps/${page}`)).flatMap(literals);
    expect(said.length).toBeGreaterThan(30);
    expect(said.filter((key) => !isIn("guests", key))).toEqual([]);
  });

  it("has every word that a client's own page says", () => {
    const said = sources("src/apps/client").flatMap(literals);
    expect(said.length).toBeGreaterThan(50);
    expect(said.filter((key) => !isIn("own", key))).toEqual([]);
  });

  it("has every word of the camera in the fast lane", () => {
    const said = literals(readFileSync("src/elements/scanner.ts", "utf-8"));
    expect(said.filter((key) => !isIn("lane", key))).toEqual([]);
  });

  it("has every word of what they share", () => {
    const shared = readFileSync("src/lib/trouble.ts", "utf-8") + readFileSync("src/lib/format.ts", "utf-8");
    const said = literals(shared);
    expect(said.filter((key) => !(isIn("lane", key) && isIn("guests", key) && isIn("own", key)))).toEqual([]);
  });
});
