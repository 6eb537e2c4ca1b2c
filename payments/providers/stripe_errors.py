"""What an error of Stripe's means: declined, refused before anything happened, or not known.

CardError                  declined: nothing was charged
AuthenticationError        our key is wrong or may not do this: nothing happened
PermissionError            the same
InvalidRequestError        understood and refused; `code` says why
IdempotencyError           the key was used for something else: what became of that is not known
RateLimitError, APIError   not now; whether anything happened is not known
APIConnectionError         no answer: not known
"""

from __future__ import annotations

import logging

import stripe

_LOGGER = logging.getLogger(__name__)

# Refused as they stand; 409 is another call with the same key that has not ended yet.
_IN_FLIGHT = 409


def happened_nothing(error: stripe.StripeError) -> bool:
    """Whether it is certain that this call changed nothing at the provider."""
    if error.http_status == _IN_FLIGHT or isinstance(error, stripe.IdempotencyError):
        return False
    refused = (
        stripe.CardError,
        stripe.AuthenticationError,
        stripe.PermissionError,
        stripe.InvalidRequestError,
    )
    return isinstance(error, refused)


def is_missing(error: stripe.StripeError) -> bool:
    return error.code == "resource_missing"


def reason(error: stripe.StripeError) -> str:
    """A word for a person: the bank's own where there is one. Never a number or a name."""
    told = error.error
    declined = getattr(told, "decline_code", None) if told is not None else None
    return str(declined or error.code or _kind(error))


def note(error: stripe.StripeError, doing: str) -> None:
    """For the log: no body, which may name a payer."""
    _LOGGER.warning(
        "Stripe, %s: %s, code %s, status %s, request %s",
        doing,
        type(error).__name__,
        error.code,
        error.http_status,
        error.request_id,
    )


def _kind(error: stripe.StripeError) -> str:
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        return "provider_refuses_us"
    return "provider_error"
