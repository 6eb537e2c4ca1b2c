"""A client pays in the aisle, alone or with friends, and walks out with a code."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.boutique import Boutique
from tests.browser.camera import shown
from tests.browser.conftest import Seeing
from tests.browser.screens import NewScreen
from tests.browser.shop import (
    GLOVES,
    NECKLACE,
    SCARF,
    SCARF_GTIN,
    SETTLED_WITHIN_S,
    Phone,
    furnish,
    shown_at_the_door,
    somebody_else_holds,
)
from tests.browser.words import fr


@pytest.fixture(autouse=True)
def shop(boutique: Boutique) -> None:
    furnish(boutique)


@pytest.fixture
def phone(boutique: Boutique, new_screen: NewScreen) -> Phone:
    return Phone(new_screen(boutique)).begins()


def test_a_client_alone_on_a_phone_from_the_shops_code_to_the_exit(
    boutique: Boutique, new_screen: NewScreen, seeing: Seeing
) -> None:
    phone = Phone(new_screen(boutique, browser=seeing(shown(SCARF_GTIN)))).begins()
    phone.screen.button(fr("bag.scan")).click()
    phone.screen.shows(fr("bag.added", name="Foulard Jardin de nuit"), SETTLED_WITHIN_S)
    phone.screen.button(fr("common.close")).click()
    phone.types(GLOVES)
    phone.screen.shows("730,00 €")
    phone.pays()
    code = phone.exit_code()
    phone.screen.shows("2 pièces")
    assert shown_at_the_door(boutique, code) == "green"
    phone.shows("leaving.gone")
    assert shown_at_the_door(boutique, code) == "red"
    phone.screen.page.get_by_role("link", name=fr("receipt.read")).click()
    phone.screen.shows("Gants agneau")


def test_three_friends_split_a_bag_on_three_phones(
    boutique: Boutique, new_screen: NewScreen, phone: Phone
) -> None:
    phone.types(SCARF)
    links = phone.shares("Ana", "Bo", "Chloé")
    bo, chloe = (Phone(new_screen(boutique)).opens(link) for link in links[1:])
    for friend in (bo, chloe):
        friend.screen.shows("140,00 €")
    bo.pays("decline", "payer.pay")
    bo.shows("payment.declined")
    expect(phone.share("Bo")).to_contain_text(fr("share.declined"))
    chloe.screen.button(fr("payer.pay")).click()
    chloe.taps("pay_safely", "confirm")  # the bank asks her once more
    chloe.shows("payment.among")
    expect(phone.share("Chloé")).to_contain_text(fr("share.ready"))
    assert phone.basket.captured.units == 0, "nobody is charged before all are ready"

    phone.share("Bo").get_by_role("button", name=fr("share.take_over")).click()
    phone.taps("pay")
    expect(phone.share("Bo")).to_contain_text(fr("share.ready"), timeout=SETTLED_WITHIN_S * 1000)
    phone.share("Ana").get_by_role("button", name=fr("share.pay_here")).click()
    phone.taps("pay")
    assert shown_at_the_door(boutique, phone.exit_code()) == "green"
    for friend in (bo, chloe):
        friend.shows("payer.all_paid")
    assert [share.amount.amount for share in phone.basket.bill.shares] == ["140.00"] * 3
    assert phone.basket.captured.amount == "420.00"


def test_a_decline_is_graceful_and_part_of_it_can_be_paid_by_another(
    boutique: Boutique, phone: Phone
) -> None:
    phone.types(SCARF)
    phone.pays("decline")
    phone.shows("payment.declined")
    phone.screen.button(fr("bag.help")).click()
    phone.shows("bag.help_comes")
    (call,) = boutique.house.web.realtime.calls.waiting()
    assert call.kiosk == f"№ {phone.basket.number}"
    phone.screen.button(fr("share.pay_part")).click()
    phone.screen.page.get_by_role("textbox").fill("120,00")
    phone.screen.shows(fr("split.rest", amount="300,00 €"))
    phone.screen.button(fr("bag.pay")).last.click()
    phone.taps("pay")
    ready = phone.share("120,00 €")
    expect(ready).to_contain_text(fr("share.ready"), timeout=SETTLED_WITHIN_S * 1000)
    phone.share("300,00 €").get_by_role("button", name=fr("share.pay_here")).click()
    phone.taps("pay")
    phone.exit_code()
    assert phone.basket.captured.amount == "420.00"


def test_who_comes_back_without_paying_goes_on_where_they_were(phone: Phone) -> None:
    phone.types(SCARF)
    phone.screen.button(fr("bag.pay")).click()
    page = phone.screen.page
    page.wait_for_url("**/simulated-bank/**")
    page.go_back()
    phone.shows("payment.begun")
    phone.pays(button="bag.to_the_bank")
    phone.exit_code()
    assert phone.basket.captured.amount == "420.00"


def test_what_cannot_be_had_is_told_kindly_and_costs_nothing(
    boutique: Boutique, phone: Phone
) -> None:
    phone.screen.witness.forgive("404 (NOT FOUND)")
    phone.screen.witness.forgive("409 (CONFLICT)")
    phone.types("NO-SUCH")
    phone.shows("bag.unknown_code")
    phone.screen.button(fr("common.close")).click()
    phone.types(NECKLACE)
    phone.screen.shows("24 500,00 €")

    def a_moment_too_late(route: Route) -> None:
        somebody_else_holds(boutique, NECKLACE)
        route.continue_()

    phone.screen.page.route("**/api/v1/bags/*/lock", a_moment_too_late, times=1)
    phone.screen.button(fr("bag.pay")).click()
    phone.shows("bag.not_held")
    phone.shows("bag.missing.reserved")
    expect(phone.screen.button(fr("bag.pay"))).to_be_disabled()
    phone.screen.button(fr("bag.remove_named", name="Collier Aurore")).click()
    phone.shows("bag.empty")


def test_a_client_has_it_delivered_within_an_hour_of_their_choice(phone: Phone) -> None:
    phone.types(SCARF)
    phone.row("bag.deliver").click()
    hours = phone.screen.page.get_by_role("group", name=fr("delivery.hour"))
    hour = hours.get_by_role("button").last
    hour.click()
    when = hour.locator("bdi").inner_text()
    phone.screen.page.get_by_label(fr("delivery.name")).fill("Ana Costa")
    phone.screen.page.get_by_label(fr("delivery.address")).fill("1 rue de la Paix, Paris")
    phone.screen.button(fr("delivery.confirm")).click()
    expect(phone.row("bag.delivered")).to_contain_text(when)
    phone.pays()
    phone.screen.shows("1 rue de la Paix, Paris", SETTLED_WITHIN_S)
    phone.screen.shows(when)
    delivery = phone.basket.delivery
    assert delivery is not None
    assert delivery.name == "Ana Costa"


def test_a_phone_that_loses_the_network_says_so_and_finds_its_bag_again(phone: Phone) -> None:
    phone.types(SCARF)
    phone.screen.shows("420,00 €")
    phone.screen.network(there=False)
    phone.shows("bag.offline")
    phone.screen.network(there=True)
    expect(phone.screen.text(fr("bag.offline"))).to_have_count(0, timeout=SETTLED_WITHIN_S * 1000)
    phone.screen.goto("/pay")  # by the shop's code once more
    phone.screen.button(fr("fastlane.resume")).click()
    phone.screen.shows("Foulard Jardin de nuit")
