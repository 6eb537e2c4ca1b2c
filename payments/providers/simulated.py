"""A payment provider that moves no money: for the demo and the tests, with all a bank's whims.

It keeps its own book, honours idempotency keys, refuses what a bank refuses, signs its webhooks,
and fails as its `FaultPlan` says. A payer pays on its own little page, or at a reader that is
always tapped.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec

from payments.facts import Fact
from payments.money import Money
from payments.providers.faults import Fault, FaultPlan
from payments.providers.port import (
    NEVER_HEARD,
    UNKNOWN,
    WEBHOOK_TOLERANCE,
    Answer,
    Means,
    Notice,
    Order,
    RefundOrder,
    Said,
    WebhookError,
    told,
)
from payments.providers.simulated_book import Charge, SimulatedBook

NAME = "simulated"
SIGNATURE = "x-simulated-signature"
BANK_PAGE = "/simulated-bank"  # where the server that hosts it shows its page

_FACTS = {
    "open": Fact.ACTION_REQUIRED,
    "challenged": Fact.ACTION_REQUIRED,
    "authorised": Fact.AUTHORISED,
    "captured": Fact.CAPTURED,
    "voided": Fact.VOIDED,
    "failed": Fact.FAILED,
    "expired": Fact.EXPIRED,
}


class Tap(StrEnum):
    """What the payer does on the page."""

    PAY = "pay"
    PAY_SAFELY = "pay_safely"  # the bank asks for a confirmation: 3-D Secure
    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"


@dataclass(slots=True)
class SimulatedProvider:
    """Satisfies `Provider`. Thread-safe. `page_url` is where our server shows the page."""

    secret: bytes
    page_url: str = ""
    book: SimulatedBook = field(default_factory=SimulatedBook)
    plan: FaultPlan = field(default_factory=FaultPlan)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    tell: Callable[[bytes, dict[str, str]], None] | None = None  # where webhooks go, if anywhere
    name: str = NAME
    _lock: threading.RLock = field(default_factory=threading.RLock)

    # ------------------------------------------------------------------ what we ask of it

    def authorise(self, order: Order) -> Answer:
        return self._call(lambda fault: self._authorise(order, fault))

    def ask(self, order: Order, reference: str) -> Answer:
        def answer(fault: Fault) -> Answer:
            charge = self._found(order, reference)
            return NEVER_HEARD if charge is None else self._say(charge, fault)

        return self._call(answer)

    def capture(self, order: Order, reference: str, amount: Money) -> Answer:
        return self._call(lambda fault: self._capture(order, reference, amount, fault))

    def void(self, order: Order, reference: str) -> Answer:
        def answer(fault: Fault) -> Answer:
            charge = self._found(order, reference)
            if charge is None:
                return NEVER_HEARD
            if charge.state in ("open", "challenged", "authorised"):
                self._become(charge, "voided")
            return self._say(charge, fault)

        return self._call(answer)

    def refund(self, order: RefundOrder) -> Answer:
        return self._call(lambda fault: self._refund(order, fault))

    def read_webhook(self, body: bytes, headers: Mapping[str, str], now: datetime) -> Notice:
        moment, _, signature = headers.get(SIGNATURE, "").partition(".")
        if not moment.isascii() or not moment.isdigit():
            raise WebhookError("the signature is missing")
        if not hmac.compare_digest(signature, self._signed(moment, body)):
            raise WebhookError("the signature is wrong")
        if abs(now - datetime.fromtimestamp(int(moment), UTC)) > WEBHOOK_TOLERANCE:
            raise WebhookError("it was signed too long ago")
        try:
            event = msgspec.json.decode(body, type=_Event)
            return event.notice()
        except (msgspec.MsgspecError, ValueError) as error:
            raise WebhookError("it cannot be read") from error

    # ------------------------------------------------------------------ what the payer does

    def charge_on(self, page: str) -> Charge | None:
        """What the page with this secret is about."""
        with self._lock:
            return self.book.on_page(page)

    def tap(self, page: str, tap: Tap) -> Charge | None:
        """None where there is no such page. What is over stays as it is."""
        with self._lock:
            charge = self.book.on_page(page)
            if charge is None or charge.state not in ("open", "challenged"):
                return charge
            match tap:
                case Tap.PAY:
                    self._become(charge, "authorised")
                case Tap.PAY_SAFELY:
                    self._become(charge, "challenged")
                case Tap.CONFIRM if charge.state == "challenged":
                    self._become(charge, "authorised")
                case Tap.DECLINE:
                    self._become(charge, "failed", "card_declined")
                case Tap.CANCEL:
                    self._become(charge, "failed", "cancelled")
            return charge

    def success_after_all(self, key: str) -> None:
        """The bank changes its mind: what it called a failure was charged."""
        with self._lock:
            charge = self.book.find(key)
            if charge is not None:
                charge.captured = charge.units
                self._become(charge, "captured")

    def webhook(self, charge: Charge) -> tuple[bytes, dict[str, str]]:
        """The event of this moment, signed."""
        event = _Event(secrets.token_hex(8), charge.key, _said(charge, charge.units))
        body = msgspec.json.encode(event)
        moment = str(int(self.now().timestamp()))
        return body, {SIGNATURE: f"{moment}.{self._signed(moment, body)}"}

    # ------------------------------------------------------------------ inside the bank

    def _call(self, answer: Callable[[Fault], Answer]) -> Answer:
        if self.plan.delay_s:
            time.sleep(self.plan.delay_s)
        with self._lock:
            fault = self.plan.next()
            if fault is Fault.LOST_REQUEST:
                return UNKNOWN
            said = answer(fault)
            return UNKNOWN if fault is Fault.LOST_ANSWER else said

    def _authorise(self, order: Order, fault: Fault) -> Answer:
        charge = self.book.find(order.key)
        if charge is None:
            charge = self._open(order)
            if fault is Fault.DECLINED:
                self._become(charge, "failed", "card_declined")
            elif fault is Fault.ACTION:
                self._become(charge, "challenged")
            elif order.means is Means.READER:
                self._become(charge, "authorised")
            else:
                self.book.write(charge)
        elif (charge.units, charge.currency) != (order.amount.for_provider(), order.amount.code):
            return told(Said(Fact.FAILED), reason="key_reused")
        return self._say(charge, fault)

    def _found(self, order: Order, reference: str) -> Charge | None:
        """By its key, and by the name that we gave it where it is said."""
        if reference not in ("", f"sim_{order.key}"):
            return None
        return self.book.find(order.key)

    def _open(self, order: Order) -> Charge:
        return Charge(
            key=order.key,
            units=order.amount.for_provider(),
            currency=order.amount.code,
            means=order.means.value,
            label=order.label,
            return_url=order.return_url,
            language=order.language,
            page=secrets.token_urlsafe(24),
        )

    def _capture(self, order: Order, reference: str, amount: Money, fault: Fault) -> Answer:
        charge = self._found(order, reference)
        if charge is None:
            return NEVER_HEARD
        if charge.state == "authorised":
            if fault is Fault.EXPIRED:
                self._become(charge, "expired")
            elif amount.for_provider() > charge.units:
                return told(Said(Fact.FAILED), reason="above_authorised")
            else:
                charge.captured = amount.for_provider()
                self._become(charge, "captured")
        return self._say(charge, fault)

    def _refund(self, order: RefundOrder, fault: Fault) -> Answer:
        charge = self._found(order.order, order.reference)
        if charge is None:
            return NEVER_HEARD
        units = order.amount.for_provider()
        if order.key not in charge.refunds:
            if fault is Fault.DECLINED or units > charge.captured - charge.refunded:
                return told(Said(Fact.REFUND_FAILED, order.amount, order.key))
            charge.refunds[order.key] = units
            self.book.write(charge)
            self._announce(charge)
        return self._say(charge, fault)

    def _become(self, charge: Charge, state: str, reason: str = "") -> None:
        charge.state, charge.reason = state, reason
        self.book.write(charge)
        self._announce(charge)

    def _announce(self, charge: Charge) -> None:
        if self.tell is not None:
            self.tell(*self.webhook(charge))

    def _say(self, charge: Charge, fault: Fault) -> Answer:
        units = charge.units + 100 if fault is Fault.WRONG_AMOUNT else charge.units
        page = f"{self.page_url}/{charge.page}" if charge.state in ("open", "challenged") else ""
        said = [one.said() for one in _said(charge, units)]
        return told(*said, reference=f"sim_{charge.key}", page=page, reason=charge.reason)

    def _signed(self, moment: str, body: bytes) -> str:
        return hmac.digest(self.secret, f"{moment}.".encode() + body, hashlib.sha256).hex()


class _Fact(msgspec.Struct, forbid_unknown_fields=True):
    """One fact in a webhook, in the provider's units."""

    fact: Fact
    units: int
    currency: str
    refund: str = ""

    def said(self) -> Said:
        return Said(self.fact, Money.from_provider(self.units, self.currency), self.refund)


class _Event(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    key: str
    facts: list[_Fact]

    def notice(self) -> Notice:
        return Notice(self.id, self.key, tuple(one.said() for one in self.facts))


def _said(charge: Charge, units: int) -> list[Any]:
    """What is true of a charge now, with its amounts."""
    fact = _FACTS[charge.state]
    amount = charge.captured if fact is Fact.CAPTURED else units
    facts = [_Fact(fact, amount, charge.currency)]
    for refund, refunded in charge.refunds.items():
        facts.append(_Fact(Fact.REFUNDED, refunded, charge.currency, refund))
    return facts
