"""A receipt says what the ledger says, in six languages, and as a gift says no price."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from payments.books import read_entry
from payments.entry import REFUND, SALE, Sold, Tender, composed, of_refund, of_sale
from payments.ledger import Record
from payments.money import Money
from payments.paper import set_on_paper
from payments.paper_fonts import NoFontError, find
from payments.receipt import (
    LANGUAGES,
    Receipt,
    ReceiptError,
    Seller,
    choose,
    plain,
    words,
    written,
)
from payments.receipt_links import Opened, ReceiptLinks
from tests.payments.sales import AT, refund, sale
from tests.payments.shelf import PARIS, Shelf, books

SELLER = Seller(
    "Maison Aurore",
    "Rue Saint-Honoré",
    ("12 rue Saint-Honoré", "75001 Paris"),
    "RCS Paris 123 456 789",
    "FR12345678901",
    "Échange sous trente jours.",
)
SCREENS = Path("kiosk_ui/dist")


def record(gift: bool = False) -> Record:
    return books(Shelf()).write(SALE, of_sale(sale(gift=gift)), AT)


def receipt(language: str, gift: bool = False, of: Record | None = None) -> Receipt:
    return written(of or record(), "1", SELLER, PARIS, language, gift)


def everything(one: Receipt) -> str:
    return plain(one)


def test_a_french_receipt_says_all_that_the_law_asks() -> None:
    said = everything(receipt("fr")).replace("\u202f", " ").replace("\xa0", " ")
    for mention in (
        "Maison Aurore",
        "75001 Paris",
        "N° 1 · caisse 1",
        "2 novembre 2026, 16:00",
        "Sac Aurore (1 \u00d7 1 200,00 € · n° 7): 1 200,00 €",
        "Livre (2 \u00d7 21,10 €): 42,20 €",
        "Total: 1 242,20 €",
        "TVA 20 % (Hors taxe 1 000,00 €): 200,00 €",
        "TVA 5,5 % (Hors taxe 40,00 €): 2,20 €",
        "En ligne (Payé): 1 000,00 €",
        "Carte (Payé): 242,20 €",
        "RCS Paris 123 456 789",
        "TVA intracommunautaire FR12345678901",
        "Échange sous trente jours.",
    ):
        assert mention in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_words_with_the_same_values(language: str) -> None:
    def values(said: Mapping[str, str]) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"{\w+}", text)) for key, text in said.items()}

    assert values(words(language)) == values(words("fr"))
    assert all(words(language).values())


def test_p26_figures_are_written_as_each_language_writes_them() -> None:
    yen = composed([Sold("鞄", 1, Money(1_234_567, "JPY"), sale().rates[0].rate)],
                   [Tender("cash", Money(1_234_567, "JPY"))])  # fmt: skip
    bought = books(Shelf()).write(SALE, yen, AT)
    totals = {
        language: (receipt(language, of=bought).total or pytest.fail("no total")).amount
        for language in ("fr", "ja", "ar")
    }
    assert totals["fr"] == "1\u202f234\u202f567\xa0JPY"
    assert totals["ja"] == "￥1,234,567"
    assert "1,234,567" in totals["ar"]
    assert receipt("ar").right_to_left
    assert not receipt("ja").right_to_left


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_gift_receipt_shows_no_price_at_all(language: str) -> None:
    gift = receipt(language, gift=True)
    assert (gift.total, gift.taxes, gift.means) == (None, (), ())
    told = everything(replace(gift, number="", moment="", seller=Seller("M", "B"), mentions=()))
    assert not re.search(r"\d{2}|[€$￥]|EUR", told.replace("n° 7", ""))
    assert [row.label for row in gift.lines] == ["Sac Aurore", "Livre"]


def test_a_gift_receipt_shows_the_gift_and_not_what_was_bought_beside_it() -> None:
    gift = receipt("fr", gift=True, of=record(gift=True))
    assert [row.label for row in gift.lines] == ["Sac Aurore"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_tax_free_that_was_asked_for_is_a_line_and_changes_no_other(language: str) -> None:
    bought, said = record(), words(language)["tax_free"]
    asked = written(bought, "1", SELLER, PARIS, language, tax_free=True)
    assert asked == replace(receipt(language, of=bought), notes=(said,))
    assert said in everything(asked)
    present = written(bought, "1", SELLER, PARIS, language, gift=True, tax_free=True)
    assert present == receipt(language, gift=True, of=bought)


def test_a_refund_says_what_it_takes_back_from() -> None:
    shelf = Shelf()
    bought = books(shelf).write(SALE, of_sale(sale()), AT)
    back = of_refund(refund(5_000), read_entry(bought), bought.number)
    paid_back = receipt("en", of=books(shelf).write(REFUND, back, AT))
    assert paid_back.title == "Refund"
    assert paid_back.notes == ("Corrects no. 1",)
    assert paid_back.lines[0].label == "Refund without a returned item"
    assert (paid_back.total or pytest.fail("no total")).amount == "-€50.00"
    assert "Given back" in everything(paid_back)


def test_a_closing_is_nobodys_receipt() -> None:
    shelf = Shelf()
    books(shelf).write(SALE, of_sale(sale()), AT)
    (closing,) = books(shelf).close_day(AT)
    with pytest.raises(ReceiptError):
        receipt("fr", of=closing)


def test_the_nearest_language_is_chosen() -> None:
    wanted = ("fr-CH", "zh_Hant", "AR", "de", "", "nl-BE")
    assert [choose(one) for one in wanted] == ["fr", "zh", "ar", "en", "en", "en"]


# ------------------------------------------------------------------------------------------- links


def test_a_link_opens_its_receipt_and_no_other() -> None:
    links = ReceiptLinks(bytes(32))
    name = links.name("1", 42)
    assert links.open(name) == Opened("1", 42, gift=False)
    assert links.open(links.name("1", 42, gift=True)) == Opened("1", 42, gift=True)
    assert ReceiptLinks(bytes(31) + b"x").open(name) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace(".42.", ".43."),
        lambda name: name.replace(".g.", ".r."),
        lambda name: name[:-1] + ("a" if name[-1] != "a" else "b"),
        lambda name: name[:-1],
        lambda name: name + "a",
        lambda name: "",
        lambda name: name.upper(),
        lambda name: name.replace("1.42", "1.042"),
    ],
)
def test_a_gifts_link_does_not_become_the_receipts(change: object) -> None:
    links = ReceiptLinks(bytes(32))
    assert callable(change)
    assert links.open(change(links.name("1", 42, gift=True))) is None


# ------------------------------------------------------------------------------------------- paper


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_set_on_paper_with_no_letter_missing(
    language: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sheet = set_on_paper(receipt(language), find(language, [SCREENS], tmp_path))
    assert sheet.startswith(b"%PDF-")
    assert b"/Count 1" in sheet
    assert "missing" not in caplog.text
    assert len(sheet) < 100_000


def test_a_long_bag_runs_over_several_sheets(tmp_path: Path) -> None:
    bag = receipt("fr")
    long = replace(bag, lines=bag.lines * 25)
    assert b"/Count 1\n" not in set_on_paper(long, find("fr", [SCREENS], tmp_path))


def test_a_language_without_a_font_says_which_package_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("payments.paper_fonts.SYSTEM", ())
    with pytest.raises(NoFontError, match="fonts-hosny-amiri"):
        find("ar", [SCREENS], tmp_path)
    with pytest.raises(NoFontError, match="fonts-dejavu-core"):
        find("fr", [tmp_path], tmp_path)
    assert find("it", [SCREENS], tmp_path).text.suffix == ".ttf"


def test_times_are_the_boutiques(monkeypatch: pytest.MonkeyPatch) -> None:
    tokyo = written(record(), "1", SELLER, ZoneInfo("Asia/Tokyo"), "en")
    assert tokyo.moment == "3 November 2026, 00:00"


def test_a_moment_is_a_day_in_full_and_a_minute() -> None:
    said = {one: written(record(), "1", SELLER, PARIS, one).moment for one in ("fr", "en", "ja")}
    assert said == {
        "fr": "2 novembre 2026, 16:00",
        "en": "2 November 2026, 16:00",
        "ja": "2026年11月2日 16:00",
    }
