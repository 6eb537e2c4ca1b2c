"""Stripe: hosted pages and card readers, authorised first and captured when the bill is whole.

A page is a Checkout Session, whose PaymentIntent exists once a payer has paid on it; a reader is
sent a PaymentIntent. Each call carries an idempotency key that is made of our own row's, and each
object our key in its metadata, so that it is found again where no answer ever came.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import stripe

from payments.facts import Fact
from payments.money import Money, MoneyError
from payments.providers import stripe_errors as errors
from payments.providers import stripe_orders as orders
from payments.providers import stripe_said as said
from payments.providers import stripe_webhook
from payments.providers.port import (
    NEVER_HEARD,
    UNKNOWN,
    Answer,
    Kind,
    Means,
    Notice,
    Order,
    RefundOrder,
    Said,
    told,
)

_LOGGER = logging.getLogger(__name__)

TIMEOUT_S = (5.0, 20.0)  # to connect, to answer
CLOCKS_APART = timedelta(minutes=5)  # between ours and theirs, when we look for what we made
PAGE = 100
EXPANDED = ["payment_intent.latest_charge"]

P = ParamSpec("P")
Call = Callable[Concatenate["StripeProvider", P], Answer]


def _answering(doing: str) -> Callable[[Call[P]], Call[P]]:
    """Whatever was not answered, or not in a currency of ours, is not known."""

    def answering(call: Call[P]) -> Call[P]:
        @wraps(call)
        def answered(self: StripeProvider, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
            try:
                return call(self, *args, **kwargs)
            except stripe.StripeError as error:
                errors.note(error, doing)
                return UNKNOWN
            except MoneyError as error:
                _LOGGER.error("Stripe, %s: %s", doing, error)
                return UNKNOWN

        return answered

    return answering


class StripeProvider:
    """Satisfies `payments.providers.port.Provider`. Callable from any thread."""

    name = "stripe"

    def __init__(self, secret_key: str, webhook_secret: str = "", api_base: str = "") -> None:
        logging.getLogger("stripe").setLevel(logging.WARNING)  # below it, bodies are logged
        self._webhook_secret = webhook_secret
        self._api = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base} if api_base else None,
            http_client=stripe.RequestsClient(timeout=TIMEOUT_S),
            max_network_retries=0,  # whether to try again is decided by whoever holds the row
        ).v1

    @_answering("authorise")
    def authorise(self, order: Order) -> Answer:
        make = self._show_page if order.means is Means.PAGE else self._wake_reader
        try:
            return make(order)
        except stripe.StripeError as error:
            if not errors.happened_nothing(error):
                raise
            errors.note(error, "authorise")
            return told(Said(Fact.FAILED), reason=errors.reason(error))

    @_answering("ask")
    def ask(self, order: Order, reference: str) -> Answer:
        found = self._thing(reference) if reference else self._look_for(order)
        if found is None:
            return NEVER_HEARD
        intent = _intent_of(found)
        is_page = found["object"] == "checkout.session"
        facts = said.of_session(found) if is_page else said.of_intent(found)
        if intent is not None and any(one.fact is Fact.CAPTURED for one in facts):
            facts += said.of_refunds(self._refunds(intent["id"]))
        page = found.get("url") or "" if is_page else ""
        return Answer(
            Kind.TOLD,
            facts,
            reference=intent["id"] if intent is not None else found["id"],
            page=page,
            reason=said.reason_of(intent) if intent is not None else "",
        )

    @_answering("capture")
    def capture(self, order: Order, reference: str, amount: Money) -> Answer:
        intent_id = self._intent_id(reference)
        try:
            intent = self._api.payment_intents.capture(
                intent_id,
                {"amount_to_capture": amount.for_provider()},
                {"idempotency_key": f"{order.key}:capture"},
            ).to_dict()
        except stripe.InvalidRequestError as error:
            if error.code == "charge_expired_for_capture":
                return told(Said(Fact.EXPIRED), reference=intent_id)
            return self._as_it_is(intent_id, error, "capture")
        return told(*said.of_intent(intent), reference=intent_id)

    @_answering("void")
    def void(self, order: Order, reference: str) -> Answer:
        if reference.startswith("cs_"):
            session = self._api.checkout.sessions.retrieve(reference).to_dict()
            if session["status"] == "open":
                return self._shut_page(order, reference)
            if session["status"] == "expired":
                return told(Said(Fact.VOIDED), reference=reference)
        return self._cancel(order, self._intent_id(reference))

    @_answering("refund")
    def refund(self, order: RefundOrder) -> Answer:
        try:
            refund = self._api.refunds.create(
                {
                    "payment_intent": self._intent_id(order.reference),
                    "amount": order.amount.for_provider(),
                    "metadata": {said.KEY: order.key, said.ORDER: order.order.key},
                },
                {"idempotency_key": order.key},
            ).to_dict()
        except stripe.InvalidRequestError as error:
            if not errors.happened_nothing(error):
                raise
            errors.note(error, "refund")
            failed = Said(Fact.REFUND_FAILED, order.amount, order.key)
            return told(failed, reference=order.reference, reason=errors.reason(error))
        facts = said.of_refund(refund)
        return told(*facts, reference=order.reference) if facts else UNKNOWN

    def read_webhook(self, body: bytes, headers: Mapping[str, str], now: datetime) -> Notice:
        return stripe_webhook.read(body, headers, self._webhook_secret, now)

    # ---------------------------------------------------------------------------- pages, readers

    def _show_page(self, order: Order) -> Answer:
        session = self._api.checkout.sessions.create(
            orders.page(order), {"idempotency_key": order.key}
        ).to_dict()
        return told(
            Said(Fact.ACTION_REQUIRED), reference=session["id"], page=session.get("url") or ""
        )

    def _wake_reader(self, order: Order) -> Answer:
        intent = self._api.payment_intents.create(
            orders.intent_at_a_reader(order), {"idempotency_key": order.key}
        ).to_dict()
        try:
            self._api.terminal.readers.process_payment_intent(
                order.reader,
                {"payment_intent": intent["id"]},
                {"idempotency_key": f"{order.key}:reader"},
            )
        except stripe.StripeError as error:
            if not errors.happened_nothing(error):
                errors.note(error, "reader")
                return Answer(Kind.UNKNOWN, reference=intent["id"])
            self._cancel(order, intent["id"])
            errors.note(error, "reader")
            return told(Said(Fact.FAILED), reference=intent["id"], reason=errors.reason(error))
        return told(Said(Fact.ACTION_REQUIRED), reference=intent["id"])

    def _shut_page(self, order: Order, reference: str) -> Answer:
        """A payer may be faster than we: then there is something to cancel."""
        try:
            self._api.checkout.sessions.expire(
                reference, None, {"idempotency_key": f"{order.key}:void"}
            )
        except stripe.InvalidRequestError:
            return self._cancel(order, self._intent_id(reference))
        return told(Said(Fact.VOIDED), reference=reference)

    def _cancel(self, order: Order, intent_id: str) -> Answer:
        if order.means is Means.READER and order.reader:
            self._let_reader_rest(order.reader)
        try:
            intent = self._api.payment_intents.cancel(
                intent_id, None, {"idempotency_key": f"{order.key}:void"}
            ).to_dict()
        except stripe.InvalidRequestError as error:
            return self._as_it_is(intent_id, error, "void")
        return told(*said.of_intent(intent), reference=intent_id)

    def _let_reader_rest(self, reader: str) -> None:
        try:
            self._api.terminal.readers.cancel_action(reader)
        except stripe.StripeError as error:
            errors.note(error, "reader")  # it may show something else by now

    # ------------------------------------------------------------------------------ looking it up

    def _thing(self, reference: str) -> dict[str, Any] | None:
        """The page or the PaymentIntent of this name, with what is in it."""
        if reference.startswith("cs_"):
            page = self._api.checkout.sessions.retrieve(reference, {"expand": EXPANDED})
            return page.to_dict()
        intent = self._api.payment_intents.retrieve(reference, {"expand": ["latest_charge"]})
        return intent.to_dict()

    def _look_for(self, order: Order) -> dict[str, Any] | None:
        """What we made under this key. Listing is exact at once; searching lags by a minute."""
        things = self._pages(order) if order.means is Means.PAGE else self._intents(order)
        found = next((one for one in things if said.key_of(one) == order.key), None)
        return None if found is None else self._thing(found["id"])

    def _pages(self, order: Order) -> Iterator[dict[str, Any]]:
        made = self._api.checkout.sessions.list({"created": _since(order), "limit": PAGE})
        return (one.to_dict() for one in made.auto_paging_iter())

    def _intents(self, order: Order) -> Iterator[dict[str, Any]]:
        made = self._api.payment_intents.list({"created": _since(order), "limit": PAGE})
        return (one.to_dict() for one in made.auto_paging_iter())

    def _refunds(self, intent_id: str) -> Iterator[dict[str, Any]]:
        made = self._api.refunds.list({"payment_intent": intent_id, "limit": PAGE})
        return (one.to_dict() for one in made.auto_paging_iter())

    def _intent_id(self, reference: str) -> str:
        if not reference.startswith("cs_"):
            return reference
        session = self._api.checkout.sessions.retrieve(reference).to_dict()
        return said.id_of(session.get("payment_intent"))

    def _as_it_is(self, intent_id: str, error: stripe.StripeError, doing: str) -> Answer:
        """It was refused: because it has gone further, or not so far, as it then says itself."""
        errors.note(error, doing)
        if not errors.happened_nothing(error) or errors.is_missing(error):
            return UNKNOWN
        intent = self._api.payment_intents.retrieve(intent_id).to_dict()
        return told(*said.of_intent(intent), reference=intent_id, reason=errors.reason(error))


def _since(order: Order) -> Any:
    return {"gte": int((order.asked_at - CLOCKS_APART).timestamp())}


def _intent_of(thing: dict[str, Any]) -> dict[str, Any] | None:
    if thing["object"] != "checkout.session":
        return thing
    intent = thing.get("payment_intent")
    return intent if isinstance(intent, dict) else None
