"""A receipt, in the client's language: what the ledger's record says, as people read it.

Nothing is reckoned here. A gift receipt is the same without a single price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import msgspec
from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent

from payments.books import read_entry
from payments.cash import ROUNDING
from payments.entry import CORRECTION, DEPOSIT, KINDS, REFUND, Entry, Line, MeansSum
from payments.ledger import Record
from payments.money import Money

LANGUAGES = ("fr", "en", "it", "zh", "ja", "ar")
RIGHT_TO_LEFT = ("ar",)
_LOCALES = {
    "ar": "ar_AE",
    "zh": "zh_Hans_CN",
    "ja": "ja_JP",
    "fr": "fr_FR",
    "it": "it_IT",
    "en": "en_GB",
}


class ReceiptError(LookupError):
    """This record is a closing, which is nobody's receipt."""


@dataclass(frozen=True, slots=True)
class Seller:
    """What the law wants to be said of who sold it."""

    name: str
    boutique: str
    address: tuple[str, ...] = ()
    registration: str = ""
    vat_number: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`detail` is quantity and price of one, or a serial number; `amount` is empty on a gift's."""

    label: str
    detail: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that is shown, in order, as text that is ready to be read."""

    language: str
    title: str
    number: str
    moment: str
    seller: Seller
    lines: tuple[Row, ...]
    total: Row | None
    taxes: tuple[Row, ...]
    means: tuple[Row, ...]
    notes: tuple[str, ...]
    mentions: tuple[str, ...]
    words: Mapping[str, str]

    @property
    def right_to_left(self) -> bool:
        return self.language in RIGHT_TO_LEFT


@cache
def words(language: str) -> Mapping[str, str]:
    """The receipt's own words: they are read on paper and in letters, where no screen is."""
    file = resources.files("payments") / "words" / f"{language}.json"
    found: dict[str, str] = msgspec.json.decode(file.read_bytes(), type=dict[str, str])
    return found


def choose(language: str) -> str:
    """The nearest of the languages that receipts are written in; English where none is near."""
    base = language.replace("_", "-").split("-", 1)[0].lower()
    return base if base in LANGUAGES else "en"


def written(
    record: Record,
    till: str,
    seller: Seller,
    zone: ZoneInfo,
    language: str,
    gift: bool = False,
    *,
    tax_free: bool = False,
) -> Receipt:
    """The receipt of a sale, refund or correction. Raises `ReceiptError`.

    `tax_free` is a note alone: it was asked for, and whoever is given a present need not know.
    """
    if record.kind not in KINDS:
        raise ReceiptError(f"record {record.number} is no sale")
    entry, said = read_entry(record), words(language)
    at = datetime.fromisoformat(record.at).astimezone(zone)
    page = _Page(entry, language, said)
    notes = [said["gift_note"]] if gift else []
    if entry.corrects is not None:
        notes.append(said["corrects"].format(number=entry.corrects.number))
    if tax_free and not gift:
        notes.append(said["tax_free"])
    return Receipt(
        language=language,
        title=said[_title(record.kind, gift)],
        number=said["number"].format(number=record.number, till=till),
        moment=_moment(at, locale(language)),
        seller=seller,
        lines=page.presents() if gift else page.lines(),
        total=None if gift else Row(said["total"], amount=page.money(entry.total)),
        taxes=() if gift else page.taxes(),
        means=() if gift else page.means(),
        notes=tuple(notes),
        mentions=_mentions(seller, said),
        words=said,
    )


def _moment(at: datetime, locale: str) -> str:
    """A day in full and the minute of it, put together as the language does."""
    together = str(get_datetime_format("medium", locale=locale))
    day = format_date(at, "long", locale=locale)
    return together.replace("{1}", day).replace("{0}", format_time(at, "short", locale=locale))


def locale(language: str) -> str:
    return _LOCALES.get(language, language)


@dataclass(frozen=True, slots=True)
class _Page:
    """An entry's values as a language writes them."""

    entry: Entry
    language: str
    said: Mapping[str, str]

    def money(self, units: int) -> str:
        return Money(units, self.entry.currency).shown(locale(self.language))

    def lines(self) -> tuple[Row, ...]:
        return tuple(
            Row(self._label(line), self._detail(line), self.money(line.gross))
            for line in self.entry.lines
        )

    def presents(self) -> tuple[Row, ...]:
        """The gifts among the lines; where none is marked, all of them."""
        pieces = [line for line in self.entry.lines if not line.deposit]
        marked = [line for line in pieces if line.gift] or pieces
        return tuple(Row(line.label, self._without_price(line)) for line in marked)

    def taxes(self) -> tuple[Row, ...]:
        return tuple(
            Row(
                self.said["vat"].format(rate=self._percent(one.rate)),
                f"{self.said['net']} {self.money(one.net)}",
                self.money(one.vat),
            )
            for one in self.entry.rates
        )

    def means(self) -> tuple[Row, ...]:
        return tuple(
            Row(
                self.said.get(f"means_{one.means}", self.said["means_other"]),
                self._how(one),
                self.money(one.amount),
            )
            for one in self.entry.means
        )

    def _how(self, one: MeansSum) -> str:
        if one.means == ROUNDING:
            return ""
        if one.given:
            return self.said["given"].format(
                given=self.money(one.given), change=self.money(one.given - one.amount)
            )
        return self.said["paid" if one.amount >= 0 else "given_back"]

    def _label(self, line: Line) -> str:
        if line.deposit:
            return self.said["deposit_before"].format(number=line.deposit)
        return line.label or self.said["deposit" if line.gross > 0 else "money_back"]

    def _detail(self, line: Line) -> str:
        if not line.label:
            return ""
        several = self.said["quantity"].format(
            quantity=self._count(line.quantity), price=self.money(line.unit_price)
        )
        return " · ".join(part for part in (several, line.serial) if part)

    def _without_price(self, line: Line) -> str:
        count = f"{self._count(line.quantity)} \u00d7" if line.quantity != 1 else ""
        return " · ".join(part for part in (count, line.serial) if part)

    def _count(self, quantity: int) -> str:
        return format_decimal(quantity, locale=locale(self.language))

    def _percent(self, rate: str) -> str:
        return format_percent(
            Decimal(rate) / 100, locale=locale(self.language), decimal_quantization=False
        )


def plain(receipt: Receipt, link: str = "") -> str:
    """As text alone, for the plain part of a letter."""
    seller = receipt.seller
    parts = [
        [seller.name, seller.boutique, *seller.address],
        [receipt.title, receipt.number, receipt.moment],
        [_in_one_line(row) for row in receipt.lines],
        [_in_one_line(row) for row in (receipt.total, *receipt.taxes) if row is not None],
        [_in_one_line(row) for row in receipt.means],
        list(receipt.notes),
        [receipt.words["look"], link] if link else [],
        list(receipt.mentions),
    ]
    return "\n\n".join("\n".join(filter(None, part)) for part in parts if any(part)) + "\n"


def _in_one_line(row: Row) -> str:
    label = f"{row.label} ({row.detail})" if row.detail else row.label
    return f"{label}: {row.amount}" if row.amount else label


def _title(kind: str, gift: bool) -> str:
    if gift:
        return "gift_title"
    titles = {REFUND: "refund_title", CORRECTION: "correction_title", DEPOSIT: "deposit_title"}
    return titles.get(kind, "title")


def _mentions(seller: Seller, said: Mapping[str, str]) -> tuple[str, ...]:
    number = said["vat_number"].format(number=seller.vat_number) if seller.vat_number else ""
    return tuple(filter(None, (seller.registration, number, seller.footer)))
