"""The catalogue: by file and by hand, with nothing half done."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from payments.article import ArticleError, gtin_of
from payments.catalogue_file import FileError, read
from store_server import payment_messages as ask
from store_server.ports import ConflictError
from tests.store_server.payments.till import Till

HEADER = "sku;name;gtin;vat;kind;stock;price EUR;price JPY;option colour;serials"
GOOD = [
    "FOUL-1;Foulard;3596710323845;standard;plain;5;390.00;62000;noir;",
    "MONT-1;Montre;;standard;serial;;4500.00;;;A1 A2 A3",
]


def brought_in(till: Till, *lines: str, apply: bool = True) -> list[tuple[int, str, str]]:
    """Line, what it does, and the column of what is wrong."""
    octets = "\n".join((HEADER, *lines)).encode()
    looked = till.bus.ask(ask.ImportArticles(tuple(read(octets)), apply))
    return [(one.line, one.does, one.field) for one in looked]


def count(till: Till) -> int:
    return len(till.storage.payment_queries.articles("", 100))


def test_a_file_is_looked_through_and_then_brought_in(either_till: Till) -> None:
    till = either_till
    till.rate()
    assert brought_in(till, *GOOD, apply=False) == [(2, "adds", ""), (3, "adds", "")]
    assert count(till) == 0
    brought_in(till, *GOOD)
    scarf, watch = till.storage.payment_queries.articles("", 100)
    assert (scarf.sku, scarf.free, scarf.options) == ("FOUL-1", 5, {"colour": "noir"})
    assert [price.amount for price in scarf.prices] == ["390.00", "62000"]
    assert (watch.sku, watch.stock, watch.serials) == ("MONT-1", 3, ("A1", "A2", "A3"))


@pytest.mark.parametrize(
    "text", ["foulard jardn", "jardin fulard", "FOULARD JARDÍN", "foulrad jardin"]
)
def test_a_piece_is_found_by_a_name_that_is_misspelt(either_till: Till, text: str) -> None:
    till = either_till
    till.article("Foulard Jardin d'hiver", "390.00")
    till.article("Foulard Océan", "390.00")
    till.article("Montre", "4500.00")
    found = till.storage.payment_queries.articles(text, 10)
    assert [one.name for one in found] == ["Foulard Jardin d'hiver"]


def test_a_name_as_it_is_written_comes_before_all_likeness(till: Till) -> None:
    till.article("Montre", "4500.00")
    till.article("Monture", "90.00")
    queries = till.storage.payment_queries
    assert [one.name for one in queries.articles("montre", 10)] == ["Montre"]
    assert [one.name for one in queries.articles("montrre", 1)] == ["Montre"]
    assert queries.articles("montrre", 10, as_written=True) == []
    assert queries.articles("parapluie", 10) == []


def test_the_same_file_twice_changes_nothing(till: Till) -> None:
    till.rate()
    brought_in(till, *GOOD)
    before = till.storage.payment_queries.articles("", 100)
    assert brought_in(till, *GOOD) == [(2, "nothing", ""), (3, "nothing", "")]
    assert till.storage.payment_queries.articles("", 100) == before


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("FOUL-2;Foulard;3596710323846;standard;plain;5;390.00;;;", "gtin"),
        ("FOUL-2;Foulard;3596710323845;standard;plain;5;390.00;;;", "gtin"),
        ("FOUL-2;Foulard;;luxury;plain;5;390.00;;;", "vat"),
        ("FOUL-2;Foulard;;standard;unique;2;390.00;;;", "stock"),
        ("FOUL-2;Foulard;;standard;plain;many;390.00;;;", "stock"),
        ("FOUL-2;Foulard;;standard;plain;1;390.001;;;", "price eur"),
        ("FOUL-2;Foulard;;standard;plain;1;390.00;0.5;;", "price jpy"),
        ("FOUL-2;;;standard;plain;1;390.00;;;", "name"),
        ("FOUL-1;Foulard;;standard;plain;1;390.00;;;", "sku"),
        ("FOUL-2;Foulard;;standard;rare;1;390.00;;;", "kind"),
        ("FOUL-2;Foulard;;standard;plain;1;390.00;;;A1", "serials"),
        ("FOUL-2;Foulard", ""),
    ],
)
def test_one_wrong_line_leaves_all_as_it_was_and_says_where(
    till: Till, line: str, column: str
) -> None:
    till.rate()
    found = brought_in(till, *GOOD, line)
    assert found[2] == (4, "refused", column)
    assert count(till) == 0


@pytest.mark.parametrize(
    ("octets", "column"),
    [
        (b"\xff\xfe\x00", ""),
        (b"", "sku"),
        (b"sku,name\nA,B", "vat"),
        (b"sku,name,vat,weight\n", "weight"),
        (b"sku,name,vat,sku\n", "sku"),
    ],
)
def test_a_file_that_is_none_says_why(octets: bytes, column: str) -> None:
    with pytest.raises(FileError) as refused:
        read(octets)
    assert refused.value.column == column


@pytest.mark.parametrize("digits", ["4006381333931", "96385074", "614141123452", "10614141123459"])
def test_a_gtin_has_fourteen_digits_and_a_check(digits: str) -> None:
    assert len(gtin_of(digits)) == 14
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    with pytest.raises(ArticleError):
        gtin_of(wrong)


def test_a_rate_holds_from_its_day_on(till: Till) -> None:
    till.rate("standard", "19.6", since=date(2012, 1, 1))
    till.rate("standard", "20", since=date(2027, 1, 1))
    scarf = till.article()
    for year, rate in ((2026, "19.6"), (2027, "20")):
        till.clock.at = datetime(year, 6, 1, 10, tzinfo=UTC)
        assert till.storage.payment_queries.basket(till.paid(scarf)).lines[0].rate == rate


def test_stock_that_is_held_is_not_written_away(till: Till) -> None:
    scarf = till.article(stock=2)
    till.locked(scarf)
    with pytest.raises(ConflictError, match="held for clients"):
        till.article(stock=0)
    assert till.stock(scarf) == (2, 1)


def test_an_article_that_is_not_sold_here_does_not_go_into_a_basket(till: Till) -> None:
    scarf = till.article()
    basket: str = till.bus.ask(ask.OpenBasket("JPY", "token"))
    with pytest.raises(ConflictError, match="not sold in JPY"):
        till.bus.ask(ask.AddLine(basket, scarf))
