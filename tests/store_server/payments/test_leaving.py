"""The door: one green, then red. Worked cases by their numbers."""

from __future__ import annotations

import base64

import pytest

from payments.article import ArticleKind
from payments.exit_pass import read
from store_server import payment_messages as ask
from store_server.app import selling_desk
from store_server.domain.code import CodeKind
from store_server.messages import ReadScan, ScanRead
from store_server.ports import ConflictError
from tests.store_server.payments.till import Till

GTIN = "00614141123452"
TAG = "urn:epc:id:sgtin:0614141.012345.{serial}"


def shown(till: Till, text: str, by: str = "guard", tags: tuple[str, ...] = ()) -> tuple[str, str]:
    verdict = till.bus.ask(ask.ShowExitPass(text, by, tags))
    return verdict.light, verdict.reason


def test_p19_one_green_then_red(either_till: Till) -> None:
    till = either_till
    text = till.bus.ask(ask.IssueExitPass(till.paid(till.article())))
    assert shown(till, text, "guard 1") == ("green", "paid")
    assert shown(till, text, "guard 2") == ("red", "used")


def typed(till: Till, text: str) -> str:
    """The code under a pass, as a guard types it."""
    desk = selling_desk(till.storage, till.settings)
    return desk.exit_codes.of(read(text, [desk.exit_key], desk.boutique, till.clock.now()).number)


def test_a_typed_code_is_green_once_then_used_and_so_is_its_pass(either_till: Till) -> None:
    till = either_till
    text = till.bus.ask(ask.IssueExitPass(till.paid(till.article())))
    code = typed(till, text)
    assert shown(till, code.lower().replace("-", " ")) == ("green", "paid")
    assert shown(till, code) == ("red", "used")
    assert shown(till, text) == ("red", "used")


def test_a_typed_code_is_void_with_its_pass(either_till: Till) -> None:
    till = either_till
    basket = till.paid(till.article())
    first = typed(till, till.bus.ask(ask.IssueExitPass(basket)))
    second = typed(till, till.bus.ask(ask.IssueExitPass(basket)))
    assert shown(till, first) == ("red", "expired")
    till.refund(basket)
    assert shown(till, second) == ("red", "refunded")
    third = typed(till, till.bus.ask(ask.IssueExitPass(till.paid(till.article("Bag", "9.00")))))
    till.passes(1900, step_s=100)
    assert shown(till, third) == ("red", "expired")


def test_a_wrong_code_is_no_pass_and_no_code_is_written_down(till: Till) -> None:
    code = typed(till, till.bus.ask(ask.IssueExitPass(till.paid(till.article()))))
    wrong = code[:-1] + ("B" if code[-1] != "B" else "C")
    assert shown(till, wrong) == ("red", "no_pass")
    assert code not in repr(ask.ShowExitPass(code, "guard"))


def test_p19_refunded_is_red(till: Till) -> None:
    basket = till.paid(till.article())
    text = till.bus.ask(ask.IssueExitPass(basket))
    till.refund(basket)
    assert shown(till, text) == ("red", "refunded")
    till.calls.run()
    with pytest.raises(ConflictError, match="nothing of this basket is left"):
        till.bus.ask(ask.IssueExitPass(basket))


def test_p19_altered_is_red(till: Till) -> None:
    text = till.bus.ask(ask.IssueExitPass(till.paid(till.article())))
    octets = bytearray(base64.urlsafe_b64decode(text + "=="))
    octets[11] = 9  # nine pieces instead of one
    altered = base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
    assert shown(till, altered) == ("red", "altered")
    assert shown(till, "rubbish") == ("red", "no_pass")
    assert shown(till, text) == ("green", "paid")


def test_p19_another_boutiques_pass_is_red(till: Till) -> None:
    text = till.bus.ask(ask.IssueExitPass(till.paid(till.article())))
    octets = bytearray(base64.urlsafe_b64decode(text + "=="))
    octets[3:7] = b"\0\1\2\3"
    other = base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
    assert shown(till, other) == ("red", "other_boutique")


def test_a_pass_expires_and_is_issued_again(till: Till) -> None:
    basket = till.paid(till.article())
    text = till.bus.ask(ask.IssueExitPass(basket))
    till.passes(1900, step_s=100)
    assert shown(till, text) == ("red", "expired")
    assert shown(till, till.bus.ask(ask.IssueExitPass(basket))) == ("green", "paid")


def test_what_a_guard_without_a_network_let_pass_is_told_later(till: Till) -> None:
    first, second = (till.bus.ask(ask.IssueExitPass(till.paid(till.article()))) for _ in "12")
    let_pass = till.clock.now()
    till.passes(1900, step_s=100)

    def told(text: str) -> tuple[str, str]:
        verdict = till.bus.ask(ask.ShowExitPass(text, "guard", shown_at=let_pass))
        return verdict.light, verdict.reason

    assert told(first) == ("green", "paid")
    assert told(first) == ("red", "used")
    assert shown(till, second) == ("red", "expired")
    assert told(second) == ("green", "paid")


def test_p20_a_tag_that_is_not_in_the_basket_calls_a_colleague(till: Till) -> None:
    watch = till.article(
        "Watch", "100.00", gtin=GTIN, kind=ArticleKind.SERIAL, stock=0, serials=("1", "2")
    )
    basket = till.basket()
    till.bus.ask(ask.AddLine(basket, watch, serial="1"))
    till.bus.ask(ask.LockBasket(basket))
    till.pay(basket)
    text = till.bus.ask(ask.IssueExitPass(basket))
    mine, other = TAG.format(serial=1), TAG.format(serial=2)
    assert shown(till, text, tags=(mine, other)) == ("amber", "tag_not_paid")
    coat = "urn:epc:id:sgtin:0614141.099999.7"  # nothing that we sell
    assert shown(till, text, tags=(mine, coat)) == ("green", "paid")


def test_a_scanner_at_the_door_hears_the_verdict(till: Till) -> None:
    heard: list[ScanRead] = []
    till.bus.listen(ScanRead, heard.append)
    text = till.bus.ask(ask.IssueExitPass(till.paid(till.article())))
    for number in ("1", "2"):
        till.bus.ask(ReadScan(f"exit:{text}", "door", "qr", number))
    assert [(one.code.kind, one.verdict.word, one.verdict.say) for one in heard] == [
        (CodeKind.EXIT_PASS, "welcome", "verdict.exit.paid"),
        (CodeKind.EXIT_PASS, "stop", "verdict.exit.used"),
    ]


def test_a_scanner_that_is_linked_fills_a_basket(till: Till) -> None:
    heard: list[ScanRead] = []
    till.bus.listen(ScanRead, heard.append)
    till.article("Watch", "100.00", gtin=GTIN)
    basket = till.basket()
    till.bus.ask(ask.LinkScanner("tray", basket))
    till.bus.ask(ReadScan(GTIN[1:], "tray", "ean13", "s1"))
    till.bus.ask(ReadScan(GTIN[1:], "tray", "ean13", "s1"))  # the scanner says it again
    till.bus.ask(ReadScan("4006381333931", "tray", "ean13", "s2"))
    assert [one.verdict.say for one in heard] == [
        "verdict.basket.added",
        "verdict.basket.added",
        "verdict.basket.unknown",
    ]
    (line,) = till.storage.payment_queries.basket(basket).lines
    assert line.quantity == 1
