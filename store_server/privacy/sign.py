"""The sign for the door: one sheet to print, in French and in English, and where to read more."""

from __future__ import annotations

from fpdf import FPDF

from store_server.printing import page
from store_server.printing.page import HAIRLINE, INK, QUIET, SPACES, Ink
from store_server.printing.typefaces import CORE, Typefaces
from store_server.privacy.register import responsible
from store_server.privacy.words import words
from store_server.settings import Settings

PAGE_MM = page.A4
MARGIN_MM = 24.0
CODE_MM = 52.0
PARTS = ("sign.one", "sign.two", "sign.three")
PLAIN = str.maketrans({"\u2019": "'", "\u0153": "oe"})  # for a reader's own typeface


def address(settings: Settings) -> str:
    """Of the page behind the code."""
    return f"{settings.url}/privacy"


def sign_pdf(settings: Settings, faces: Typefaces) -> bytes:
    said = [words("fr"), words("en")]
    keys = ("sign.title", "sign.scan", "page.responsible", *PARTS)
    letters = "".join(one[key] for one in said for key in keys)
    pdf = page.blank(PAGE_MM, MARGIN_MM, said[0]["sign.title"])
    family = faces.lay_out(pdf, letters + settings.brand_name + responsible(settings))
    sheet = _Sheet(pdf, family)
    sheet.line(settings.brand_name.upper(), 15, INK, below=16, spacing=4.0)
    for number, one in enumerate(said):
        first = number == 0
        sheet.line(one["sign.title"], 23 if first else 17, INK if first else QUIET, below=5)
        for key in PARTS:
            sheet.line(one[key], 12.5 if first else 11, INK if first else QUIET, below=2.2)
        sheet.rule()
    page.draw_code(pdf, address(settings), CODE_MM)
    sheet.gap(4)
    for one in said:
        sheet.line(one["sign.scan"], 11, INK, below=1)
    sheet.foot(said[0]["page.responsible"].format(who=responsible(settings)))
    return page.printed(pdf)


class _Sheet:
    def __init__(self, pdf: FPDF, family: str) -> None:
        self._pdf = pdf
        self._family = family

    def line(
        self,
        text: str,
        size_pt: float,
        colour: Ink,
        below: float = 0.0,
        spacing: float = 0.0,
    ) -> None:
        if self._family == CORE:
            text = text.translate(PLAIN).encode("latin-1", "replace").decode("latin-1")
        page.write_in(self._pdf, self._family, size_pt, colour, spacing)
        page.centre(self._pdf, text.translate(SPACES), size_pt * 0.48)
        self.gap(below)

    def rule(self) -> None:
        y = self._pdf.get_y() + 5
        middle = PAGE_MM[0] / 2
        self._pdf.set_draw_color(*HAIRLINE)
        self._pdf.line(middle - 14, y, middle + 14, y)
        self._pdf.set_y(y + 9)

    def gap(self, mm: float) -> None:
        self._pdf.set_y(self._pdf.get_y() + mm)

    def foot(self, text: str) -> None:
        self._pdf.set_y(PAGE_MM[1] - MARGIN_MM)
        self.line(text, 9, QUIET)
