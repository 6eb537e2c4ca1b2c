"""Cash on an associate's phone: what is put down, what goes back, what the drawer should hold."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.boutique import Boutique
from tests.browser.screens import NewScreen, Screen
from tests.browser.shop import PERFUME, SCARF, SETTLED_WITHIN_S, Phone, furnish
from tests.browser.words import fr


@pytest.fixture
def till(boutique: Boutique, new_screen: NewScreen) -> Screen:
    furnish(boutique)
    till: Screen = new_screen(boutique).sign_in(boutique.associate("Camille Laurent"))
    till.button(fr("nav.sell")).click()
    return till


def sells(till: Screen, *numbers: str) -> None:
    """A basket for nobody in particular, up to where it is paid."""
    till.button(fr("sell.new")).click()
    for number in numbers:
        till.button(fr("sell.find")).click()
        till.page.get_by_role("searchbox").fill(number)
        exactly(till, "bag.put_in").first.click()
    exactly(till, "sell.take").click()


def exactly(within: Screen | Locator, key: str) -> Locator:
    root = within.page if isinstance(within, Screen) else within
    return root.get_by_role("button", name=fr(key), exact=True)


def sheet(till: Screen, tag: str) -> Locator:
    """What stands in it is given to its dialog from outside, and not a part of that."""
    return till.page.locator(tag)


def shows_the_exit_pass(till: Screen) -> None:
    """At once: the client has opened no link, and may have come without a phone of theirs."""
    code = till.page.get_by_label(fr("leaving.code"), exact=True)
    expect(code).to_be_visible(timeout=SETTLED_WITHIN_S * 1000)
    expect(till.page.locator("accueil-typed-code code")).to_have_text(
        re.compile(r"^(\w{3}-){2}\w{3}$")
    )


def test_an_associate_takes_cash_gives_change_and_the_exit_pass_shows(
    boutique: Boutique, till: Screen
) -> None:
    drawer = till.button(re.compile(re.escape(fr("drawer.title"))))
    drawer.click()
    counted = sheet(till, "accueil-drawer-sheet")
    counted.get_by_role("textbox").fill("200")
    exactly(counted, "drawer.begin").click()
    expect(counted.get_by_text("200,00 €")).to_have_count(2)  # the float, and what should be there
    exactly(counted, "common.close").click()

    sells(till, PERFUME)
    exactly(till, "cash.title").click()
    cash = sheet(till, "accueil-cash-sheet")
    expect(cash.get_by_text(fr("cash.due"))).to_be_visible()
    take = exactly(cash, "cash.take")
    expect(take).to_be_disabled()
    cash.get_by_role("textbox").fill("140")
    expect(take).to_be_disabled()
    cash.get_by_role("button", name="150,00 €").click()
    expect(cash.get_by_role("status")).to_contain_text("5,00 €")
    take.click()
    expect(cash.get_by_text(fr("cash.taken", amount="145,00 €"))).to_be_visible()
    expect(cash.get_by_role("status")).to_contain_text("5,00 €")
    exactly(cash, "cash.done").click()
    shows_the_exit_pass(till)
    (basket,) = boutique.house.storage.payment_queries.baskets(False, 10)
    assert (basket.state, basket.captured.amount) == ("paid", "145.00")

    till.page.locator("accueil-sell-basket .top").get_by_role("button").first.click()
    drawer.click()
    expect(counted.get_by_text("345,00 €")).to_be_visible()
    counted.get_by_role("textbox").fill("344,50")
    exactly(counted, "drawer.count").click()
    expect(counted.get_by_text(fr("drawer.missing", amount="0,50 €"))).to_be_visible()


def test_one_share_of_a_bill_is_paid_in_cash_and_the_other_on_a_phone(
    boutique: Boutique, till: Screen, new_screen: NewScreen
) -> None:
    sells(till, SCARF)
    exactly(till, "sell.split").click()
    split = sheet(till, "accueil-lane-split-sheet")
    names = split.get_by_role("textbox")
    for place, name in enumerate(("Ana", "Bo")):
        names.nth(place).fill(name)
    exactly(split, "split.confirm").click()
    phone = Phone(till)
    link = phone.link_of("Bo")
    exactly(phone.share("Ana"), "share.cash").click()
    cash = sheet(till, "accueil-cash-sheet")
    exactly(cash, "cash.exactly").click()
    exactly(cash, "cash.take").click()
    expect(cash.get_by_text(fr("cash.no_change"))).to_be_visible()
    exactly(cash, "cash.done").click()
    expect(phone.share("Ana")).to_contain_text(fr("share.in_cash"))
    (basket,) = boutique.house.storage.payment_queries.baskets(False, 10)
    assert basket.captured.units == 0, "it is Ana's still: Bo has not paid"

    Phone(new_screen(boutique)).opens(link).pays(button="payer.pay")
    shows_the_exit_pass(till)
    (basket,) = boutique.house.storage.payment_queries.baskets(False, 10)
    assert (basket.state, basket.captured.amount) == ("paid", "420.00")
