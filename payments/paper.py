"""A receipt on paper: one PDF, set quietly, from either side. Only made when it is asked for."""

from __future__ import annotations

import unicodedata

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from payments.paper_fonts import Fonts
from payments.receipt import Receipt, Row

Script = tuple[str, str, str | None]

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 148.0, 210.0, 17.0  # A5
INK, QUIET, HAIRLINE = (28, 26, 23), (95, 89, 79), (205, 198, 186)
LATIN: Script = ("ltr", "latn", None)
SCRIPTS: dict[str, Script] = {
    "ar": ("rtl", "arab", "ara"),
    "zh": ("ltr", "hani", "zho"),
    "ja": ("ltr", "kana", "jpn"),
}
# Not every font has the narrow spaces that French figures are grouped by.
SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0"})


def set_on_paper(receipt: Receipt, fonts: Fonts) -> bytes:
    sheet = _Sheet(receipt, fonts)
    sheet.head()
    sheet.rows(receipt.lines)
    if receipt.total is not None:
        sheet.total(receipt.total)
    sheet.rows((*receipt.taxes, *receipt.means), small=True)
    sheet.foot()
    return bytes(sheet.pdf.output())


class _Pages(FPDF):
    """Every font is established by a space before it is used, on each page anew.

    Where a line begins with a letter of a fallback font, fpdf 2.8 writes the line's own font inside
    of what it restores afterwards, and takes it for set: the next line has another font's letters.
    """

    def header(self) -> None:
        self.establish()

    def establish(self) -> None:
        x, y = self.x, self.y
        self.cell(1, 1, " ")
        self.set_xy(x, y)


class _Sheet:
    def __init__(self, receipt: Receipt, fonts: Fonts) -> None:
        self.receipt = receipt
        self._begins = Align.R if receipt.right_to_left else Align.L
        self._ends = Align.L if receipt.right_to_left else Align.R
        self.pdf = pdf = _Pages(format=(WIDTH_MM, HEIGHT_MM))
        pdf.set_margin(MARGIN_MM)
        pdf.set_auto_page_break(True, MARGIN_MM)
        pdf.set_title(receipt.title)
        pdf.set_lang(receipt.language)
        pdf.add_font("text", fname=str(fonts.text))
        pdf.add_font("titles", fname=str(fonts.titles))
        for number, path in enumerate(fonts.others):
            pdf.add_font(f"other{number}", fname=str(path))
        pdf.set_fallback_fonts([f"other{number}" for number in range(len(fonts.others))])
        self._shape(receipt.words["title"])
        pdf.set_font("text", size=9.5)
        pdf.add_page()

    def _shape(self, text: str) -> None:
        """In the script's direction; an address or a number of another script in its own."""
        foreign = self.receipt.right_to_left and not any(map(_is_arabic, text))
        script = LATIN if foreign else SCRIPTS.get(self.receipt.language, LATIN)
        self.pdf.set_text_shaping(True, {"lnum": True}, *script)

    def head(self) -> None:
        receipt, seller = self.receipt, self.receipt.seller
        self._line(seller.name, "titles", 22, 10)
        for line in (seller.boutique, *seller.address):
            self._line(line, "text", 9.5, 4.6, QUIET)
        self.pdf.ln(7)
        self._line(receipt.title, "titles", 15, 7.5)
        self._line(f"{receipt.number} · {receipt.moment}", "text", 9.5, 5, QUIET)
        for note in receipt.notes:
            self._line(note, "text", 9.5, 5, QUIET)
        self.pdf.ln(2)

    def rows(self, rows: tuple[Row, ...], small: bool = False) -> None:
        size = 9.5 if small else 11.5
        for row in rows:
            self._rule()
            detail = f"{row.label} · {row.detail}" if small and row.detail else row.label
            self._pair(detail, row.amount, "text", size, QUIET if small else INK)
            if row.detail and not small:
                self._line(row.detail, "text", 9.5, 4.6, QUIET)

    def total(self, row: Row) -> None:
        self._rule()
        self._pair(row.label, row.amount, "titles", 15, INK)
        self.pdf.ln(1)

    def foot(self) -> None:
        self.pdf.ln(8)
        self._line(self.receipt.words["greeting"], "titles", 12, 6)
        for mention in self.receipt.mentions:
            self._line(mention, "text", 8.5, 4.4, QUIET)

    def _pair(
        self, begins: str, ends: str, font: str, size: float, ink: tuple[int, int, int]
    ) -> None:
        """Something at the beginning of a line and an amount at its end; the first may run on."""
        pdf = self.pdf
        self._font(font, size, ink)
        self._shape(begins)
        pdf.ln(1.6)
        top, height = pdf.get_y(), size * 0.5
        amount = pdf.get_string_width(ends.translate(SPACES)) + 4 if ends else 0
        left = MARGIN_MM + (amount if self.receipt.right_to_left else 0)
        pdf.set_xy(left, top)
        pdf.multi_cell(
            pdf.epw - amount,
            height,
            begins.translate(SPACES),
            align=self._begins,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        bottom, page = pdf.get_y(), pdf.page
        if ends:
            self._shape(ends)
            pdf.set_xy(MARGIN_MM, max(bottom - height, MARGIN_MM))
            pdf.cell(pdf.epw, height, ends.translate(SPACES), align=self._ends)
        pdf.page = page
        pdf.set_xy(MARGIN_MM, bottom + 1.2)

    def _line(
        self,
        text: str,
        font: str,
        size: float,
        height: float,
        ink: tuple[int, int, int] = INK,
    ) -> None:
        self._font(font, size, ink)
        self._shape(text)
        self.pdf.multi_cell(
            self.pdf.epw,
            height,
            text.translate(SPACES),
            align=self._begins,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def _font(self, font: str, size: float, ink: tuple[int, int, int]) -> None:
        self.pdf.set_font(font, size=size)
        self.pdf.set_text_color(*ink)
        self.pdf.establish()

    def _rule(self) -> None:
        self.pdf.ln(1.2)
        self.pdf.set_draw_color(*HAIRLINE)
        self.pdf.set_line_width(0.15)
        y = self.pdf.get_y()
        self.pdf.line(MARGIN_MM, y, WIDTH_MM - MARGIN_MM, y)


def _is_arabic(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")
