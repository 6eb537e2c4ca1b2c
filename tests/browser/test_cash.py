"""Cash on the associate's phone: taken, shared with friends who pay by card, and counted."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.boutique import Boutique
from tests.browser.screens import NewScreen, Screen
from tests.browser.shop import SETTLED_WITHIN_S, Phone, furnish
from tests.browser.words import fr

CAMILLE = "Camille Laurent"


def selling(boutique: Boutique, new_screen: NewScreen, piece: str) -> Screen:
    """A basket with one piece, and its payment begun."""
    furnish(boutique)
    phone = new_screen(boutique).sign_in(boutique.associate(CAMILLE))
    phone.button(fr("nav.sell")).click()
    phone.button(fr("sell.new")).click()
    phone.button(fr("sell.find")).click()
    phone.page.get_by_role("searchbox").fill(piece)
    phone.button(fr("bag.put_in_named", name=piece)).click()
    phone.shows(fr("sell.added"))
    phone.button(fr("common.close")).click()
    phone.button(fr("sell.take")).click()
    return phone


def test_an_associate_takes_cash_and_counts_the_drawer(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    phone = selling(boutique, new_screen, "Foulard Jardin de nuit")
    phone.button(fr("cash.title")).click()
    sheet = phone.page.get_by_role("dialog", name=fr("cash.title"))
    take = sheet.get_by_role("button", name=fr("cash.take"))
    expect(take).to_be_disabled()
    sheet.get_by_role("textbox").fill("419")
    expect(take).to_be_disabled()
    sheet.get_by_role("button", name=re.compile("^500")).click()
    expect(sheet.get_by_role("status")).to_contain_text("80,00")
    take.click()
    phone.shows(fr("cash.taken", amount="420,00 €"))
    expect(sheet).to_contain_text("80,00 €")
    sheet.get_by_role("button", name=fr("cash.done")).click()
    phone.shows(fr("sell.paid", amount="420,00 €"))
    expect(phone.text(fr("sell.receipt"))).to_be_visible()

    phone.page.get_by_role("button", name=fr("sell.title")).first.click()
    phone.button(re.compile(re.escape(fr("drawer.title")))).click()
    drawer = phone.page.get_by_role("dialog", name=fr("drawer.title"))
    expect(drawer).to_contain_text("420,00 €")
    drawer.get_by_role("textbox").fill("415")
    drawer.get_by_role("button", name=fr("drawer.count")).click()
    expect(drawer).to_contain_text(fr("drawer.missing", amount="5,00 €"))
    expect(drawer).to_contain_text(CAMILLE)
    means = boutique.house.storage.ledger_queries.running("1")[0].means
    assert [(one.means, one.amount) for one in means] == [("cash", 420_00)]


def test_a_purchase_above_the_limit_is_not_paid_in_cash_alone(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    phone = selling(boutique, new_screen, "Sac Rivoli")
    phone.button(fr("cash.title")).click()
    sheet = phone.page.get_by_role("dialog", name=fr("cash.title"))
    expect(sheet.get_by_role("alert")).to_have_text(fr("cash.limit", limit="1 000,00 €"))
    expect(sheet.get_by_role("button", name=fr("cash.take"))).to_have_count(0)


def test_one_friend_pays_in_cash_and_the_other_on_their_phone(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    phone = selling(boutique, new_screen, "Foulard Jardin de nuit")
    phone.button(fr("sell.split")).click()
    phone.page.get_by_role("button", name=fr("split.confirm"), exact=True).click()
    phone.button(fr("share.cash")).first.click()
    sheet = phone.page.get_by_role("dialog", name=fr("cash.title"))
    sheet.get_by_role("button", name=fr("cash.exactly")).click()
    sheet.get_by_role("button", name=fr("cash.take")).click()
    phone.shows(fr("cash.no_change"))
    sheet.get_by_role("button", name=fr("cash.done")).click()
    phone.shows(re.compile(fr("share.in_cash")))
    expect(phone.button(fr("share.cash_back"))).to_be_visible()
    second = phone.page.get_by_role("listitem").filter(has_text=re.compile("2"))
    second.get_by_role("button", name=fr("share.show")).click()
    card = phone.page.locator("accueil-qr-card")
    expect(card.last).to_be_visible()
    link: str = card.last.evaluate("card => card.url")
    friend = Phone(new_screen(boutique)).opens(link)
    friend.pays("pay", "payer.pay")
    phone.button(fr("common.close")).click()
    phone.shows(fr("sell.paid", amount="420,00 €"), SETTLED_WITHIN_S)
    means = boutique.house.storage.ledger_queries.running("1")[0].means
    assert [(one.means, one.amount) for one in means] == [("cash", 210_00), ("page", 210_00)]
