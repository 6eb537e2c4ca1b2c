"""An order in Stripe's words: the same order is always the same words, as its key promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from payments.providers.port import Order
from payments.providers.stripe_said import KEY

if TYPE_CHECKING:
    from stripe.params import PaymentIntentCreateParams
    from stripe.params.checkout import SessionCreateParams

Locale = Literal["fr", "en", "it", "zh", "ja", "auto"]

LOCALES: dict[str, Locale] = {"fr": "fr", "en": "en", "it": "it", "zh": "zh", "ja": "ja"}


def page(order: Order) -> SessionCreateParams:
    """A hosted page: cards, Apple Pay, Google Pay, whatever the account has switched on."""
    address = order.return_url
    return {
        "mode": "payment",
        "client_reference_id": order.key,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": order.amount.code.lower(),
                    "unit_amount": order.amount.for_provider(),
                    "product_data": {"name": order.label or order.key},
                },
            }
        ],
        "payment_intent_data": {
            "capture_method": "manual",
            "metadata": {KEY: order.key},
        },
        "metadata": {KEY: order.key},
        "locale": LOCALES.get(order.language[:2], "auto"),  # it speaks no Arabic
        "success_url": address,
        "cancel_url": address,
    }


def intent_at_a_reader(order: Order) -> PaymentIntentCreateParams:
    return {
        "amount": order.amount.for_provider(),
        "currency": order.amount.code.lower(),
        "capture_method": "manual",
        "allowed_payment_method_types": ["card_present"],
        "description": order.label,
        "metadata": {KEY: order.key},
    }
