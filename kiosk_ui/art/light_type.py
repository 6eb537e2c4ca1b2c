"""Cuts the two typefaces down to the letters of French and English: for pages that must be light.

    pip install fonttools brotli && python art/light_type.py

A letter that is not among them comes from the whole typeface, which is then asked for.
Both are under the SIL Open Font License 1.1; neither reserves its name.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

UI = Path(__file__).parent.parent
FONTS = UI / "node_modules"
HANKEN = FONTS / "@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2"
CORMORANT = FONTS / "@fontsource/cormorant-garamond/files/cormorant-garamond-latin-500-normal.woff2"
WEIGHTS = (400, 650)
LETTERS = (
    "ÀÂÇÈÉÊÎÔÙŒàâæçèéêëîïôöùûüœáäåìíñòóúß"
    "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}«»°·×’“”–—…€"  # noqa: RUF001
)
FIGURES = ["tnum", "lnum"]


def cut(
    whole: Path, name: str, features: list[str], weights: tuple[int, int] | None = None
) -> None:
    font = TTFont(whole)
    if weights:
        narrowed = io.BytesIO()
        instantiateVariableFont(font, {"wght": weights}).save(narrowed)
        font = TTFont(narrowed)
    options = subset.Options(layout_features=features, hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*range(0x20, 0x7F), *map(ord, LETTERS)])
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(UI / "art/type" / name)


if __name__ == "__main__":
    cut(HANKEN, "hanken-grotesk-light.woff2", FIGURES, WEIGHTS)
    cut(CORMORANT, "cormorant-garamond-light.woff2", [*FIGURES, "kern"])
