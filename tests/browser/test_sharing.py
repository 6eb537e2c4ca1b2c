"""Three friends share a bag as they like, each on a phone that sees what the others do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.boutique import Boutique
from tests.browser.screens import NewScreen
from tests.browser.shop import (
    PERFUME,
    SCARF,
    SETTLED_WITHIN_S,
    Phone,
    furnish,
    shown_at_the_door,
)
from tests.browser.words import fr

FRIENDS = ("Ana", "Bo", "Chloé")
EVENTUALLY_MS = SETTLED_WITHIN_S * 1000


@pytest.fixture
def ana(boutique: Boutique, new_screen: NewScreen) -> Phone:
    """Her bag is 565,00 €."""
    furnish(boutique)
    phone = Phone(new_screen(boutique)).begins()
    for sku in (SCARF, PERFUME):
        phone.types(sku)
    phone.screen.shows("565,00\N{NO-BREAK SPACE}€")
    phone.gathers(*FRIENDS)
    return phone


def by_amount(ana: Phone) -> None:
    confirm = ana.exactly("split.confirm")
    ana.types_parts("amount", "188,33", "188,33", "188,33")
    ana.screen.shows("0,01\N{NO-BREAK SPACE}€")
    expect(confirm).to_be_disabled()  # the last cent is nobody's yet
    ana.types_parts("amount", "200", "188,33", "176,67")
    expect(confirm).to_be_enabled()


def by_percentage(ana: Phone) -> None:
    confirm = ana.exactly("split.confirm")
    ana.types_parts("percentage", "33,33", "33,33", "33,33")
    ana.screen.shows("0,01\N{NARROW NO-BREAK SPACE}%")
    expect(confirm).to_be_disabled()
    ana.types_parts("percentage", "33,33", "33,33", "33,34")
    expect(confirm).to_be_enabled()


def by_article(ana: Phone) -> None:
    ana.lets_off("Chloé", piece="Foulard Jardin de nuit")


@pytest.mark.parametrize(
    ("sharing", "shares"),
    [
        (by_amount, ["200.00", "188.33", "176.67"]),
        (by_percentage, ["188.32", "188.31", "188.37"]),
        (by_article, ["258.33", "258.33", "48.34"]),
    ],
)
def test_friends_share_as_they_like_and_each_sees_what_the_others_do(
    boutique: Boutique,
    new_screen: NewScreen,
    ana: Phone,
    sharing: Callable[[Phone], None],
    shares: list[str],
) -> None:
    sharing(ana)
    links = ana.shares_out(*FRIENDS)
    assert [share.amount.amount for share in ana.basket.bill.shares] == shares
    bo, chloe = (Phone(new_screen(boutique)).opens(link) for link in links[1:])
    phones = (ana, bo, chloe)
    for phone in phones:
        for name, amount in zip(FRIENDS, shares, strict=True):
            expect(phone.share(name)).to_contain_text(amount.replace(".", ","))

    for payer, name in ((bo, "Bo"), (chloe, "Chloé")):
        payer.pays(button="payer.pay")
        for phone in phones:
            mark = expect(phone.share(name))
            mark.to_contain_text(fr("share.ready"), timeout=EVENTUALLY_MS)
    assert ana.basket.captured.units == 0
    ana.share("Ana").get_by_role("button", name=fr("share.pay_here")).click()
    ana.taps("pay")
    for phone in (bo, chloe):
        phone.shows("payer.all_paid")
    assert shown_at_the_door(boutique, ana.exit_code()) == "green"
    assert ana.basket.captured.amount == "565.00"
