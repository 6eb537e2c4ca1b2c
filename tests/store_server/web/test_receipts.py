"""A client opens the receipt with a link alone, in their language; nobody guesses one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from store_server.settings import SmtpSettings
from store_server.web.receipt_pages import letter
from tests.mail_server import HOST, MailServer
from tests.store_server.web.boutique import Boutique, Browser
from tests.store_server.web.selling import furnish, opened
from tests.store_server.web.till import sold


def path(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "", url)


@pytest.fixture
def associate(boutique: Boutique) -> Browser:
    return boutique.person("associate")


@pytest.fixture
def links(boutique: Boutique, associate: Browser) -> dict[str, str]:
    sold(boutique, "b1", language="ja", label="=Foulard <b>Été</b>")
    (found,) = associate.get("/baskets/b1/receipts").json
    return found


def test_the_receipt_is_in_the_clients_language(boutique: Boutique, links: dict[str, str]) -> None:
    page = boutique.browser().client.get(path(links["url"]))
    assert page.status_code == 200
    assert '<html lang="ja" dir="ltr">' in page.text
    assert "合計" in page.text
    assert "&lt;b&gt;Été&lt;/b&gt;" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    arabic = boutique.browser().client.get(path(links["url"]) + "?lang=ar")
    assert '<html lang="ar" dir="rtl">' in arabic.text
    assert "<script" not in page.text + arabic.text


@pytest.mark.parametrize("language", ["fr", "en", "it", "zh", "ja", "ar"])
def test_it_is_printed_when_it_is_asked_for(
    boutique: Boutique, links: dict[str, str], language: str
) -> None:
    sheet = boutique.browser().client.get(path(links["paper_url"]) + f"?lang={language}")
    assert sheet.content_type == "application/pdf"
    assert sheet.data.startswith(b"%PDF-")


def test_nothing_is_printed_or_sent_by_itself(boutique: Boutique) -> None:
    before = sorted(boutique.settings.data_dir.rglob("*.pdf"))
    sold(boutique, "b1")
    for _ in range(3):
        boutique.bus.tick()
    assert sorted(boutique.settings.data_dir.rglob("*.pdf")) == before
    assert boutique.journal() == ["LedgerWritten"]


def test_a_gift_receipt_has_a_link_of_its_own_and_no_price(
    boutique: Boutique, links: dict[str, str]
) -> None:
    page = boutique.browser().client.get(path(links["gift_url"]) + "?lang=en")
    assert "Gift receipt" in page.text
    assert not re.search("€|EUR|VAT", page.text)
    priced = path(links["gift_url"]).replace(".g.", ".r.")
    assert boutique.browser().client.get(priced).status_code == 404


def test_the_code_is_that_of_the_link(boutique: Boutique, links: dict[str, str]) -> None:
    code = boutique.browser().client.get(path(links["code_url"]))
    assert code.content_type == "image/svg+xml"
    assert b"<svg" in code.data
    assert boutique.browser().client.get(path(links["gift_code_url"])).status_code == 200


@pytest.mark.parametrize("name", ["1.1.r." + "a" * 26, "x", "1.1.r", "..", "1.1.r." + "A" * 26])
def test_a_guess_opens_nothing(boutique: Boutique, links: dict[str, str], name: str) -> None:
    for ending in ("", "/paper.pdf", "/code.svg"):
        answer = boutique.browser().client.get(f"/receipt/{name}{ending}?lang=en")
        assert answer.status_code == 404
    assert "opens no receipt" in boutique.browser().client.get(f"/receipt/{name}?lang=en").text


def test_a_link_expires(boutique: Boutique, links: dict[str, str]) -> None:
    boutique.clock.passes(401 * 24 * 3600)
    gone = boutique.browser().client.get(path(links["url"]) + "?lang=it")
    assert gone.status_code == 410
    assert "scaduto" in gone.text
    assert boutique.browser().client.get(path(links["paper_url"])).status_code == 410


def test_a_letter_is_ready_to_be_sent(boutique: Boutique, links: dict[str, str]) -> None:
    desk = boutique.web.app.extensions["receipts"]
    opened, record = desk.opened(links["url"].rsplit("/", 1)[1])
    with boutique.web.app.app_context():
        mail = letter(desk.read(opened, record, "ar"), links["url"])
    assert "\n" not in mail.subject
    assert links["url"] in mail.text
    assert links["url"] in mail.html
    assert 'dir="rtl"' in mail.html
    assert not re.search(r"<(script|img|link)", mail.html)


def test_who_may_ask_for_a_receipts_link(boutique: Boutique, links: dict[str, str]) -> None:
    assert boutique.browser().get("/baskets/b1/receipts").status_code == 401
    guard = boutique.person("guard")
    assert guard.get("/baskets/b1/receipts").status_code == 403
    assert boutique.person("associate").get("/baskets/b2/receipts").status_code == 404
    assert ("receipt.read", "b1") in {(what, whom) for _, what, whom in boutique.audited()}


def test_a_closing_is_no_receipt_even_by_a_true_link(boutique: Boutique) -> None:
    sold(boutique, "b1")
    assert boutique.person("manager").post("/ledger/closings").status_code == 201
    desk = boutique.web.app.extensions["receipts"]
    where = path(desk.url("1", 2))
    assert boutique.browser().client.get(where).status_code == 404
    assert boutique.browser().client.get(f"{where}/paper.pdf").status_code == 404


def test_a_bag_that_was_paid_has_its_receipt_behind_the_bags_own_link(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    basket_id, token = opened(manager, furnish(manager), 3)
    client = boutique.browser()
    assert client.get(f"/bags/{token}/receipts").json == []
    assert manager.post(f"/baskets/{basket_id}/lock", {}).status_code == 200
    by_reader = {"means": "reader", "reader": "r1"}
    assert manager.post(f"/baskets/{basket_id}/pay", by_reader).status_code == 200
    boutique.calls.run()
    (receipt,) = client.get(f"/bags/{token}/receipts").json
    page = client.client.get(path(receipt["url"]) + "?lang=en")
    assert "€300.00" in page.text
    assert manager.get("/ledger/report").json["totals"][0]["total"] == 30_000
    assert client.get("/bags/" + "x" * 30 + "/receipts").status_code == 404


def test_tax_free_is_asked_for_by_who_serves_and_stands_on_the_sales_receipt(
    boutique: Boutique,
) -> None:
    manager, associate = boutique.person("manager"), boutique.person("associate")
    basket_id, token = opened(manager, furnish(manager), 3)
    at, client = f"/baskets/{basket_id}", boutique.browser()
    before = associate.get(at).json
    assert before["tax_free"] is False
    assert client.patch(f"/bags/{token}", {"tax_free": True}).json["field"] == "tax_free"
    assert associate.patch(at, {"tax_free": "yes"}).status_code == 422
    after = associate.patch(at, {"tax_free": True}).json
    money = ("total", "rates", "lines", "captured", "refundable", "bill")
    assert [after[name] for name in money] == [before[name] for name in money]
    assert after["tax_free"] is True
    assert [one["tax_free"] for one in manager.get("/baskets").json] == [True]

    assert manager.post(f"{at}/lock", {}).status_code == 200
    by_reader = {"means": "reader", "reader": "r1"}
    assert manager.post(f"{at}/pay", by_reader).status_code == 200
    boutique.calls.run()
    assert manager.post(f"{at}/refunds", {"amount": "100.00"}).status_code == 200
    boutique.calls.run()
    sale, refund = client.get(f"/bags/{token}/receipts").json
    line = "Tax-free asked for: the form is made at the till."

    def page(url: str) -> str:
        return client.client.get(path(url) + "?lang=en").text

    assert line in page(sale["url"])
    assert "€300.00" in page(sale["url"])
    assert line not in page(sale["gift_url"])
    assert line not in page(refund["url"])
    late = associate.patch(at, {"tax_free": False})
    assert late.status_code == 409
    assert "before paying begins" in late.json["detail"]
    assert associate.patch(at, {"gift_receipt": False, "tax_free": True}).status_code == 200
    assert line in page(sale["url"])


@pytest.fixture
def mail_server(boutique: Boutique) -> Iterator[MailServer]:
    server = MailServer().start()
    smtp = SmtpSettings(HOST, server.port, security="none", sender="till@maison.example")
    object.__setattr__(boutique.settings, "smtp", smtp)
    yield server
    server.stop()


def test_it_is_mailed_to_the_address_that_is_given_and_that_is_kept_nowhere(
    boutique: Boutique, associate: Browser, mail_server: MailServer
) -> None:
    sold(boutique, "b1", language="ja")
    (link,) = associate.get("/baskets/b1/receipts").json
    assert link["by_mail"] is True
    to = {"email": "ana@inbox.example"}
    assert associate.post("/baskets/b1/receipts/mail", to).status_code == 204
    (mail,) = mail_server.wait_for(1)
    assert mail["To"] == "ana@inbox.example"
    page = mail.get_body(("html",))
    assert page is not None
    assert link["url"] in page.get_content()
    assert "合計" in page.get_content()
    assert "inbox.example" not in str(boutique.journal())
    assert b"inbox.example" not in b"".join(
        file.read_bytes() for file in boutique.settings.data_dir.rglob("*") if file.is_file()
    )


def test_a_mail_that_is_not_taken_is_told_at_once(
    boutique: Boutique, associate: Browser, mail_server: MailServer
) -> None:
    sold(boutique, "b1")
    at = "/baskets/b1/receipts/mail"
    for wrong in ("nobody", "a b@c.d", '"@maison.example'):
        assert associate.post(at, {"email": wrong}).json["field"] == "email"
    mail_server.to_recipient.append("550 no such mailbox")
    assert associate.post(at, {"email": "ana@inbox.example"}).json["field"] == "email"
    mail_server.stop()
    assert associate.post(at, {"email": "ana@inbox.example"}).status_code == 503
    object.__setattr__(boutique.settings, "smtp", SmtpSettings())
    assert associate.post(at, {"email": "ana@inbox.example"}).status_code == 409


def test_a_clients_link_mails_its_own_receipt_a_few_times(
    boutique: Boutique, associate: Browser, mail_server: MailServer
) -> None:
    manager = boutique.person("manager")
    basket, token = opened(manager, furnish(manager))
    phone, to = boutique.browser(), {"email": "ana@inbox.example"}
    at = f"/bags/{token}/receipts/mail"
    assert phone.post(at, to).status_code == 404, "it is not paid"
    sold(boutique, basket)
    answers = [phone.post(at, to).status_code for _ in range(6)]
    assert answers == [204] * 5 + [429]
    assert len(mail_server.wait_for(5)) == 5
