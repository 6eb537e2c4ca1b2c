/** Cuts the two typefaces down to the letters of French and English, for pages that must be light.
 *
 * A letter that is not among them comes from the whole typeface, which is then asked for. What is
 * cut lies beside the packages that it is made of.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import subset from "subset-font";
import type { Plugin } from "vite";

const PACKAGES = resolve(import.meta.dirname, "node_modules");
const CUT = resolve(PACKAGES, ".light-type");
const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, n) => String.fromCharCode(0x20 + n)).join("");
const LETTERS = `${ASCII}ÀÂÇÈÉÊÎÔÙŒàâæçèéêëîïôöùûüœ\u00a0\u202f«»°·×’“”–—…€`;

const TYPEFACES = {
  "hanken-grotesk-light.woff2": {
    whole: "@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2",
    cut: { keepFeatures: ["tnum", "lnum"], variationAxes: { wght: { min: 400, max: 650 } } },
  },
  "cormorant-garamond-light.woff2": {
    whole: "@fontsource/cormorant-garamond/files/cormorant-garamond-latin-500-normal.woff2",
    cut: { keepFeatures: ["tnum", "lnum", "kern"] },
  },
};

export function lightType(): Plugin {
  return {
    name: "accueil-light-type",
    async buildStart() {
      mkdirSync(CUT, { recursive: true });
      for (const [name, { whole, cut }] of Object.entries(TYPEFACES)) {
        const font = readFileSync(resolve(PACKAGES, whole));
        const light = await subset(font, LETTERS, { targetFormat: "woff2", noHinting: true, ...cut });
        writeFileSync(resolve(CUT, name), light);
      }
    },
  };
}
