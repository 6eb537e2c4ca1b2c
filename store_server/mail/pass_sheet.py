"""The pass on paper: one page to print and fold, or to keep on a phone as a file."""

from __future__ import annotations

from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from events.event import said
from store_server.handlers import passes
from store_server.letter_ports import Paper
from store_server.mail.letterhead import Letterhead
from store_server.mail.sheet import details
from store_server.mail.wording import Words
from store_server.printing import page
from store_server.printing.page import INK, QUIET, Ink
from store_server.printing.typefaces import Typefaces

PAGE_MM = page.A5
MARGIN_MM = 16.0
CODE_MM = 62.0
BETWEEN: Ink = (221, 214, 202)  # the details
ENGLISH = "en"
CASED = frozenset({"fr", "en", "it"})


def pass_pdf(paper: Paper, head: Letterhead, words: Words) -> bytes:
    """In the guest's language where there is a typeface for it on this machine, else in English."""
    assert paper.granted is not None  # noqa: S101 - who has no pass is not asked here
    faces = head.typefaces
    words = _readable(words, head, faces)
    title, over = _title(paper, head, words, faces), _capitals(words("pass_title"), words)
    rows = details(paper, head, words)
    said = [head.brand.upper(), over, title, paper.guest.display_name]
    said += [words("pass_say"), words("pass_typed"), paper.typed]
    pdf = page.blank(PAGE_MM, MARGIN_MM, words("pass_title"))
    family = faces.lay_out(pdf, "".join((*said, *(label + value for label, value in rows))))
    sheet = _Sheet(pdf, family, faces)
    sheet.line(head.brand.upper(), 11, INK, below=10, spacing=3.2)
    # Letters that join hands are not drawn apart.
    sheet.line(over, 9, QUIET, below=4, spacing=1.4 if words.language in CASED else 0.0)
    sheet.line(title, 25, INK, below=2)
    sheet.line(paper.guest.display_name, 14, QUIET, below=5)
    page.draw_code(pdf, passes.text(paper.granted, paper.event, paper.keys), CODE_MM)
    sheet.gap(2)
    sheet.line(words("pass_typed"), 9, QUIET, below=0.5)
    sheet.line(paper.typed, 14, INK, below=4, spacing=0.8)
    for label, value in rows:
        sheet.detail(label, value, words.direction == "rtl")
    sheet.foot(words("pass_say"))
    return page.printed(pdf)


@dataclass(frozen=True, slots=True)
class _Sheet:
    pdf: FPDF
    family: str
    faces: Typefaces

    def line(
        self,
        text: str,
        size_pt: float,
        colour: Ink,
        below: float = 0.0,
        spacing: float = 0.0,
    ) -> None:
        """In the middle; what no typeface here can write is left out rather than written wrong."""
        if not text or not self.faces.can_write(text):
            return
        page.write_in(self.pdf, self.family, size_pt, colour, spacing)
        page.centre(self.pdf, text, size_pt * 0.45)
        self.gap(below)

    def gap(self, mm: float) -> None:
        self.pdf.set_y(self.pdf.get_y() + mm)

    def detail(self, label: str, value: str, from_right: bool) -> None:
        if not self.faces.can_write(label + value):
            return
        self.pdf.set_draw_color(*BETWEEN)
        top = self.pdf.get_y()
        self.pdf.line(MARGIN_MM, top, PAGE_MM[0] - MARGIN_MM, top)
        width = PAGE_MM[0] - 2 * MARGIN_MM
        columns = [(label, width * 0.3, 10.0, QUIET), (value, width * 0.7, 12.0, INK)]
        left, bottom = MARGIN_MM, top
        for text, wide, size_pt, colour in reversed(columns) if from_right else columns:
            page.write_in(self.pdf, self.family, size_pt, colour)
            self.pdf.set_xy(left, top + 1.8)
            self.pdf.multi_cell(
                wide,
                5.2,
                text,
                align=Align.R if from_right else Align.L,
                new_x=XPos.LMARGIN,
                new_y=YPos.NEXT,
            )
            left, bottom = left + wide, max(bottom, self.pdf.get_y())
        self.pdf.set_y(bottom + 1.8)

    def foot(self, text: str) -> None:
        self.pdf.set_y(PAGE_MM[1] - MARGIN_MM - 8)
        self.line(text, 9, QUIET)


def _readable(words: Words, head: Letterhead, faces: Typefaces) -> Words:
    spoken = "".join(
        words(key) for key in ("pass_title", "pass_say", "pass_typed", "when", "where")
    )
    return words if faces.can_write(spoken) else head.words(ENGLISH)


def _title(paper: Paper, head: Letterhead, words: Words, faces: Typefaces) -> str:
    titles = paper.event.titles
    wanted = said(titles, words.language, head.language)
    return next((one for one in (wanted, *titles.values()) if faces.can_write(one)), "")


def _capitals(text: str, words: Words) -> str:
    return text.upper() if words.language in CASED else text
