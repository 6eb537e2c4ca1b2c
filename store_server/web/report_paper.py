"""An event's report on one page of A4, in the house's typefaces: to print, to send, to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store_server.aftermath_views import ReportView
from store_server.mail.letterhead import Letterhead
from store_server.mail.wording import Words
from store_server.web import report_sheet
from store_server.web.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """`catalogue` has the staff's words, `head` the maison's name and typefaces."""

    head: Letterhead
    catalogue: Catalogue

    def words(self, wanted: Sequence[str]) -> Words:
        """In the first of these languages that the staff's screens speak."""
        return Words(self.catalogue.choose(wanted), self.head.zone, self.catalogue.say)

    def page(self, report: ReportView, words: Words, now: datetime) -> bytes:
        from store_server.web.report_press import set_in_type  # megabytes, for who prints something

        house = f"{self.head.brand} {self.head.boutique}"
        sheet = report_sheet.write(report, words, house, now)
        return set_in_type(sheet, self.head.typefaces)
