"""What there is to buy, phones that buy it, and the bank's page on which they pay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.sync_api import Locator, expect

from store_server.demo.selling import stock_up
from store_server.payment_messages import AddLine, LockBasket, OpenBasket, ShowExitPass
from store_server.payment_views import BasketView
from store_server.web.tokens import fingerprint
from tests.browser.boutique import Boutique
from tests.browser.screens import Screen
from tests.browser.words import fr

SCARF, GLOVES, PERFUME, NECKLACE = "FOUL-01", "GANT-01", "PARF-01", "COLL-01"
SCARF_GTIN = "3596710323845"
BANK = re.compile("/simulated-bank/")
SETTLED_WITHIN_S = 25.0  # the bank is asked every two seconds; the machine is busy


def furnish(boutique: Boutique) -> None:
    with boutique.house.storage.store.begin() as uow:
        stock_up(uow, datetime.now(UTC), boutique.settings.zone)
        uow.commit()


def somebody_else_holds(boutique: Boutique, sku: str) -> None:
    """The last one of a kind, in a basket whose payment begins."""
    other = boutique.bus.ask(OpenBasket("EUR", fingerprint("another client's link")))
    boutique.bus.ask(AddLine(other, code=sku))
    boutique.bus.ask(LockBasket(other))


@dataclass
class Phone:
    """A client's own, in French."""

    screen: Screen

    def begins(self) -> Phone:
        self.screen.goto("/pay")
        self.screen.button(fr("fastlane.begin")).click()
        expect(self.screen.button(fr("bag.scan"))).to_be_visible()
        return self

    def opens(self, link: str) -> Phone:
        self.screen.page.goto(link)
        return self

    def types(self, number: str) -> None:
        self.screen.button(fr("bag.find")).click()
        self.screen.page.get_by_role("searchbox").fill(number)
        self.put_in().click()

    def exactly(self, key: str) -> Locator:
        return self.screen.page.get_by_role("button", name=fr(key), exact=True)

    def put_in(self) -> Locator:
        """The button beside the field; each piece that was found has one too."""
        return self.exactly("bag.put_in").first

    def row(self, key: str) -> Locator:
        """One that says more than its name."""
        return self.screen.button(re.compile(re.escape(fr(key))))

    def pays(self, tap: str = "pay", button: str = "bag.pay") -> None:
        """Over to the bank, a tap there, and back."""
        self.screen.button(fr(button)).click()
        self.taps(tap)

    def taps(self, *taps: str) -> None:
        page = self.screen.page
        page.wait_for_url(BANK)
        for tap in taps:
            page.locator(f"button[value={tap}]").click()
        page.wait_for_url(re.compile("/pay#"))

    def shares(self, *names: str) -> list[str]:
        """The bill in equal parts; the link of each, in their order."""
        self.gathers(*names)
        return self.shares_out(*names)

    def gathers(self, *names: str) -> None:
        """Who will share the bill; how is not said yet."""
        self.row("bag.share").click()
        fields = self.screen.page.get_by_role("textbox")
        for place, name in enumerate(names):
            if place >= 2:
                self.screen.page.get_by_role("button", name=fr("bag.more")).last.click()
            fields.nth(place).fill(name)

    def types_parts(self, how: str, *parts: str) -> None:
        """By amount or by percentage; what is left to share out is told after each."""
        self.exactly(f"split.{how}").click()
        for place, part in enumerate(parts, start=1):
            field = fr("split.part_of", number=str(place))
            self.screen.page.get_by_label(field).fill(part)

    def lets_off(self, name: str, piece: str) -> None:
        """By article: this one does not pay for that."""
        self.exactly("split.article").click()
        group = self.screen.page.get_by_role("group", name=piece)
        group.get_by_role("button", name=name).click()

    def shares_out(self, *names: str) -> list[str]:
        self.exactly("split.confirm").click()
        return [self.link_of(name) for name in names]

    def link_of(self, name: str) -> str:
        self.share(name).get_by_role("button", name=fr("share.show")).click()
        card = self.screen.page.locator("accueil-qr-card")
        expect(card).to_have_js_property("label", fr("split.code_of", name=name))
        link: str = card.evaluate("card => card.url")
        self.screen.button(fr("common.close")).click()
        return link

    def share(self, name: str) -> Locator:
        return self.screen.page.get_by_role("listitem").filter(has_text=name)

    def shows(self, key: str, within_s: float = SETTLED_WITHIN_S) -> None:
        self.screen.shows(fr(key), within_s)

    def exit_code(self) -> str:
        self.shows("leaving.show")
        code = self.screen.page.locator("accueil-qr")
        expect(code).to_be_visible()
        text: str = code.evaluate("code => code.value")
        return text

    @property
    def basket(self) -> BasketView:
        token = fingerprint(self.screen.page.url.partition("#")[2])
        queries = self.screen.boutique.house.storage.payment_queries
        basket_id = queries.basket_of_token(token)
        assert basket_id is not None
        return queries.basket(basket_id)


def shown_at_the_door(boutique: Boutique, code: str) -> str:
    """The light that a guard sees."""
    light: str = boutique.bus.ask(ShowExitPass(code, by="guard")).light.value
    return light
