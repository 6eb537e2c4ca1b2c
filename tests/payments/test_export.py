"""What accountants open: right in a French Excel, and never a formula."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import msgspec
import pytest

from payments.entry import SALE, Sold, Tender, composed
from payments.export import BYTE_ORDER_MARK, COLUMNS, as_csv, as_json, safe
from payments.ledger import verify
from payments.money import Money
from tests.payments.shelf import MONDAY, Shelf, books, reversed_entry, scarves, week


def rows(shelf: Shelf, language: str = "fr") -> list[dict[str, str]]:
    text = b"".join(as_csv(shelf.records, language)).decode()
    assert text.startswith(BYTE_ORDER_MARK)
    delimiter = ";" if language == "fr" else ","
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=delimiter))


def test_a_french_excel_finds_semicolons_commas_and_accents() -> None:
    shelf = Shelf()
    price = Money(199_950, "EUR")
    sold = [Sold("Écharpe; soie", 1, price, Fraction(11, 2))]
    books(shelf).write(SALE, composed(sold, [Tender("card", price)], "ana"), MONDAY)
    line, means = rows(shelf)
    assert (line["label"], line["gross"], line["rate"]) == ("Écharpe; soie", "1999,50", "5,5")
    assert (means["what"], means["label"], means["gross"]) == ("means", "card", "1999,50")
    assert line["at_utc"] == "2026-11-02 15:00:00"
    assert tuple(line) == COLUMNS


def test_closings_are_no_rows_and_amounts_add_up() -> None:
    shelf = Shelf()
    week(shelf, days=3)
    found = rows(shelf, "en")
    assert {row["kind"] for row in found} == {"sale"}
    for what in ("line", "means"):
        total = sum(float(row["gross"]) for row in found if row["what"] == what)
        assert total == pytest.approx(3 * 6 * 19.99)


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_a_formula(evil: str) -> None:
    shelf = Shelf()
    price = Money(100, "EUR")
    entry = composed([Sold(evil, 1, price, Fraction(20))], [Tender("card", price)], by=evil)
    books(shelf).write(SALE, entry, MONDAY)
    line = rows(shelf)[0]
    assert line["label"] == line["associate"] == f"'{evil}" == safe(evil)


def test_negative_amounts_stay_numbers() -> None:
    assert safe("-sold-") == "'-sold-"
    shelf = Shelf()
    books(shelf).write(SALE, scarves(), MONDAY)
    from payments.entry import REFUND

    books(shelf).write(REFUND, reversed_entry(scarves(), 1, "=cmd"), MONDAY)
    line = rows(shelf)[2]
    assert (line["gross"], line["quantity"]) == ("-19,99", "-1")
    assert (line["corrects"], line["reason"]) == ("1", "'=cmd")


def test_json_holds_what_was_sealed_byte_for_byte() -> None:
    shelf = Shelf()
    week(shelf, days=2)
    lines = list(as_json(shelf.records))
    assert len(lines) == len(shelf.records)
    for line, record in zip(lines, shelf.records, strict=True):
        assert record.body in line
        assert msgspec.json.decode(line)["seal"] == record.seal
    assert list(verify(shelf.records)) == []
