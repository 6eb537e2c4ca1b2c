"""Stripe's webhooks: believed when they are signed and young, and then read as facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import stripe

from payments.money import MoneyError
from payments.providers import stripe_said as said
from payments.providers.port import WEBHOOK_TOLERANCE, Notice, Said, WebhookError

SIGNATURE = "stripe-signature"


class _Event(msgspec.Struct):
    id: str
    type: str
    data: dict[str, Any]


def read(body: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> Notice:
    """Raises `WebhookError`."""
    _believe(body, headers.get(SIGNATURE, ""), secret, now)
    try:
        event = msgspec.json.decode(body, type=_Event)
        return _notice(event, event.data["object"])
    except (msgspec.MsgspecError, KeyError, TypeError, MoneyError) as error:
        raise WebhookError(f"a webhook that cannot be read: {type(error).__name__}") from error


def _believe(body: bytes, header: str, secret: str, now: datetime) -> None:
    """The signature is the SDK's to check; the age is ours, by the clock that we were given."""
    if not secret:
        raise WebhookError("there is no secret to check webhooks with")
    try:
        stripe.WebhookSignature.verify_header(body.decode(), header, secret, None)
    except (stripe.SignatureVerificationError, UnicodeDecodeError) as error:
        raise WebhookError("not signed by Stripe with our secret") from error
    times = [part[2:] for part in header.split(",") if part.startswith("t=")]
    if len(times) != 1 or not times[0].isdecimal():
        raise WebhookError("it has no single time")
    if abs(now - datetime.fromtimestamp(int(times[0]), UTC)) > WEBHOOK_TOLERANCE:
        raise WebhookError("it is too old, or from the future")


def _notice(event: _Event, thing: Mapping[str, Any]) -> Notice:
    told: tuple[Said, ...] = ()
    match event.type.partition("."):
        case ("payment_intent", _, _):
            return Notice(event.id, said.key_of(thing), _of_intent(thing), thing["id"])
        case ("checkout", _, _):
            return Notice(event.id, said.key_of(thing), _of_session(thing), thing["id"])
        case ("refund", _, _):
            told = said.of_refund(thing)
            return Notice(event.id, said.order_of(thing), told, said.id_of(thing["payment_intent"]))
        case _:
            return Notice(event.id, "")


def _of_intent(intent: Mapping[str, Any]) -> tuple[Said, ...]:
    """A card that was declined says nothing final: on a page, the payer tries another."""
    return () if intent["status"] == "requires_payment_method" else said.of_intent(intent)


def _of_session(session: Mapping[str, Any]) -> tuple[Said, ...]:
    """That it was completed says nothing of the money, which its PaymentIntent does."""
    return said.of_session(session) if session["status"] == "expired" else ()
