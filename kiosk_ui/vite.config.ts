import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const APPS = ["associate", "dashboard", "kiosk", "client", "pair", "chooser"];

/** Every app is an entry, and so is the one style sheet that all pages link to. */
export const inputs = Object.fromEntries([
  ...APPS.map((app) => [app, resolve(import.meta.dirname, `src/apps/${app}/main.ts`)]),
  ["page", resolve(import.meta.dirname, "src/page.css")],
]);

export default defineConfig({
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: "dist",
    assetsDir: "",
    manifest: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: inputs },
  },
  plugins: [serviceWorker()],
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});

/**
 * Write `sw.js` beside the rest, as readable as `src/sw.ts`, with the shell's file names and the
 * few words of a notification put in. A new build changes its bytes: that is how a phone updates.
 */
function serviceWorker(): Plugin {
  return {
    name: "accueil-service-worker",
    generateBundle(_options, bundle) {
      const shell = Object.keys(bundle)
        .filter((name) => /(associate|page|fr|en|latin-wght)-[\w-]+\.(js|css|woff2)$/.test(name))
        .filter((name) => !/cyrillic|vietnamese|latin-ext/.test(name));
      const chunks = Object.values(bundle)
        .filter((part) => part.type === "chunk" && !part.isEntry)
        .map((part) => part.fileName);
      const files = [...new Set([...shell, ...chunks])].sort().map((name) => `/assets/${name}`);
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
