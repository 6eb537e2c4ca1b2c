"""A payment that needs a person reaches one: on their screen, and in their pocket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from payments.providers.faults import Fault
from store_server.settings import Settings
from store_server.web import vapid
from tests.store_server.web import selling
from tests.store_server.web.boutique import Boutique
from tests.store_server.web.push_vendor import Phone, Vendor
from tests.store_server.web.test_webpush import subscribe, time_passes
from tests.waiting import wait_for


@pytest.fixture
def vendor(tmp_path: Path) -> Iterator[Vendor]:
    vendor = Vendor(vapid.keep(tmp_path).public)
    vendor.start()
    yield vendor
    vendor.stop()


@pytest.fixture
def settings(settings: Settings, vendor: Vendor) -> Settings:
    return replace(settings, push_endpoints=vendor.origin)


def each_is_called_once(boutique: Boutique, phones: Sequence[Phone]) -> None:
    def told() -> bool:
        while boutique.web.push._inbox.qsize():
            boutique.web.push.step()
        time_passes(boutique, 1)
        return all(len(phone.heard) == 1 for phone in phones)

    wait_for(told, "somebody was not called")


def test_a_conflict_calls_a_manager_and_whose_basket_it_is(
    boutique: Boutique, vendor: Vendor
) -> None:
    manager, associate = boutique.person("manager"), boutique.person()
    article = selling.furnish(manager)
    phones = [subscribe(manager, vendor, "manager"), subscribe(associate, vendor, "associate")]
    unlisten = boutique.web.alerts.listen(boutique.bus)
    basket, _token = selling.opened(associate, article)
    boutique.bank.plan.faults.append(Fault.WRONG_AMOUNT)
    associate.post(f"/baskets/{basket}/lock", {})
    associate.post(f"/baskets/{basket}/pay", {"means": "reader", "reader": "r1"})
    boutique.calls.run()
    (alert,) = manager.get("/till/alerts").json
    assert (alert["kind"], alert["basket_id"]) == ("conflicted", basket)
    each_is_called_once(boutique, phones)
    assert [phone.heard[0] for phone in phones] == [{"n": 0, "s": basket, "k": "till"}] * 2
    manager.post(f"/baskets/{basket}/resolve")
    assert manager.get("/till/alerts").json == []
    unlisten()


def test_a_wish_finds_the_articles_that_it_may_be(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    selling.furnish(manager)
    ann = {"given_name": "Ann", "family_name": "Lee", "wishes": ["Un FOULARD, en vert", "La lune"]}
    client = manager.post("/clients", ann).json["id"]
    scarf, moon = manager.get(f"/clients/{client}/wishes").json
    assert [one["sku"] for one in scarf["articles"]] == ["FOUL-1"]
    assert moon == {"text": "La lune", "articles": []}


def test_the_ledger_is_verified_on_the_screen(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    selling.paid(boutique, manager, selling.furnish(manager))
    check = manager.get("/ledger/check").json
    assert (check["records"], check["flaw"]) == (1, None)
    assert boutique.person("associate").get("/ledger/check").status_code == 403


def test_cash_that_waits_for_its_payer_calls_whose_basket_it_is(
    boutique: Boutique, vendor: Vendor
) -> None:
    manager, associate = boutique.person("manager"), boutique.person()
    article = selling.furnish(manager)
    phone = subscribe(associate, vendor, "associate")
    unlisten = boutique.web.alerts.listen(boutique.bus)
    basket, _token = selling.opened(associate, article)
    associate.post(f"/baskets/{basket}/lock", {})
    two = {"how": "equal", "payers": [{"name": "A"}, {"name": "B"}]}
    first = associate.post(f"/baskets/{basket}/split", two).json["links"][0]["share_id"]
    associate.post(f"/baskets/{basket}/cash", {"share_id": first})
    boutique.clock.passes(700)
    boutique.bus.tick()
    (alert,) = manager.get("/till/alerts").json
    assert (alert["kind"], alert["basket_id"]) == ("cash_to_return", basket)
    each_is_called_once(boutique, [phone])
    associate.post(f"/baskets/{basket}/cash/{first}/return")
    assert manager.get("/till/alerts").json == []
    unlisten()
