"""Receipts as the doors see them: found by their name, read in a language, ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from payments.ledger import Record
from payments.paper_fonts import find
from payments.receipt import Receipt, Seller, choose, written
from payments.receipt_links import Opened, ReceiptLinks
from store_server.ledger_ports import KeptReceipt, LedgerQueries
from store_server.ledger_views import ReceiptLinkView
from store_server.ports import Clock, NotFoundError
from store_server.settings import Settings

LINKS = "receipt links"  # what their secret is derived for
PATH = "/receipt/"
FONTS = "fonts"  # the folder in which packed fonts are unpacked


class ExpiredError(LookupError):
    """This receipt was given once, and its link opens it no more."""


@dataclass(frozen=True, slots=True)
class ReceiptDesk:
    queries: LedgerQueries
    links: ReceiptLinks
    settings: Settings
    clock: Clock
    screens: Path  # where the built screens and their fonts are

    def url(self, till: str, number: int, gift: bool = False) -> str:
        return self.settings.url + PATH + self.links.name(till, number, gift)

    def view(self, kept: KeptReceipt) -> ReceiptLinkView:
        url, gift_url = (self.url(kept.till, kept.number, gift) for gift in (False, True))
        return ReceiptLinkView(
            till=kept.till,
            number=kept.number,
            refund=kept.refund,
            deposit=kept.deposit,
            language=choose(kept.language),
            url=url,
            code_url=f"{url}/code.svg",
            paper_url=f"{url}/paper.pdf",
            gift_url=gift_url,
            gift_code_url=f"{gift_url}/code.svg",
            by_mail=self.settings.smtp.ready,
        )

    def opened(self, name: str) -> tuple[Opened, Record]:
        """Raises `NotFoundError`, or `ExpiredError`."""
        opened = self.links.open(name)
        if opened is None:
            raise NotFoundError("this link opens no receipt")
        record = self.queries.record(opened.till, opened.number)
        good_for = timedelta(days=self.settings.fiscal.receipt_days)
        if self.clock.now() > datetime.fromisoformat(record.at) + good_for:
            raise ExpiredError("this link has expired")
        return opened, record

    def language(self, opened: Opened, wanted: str = "") -> str:
        """The one that was asked for; else that of the client who bought it."""
        kept = self.queries.language_of(opened.till, opened.number)
        return choose(wanted or kept or self.settings.language)

    def read(self, opened: Opened, record: Record, language: str) -> Receipt:
        return written(
            record,
            opened.till,
            self.seller(),
            self.settings.zone,
            language,
            opened.gift,
            tax_free=self.queries.tax_free(opened.till, opened.number),
        )

    def paper(self, receipt: Receipt) -> bytes:
        """Raises `NoFontError` where no font here writes its language."""
        from payments.paper import set_on_paper  # megabytes, for who prints something

        return set_on_paper(receipt, find(receipt.language, self._folders(), self._unpacked()))

    def has_paper(self, language: str) -> bool:
        try:
            find(language, self._folders(), self._unpacked())
        except LookupError:
            return False
        return True

    def seller(self) -> Seller:
        fiscal = self.settings.fiscal
        return Seller(
            name=fiscal.seller or self.settings.brand_name,
            boutique=self.settings.boutique_name,
            address=tuple(line.strip() for line in fiscal.address.split("/") if line.strip()),
            registration=fiscal.registration,
            vat_number=fiscal.vat_number,
            footer=fiscal.footer,
        )

    def _folders(self) -> list[Path]:
        named = self.settings.fiscal.fonts
        return [*([Path(named)] if named else []), self.screens]

    def _unpacked(self) -> Path:
        return self.settings.data_dir / FONTS
