"""What Stripe's objects say, as facts of ours. Pure: from a mapping to facts.

The states of a PaymentIntent are those of https://docs.stripe.com/payments/paymentintents/lifecycle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from payments.facts import Fact
from payments.money import Money
from payments.providers.port import Said

Thing = Mapping[str, Any]

KEY, ORDER = "accueil_key", "accueil_order"  # what we write into their metadata

# An authorisation that its bank let go, and not we: Stripe cancels it by itself.
_RUN_OUT = ("automatic", "expired")


def money(amount: int, code: str) -> Money:
    """In our units; raises `MoneyError` for a currency that we do not know."""
    return Money.from_provider(amount, code.upper())


def of_intent(intent: Thing) -> tuple[Said, ...]:
    """Where a PaymentIntent stands. Refunds are objects of their own: `of_refunds`."""
    code = intent["currency"]
    match intent["status"]:
        case "requires_capture":
            return (Said(Fact.AUTHORISED, money(intent["amount"], code)),)
        case "succeeded":
            return (
                Said(Fact.AUTHORISED, money(intent["amount"], code)),
                Said(Fact.CAPTURED, money(intent["amount_received"], code)),
                *_disputed(intent),
            )
        case "canceled":
            run_out = intent.get("cancellation_reason") in _RUN_OUT
            return (Said(Fact.EXPIRED if run_out else Fact.VOIDED),)
        case "requires_payment_method" if intent.get("last_payment_error"):
            return (Said(Fact.FAILED),)
        case _:
            return (Said(Fact.ACTION_REQUIRED),)


def of_session(session: Thing) -> tuple[Said, ...]:
    """Where a hosted page stands; the PaymentIntent in it, where it was expanded, says more.

    A card that was declined on an open page is no failure yet: the payer tries another there.
    """
    intent = session.get("payment_intent")
    if session["status"] == "expired":
        return (Said(Fact.VOIDED),)
    if isinstance(intent, Mapping) and session["status"] == "complete":
        return of_intent(intent)
    return (Said(Fact.ACTION_REQUIRED),)


def of_refunds(refunds: Iterable[Thing]) -> tuple[Said, ...]:
    """One that was made by hand, at the provider's own desk, has the provider's name."""
    return tuple(said for refund in refunds for said in of_refund(refund))


def of_refund(refund: Thing) -> tuple[Said, ...]:
    amount = money(refund["amount"], refund["currency"])
    name = key_of(refund) or refund["id"]
    match refund["status"]:
        case "succeeded":
            return (Said(Fact.REFUNDED, amount, name),)
        case "failed" | "canceled":
            return (Said(Fact.REFUND_FAILED, amount, name),)
        case _:
            return ()


def reason_of(intent: Thing) -> str:
    """Why the last card was declined, as a word."""
    error = intent.get("last_payment_error") or {}
    return str(error.get("decline_code") or error.get("code") or "")


def key_of(thing: Thing) -> str:
    return str((thing.get("metadata") or {}).get(KEY) or "")


def order_of(thing: Thing) -> str:
    return str((thing.get("metadata") or {}).get(ORDER) or "")


def id_of(thing: Thing | str | None) -> str:
    """Of what is either an id or, where it was expanded, the thing itself."""
    if isinstance(thing, Mapping):
        return str(thing["id"])
    return thing or ""


def _disputed(intent: Thing) -> tuple[Said, ...]:
    charge = intent.get("latest_charge")
    disputed = isinstance(charge, Mapping) and charge.get("disputed")
    return (Said(Fact.DISPUTED),) if disputed else ()
