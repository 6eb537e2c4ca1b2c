import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";
import type { Plugin, Rolldown } from "vite";
import { defineConfig } from "vitest/config";

import { isIn, isPart } from "./catalogue-parts.ts";
import { lightType } from "./light-type.ts";

const APPS = ["associate", "dashboard", "kiosk", "client", "fastlane", "invitation", "pass", "pair", "chooser"];

/** Every app is an entry, and so is the one style sheet that all pages link to. */
export const inputs = Object.fromEntries([
  ...APPS.map((app) => [app, resolve(import.meta.dirname, `src/apps/${app}/main.ts`)]),
  ["page", resolve(import.meta.dirname, "src/page.css")],
]);

/** What both doors of a basket share is one file: in three, a client's phone would load more. */
const LANE = {
  name: "lane",
  test: /apps\/fastlane\/(lane|look)\.ts$|lib\/selling\/|elements\/(basket-lines|countdown|share-list)\.ts$/,
};

/** What every element has: a file of a few lines would cost a phone more than it holds. */
const ELEMENT = { name: "element", test: /elements\/(spoken|styles|wrong)\.ts$/ };

export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: "dist",
    assetsDir: "",
    manifest: true,
    target: "es2022",
    cssTarget: ["chrome123", "safari17.5", "firefox121"], // those that know light-dark()
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: inputs, output: { codeSplitting: { groups: [LANE, ELEMENT], includeDependenciesRecursively: false } } },
  },
  plugins: [lightType(), guestsCatalogue(), serviceWorker()],
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});

/** `fr.json?guests`, `?own` and `?lane`: the part of a catalogue that a guests' page says. */
function guestsCatalogue(): Plugin {
  const read = (path: string): Record<string, string> =>
    JSON.parse(readFileSync(path, "utf-8")) as Record<string, string>;
  return {
    name: "accueil-guests-catalogue",
    enforce: "pre",
    load(id) {
      const [path = "", part = ""] = id.split(".json?");
      if (!isPart(part)) return null;
      const said = read(resolve(import.meta.dirname, "catalogue/it.json"));
      const words = Object.entries(read(`${path}.json`));
      const kept = Object.fromEntries(words.filter(([key]) => key in said && isIn(part, key)));
      return { code: `export default ${JSON.stringify(kept)}`, moduleType: "js" };
    },
  };
}

/**
 * Write `sw.js` beside the rest, as readable as `src/sw.ts`, with the shell's file names and the
 * few words of a notification put in. A new build changes its bytes: that is how a phone updates.
 */
function serviceWorker(): Plugin {
  return {
    name: "accueil-service-worker",
    generateBundle(_options, bundle) {
      const files = shell(bundle).map((name) => `/assets/${name}`);
      const source = readFileSync(resolve(import.meta.dirname, "src/sw.ts"), "utf-8");
      const script = ts.transpileModule(source, {
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
      }).outputText;
      this.emitFile({
        type: "asset",
        fileName: "sw.js",
        source: script
          .replace(/export \{\};\s*/, "")
          .replace("__SHELL__", JSON.stringify(files, null, 2))
          .replace("__WORDS__", JSON.stringify(words(), null, 2)),
      });
    },
  };
}

/** What the associate's page needs to open: its scripts, the style sheet, its fonts and marble. */
function shell(bundle: Rolldown.OutputBundle): string[] {
  const parts = Object.values(bundle);
  const entry = parts.find((part) => part.type === "chunk" && part.name === "associate" && part.isEntry);
  const needed = new Set<string>();
  const waiting = [entry?.fileName ?? ""];
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    const part = bundle[name];
    if (needed.has(name) || part?.type !== "chunk") continue;
    needed.add(name);
    waiting.push(...part.imports, ...part.dynamicImports);
  }
  const looks = parts
    .map((part) => part.fileName)
    .filter((name) => /^page-.*\.css$|^marble-|-latin-(wght|500|600)-.*\.woff2$/.test(name));
  return [...needed, ...looks].sort();
}

function words(): Record<string, Record<string, string>> {
  const languages = ["fr", "en"];
  return Object.fromEntries(
    languages.map((language) => {
      const path = resolve(import.meta.dirname, `catalogue/${language}.json`);
      const catalogue = JSON.parse(readFileSync(path, "utf-8")) as Record<string, string>;
      return [
        language,
        Object.fromEntries(Object.entries(catalogue).filter(([key]) => key.startsWith("notification."))),
      ];
    }),
  );
}
