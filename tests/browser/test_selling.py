"""The house sells: an associate delivers to a home, a guard lets go, a manager closes the day."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from payments.exit_pass import read
from payments.providers.port import Means
from store_server.app import selling_desk
from store_server.payment_messages import AddLine, IssueExitPass, LockBasket, OpenBasket, PayShare
from store_server.web.tokens import fingerprint
from tests.browser.boutique import Boutique
from tests.browser.screens import DESK, PHONE, NewScreen, Screen
from tests.browser.shop import SCARF, SETTLED_WITHIN_S, Phone, furnish
from tests.browser.words import fr
from tests.waiting import wait_for

CAMILLE, HELENE, MARC = "Camille Laurent", "Hélène Marchand", "Marc Petit"
AT_THE_EXIT = "/associate#exit"
WIDTH = "document.documentElement.scrollWidth"


def paid(boutique: Boutique, sku: str = SCARF) -> str:
    """A basket that was paid at a reader; answers its id."""
    basket: str = boutique.bus.ask(OpenBasket("EUR", fingerprint(f"link of {sku}")))
    boutique.bus.ask(AddLine(basket, code=sku))
    boutique.bus.ask(LockBasket(basket))
    bill = boutique.house.storage.payment_queries.basket(basket).bill
    assert bill is not None
    boutique.bus.ask(PayShare(bill.shares[0].id, Means.READER))
    queries = boutique.house.storage.payment_queries
    wait_for(lambda: queries.basket(basket).state == "paid", "it was not paid", SETTLED_WITHIN_S)
    return basket


def guard(boutique: Boutique, new_screen: NewScreen) -> Screen:
    phone = new_screen(boutique).sign_in(
        boutique.associate(MARC, role="guard", on_shift=False), AT_THE_EXIT
    )
    phone.shows(fr("guard.title"))
    return phone


def scans(phone: Screen, code: str) -> None:
    """With a hand scanner, which types."""
    phone.page.keyboard.type(code)
    phone.page.keyboard.press("Enter")


def test_an_associate_sells_a_wish_and_has_it_delivered_to_a_home(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    furnish(boutique)
    camille = boutique.associate(CAMILLE)
    guest = boutique.client(wishes=["Le sac Rivoli, un jour"], primary_associate_id=camille)
    phone = new_screen(boutique).sign_in(camille)
    phone.button(fr("nav.clients")).click()
    phone.page.get_by_role("searchbox").fill("Castelmaure")
    phone.button(re.compile(re.escape(guest.name))).click()
    phone.button(fr("sell.open")).click()
    phone.button(fr("sell.wishes")).click()
    phone.button(fr("bag.put_in_named", name="Sac Rivoli")).click()
    phone.shows(fr("sell.added"))
    phone.shows("3 900,00 €")

    phone.button(re.compile(re.escape(fr("sell.deliver")))).click()
    hours = phone.page.get_by_role("group", name=fr("delivery.hour"))
    hours.get_by_role("button").first.click()
    phone.page.get_by_label(fr("delivery.name")).fill(guest.name)
    phone.page.get_by_label(fr("delivery.address")).fill("3, quai Voltaire, 75007 Paris")
    phone.button(fr("delivery.confirm")).click()
    tax_free = phone.page.get_by_role("switch", name=re.compile(fr("sell.tax_free_ask")))
    tax_free.click()
    expect(tax_free).to_be_checked()
    phone.button(fr("sell.take")).click()
    phone.shows(fr("sell.tax_free_form"))
    card = phone.page.locator("accueil-qr-card")
    expect(card).to_be_visible()
    link: str = card.evaluate("card => card.url")

    client = Phone(new_screen(boutique)).opens(link)
    client.pays("decline")
    client.shows("share.declined")
    phone.shows(fr("share.declined"), SETTLED_WITHIN_S)
    client.pays("pay", "bag.try_again")
    phone.shows("3, quai Voltaire, 75007 Paris", SETTLED_WITHIN_S)
    phone.shows(fr("ceremony.thank_named", name="Aliénor"))
    phone.shows(fr("sell.tax_free_form"))
    phone.button(fr("sell.courier")).click()
    phone.shows(fr("sell.state.released"))
    helene = boutique.associate(HELENE, role="manager", on_shift=False)
    desk = new_screen(boutique, viewport=DESK).sign_in(helene, "/dashboard#till/baskets")
    desk.shows(re.compile(fr("sell.tax_free")))
    bought = boutique.house.storage.queries.card(guest.id).purchases
    assert [one.label for one in bought] == ["Sac Rivoli"]


def test_a_guard_without_a_camera_types_the_code(boutique: Boutique, new_screen: NewScreen) -> None:
    furnish(boutique)
    phone = guard(boutique, new_screen)
    phone.shows(fr("scan.trouble.missing"))
    field = phone.page.get_by_role("textbox", name=fr("scan.code"))
    field.fill("exit:" + boutique.bus.ask(IssueExitPass(paid(boutique))))
    phone.button(fr("scan.enter")).click()
    phone.shows(fr("guard.green"))


def test_a_guard_types_the_code_that_stands_under_an_exit_pass(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    furnish(boutique)
    phone = guard(boutique, new_screen)
    text = boutique.bus.ask(IssueExitPass(paid(boutique)))
    desk = selling_desk(boutique.house.storage, boutique.settings)
    now = datetime.now(UTC)
    code = desk.exit_codes.of(read(text, [desk.exit_key], desk.boutique, now).number)
    field = phone.page.get_by_role("textbox", name=fr("scan.code"))
    field.fill(code.lower())
    phone.button(fr("scan.enter")).click()
    phone.shows(fr("guard.green"))
    phone.button(re.compile(re.escape(fr("guard.next")))).click()
    field.fill(code)
    phone.button(fr("scan.enter")).click()
    phone.shows(fr("verdict.exit.used"))
    phone.button(re.compile(re.escape(fr("guard.next")))).click()
    phone.network(there=False)
    field.fill(code)
    phone.button(fr("scan.enter")).click()
    phone.shows(fr("verdict.exit.typed_alone"))


def test_a_guard_sees_green_once_then_red_with_and_without_a_network(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    furnish(boutique)
    phone = guard(boutique, new_screen)
    code = "exit:" + boutique.bus.ask(IssueExitPass(paid(boutique)))
    scans(phone, code)
    phone.shows(fr("guard.green"))
    phone.shows(re.compile("pièce dans le sac"))
    phone.button(re.compile(re.escape(fr("guard.next")))).click()
    scans(phone, code)
    phone.shows(fr("guard.red"))
    phone.shows(fr("verdict.exit.used"))

    other = boutique.bus.ask(IssueExitPass(paid(boutique, "GANT-01")))
    phone.button(re.compile(re.escape(fr("guard.next")))).click()
    phone.network(there=False)
    scans(phone, f"exit:{other}")
    phone.shows(fr("guard.alone"))
    phone.button(re.compile(re.escape(fr("guard.next")))).click()
    scans(phone, f"exit:{other}")
    phone.shows(fr("guard.red"))
    phone.page.reload()  # the page, and what this phone let pass, are still there
    phone.shows(fr("guard.title"))
    scans(phone, f"exit:{other}")
    phone.shows(fr("guard.red"))
    phone.shows(fr("guard.alone"))
    phone.button(re.compile(re.escape(fr("guard.next")))).click()
    phone.network(there=True)
    queries = boutique.house.storage.payment_queries
    wait_for(
        lambda: {one.state for one in queries.baskets(False, 10)} == {"released"},
        "the house did not hear who left",
        SETTLED_WITHIN_S,
    )


def test_a_manager_closes_the_day(boutique: Boutique, new_screen: NewScreen) -> None:
    furnish(boutique)
    helene = boutique.associate(HELENE, role="manager", on_shift=False)
    paid(boutique)
    desk = new_screen(boutique, viewport=DESK).sign_in(helene, "/dashboard#till")
    desk.shows(fr("till.x"))
    desk.shows(re.compile("1 panier réglé"))
    desk.shows("70,00 €")  # of it VAT
    desk.button(fr("till.close")).click()
    desk.button(fr("till.close_yes")).click()
    desk.shows(re.compile(r"^\d{1,2}(er)? \w+ 20\d\d est clôturé"))
    desk.shows(fr("till.nothing_sold"))
    desk.page.get_by_role("link", name=fr("till.leaf.closings")).click()
    desk.shows(re.compile("2 écritures, chacune telle"))
    desk.page.get_by_role("link", name=fr("till.leaf.catalogue")).click()
    desk.shows("Foulard Jardin de nuit")
    file = {"name": "new.csv", "mimeType": "text/csv", "buffer": b"sku,name,vat\nX-1,,standard\n"}
    desk.button(fr("catalogue.import")).click()
    desk.page.get_by_label(fr("guests.file"), exact=True).set_input_files(files=[file])  # type: ignore[list-item]
    desk.shows(re.compile("1 ligne est refusée"))


def test_each_leaf_of_the_till_is_as_wide_as_a_phone(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    furnish(boutique)
    helene = boutique.associate(HELENE, role="manager", on_shift=False)
    paid(boutique)
    phone = new_screen(boutique).sign_in(helene, "/dashboard#till")
    seen = {
        "day": fr("till.x"),
        "closings": fr("till.kind.close_day"),
        "baskets": "Foulard Jardin de nuit",
        "catalogue": "Foulard Jardin de nuit",
    }
    for leaf, words in seen.items():
        phone.page.get_by_role("link", name=fr(f"till.leaf.{leaf}"), exact=True).click()
        phone.shows(words)
        assert phone.page.evaluate(WIDTH) <= PHONE["width"], leaf
