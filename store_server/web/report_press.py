"""Sets an event's report on its page of A4, in the house's typefaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue

from store_server.printing import page
from store_server.printing.page import ACCENT, HAIRLINE, INK, QUIET, SPACES, Ink
from store_server.printing.typefaces import Typefaces
from store_server.web.report_sheet import Bar, Block, ReportSheet, Table

WIDTH_MM, HEIGHT_MM = page.A4
MARGIN_MM, GUTTER_MM = 17.0, 10.0
FOOT_MM = HEIGHT_MM - 14.0
BARS_MM, WIDEST_BAR_MM = 20.0, 14.0
LABELS = 8
LOWEST_MM = 4.0  # of a line
MM_OF_PT = 0.45
UNWRITABLE = "?"


def set_in_type(sheet: ReportSheet, faces: Typefaces) -> bytes:
    pdf = page.blank(page.A4, MARGIN_MM, sheet.title)
    pdf.c_margin = 0
    pdf.set_lang(sheet.language)
    family = faces.lay_out(pdf, "".join(_texts(sheet)))
    if faces.files:
        pdf.set_text_shaping(True, features={"lnum": True})
    _Page(pdf, family, faces).write(sheet)
    return page.printed(pdf)


def _texts(thing: object) -> Iterator[str]:
    """Every text that stands in it: what the typefaces have to write."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _texts(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _texts(getattr(thing, field.name))


@dataclass(slots=True)
class _Page:
    pdf: FPDF
    family: str
    faces: Typefaces
    y: float = MARGIN_MM
    bottom: float = FOOT_MM - 8  # under it stands when this was printed
    left: float = MARGIN_MM
    wide: float = WIDTH_MM - 2 * MARGIN_MM

    def write(self, sheet: ReportSheet) -> None:
        self.line(sheet.over, 10, QUIET)
        self.line(sheet.title, 24, INK, lines=2)
        self.line(sheet.when, 11.5, QUIET)
        self.y += 3
        self.figures(sheet.figures)
        self.heading(sheet.arrivals)
        if sheet.bars:
            self.bars(sheet.bars)
        else:
            self.line(sheet.nobody_came, 11, QUIET)
        self.y += 4
        self.columns(
            (sheet.sales, sheet.costs, sheet.missing), (sheet.opinion, sheet.dwell, sheet.hosts)
        )
        self.y, self.bottom = FOOT_MM - 4, FOOT_MM
        self.line(sheet.printed, 9, QUIET)

    def columns(self, *columns: tuple[Block | Table, ...]) -> None:
        """Beside each other, each as long as it is."""
        top = self.y
        self.wide = (self.wide - GUTTER_MM) / len(columns)
        for blocks in columns:
            self.y = top
            for block in blocks:
                self.table(block) if isinstance(block, Table) else self.block(block)
                self.y += 4
            self.left += self.wide + GUTTER_MM
        self.left, self.wide = MARGIN_MM, WIDTH_MM - 2 * MARGIN_MM

    def block(self, block: Block) -> None:
        self.heading(block.title)
        if block.note:
            self.line(block.note, 9.5, QUIET, lines=2)
        if block.great:
            self.line(block.great, 17, INK)
        if block.none:
            self.line(block.none, 11, QUIET, lines=2)
        for line in block.lines:
            self.pair(line.begins, line.ends, 1 if line.below else 3)
            if line.below:
                self.line(line.below, 9, QUIET)
            self.rule()
        if block.more:
            self.line(block.more, 9.5, QUIET)

    def table(self, table: Table) -> None:
        self.heading(table.title)
        if table.none:
            self.line(table.none, 11, QUIET)
            return
        self.cells(table.head, 9, QUIET)
        for row in table.rows:
            self.cells(row, 11, INK)
            self.rule()
        if table.more:
            self.line(table.more, 9.5, QUIET)

    def cells(self, texts: tuple[str, ...], size_pt: float, colour: Ink) -> None:
        """The first has the room of three."""
        part = self.wide / (len(texts) + 2)
        x = self.left
        for place, text in enumerate(texts):
            wide = part * (1 if place else 3)
            self.put(x, wide, text, size_pt, colour, Align.R if place else Align.L)
            x += wide
        self.y += size_pt * MM_OF_PT + 0.6

    def figures(self, figures: tuple[tuple[str, str], ...]) -> None:
        self.rule()
        self.y += 2.5
        wide = [max(self._long(label, 8.5), self._long(value, 20)) for label, value in figures]
        between = (self.wide - sum(wide)) / (len(figures) - 1)
        x = self.left
        for (label, value), room in zip(figures, wide, strict=True):
            self.put(x, room, value, 20, ACCENT if x == self.left else INK)
            self.y += 9
            self.put(x, room, label, 8.5, QUIET)
            self.y -= 9
            x += room + between
        self.y += 14.5
        self.rule()
        self.y += 4

    def bars(self, bars: tuple[Bar, ...]) -> None:
        room = min(WIDEST_BAR_MM, self.wide / len(bars))
        most = max(bar.people for bar in bars)
        every = -(-len(bars) // LABELS)
        self.y += 4  # for the number above the highest
        floor = self.y + BARS_MM
        self.pdf.set_fill_color(*ACCENT)
        for place, bar in enumerate(bars):
            height, x = bar.people / most * BARS_MM, self.left + place * room
            self.pdf.rect(x + room * 0.14, floor - height, room * 0.72, height, style="F")
            if bar.people:
                self.y = floor - height - 4.4
                self.put(x, room, str(bar.people), 9, INK, Align.C)
            if place % every == 0:
                self.y = floor + 0.8
                self.put(x - 5, room + 10, bar.hour, 9, QUIET, Align.C)
        self.y = floor
        self.rule()
        self.y = floor + 5.5

    # ------------------------------------------------------------------ one line

    def heading(self, text: str) -> None:
        self.line(text, 14, ACCENT)
        self.y += 0.6

    def pair(self, begins: str, ends: str, lines: int) -> None:
        """The first may run over so many lines, beside the second."""
        self._write_in(11, INK)
        self.y += 0.7
        top = self.y
        end = self.pdf.get_string_width(self._writable(ends)) + 4 if ends else 0.0
        whole, self.wide = self.wide, self.wide - min(end, self.wide / 2)
        self.line(begins, 11, INK, lines=lines)
        bottom, self.y, self.wide = self.y, top, whole
        if ends:
            self.put(self.left + whole / 2, whole / 2, ends, 11, INK, Align.R)
        self.y = bottom

    def line(self, text: str, size_pt: float, colour: Ink, lines: int = 1) -> None:
        """As many lines as it is given; what is longer ends in an ellipsis."""
        self._write_in(size_pt, colour)
        height = size_pt * MM_OF_PT
        wanted = self._broken(text, height)
        shown = wanted[:lines]
        if len(wanted) > lines:
            shown[-1] = shown[-1].rstrip() + "…"
        for one in shown:
            self.put(self.left, self.wide, one, size_pt, colour)
            self.y += height
        self.y += 0.4

    def _broken(self, text: str, height: float) -> list[str]:
        found = self.pdf.multi_cell(
            self.wide, height, self._writable(text), dry_run=True, output=MethodReturnValue.LINES
        )
        assert isinstance(found, list)  # noqa: S101 - the library's type says all that may be asked
        return found

    def put(
        self,
        x: float,
        wide: float,
        text: str,
        size_pt: float,
        colour: Ink,
        align: Align = Align.L,
    ) -> None:
        """On one line: cut to its room. Nothing is written under the foot of the page."""
        if self.y + LOWEST_MM > self.bottom:
            return
        self._write_in(size_pt, colour)
        self.pdf.set_xy(x, self.y)
        self.pdf.cell(wide, size_pt * MM_OF_PT, self._fitting(text, wide), align=align)

    def rule(self) -> None:
        if self.y + LOWEST_MM > self.bottom:
            return
        self.pdf.set_draw_color(*HAIRLINE)
        self.pdf.set_line_width(0.15)
        self.pdf.line(self.left, self.y, self.left + self.wide, self.y)

    def _long(self, text: str, size_pt: float) -> float:
        self._write_in(size_pt, INK)
        return self.pdf.get_string_width(self._writable(text))

    def _fitting(self, text: str, wide: float) -> str:
        text = self._writable(text)
        if self.pdf.get_string_width(text) <= wide + 1:
            return text
        while text and self.pdf.get_string_width(text + "…") > wide:
            text = text[:-1]
        return text.rstrip() + "…"

    def _writable(self, text: str) -> str:
        """A letter that no typeface here has is seen to be missing, rather than written wrong."""
        text = text.translate(SPACES)
        if self.faces.can_write(text):
            return text
        return "".join(one if self.faces.can_write(one) else UNWRITABLE for one in text)

    def _write_in(self, size_pt: float, colour: Ink) -> None:
        """The font is established by a space each time: after a letter of a fallback font, the
        library takes the line's own for set when it is not."""
        self.pdf.set_font(self.family, size=size_pt)
        self.pdf.set_text_color(*colour)
        self.pdf.set_xy(MARGIN_MM, MARGIN_MM)
        self.pdf.cell(1, 1, " ")
