"""The sign for the door: one sheet to print, in French and in English, and where to read more."""

from __future__ import annotations

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from events import pass_picture
from store_server.mail.typefaces import CORE, Typefaces
from store_server.privacy.register import responsible
from store_server.privacy.words import words
from store_server.settings import Settings

PAGE_MM = (210.0, 297.0)  # A4
MARGIN_MM = 24.0
CODE_MM = 52.0
INK, QUIET, HAIRLINE = (28, 26, 23), (95, 89, 79), (205, 198, 186)
PARTS = ("sign.one", "sign.two", "sign.three")
SPACES = str.maketrans({"\u202f": "\u00a0"})  # not every typeface has the narrow one
PLAIN = str.maketrans({"\u2019": "'", "\u0153": "oe"})  # for a reader's own typeface


def address(settings: Settings) -> str:
    """Of the page behind the code."""
    return f"{settings.url}/privacy"


def sign_pdf(settings: Settings, faces: Typefaces) -> bytes:
    said = [words("fr"), words("en")]
    keys = ("sign.title", "sign.scan", "page.responsible", *PARTS)
    letters = "".join(one[key] for one in said for key in keys)
    pdf = FPDF(format=PAGE_MM)
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(MARGIN_MM)
    pdf.set_title(said[0]["sign.title"])
    pdf.set_creator("Accueil")
    pdf.add_page()
    family = faces.lay_out(pdf, letters + settings.brand_name + responsible(settings))
    sheet = _Sheet(pdf, family)
    sheet.line(settings.brand_name.upper(), 15, INK, below=16, spacing=4.0)
    for number, one in enumerate(said):
        first = number == 0
        sheet.line(one["sign.title"], 23 if first else 17, INK if first else QUIET, below=5)
        for key in PARTS:
            sheet.line(one[key], 12.5 if first else 11, INK if first else QUIET, below=2.2)
        sheet.rule()
    sheet.code(address(settings))
    for one in said:
        sheet.line(one["sign.scan"], 11, INK, below=1)
    sheet.foot(said[0]["page.responsible"].format(who=responsible(settings)))
    made = bytes(pdf.output())
    for face in pdf.fonts.values():
        if isinstance(face, TTFFont):
            face.ttfont.close()
    return made


class _Sheet:
    def __init__(self, pdf: FPDF, family: str) -> None:
        self._pdf = pdf
        self._family = family

    def line(
        self,
        text: str,
        size_pt: float,
        colour: tuple[int, int, int],
        below: float = 0.0,
        spacing: float = 0.0,
    ) -> None:
        if self._family == CORE:
            text = text.translate(PLAIN).encode("latin-1", "replace").decode("latin-1")
        self._pdf.set_font(self._family, size=size_pt)
        self._pdf.set_text_color(*colour)
        self._pdf.set_char_spacing(spacing)
        self._pdf.multi_cell(
            0,
            size_pt * 0.48,
            text.translate(SPACES),
            align=Align.C,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        self._pdf.set_y(self._pdf.get_y() + below)

    def rule(self) -> None:
        y = self._pdf.get_y() + 5
        middle = PAGE_MM[0] / 2
        self._pdf.set_draw_color(*HAIRLINE)
        self._pdf.line(middle - 14, y, middle + 14, y)
        self._pdf.set_y(y + 9)

    def code(self, text: str) -> None:
        """As shapes, so that it is sharp in any size."""
        drawn = pass_picture.modules(text)
        module_mm = CODE_MM / len(drawn)
        left, top = (PAGE_MM[0] - CODE_MM) / 2, self._pdf.get_y()
        self._pdf.set_fill_color(0)
        for number, row in enumerate(drawn):
            for start, length in pass_picture.runs(row):
                self._pdf.rect(
                    left + start * module_mm,
                    top + number * module_mm,
                    length * module_mm,
                    module_mm,
                    style="F",
                )
        self._pdf.set_y(top + CODE_MM + 4)

    def foot(self, text: str) -> None:
        self._pdf.set_y(PAGE_MM[1] - MARGIN_MM)
        self.line(text, 9, QUIET)
