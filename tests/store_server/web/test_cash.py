"""Cash by REST: who takes it, what is refused, and what the drawer's page is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store_server.settings import PaymentSettings, Settings
from tests.store_server.web import selling
from tests.store_server.web.boutique import Boutique, Browser


def locked(who: Browser, article: str, quantity: int = 1) -> str:
    basket, _token = selling.opened(who, article, quantity)
    assert who.post(f"/baskets/{basket}/lock", {}).status_code == 200
    return f"/baskets/{basket}"


def test_an_associate_takes_cash_and_the_basket_is_paid(boutique: Boutique) -> None:
    article = selling.furnish(boutique.person("manager"))
    associate = boutique.person("associate")
    assert associate.get("/auth/me").json["takes_cash"] is True
    at = locked(associate, article)
    assert associate.post(f"{at}/cash", {"given": "99.99"}).json["field"] == "given"
    paid = associate.post(f"{at}/cash", {"given": "120.00"}).json
    assert paid["state"] == "paid"
    assert paid["exit_pass"] is True
    cash = paid["bill"]["shares"][0]["cash"]
    assert (cash["taken"], cash["change"]["amount"]) == (True, "20.00")


def test_above_the_limit_the_answer_says_how_much_may_be(boutique: Boutique) -> None:
    article = selling.furnish(boutique.person("manager"))
    associate = boutique.person("associate")
    at = locked(associate, article, 11)
    refused = associate.post(f"{at}/cash", {})
    assert refused.status_code == 409
    assert "1000.00 EUR in cash at most" in refused.json["detail"]
    assert associate.get(at).json["bill"]["shares"][0]["cash"]["limit"]["amount"] == "1000.00"


def test_no_card_and_no_word_is_taken_for_an_amount(boutique: Boutique) -> None:
    associate = boutique.person("associate")
    at = locked(associate, selling.furnish(boutique.person("manager")))
    for given in ("4242424242424242", "4242 4242 4242 4242", "much", "-5", ""):
        assert associate.post(f"{at}/cash", {"given": given}).status_code == 422
    assert associate.post(f"{at}/cash", {"card": "4242424242424242"}).status_code == 422


def test_neither_a_guard_nor_a_clients_link_takes_cash(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    at = locked(manager, selling.furnish(manager))
    assert boutique.person("guard").post(f"{at}/cash", {}).status_code == 403
    assert boutique.browser().post(f"{at}/cash", {}).status_code == 401
    assert manager.post(f"{at}/pay", {"means": "cash"}).json["field"] == "means"


def test_the_drawer_is_counted_by_somebody_with_a_name(boutique: Boutique) -> None:
    associate = boutique.person("associate")
    associate.put("/till/drawer", {"amount": "200.00"})
    counted = associate.post("/till/drawer/counts", {"amount": "195.50"}).json
    assert counted["expected"]["amount"] == "200.00"
    (count,) = counted["counts"]
    assert count["difference"]["amount"] == "-4.50"
    assert counted["names"][count["by_id"]]


class TestWhereTheManagerAloneTakesCash:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, payments=PaymentSettings(cash_by="manager"))

    def test_an_associate_does_not(self, boutique: Boutique) -> None:
        manager, associate = boutique.person("manager"), boutique.person("associate")
        at = locked(associate, selling.furnish(manager))
        assert associate.get("/auth/me").json["takes_cash"] is False
        assert associate.post(f"{at}/cash", {}).status_code == 403
        assert associate.get("/till/drawer").status_code == 403
        assert manager.post(f"{at}/cash", {}).json["state"] == "paid"


class TestWhereNobodyTakesCash:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, payments=PaymentSettings())

    def test_it_is_not_offered_and_not_taken(self, boutique: Boutique) -> None:
        manager = boutique.person("manager")
        at = locked(manager, selling.furnish(manager))
        assert manager.get("/auth/me").json["takes_cash"] is False
        assert manager.get(at).json["bill"]["shares"][0]["cash"] is None
        assert manager.post(f"{at}/cash", {}).status_code == 409
