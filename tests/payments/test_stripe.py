"""The Stripe adapter, through the real SDK, against a strict Stripe on loopback."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from payments.facts import Fact, State, Told, attempt
from payments.money import Money
from payments.providers.port import (
    NEVER_HEARD,
    Answer,
    Kind,
    Means,
    Order,
    RefundOrder,
    Said,
    WebhookError,
)
from payments.providers.stripe import StripeProvider
from tests.payments.stripe_fake import (
    SECRET_KEY,
    WEBHOOK_SECRET,
    StripeFake,
    signature,
    stripe_fake,
)


@pytest.fixture(scope="module")
def server() -> Iterator[StripeFake]:
    with stripe_fake() as fake:
        yield fake


@pytest.fixture
def fake(server: StripeFake) -> StripeFake:
    """The same server with nothing in it."""
    server.forget()
    return server


@pytest.fixture
def stripe(fake: StripeFake) -> StripeProvider:
    return StripeProvider(SECRET_KEY, WEBHOOK_SECRET, fake.url)


def order(
    key: str = "k1", units: int = 33_334, code: str = "EUR", means: Means = Means.PAGE
) -> Order:
    reader = "tmr_1" if means is Means.READER else ""
    now = datetime.now(UTC)
    return Order(
        key, Money(units, code), now, means, "Maison", "fr", "https://boutique.invalid/b", reader
    )


def facts(answer: Answer) -> list[Fact]:
    assert answer.kind is Kind.TOLD
    return [one.fact for one in answer.said]


def authorised(stripe: StripeProvider, fake: StripeFake, one: Order) -> str:
    """A page that was paid on; answers the reference that it then has."""
    page = stripe.authorise(one).reference
    fake.pay(page)
    return stripe.ask(one, page).reference


def captured(stripe: StripeProvider, fake: StripeFake, one: Order) -> str:
    reference = authorised(stripe, fake, one)
    assert Fact.CAPTURED in facts(stripe.capture(one, reference, one.amount))
    return reference


# ------------------------------------------------------------------------------------------ pages


def test_a_page_is_shown_paid_on_and_captured(stripe: StripeProvider, fake: StripeFake) -> None:
    one = order()
    shown = stripe.authorise(one)
    assert facts(shown) == [Fact.ACTION_REQUIRED]
    assert shown.page.startswith("https://checkout.stripe.invalid/cs_test_")
    assert facts(stripe.ask(one, shown.reference)) == [Fact.ACTION_REQUIRED]
    fake.pay(shown.reference)
    asked = stripe.ask(one, shown.reference)
    assert asked.said == (Said(Fact.AUTHORISED, Money(33_334, "EUR")),)
    assert asked.reference.startswith("pi_")
    done = stripe.capture(one, asked.reference, one.amount)
    assert done.said[-1] == Said(Fact.CAPTURED, Money(33_334, "EUR"))


def test_a_card_that_is_declined_leaves_the_page_for_another(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order()
    page = stripe.authorise(one).reference
    fake.pay(page, decline="insufficient_funds")
    asked = stripe.ask(one, page)
    assert (facts(asked), asked.reason) == ([Fact.ACTION_REQUIRED], "insufficient_funds")
    fake.pay(page)
    assert facts(stripe.ask(one, page)) == [Fact.AUTHORISED]


def test_a_page_that_is_shut_cannot_be_paid_on(stripe: StripeProvider, fake: StripeFake) -> None:
    one = order()
    page = stripe.authorise(one).reference
    assert facts(stripe.void(one, page)) == [Fact.VOIDED]
    assert facts(stripe.void(one, page)) == [Fact.VOIDED]
    assert facts(stripe.ask(one, page)) == [Fact.VOIDED]


def test_who_paid_as_the_page_was_shut_gets_it_back(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order()
    page = stripe.authorise(one).reference
    fake.pay(page)
    assert facts(stripe.void(one, page)) == [Fact.VOIDED]
    assert fake.things[fake.things[page]["payment_intent"]]["status"] == "canceled"


def test_a_void_that_came_too_late_says_captured(stripe: StripeProvider, fake: StripeFake) -> None:
    one = order()
    reference = captured(stripe, fake, one)
    assert Fact.CAPTURED in facts(stripe.void(one, reference))


# ---------------------------------------------------------------------------------------- readers


def test_a_reader_is_sent_the_amount_and_a_card_is_tapped(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order(means=Means.READER)
    sent = stripe.authorise(one)
    assert (facts(sent), sent.page) == ([Fact.ACTION_REQUIRED], "")
    fake.tap("tmr_1")
    assert facts(stripe.ask(one, sent.reference)) == [Fact.AUTHORISED]
    assert Fact.CAPTURED in facts(stripe.capture(one, sent.reference, one.amount))


def test_a_card_declined_at_the_reader_is_a_failure_with_its_reason(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order(means=Means.READER)
    sent = stripe.authorise(one)
    fake.tap("tmr_1", decline="lost_card")
    asked = stripe.ask(one, sent.reference)
    assert (facts(asked), asked.reason) == ([Fact.FAILED], "lost_card")


def test_a_busy_reader_fails_and_nothing_stays_open(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    fake.ways.readers_busy = True
    failed = stripe.authorise(order(means=Means.READER))
    assert (facts(failed), failed.reason) == ([Fact.FAILED], "terminal_reader_busy")
    assert fake.things[failed.reference]["status"] == "canceled"


def test_a_reader_that_is_let_go_shows_nothing(stripe: StripeProvider, fake: StripeFake) -> None:
    one = order(means=Means.READER)
    sent = stripe.authorise(one)
    assert facts(stripe.void(one, sent.reference)) == [Fact.VOIDED]
    assert fake.readers["tmr_1"] is None


# ------------------------------------------------------------------------- keys and lost answers


def test_p6_the_same_key_is_one_payment_however_often(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order()
    assert len({stripe.authorise(one).reference for _ in range(20)}) == 1
    assert len(fake.things) == 1


@pytest.mark.parametrize("means", Means)
def test_p9_an_answer_that_was_lost_is_found_by_asking(
    stripe: StripeProvider, fake: StripeFake, means: Means
) -> None:
    one = order(means=means)
    fake.ways.lose_answers = 1
    assert stripe.authorise(one).kind is Kind.UNKNOWN
    found = stripe.ask(one, "")
    assert facts(found) == [Fact.ACTION_REQUIRED]
    assert len(fake.things) == 1


def test_what_was_never_heard_of_is_said_so(stripe: StripeProvider, fake: StripeFake) -> None:
    fake.ways.down = 1
    assert stripe.authorise(order("k1")).kind is Kind.UNKNOWN
    for number in range(120):  # more than a page of others
        fake._new("cs_test", "checkout.session", metadata={"accueil_key": f"other-{number}"})
    assert stripe.ask(order("k1"), "") == NEVER_HEARD


def test_what_was_made_long_before_others_is_found(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order()
    made = stripe.authorise(one)
    for number in range(120):
        fake._new("cs_test", "checkout.session", metadata={"accueil_key": f"other-{number}"})
    assert stripe.ask(one, "").reference == made.reference


def test_a_capture_whose_answer_is_lost_happened_once(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order()
    reference = authorised(stripe, fake, one)
    fake.ways.lose_answers = 1
    assert stripe.capture(one, reference, one.amount).kind is Kind.UNKNOWN
    assert Fact.CAPTURED in facts(stripe.capture(one, reference, one.amount))
    assert facts(stripe.ask(one, reference)) == [Fact.AUTHORISED, Fact.CAPTURED]


def test_a_key_that_was_used_for_something_else_is_never_believed(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    stripe.authorise(order(units=100))
    assert stripe.authorise(order(units=200)).kind is Kind.UNKNOWN
    assert len(fake.things) == 1


# ----------------------------------------------------------------------------- capture and refund


def test_p15_less_is_captured_and_the_rest_is_no_refund(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order(units=10_000)
    reference = authorised(stripe, fake, one)
    stripe.capture(one, reference, Money(6_000, "EUR"))
    asked = stripe.ask(one, reference)
    told = [Told("k1", said.fact, one.asked_at, said.amount, said.refund) for said in asked.said]
    standing = attempt(told, one.amount)
    assert (standing.state, standing.captured.units) == (State.CAPTURED, 6_000)
    assert not standing.refunded


def test_more_than_was_authorised_is_not_captured(stripe: StripeProvider, fake: StripeFake) -> None:
    one = order(units=10_000)
    reference = authorised(stripe, fake, one)
    refused = stripe.capture(one, reference, Money(10_001, "EUR"))
    assert (facts(refused), refused.reason) == ([Fact.AUTHORISED], "amount_too_large")


def test_p16_an_authorisation_that_ran_out_is_expired(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order()
    reference = authorised(stripe, fake, one)
    fake.run_out(reference)
    assert facts(stripe.capture(one, reference, one.amount)) == [Fact.EXPIRED]
    assert facts(stripe.ask(one, reference)) == [Fact.EXPIRED]


def test_a_refund_is_told_with_its_key_and_found_again(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order(units=10_000)
    reference = captured(stripe, fake, one)
    part = RefundOrder("r1", one, reference, Money(4_000, "EUR"))
    assert stripe.refund(part).said == (Said(Fact.REFUNDED, Money(4_000, "EUR"), "r1"),)
    assert stripe.refund(part).said == (Said(Fact.REFUNDED, Money(4_000, "EUR"), "r1"),)
    assert stripe.ask(one, reference).said[2:] == (Said(Fact.REFUNDED, Money(4_000, "EUR"), "r1"),)


def test_p14_a_refund_above_what_was_captured_fails(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order(units=10_000)
    reference = captured(stripe, fake, one)
    stripe.refund(RefundOrder("r1", one, reference, Money(10_000, "EUR")))
    refused = stripe.refund(RefundOrder("r2", one, reference, Money(1, "EUR")))
    assert refused.said == (Said(Fact.REFUND_FAILED, Money(1, "EUR"), "r2"),)
    assert refused.reason == "charge_already_refunded"


def test_a_dispute_is_told(stripe: StripeProvider, fake: StripeFake) -> None:
    one = order()
    reference = captured(stripe, fake, one)
    fake.dispute(reference)
    assert Fact.DISPUTED in facts(stripe.ask(one, reference))


# -------------------------------------------------------------------------------------- currencies


@pytest.mark.parametrize(
    ("units", "code", "sent"),
    [
        (33_334, "EUR", 33_334),
        (10_000, "JPY", 10_000),
        (1_500, "ISK", 150_000),  # no decimals any more, and still sent with two
        (33_340, "KWD", 33_340),  # three decimals, the last of them 0
        (129_900, "HUF", 129_900),
    ],
)
def test_p25_an_amount_is_sent_in_the_providers_own_unit(
    stripe: StripeProvider, fake: StripeFake, units: int, code: str, sent: int
) -> None:
    one = order(units=units, code=code)
    reference = captured(stripe, fake, one)
    assert fake.things[reference]["amount"] == sent
    assert stripe.ask(one, reference).said[1].amount == Money(units, code)


def test_p25_what_a_card_cannot_be_charged_is_never_sent(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    assert stripe.authorise(order(units=33_333, code="KWD")).kind is Kind.UNKNOWN
    assert fake.asked == []


def test_p21_another_amount_or_currency_is_told_as_it_is(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    one = order(units=10_000)
    reference = authorised(stripe, fake, one)
    fake.things[reference] |= {"amount": 9_999, "currency": "usd"}
    (said,) = stripe.ask(one, reference).said
    standing = attempt([Told("k1", said.fact, one.asked_at, said.amount)], one.amount)
    assert standing.state is State.CONFLICTED


# ------------------------------------------------------------------------------------------ errors


@pytest.mark.parametrize("way", ["down", "busy"])
def test_who_is_down_or_busy_has_said_nothing(
    stripe: StripeProvider, fake: StripeFake, way: str
) -> None:
    setattr(fake.ways, way, 1)
    assert stripe.authorise(order()).kind is Kind.UNKNOWN
    assert facts(stripe.authorise(order("k2"))) == [Fact.ACTION_REQUIRED]


def test_nobody_there_is_not_known(fake: StripeFake) -> None:
    nobody = StripeProvider(SECRET_KEY, WEBHOOK_SECRET, "http://127.0.0.1:9")
    assert nobody.authorise(order()).kind is Kind.UNKNOWN
    assert nobody.ask(order(), "pi_1").kind is Kind.UNKNOWN


def test_a_wrong_key_fails_what_was_to_begin_and_leaves_the_rest_unknown(fake: StripeFake) -> None:
    wrong = StripeProvider("sk_test_wrong", WEBHOOK_SECRET, fake.url)
    failed = wrong.authorise(order())
    assert (facts(failed), failed.reason) == ([Fact.FAILED], "provider_refuses_us")
    assert wrong.capture(order(), "pi_1", order().amount).kind is Kind.UNKNOWN
    refund = RefundOrder("r1", order(), "pi_1", Money(1, "EUR"))
    assert wrong.refund(refund).kind is Kind.UNKNOWN


def test_what_is_missing_at_the_provider_is_not_known(stripe: StripeProvider) -> None:
    assert stripe.ask(order(), "pi_none").kind is Kind.UNKNOWN
    assert stripe.capture(order(), "pi_none", order().amount).kind is Kind.UNKNOWN
    assert stripe.void(order(), "pi_none").kind is Kind.UNKNOWN


def test_no_body_is_logged(
    stripe: StripeProvider, fake: StripeFake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="payments")
    fake.ways.readers_busy = True
    stripe.authorise(order(means=Means.READER))
    stripe.ask(order(), "pi_none")
    assert "terminal_reader_busy" in caplog.text
    assert "Maison" not in caplog.text
    assert not any(record.name.startswith("stripe") for record in caplog.records)


# ---------------------------------------------------------------------------------------- webhooks


def test_a_webhook_tells_of_its_payment(stripe: StripeProvider, fake: StripeFake) -> None:
    one = order()
    reference = captured(stripe, fake, one)
    body, signed = fake.event("payment_intent.succeeded", fake.things[reference])
    notice = stripe.read_webhook(body, {"stripe-signature": signed}, datetime.now(UTC))
    assert (notice.key, notice.reference) == ("k1", reference)
    assert notice.said[-1] == Said(Fact.CAPTURED, one.amount)
    stripe.refund(RefundOrder("r1", one, reference, Money(5, "EUR")))
    body, signed = fake.event("refund.created", fake._all("refund")[0])
    notice = stripe.read_webhook(body, {"stripe-signature": signed}, datetime.now(UTC))
    assert (notice.key, notice.said) == ("k1", (Said(Fact.REFUNDED, Money(5, "EUR"), "r1"),))


def test_a_webhook_of_a_page_says_whose_it_is_and_no_more(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    page = stripe.authorise(order()).reference
    for kind, said in (("completed", ()), ("expired", (Said(Fact.VOIDED),))):
        if kind == "expired":
            fake.things[page]["status"] = "expired"
        body, signed = fake.event(f"checkout.session.{kind}", fake.things[page])
        notice = stripe.read_webhook(body, {"stripe-signature": signed}, datetime.now(UTC))
        assert (notice.key, notice.said) == ("k1", said)


def test_a_webhook_of_something_else_says_nothing(stripe: StripeProvider, fake: StripeFake) -> None:
    body, signed = fake.event("customer.created", {"id": "cus_1"})
    notice = stripe.read_webhook(body, {"stripe-signature": signed}, datetime.now(UTC))
    assert (notice.key, notice.said) == ("", ())


def test_p3_wrong_missing_and_old_signatures_are_refused(
    stripe: StripeProvider, fake: StripeFake
) -> None:
    body, signed = fake.event("payment_intent.succeeded", {"id": "pi_1"})
    now = datetime.now(UTC)
    wrong = [
        ({}, now),
        ({"stripe-signature": "t=1,v1=00"}, now),
        ({"stripe-signature": signature(body, now.timestamp(), "whsec_other")}, now),
        ({"stripe-signature": signed}, now + timedelta(minutes=6)),
        ({"stripe-signature": signed}, now - timedelta(minutes=6)),
    ]
    for headers, at in wrong:
        with pytest.raises(WebhookError):
            stripe.read_webhook(body, headers, at)
    with pytest.raises(WebhookError):
        stripe.read_webhook(body + b" ", {"stripe-signature": signed}, now)
    with pytest.raises(WebhookError, match="no secret"):
        StripeProvider(SECRET_KEY).read_webhook(body, {"stripe-signature": signed}, now)


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"id":"e","type":"payment_intent.x"}', b"\xff"]
)
def test_a_signed_webhook_that_makes_no_sense_is_refused(
    stripe: StripeProvider, body: bytes
) -> None:
    now = datetime.now(UTC)
    with pytest.raises(WebhookError):
        stripe.read_webhook(body, {"stripe-signature": signature(body, now.timestamp())}, now)
