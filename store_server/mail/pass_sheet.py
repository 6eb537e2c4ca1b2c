"""The pass on paper: one page to print and fold, or to keep on a phone as a file."""

from __future__ import annotations

from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from events import pass_picture
from events.event import said
from store_server.handlers import passes
from store_server.letter_ports import Paper
from store_server.mail.letterhead import Letterhead
from store_server.mail.sheet import details
from store_server.mail.typefaces import Typefaces
from store_server.mail.wording import Words

PAGE_MM = (148.0, 210.0)  # A5
MARGIN_MM = 16.0
CODE_MM = 62.0
INK, QUIET, ACCENT = (28, 26, 23), (95, 89, 79), (29, 75, 64)
ENGLISH = "en"
CASED = frozenset({"fr", "en", "it"})


def pass_pdf(paper: Paper, head: Letterhead, words: Words) -> bytes:
    """In the guest's language where there is a typeface for it on this machine, else in English."""
    assert paper.granted is not None  # noqa: S101 - who has no pass is not asked here
    faces = head.typefaces
    words = _readable(words, head, faces)
    title, over = _title(paper, head, words, faces), _capitals(words("pass_title"), words)
    rows = details(paper, head, words)
    said = [head.brand.upper(), over, title, paper.guest.display_name, words("pass_say")]
    pdf = FPDF(format=PAGE_MM)
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(MARGIN_MM)
    pdf.set_title(words("pass_title"))
    pdf.set_creator("Accueil")
    pdf.add_page()
    family = faces.lay_out(pdf, "".join((*said, *(label + value for label, value in rows))))
    page = _Page(pdf, family, faces)
    page.line(head.brand.upper(), 11, INK, below=10, spacing=3.2)
    page.line(over, 9, QUIET, below=4, spacing=1.4)
    page.line(title, 25, INK, below=2)
    page.line(paper.guest.display_name, 14, QUIET, below=5)
    page.code(passes.text(paper.granted, paper.event, paper.keys))
    page.gap(5)
    for label, value in rows:
        page.detail(label, value, words.direction == "rtl")
    page.foot(words("pass_say"))
    return _bytes(pdf)


def _bytes(pdf: FPDF) -> bytes:
    """And the typefaces' files are closed, which the library leaves to chance."""
    made = bytes(pdf.output())
    for face in pdf.fonts.values():
        if isinstance(face, TTFFont):
            face.ttfont.close()
    return made


@dataclass(frozen=True, slots=True)
class _Page:
    pdf: FPDF
    family: str
    faces: Typefaces

    def line(
        self,
        text: str,
        size_pt: float,
        colour: tuple[int, int, int],
        below: float = 0.0,
        spacing: float = 0.0,
    ) -> None:
        """In the middle; what no typeface here can write is left out rather than written wrong."""
        if not text or not self.faces.can_write(text):
            return
        self._write_in(size_pt, colour, spacing)
        self.pdf.multi_cell(
            0, size_pt * 0.45, text, align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.gap(below)

    def gap(self, mm: float) -> None:
        self.pdf.set_y(self.pdf.get_y() + mm)

    def code(self, text: str) -> None:
        """As shapes, not as pixels: sharp in any size and on any printer."""
        drawn = pass_picture.modules(text)
        module_mm = CODE_MM / len(drawn)
        left, top = (PAGE_MM[0] - CODE_MM) / 2, self.pdf.get_y()
        self.pdf.set_fill_color(255)
        self.pdf.rect(left, top, CODE_MM, CODE_MM, style="F")
        self.pdf.set_fill_color(0)
        for number, row in enumerate(drawn):
            for start, length in pass_picture.runs(row):
                self.pdf.rect(
                    left + start * module_mm,
                    top + number * module_mm,
                    length * module_mm,
                    module_mm,
                    style="F",
                )
        self.pdf.set_y(top + CODE_MM)

    def detail(self, label: str, value: str, from_right: bool) -> None:
        if not self.faces.can_write(label + value):
            return
        self.pdf.set_draw_color(221, 214, 202)
        top = self.pdf.get_y()
        self.pdf.line(MARGIN_MM, top, PAGE_MM[0] - MARGIN_MM, top)
        width = PAGE_MM[0] - 2 * MARGIN_MM
        columns = [(label, width * 0.3, 10.0, QUIET), (value, width * 0.7, 12.0, INK)]
        left, bottom = MARGIN_MM, top
        for text, wide, size_pt, colour in reversed(columns) if from_right else columns:
            self._write_in(size_pt, colour)
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

    def _write_in(self, size_pt: float, colour: tuple[int, int, int], spacing: float = 0.0) -> None:
        self.pdf.set_font(self.family, size=size_pt)
        self.pdf.set_text_color(*colour)
        self.pdf.set_char_spacing(spacing)


def _readable(words: Words, head: Letterhead, faces: Typefaces) -> Words:
    spoken = "".join(words(key) for key in ("pass_title", "pass_say", "when", "where"))
    return words if faces.can_write(spoken) else head.words(ENGLISH)


def _title(paper: Paper, head: Letterhead, words: Words, faces: Typefaces) -> str:
    titles = paper.event.titles
    wanted = said(titles, words.language, head.language)
    return next((one for one in (wanted, *titles.values()) if faces.can_write(one)), "")


def _capitals(text: str, words: Words) -> str:
    return text.upper() if words.language in CASED else text
