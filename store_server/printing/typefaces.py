"""The typefaces of what is printed: the maison's serif, and the system's for other scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

SERIF = (
    "cormorant-garamond-latin-500-normal*.woff",
    "cormorant-garamond-latin-ext-500-normal*.woff",
)
SYSTEM = Path("/usr/share/fonts")
# Of Debian's fonts-hosny-amiri, fonts-noto-*, fonts-droid-fallback and fonts-dejavu-core, as far as
# they are there; the finer before the plainer.
FALLBACKS = (
    "Amiri-Regular.ttf",
    "amiri-regular.ttf",
    "NotoSerifCJK-Regular.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoNaskhArabic-Regular.ttf",
    "NotoSerif-Regular.ttf",
    "NotoSerifHebrew-Regular.ttf",
    "NotoSerifDevanagari-Regular.ttf",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSans.ttf",
)
CORE = "times"  # in every reader of PDFs; Latin letters only


@dataclass(frozen=True, slots=True)
class Typefaces:
    """In the order in which a letter is looked for."""

    files: tuple[Path, ...]

    @classmethod
    def find(cls, screens: Path | None) -> Typefaces:
        """`screens` is where the built screens are: they carry the serif."""
        return cls((*_serif(screens), *_system()))

    def can_write(self, text: str) -> bool:
        """Whether there is a letter for every character; a space needs none."""
        letters = {ord(one) for one in text if not one.isspace()}
        if not self.files:
            return all(letter < 256 for letter in letters)
        return not letters.difference(*(_letters(file) for file in self.files))

    def lay_out(self, pdf: FPDF, text: str) -> str:
        """Give the document those that this text needs; answers the family to write in."""
        families = []
        for number, file in enumerate(self._needed(text)):
            families.append(f"face{number}")
            pdf.add_font(families[-1], fname=file)
        if not families:
            return CORE
        pdf.set_text_shaping(True)
        pdf.set_fallback_fonts(families[1:], exact_match=False)
        return families[0]

    def _needed(self, text: str) -> Iterator[Path]:
        """Each takes time to embed: the first always, another for what those before it lack."""
        left = {ord(one) for one in text if not one.isspace()}
        for number, file in enumerate(self.files):
            if number == 0 or left & _letters(file):
                yield file
                left -= _letters(file)


def _serif(folder: Path | None) -> Iterator[Path]:
    for name in SERIF if folder is not None and folder.is_dir() else ():
        assert folder is not None  # noqa: S101 - as the line above says
        yield from sorted(folder.glob(name))[:1]


@cache
def _system() -> Sequence[Path]:
    there = {file.name: file for file in SYSTEM.rglob("*") if file.name in FALLBACKS}
    return [there[name] for name in FALLBACKS if name in there]


@cache
def _letters(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # megabytes, for who prints something

    with TTFont(file, fontNumber=0, lazy=True) as face:
        return frozenset(face.getBestCmap())
