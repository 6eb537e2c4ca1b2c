"""A boutique that sells, by REST: each operation asked once, in an order in which it can answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from payments.providers.faults import Fault
from payments.providers.simulated import Tap
from tests.store_server.web.boutique import Boutique, Browser

GTIN = "3596710323845"
FILE = "sku;name;vat;stock;price EUR\nGANT-1;Gants;standard;4;180.00\n"
HOME = {"name": "Ana", "address": "1 rue de la Paix, Paris", "gift_wrap": True}


def furnish(manager: Browser) -> str:
    """A rate, and a scarf of which there are ten; answers the scarf's id."""
    rate = {"code": "standard", "valid_from": "2020-01-01", "rate": "20"}
    assert manager.put("/vat-rates", rate).status_code == 200
    article = {
        "name": "Foulard",
        "vat": "standard",
        "gtin": GTIN,
        "prices": [{"amount": "100.00", "currency": "EUR"}],
        "stock": 20,
    }
    saved = manager.put("/articles/FOUL-1", article)
    assert saved.status_code == 200, saved.text
    article_id: str = saved.json["id"]
    return article_id


def opened(who: Browser, article_id: str, quantity: int = 1) -> tuple[str, str]:
    """A basket with the article in it, and the token of its link."""
    answer = who.post("/baskets", {})
    assert answer.status_code == 201, answer.text
    basket_id, token = answer.json["basket"]["id"], answer.json["token"]
    line = {"article_id": article_id, "quantity": quantity}
    assert who.post(f"/baskets/{basket_id}/lines", line).status_code == 200
    return basket_id, token


def paid(boutique: Boutique, who: Browser, article_id: str) -> str:
    basket_id, _token = opened(who, article_id)
    assert who.post(f"/baskets/{basket_id}/lock", {}).status_code == 200
    by_reader = {"means": "reader", "reader": "r1"}
    assert who.post(f"/baskets/{basket_id}/pay", by_reader).status_code == 200
    boutique.calls.run()
    assert who.get(f"/baskets/{basket_id}").json["state"] == "paid"
    return basket_id


def leaves(boutique: Boutique) -> dict[str, Any]:
    """The pass of a scarf that was paid: what its phone shows."""
    manager = boutique.person("manager")
    basket_id = paid(boutique, manager, furnish(manager))
    leave: dict[str, Any] = manager.post(f"/baskets/{basket_id}/exit-pass").json
    return leave


def slot(boutique: Boutique, manager: Browser, hours: int) -> str:
    starts = boutique.clock.now() + timedelta(hours=hours)
    body = {"slots": [{"starts_at": starts.isoformat(), "capacity": 2}]}
    assert manager.put("/delivery-slots", body).status_code == 204
    slot_id: str = manager.get("/delivery-slots").json[-1]["id"]
    return slot_id


def answers(boutique: Boutique, manager: Browser) -> dict[str, Any]:
    """One answer of each operation that has one, by its name."""
    article = furnish(manager)
    hour = slot(boutique, manager, 2)
    return {
        **_of_catalogue(manager, article),
        **_of_baskets(boutique, manager, article, hour),
        **_of_paying(boutique, manager, article),
        **_of_cash(manager, article),
        **_of_bags(boutique, manager, article, hour),
        "list_slots": manager.get("/delivery-slots"),
        "list_exit_keys": manager.get("/exit-passes/keys"),
        "list_till_alerts": manager.get("/till/alerts"),
        "read_due": manager.get("/till/due"),
        "check_ledger": manager.get("/ledger/check"),
        "list_wishes": _wishes(manager),
    }


def _wishes(manager: Browser) -> Any:
    """Of somebody who was heard to speak of a scarf."""
    ann = {"given_name": "Ann", "family_name": "Lee", "wishes": ["Un foulard, en vert"]}
    client = manager.post("/clients", ann).json["id"]
    return manager.get(f"/clients/{client}/wishes")


def _of_catalogue(manager: Browser, article: str) -> dict[str, Any]:
    scarf = {"name": "Foulard", "vat": "standard", "gtin": GTIN, "stock": 20}
    scarf |= {"prices": [{"amount": "100.00", "currency": "EUR"}]}
    rate = {"code": "reduced", "valid_from": "2020-01-01", "rate": "5.5"}
    return {
        "find_articles": manager.get("/articles?q=foulard"),
        "read_article": manager.get(f"/articles/{article}"),
        "save_article": manager.put("/articles/FOUL-1", scarf),
        "import_articles": manager.ask(
            "POST", "/articles/import?apply=true", data=FILE, content_type="text/csv"
        ),
        "save_vat_rate": manager.put("/vat-rates", rate),
        "list_vat_rates": manager.get("/vat-rates"),
    }


def _of_baskets(boutique: Boutique, manager: Browser, article: str, hour: str) -> dict[str, Any]:
    basket, _token = opened(manager, article)
    at = f"/baskets/{basket}"
    line = manager.get(at).json["lines"][0]["id"]
    return {
        "open_basket": manager.post("/baskets", {"language": "en"}),
        "list_baskets": manager.get("/baskets"),
        "read_basket": manager.get(at),
        "amend_basket": manager.patch(at, {"gift_receipt": True}),
        "renew_basket_link": manager.post(f"{at}/link"),
        "change_line": manager.patch(f"{at}/lines/{line}", {"quantity": 2}),
        "remove_line": manager.delete(f"{at}/lines/{line}"),
        "add_line": manager.post(f"{at}/lines", {"code": GTIN, "symbology": "ean13"}),
        "choose_delivery": manager.put(f"{at}/delivery", {"slot_id": hour, **HOME}),
        "cancel_delivery": manager.delete(f"{at}/delivery"),
        "lock_basket": manager.post(f"{at}/lock", {}),
        "unlock_basket": manager.post(f"{at}/unlock"),
        "abandon_basket": manager.post(f"{at}/abandon"),
    }


def _of_paying(boutique: Boutique, manager: Browser, article: str) -> dict[str, Any]:
    basket, _token = opened(manager, article, 3)
    at = f"/baskets/{basket}"
    manager.post(f"{at}/lock", {})
    three = {"how": "equal", "payers": [{"name": "A"}, {"name": "B"}, {"name": "C"}]}
    split = manager.post(f"{at}/split", three)
    first, second = (link["share_id"] for link in split.json["links"][:2])
    begun = manager.post(f"{at}/pay", {"share_id": first})
    part = {"share_id": second, "amount": "40.00"}
    done = paid(boutique, manager, article)
    left = manager.post(f"/baskets/{done}/exit-pass")
    shown = manager.post("/exit-passes/show", {"code": left.json["code"]})
    given = manager.post(f"/baskets/{done}/refunds", {"amount": "10.00", "reason": "a stain"})
    return {
        "split_bill": split,
        "pay_basket": begun,
        "renew_share_link": manager.post(f"{at}/shares/{second}/link"),
        "top_up": manager.post(f"{at}/top-up", part),
        "issue_exit_pass": left,
        "show_exit_pass": shown,
        "refund_basket": given,
        "say_farewell": manager.put(f"/baskets/{done}/farewell/thank"),
        "take_farewell_back": manager.delete(f"/baskets/{done}/farewell/thank"),
        "close_basket": manager.post(f"/baskets/{done}/close", {}),
        "resolve_basket": _resolved(boutique, manager, article),
    }


def _of_cash(manager: Browser, article: str) -> dict[str, Any]:
    basket, _token = opened(manager, article)
    at = f"/baskets/{basket}"
    manager.post(f"{at}/lock", {})
    two = {"how": "equal", "payers": [{"name": "A"}, {"name": "B"}]}
    first = manager.post(f"{at}/split", two).json["links"][0]["share_id"]
    return {
        "begin_drawer": manager.put("/till/drawer", {"amount": "200.00"}),
        "take_cash": manager.post(f"{at}/cash", {"share_id": first, "given": "100.00"}),
        "return_cash": manager.post(f"{at}/cash/{first}/return"),
        "count_drawer": manager.post("/till/drawer/counts", {"amount": "199.50"}),
        "read_drawer": manager.get("/till/drawer"),
    }


def _resolved(boutique: Boutique, manager: Browser, article: str) -> Any:
    """The bank names another amount: nobody leaves before a manager has let it go."""
    basket, _token = opened(manager, article)
    boutique.calls.run()
    boutique.bank.plan.faults.append(Fault.WRONG_AMOUNT)
    manager.post(f"/baskets/{basket}/lock", {})
    manager.post(f"/baskets/{basket}/pay", {"means": "reader", "reader": "r1"})
    boutique.calls.run()
    assert manager.get(f"/baskets/{basket}").json["needs_a_human"]
    return manager.post(f"/baskets/{basket}/resolve")


def _of_bags(boutique: Boutique, manager: Browser, article: str, hour: str) -> dict[str, Any]:
    phone = boutique.browser()
    begun = phone.post("/bags", {"language": "en"})
    at = f"/bags/{begun.json['token']}"
    added = phone.post(f"{at}/lines", {"code": GTIN})
    line = added.json["lines"][0]["id"]
    found = {
        "open_bag": begun,
        "add_line_to_bag": added,
        "read_bag": phone.get(at),
        "amend_bag": phone.patch(at, {"gift_receipt": True}),
        "find_articles_for_bag": phone.get(f"{at}/articles?q=foul"),
        "change_line_of_bag": phone.patch(f"{at}/lines/{line}", {"quantity": 3}),
        "choose_delivery_of_bag": phone.put(f"{at}/delivery", {"slot_id": hour, **HOME}),
        "cancel_delivery_of_bag": phone.delete(f"{at}/delivery"),
        "lock_bag": phone.post(f"{at}/lock"),
        "unlock_bag": phone.post(f"{at}/unlock"),
        "remove_line_of_bag": phone.delete(f"{at}/lines/{line}"),
    }
    phone.post(f"{at}/lines", {"code": GTIN, "quantity": 2})
    phone.post(f"{at}/lock")
    two = {"how": "percentage", "payers": [{"percentage": "60"}, {"percentage": "40"}]}
    found["split_bag"] = phone.post(f"{at}/split", two)
    shares = [link["share_id"] for link in found["split_bag"].json["links"]]
    found["renew_share_link_of_bag"] = phone.post(f"{at}/shares/{shares[1]}/link")
    found["call_colleague_to_bag"] = phone.post(f"{at}/help")
    part = {"share_id": shares[1], "amount": "10.00"}
    found["top_up_bag"] = phone.post(f"{at}/top-up", part)
    found["pay_bag"] = phone.post(f"{at}/pay", {"share_id": shares[0]})
    for share in phone.get(at).json["bill"]["shares"]:
        phone.post(f"{at}/pay", {"share_id": share["id"]})
    boutique.calls.run()
    for charge in boutique.bank.book.all():
        boutique.bank.tap(charge.page, Tap.PAY)
    for _ in range(4):
        boutique.clock.passes(61)
        boutique.bus.tick()
        boutique.calls.run()
    assert phone.get(at).json["state"] == "paid"
    found["issue_exit_pass_for_bag"] = phone.post(f"{at}/exit-pass")
    return found
