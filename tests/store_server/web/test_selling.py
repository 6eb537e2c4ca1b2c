"""Selling by REST: who may do what, what a client's link opens, and what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from payments.providers.simulated import BANK_PAGE, SIGNATURE
from tests.store_server.web import selling
from tests.store_server.web.boutique import Boutique


def test_a_client_alone_from_a_scan_to_the_exit(boutique: Boutique) -> None:
    selling.furnish(boutique.person("manager"))
    phone = boutique.browser()
    at = f"/bags/{phone.post('/bags', {'language': 'fr'}).json['token']}"
    phone.post(f"{at}/lines", {"code": selling.GTIN, "symbology": "ean13"})
    assert phone.post(f"{at}/lock").json["state"] == "locked"
    phone.post(f"{at}/pay", {})
    boutique.calls.run()
    page = phone.get(at).json["bill"]["shares"][0]["page"]
    path = page.removeprefix(boutique.settings.url)
    shown = phone.client.get(path)
    assert "100,00" in shown.text
    assert "Banque simulée" in shown.text
    tapped = phone.client.post(path, data={"tap": "pay"})
    assert tapped.status_code == 303
    assert "/pay#" in tapped.headers["Location"]
    boutique.clock.passes(30)
    boutique.bus.tick()
    boutique.calls.run()
    assert phone.get(at).json["state"] == "paid"
    leave = phone.post(f"{at}/exit-pass").json
    assert leave["pieces"] == 1
    lasts = datetime.fromisoformat(leave["valid_until"]) - boutique.clock.now()
    assert timedelta(minutes=29) < lasts <= timedelta(minutes=31)
    code = leave["code"]
    guard = boutique.person("guard")
    assert guard.post("/exit-passes/show", {"code": code}).json["light"] == "green"
    assert guard.post("/exit-passes/show", {"code": code}).json["light"] == "red"


def test_a_guard_types_the_code_under_an_exit_pass(boutique: Boutique) -> None:
    leave = selling.leaves(boutique)
    guard, types = boutique.person("guard"), "/exit-passes/show"
    for wrong in ("BBB-BBB-BBB", "bbb bbb bbc"):
        assert guard.post(types, {"code": wrong}).json["reason"] == "no_pass"
    said = guard.post(types, {"code": leave["typed"].lower()}).json
    assert (said["light"], said["reason"]) == ("green", "paid")
    assert guard.post(types, {"code": leave["typed"]}).json["reason"] == "used"


def test_who_types_many_wrong_exit_codes_waits(boutique: Boutique) -> None:
    leave = selling.leaves(boutique)
    guard, types = boutique.person("guard"), "/exit-passes/show"
    for _ in range(20):
        assert guard.post(types, {"code": "BBB-BBB-BBB"}).json["reason"] == "no_pass"
    assert guard.post(types, {"code": leave["typed"]}).status_code == 429
    assert guard.post(types, {"code": leave["code"]}).json["light"] == "green"


def test_a_basket_says_whether_its_client_has_opened_the_link_that_stands(
    boutique: Boutique,
) -> None:
    manager = boutique.person("manager")
    basket, owner = selling.opened(manager, selling.furnish(manager))
    at = f"/baskets/{basket}"
    manager.post(f"{at}/lock", {})
    two = {"how": "equal", "payers": [{"name": "Ana"}, {"name": "Bo"}]}
    ana, _ = manager.post(f"{at}/split", two).json["links"]
    boutique.browser().get(f"/bags/{ana['token']}")
    assert manager.get(at).json["link_opened"] is False, "a payer's link shows no exit code"
    touched = manager.get(at).json["changed_at"]
    boutique.clock.passes(60)
    assert boutique.browser().get(f"/bags/{owner}").status_code == 200
    seen = manager.get(at).json
    assert seen["link_opened"] is True
    assert seen["changed_at"] == touched, "it was only looked at"
    assert manager.post(f"{at}/link").json["basket"]["link_opened"] is False


def test_p7_an_amount_that_a_client_sends_is_refused(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    article = selling.furnish(manager)
    phone = boutique.browser()
    at = f"/bags/{phone.post('/bags', {}).json['token']}"
    cheap = {"article_id": article, "price": "0.01"}
    assert phone.post(f"{at}/lines", cheap).status_code == 422
    phone.post(f"{at}/lines", {"article_id": article})
    assert phone.get(at).json["total"]["amount"] == "100.00"
    phone.post(f"{at}/lock")
    assert phone.post(f"{at}/pay", {"amount": "0.01"}).json["field"] == "amount"


def test_the_last_one_is_told_kindly(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    article = selling.furnish(manager)
    first, _ = selling.opened(manager, article, 20)
    second, _ = selling.opened(manager, article)
    assert manager.post(f"/baskets/{first}/lock", {}).status_code == 200
    refused = manager.post(f"/baskets/{second}/lock", {})
    assert refused.status_code == 409
    assert refused.json["detail"] == "somebody else is just buying the last Foulard"


def test_a_payers_link_pays_and_changes_nothing(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    basket, _ = selling.opened(manager, selling.furnish(manager))
    manager.post(f"/baskets/{basket}/lock", {})
    two = {"how": "amount", "payers": [{"amount": "30.00"}, {"amount": "70.00"}]}
    links = manager.post(f"/baskets/{basket}/split", two).json["links"]
    payer = boutique.browser()
    at = f"/bags/{links[0]['token']}"
    assert payer.get(at).json["bill"]["shares"][0]["amount"]["amount"] == "30.00"
    assert payer.post(f"{at}/unlock").status_code == 404
    assert payer.post(f"{at}/pay", {}).status_code == 200
    boutique.calls.run()
    states = [share["state"] for share in payer.get(at).json["bill"]["shares"]]
    assert states == ["requires_action", "created"]


def test_a_payers_link_says_whose_share_it_pays_also_when_it_is_topped_up(
    boutique: Boutique,
) -> None:
    manager = boutique.person("manager")
    basket, owner = selling.opened(manager, selling.furnish(manager))
    manager.post(f"/baskets/{basket}/lock", {})
    two = {"how": "equal", "payers": [{"name": "Ana"}, {"name": "Bo"}]}
    ana, bo = manager.post(f"/baskets/{basket}/split", two).json["links"]
    phone = boutique.browser()
    assert phone.get(f"/bags/{owner}").json["own_share_id"] == ""
    assert phone.get(f"/bags/{ana['token']}").json["own_share_id"] == ana["share_id"]
    part = {"share_id": ana["share_id"], "amount": "20.00"}
    phone.post(f"/bags/{bo['token']}/top-up", part)
    seen = phone.get(f"/bags/{ana['token']}").json
    own = next(one for one in seen["bill"]["shares"] if one["id"] == seen["own_share_id"])
    assert (own["payer"], own["amount"]["amount"]) == ("Ana", "30.00")


def test_a_payers_link_that_was_lost_is_made_anew_by_the_bags_own(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    basket, owner = selling.opened(manager, selling.furnish(manager))
    manager.post(f"/baskets/{basket}/lock", {})
    two = {"how": "equal", "payers": [{"name": "Ana"}, {"name": "Bo"}]}
    lost, other = manager.post(f"/baskets/{basket}/split", two).json["links"]
    phone, at = boutique.browser(), f"/shares/{lost['share_id']}/link"
    assert phone.post(f"/bags/{other['token']}{at}").status_code == 404
    anew = phone.post(f"/bags/{owner}{at}").json
    assert (anew["share_id"], anew["payer"]) == (lost["share_id"], "Ana")
    assert phone.get(f"/bags/{lost['token']}").status_code == 404
    assert phone.get(f"/bags/{anew['token']}").json["own_share_id"] == lost["share_id"]
    elsewhere, _ = selling.opened(manager, selling.furnish(manager))
    assert manager.post(f"/baskets/{elsewhere}{at}").status_code == 404


def test_a_line_says_why_it_cannot_be_had(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    scarf = selling.furnish(manager)
    watch = {"name": "Montre", "vat": "standard", "kind": "serial", "serials": ["MN-1"]}
    watch |= {"prices": [{"amount": "900.00", "currency": "EUR"}]}
    watch_id = manager.put("/articles/MONT-1", watch).json["id"]
    _, token = selling.opened(manager, scarf, 21)
    phone = boutique.browser()

    def missing() -> list[str]:
        return [line["missing"] for line in phone.get(f"/bags/{token}").json["lines"]]

    assert missing() == ["sold_out"]
    line = phone.get(f"/bags/{token}").json["lines"][0]["id"]
    phone.patch(f"/bags/{token}/lines/{line}", {"quantity": 20})
    phone.post(f"/bags/{token}/lines", {"article_id": watch_id})
    assert missing() == ["", "which_piece"]
    other, _ = selling.opened(manager, scarf)
    manager.post(f"/baskets/{other}/lock", {})
    assert missing() == ["reserved", "which_piece"]
    phone.post(f"/bags/{token}/lines", {"article_id": watch_id, "serial": "MN-1"})
    assert missing() == ["reserved", "which_piece", ""]


def test_a_client_calls_a_colleague_once_by_the_number_of_the_bag(boutique: Boutique) -> None:
    associate = boutique.person()
    phone = boutique.browser()
    bag = phone.post("/bags", {}).json
    calls = [phone.post(f"/bags/{bag['token']}/help").json for _ in range(2)]
    assert calls[0] == calls[1]
    (heard,) = associate.get("/calls").json
    assert heard["kiosk"] == f"№ {bag['basket']['number']}"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"how": "equal", "payers": [{}]}, "payers"),
        ({"how": "equal", "payers": [{}] * 13}, "payers"),
        ({"how": "amount", "payers": [{"amount": "1.00"}, {"amount": "2.00"}]}, "payers"),
        ({"how": "amount", "payers": [{"amount": "1.001"}, {"amount": "2"}]}, "payers.amount"),
        ({"how": "percentage", "payers": [{"percentage": "50"}, {"percentage": "51"}]}, "payers"),
        ({"how": "article", "payers": [{"lines": ["x"]}, {"lines": ["y"]}]}, "payers"),
    ],
)
def test_a_bill_that_cannot_be_shared_so_says_why(
    boutique: Boutique, body: dict[str, object], field: str
) -> None:
    manager = boutique.person("manager")
    basket, _ = selling.opened(manager, selling.furnish(manager))
    manager.post(f"/baskets/{basket}/lock", {})
    refused = manager.post(f"/baskets/{basket}/split", body)
    assert (refused.status_code, refused.json["field"]) == (422, field)


def test_a_refund_is_the_managers(boutique: Boutique) -> None:
    manager, associate = boutique.person("manager"), boutique.person()
    basket = selling.paid(boutique, associate, selling.furnish(manager))
    at = f"/baskets/{basket}/refunds"
    assert associate.post(at, {"amount": "10.00"}).status_code == 403
    assert manager.post(at, {"amount": "100.01"}).status_code == 409
    assert manager.post(at, {"amount": "10.00"}).status_code == 200
    boutique.calls.run()
    view = manager.get(f"/baskets/{basket}").json
    assert (view["refunded"]["amount"], view["refunds"][0]["state"]) == ("10.00", "refunded")


def test_p3_a_webhook_is_believed_only_with_its_signature(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    basket, _ = selling.opened(manager, selling.furnish(manager))
    manager.post(f"/baskets/{basket}/lock", {})
    manager.post(f"/baskets/{basket}/pay", {})
    boutique.calls.run()
    (charge,) = boutique.bank.book.all()
    boutique.bank.now = boutique.clock.now
    boutique.bank.tap(charge.page, "pay")  # type: ignore[arg-type]
    body, headers = boutique.bank.webhook(charge)
    door = boutique.browser().client
    before = len(boutique.journal())
    forged = {SIGNATURE: headers[SIGNATURE][:-4] + "0000"}
    for wrong in ({}, forged):
        assert door.post("/payments/webhook/simulated", data=body, headers=wrong).status_code == 400
    boutique.clock.passes(360)
    assert door.post("/payments/webhook/simulated", data=body, headers=headers).status_code == 400
    assert len(boutique.journal()) == before
    boutique.clock.passes(-360)
    assert door.post("/payments/webhook/simulated", data=body, headers=headers).status_code == 200
    assert len(boutique.journal()) > before


def test_a_page_of_the_bank_that_is_nobodys_is_not_there(boutique: Boutique) -> None:
    door = boutique.browser().client
    assert door.get(f"{BANK_PAGE}/unknown").status_code == 404
    assert door.post(f"{BANK_PAGE}/unknown", data={"tap": "pay"}).status_code == 404


def test_a_stranger_opens_so_many_bags_and_no_more(boutique: Boutique) -> None:
    phone = boutique.browser()
    answers = [phone.post("/bags", {}).status_code for _ in range(61)]
    assert answers == [201] * 60 + [429]


def test_a_file_is_looked_through_before_it_is_brought_in(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    selling.furnish(manager)
    wrong = selling.FILE + "GANT-2;Gants;luxury;1;180.00\n"
    for octets, done in ((wrong, False), (selling.FILE, True)):
        answer = manager.ask(
            "POST", "/articles/import?apply=true", data=octets, content_type="text/csv"
        )
        assert answer.json["done"] is done
        assert bool(manager.get("/articles?q=gants").json) is done
    assert (
        manager.ask("POST", "/articles/import", data=b"sku;weight\n", content_type="text/csv").json[
            "field"
        ]
        == "name"
    )


CARDS = ("4242424242424242", "4000 0566 5566 5556", "3782-822463-10005")


@pytest.mark.parametrize("card", CARDS)
def test_a_card_number_is_taken_in_no_text_and_stands_nowhere(
    boutique: Boutique, card: str, caplog: pytest.LogCaptureFixture
) -> None:
    manager = boutique.person("manager")
    article = selling.furnish(manager)
    basket = selling.paid(boutique, manager, article)
    other, _ = selling.opened(manager, article)
    hour = selling.slot(boutique, manager, 3)
    manager.post(f"/baskets/{other}/lock", {})
    home = {"slot_id": hour, **selling.HOME}
    split = {"how": "equal", "payers": [{"name": card}, {}]}
    tries = [
        manager.post(f"/baskets/{basket}/refunds", {"amount": "1.00", "reason": card}),
        manager.post(f"/baskets/{other}/split", split),
        *(
            manager.put(f"/baskets/{other}/delivery", home | {name: f"{card} please"})
            for name in ("name", "address", "note")
        ),
    ]
    assert [answer.status_code for answer in tries] == [422] * len(tries)
    digits = "".join(sign for sign in card if sign.isdigit()).encode()
    kept = [file.read_bytes() for file in boutique.settings.data_dir.iterdir() if file.is_file()]
    assert kept
    assert not any(digits in octets or card.encode() in octets for octets in kept)
    assert card not in caplog.text
