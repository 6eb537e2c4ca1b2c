"""The ledger as tables: CSV that a French Excel opens right and that holds no formula, and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec
from msgspec import Raw, Struct

from payments.books import read_entry
from payments.entry import KINDS
from payments.ledger import Record
from payments.money import Money

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as the letters of its own country
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "number",
    "day",
    "at_utc",
    "kind",
    "corrects",
    "reason",
    "what",
    "label",
    "quantity",
    "unit_price",
    "gross",
    "net",
    "rate",
    "vat",
    "currency",
    "associate",
    "seal",
)


class _Sealed(Struct, frozen=True):
    number: int
    kind: str
    at: str
    values: Raw
    previous: str
    seal: str


class _Day(Struct, frozen=True):
    day: str


def as_json(records: Iterable[Record]) -> Iterator[bytes]:
    """One object a line; `values` are byte for byte what was sealed."""
    for one in records:
        sealed = _Sealed(one.number, one.kind, one.at, Raw(one.body), one.previous, one.seal)
        yield msgspec.json.encode(sealed) + b"\n"


def as_csv(records: Iterable[Record], language: str = "fr") -> Iterator[bytes]:
    """A row for every line sold and every means of payment; closings are not in it.

    Semicolons and a decimal comma for French and Italian, else commas and a point.
    """
    comma = language[:2] in ("fr", "it")
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield (BYTE_ORDER_MARK + buffer.getvalue()).encode()
    for record in records:
        if record.kind not in KINDS:
            continue
        buffer.seek(0)
        buffer.truncate()
        writer.writerows(_rows(record, comma))
        yield buffer.getvalue().encode()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def _rows(record: Record, comma: bool) -> Iterator[list[str]]:
    entry = read_entry(record)
    day = msgspec.json.decode(record.body, type=_Day).day
    at = datetime.fromisoformat(record.at).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    corrected = entry.corrects
    head = [
        str(record.number),
        day,
        at,
        record.kind,
        "" if corrected is None else str(corrected.number),
        "" if corrected is None else safe(corrected.reason),
    ]
    tail = [entry.currency, safe(entry.by), record.seal]

    def amount(units: int) -> str:
        plain = Money(units, entry.currency).plain()
        return plain.replace(".", ",") if comma else plain

    for line in entry.lines:
        figures = [amount(line.unit_price), amount(line.gross), amount(line.net)]
        rate = line.rate.replace(".", ",") if comma else line.rate
        label = [safe(line.label), str(line.quantity)]
        yield [*head, "line", *label, *figures, rate, amount(line.vat), *tail]
    for means in entry.means:
        yield [*head, "means", means.means, "", "", amount(means.amount), "", "", "", *tail]
