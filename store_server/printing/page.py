"""What every printed page has, whatever stands on it: its inks, its code, its first and last line.

Importing it costs megabytes: only who prints something does.
"""

from __future__ import annotations

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from events import pass_picture

Size = tuple[float, float]  # mm, across and down
Ink = tuple[int, int, int]

A4: Size = (210.0, 297.0)
A5: Size = (148.0, 210.0)
INK: Ink = (28, 26, 23)
QUIET: Ink = (95, 89, 79)
ACCENT: Ink = (29, 75, 64)
HAIRLINE: Ink = (205, 198, 186)
SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0"})  # not every face has narrow ones


def blank(size: Size, margin_mm: float, title: str) -> FPDF:
    """One page, on which what does not fit is for its writer to see: no second page begins."""
    pdf = FPDF(format=size)
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(margin_mm)
    pdf.set_title(title)
    pdf.set_creator("Accueil")
    pdf.add_page()
    return pdf


def printed(pdf: FPDF) -> bytes:
    """And the typefaces' files are closed, which the library leaves to chance."""
    made = bytes(pdf.output())
    for face in pdf.fonts.values():
        if isinstance(face, TTFFont):
            face.ttfont.close()
    return made


def write_in(pdf: FPDF, family: str, size_pt: float, ink: Ink, spacing_pt: float = 0.0) -> None:
    pdf.set_font(family, size=size_pt)
    pdf.set_text_color(*ink)
    pdf.set_char_spacing(spacing_pt)


def centre(pdf: FPDF, text: str, height_mm: float) -> None:
    """In the middle, as many lines as it takes, each so high; the next begins below."""
    pdf.multi_cell(0, height_mm, text, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def draw_code(pdf: FPDF, text: str, side_mm: float) -> None:
    """In the middle, as shapes and not as pixels: sharp in any size and on any printer."""
    drawn = pass_picture.modules(text)
    module_mm = side_mm / len(drawn)
    left, top = (pdf.w - side_mm) / 2, pdf.get_y()
    pdf.set_fill_color(255)
    pdf.rect(left, top, side_mm, side_mm, style="F")
    pdf.set_fill_color(0)
    for number, row in enumerate(drawn):
        for start, length in pass_picture.runs(row):
            x, y = left + start * module_mm, top + number * module_mm
            pdf.rect(x, y, length * module_mm, module_mm, style="F")
    pdf.set_y(top + side_mm)
