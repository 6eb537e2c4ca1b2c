"""Codes that are good once: those of an authenticator (RFC 6238), and those for when it is lost."""

from __future__ import annotations

import secrets
from datetime import datetime

from store_server.domain.typed_code import ALPHABET
from store_server.web import tokens

STEP_S = 30
STEPS_AROUND = 1  # a phone's clock may be half a minute off
RECOVERY_CODES = 10
RECOVERY_LETTERS = 12  # of twenty: 51 bits, so that their hash tells nothing


def new_secret() -> str:
    """Base32, 160 bits, as authenticators want it."""
    import pyotp

    return pyotp.random_base32(32)


def address(secret: str, login: str, issuer: str) -> str:
    """What the QR code that an authenticator reads holds."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The number of the half minute that this code is of, around now; None for a wrong one."""
    import pyotp

    now = int(at.timestamp()) // STEP_S
    digits = "".join(code.split())
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        expected = pyotp.TOTP(secret).at(step * STEP_S)
        if secrets.compare_digest(expected.encode(), digits.encode()):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """As they are shown, once: BCDF-GHJK-LMNP."""
    return [_grouped(_letters()) for _ in range(RECOVERY_CODES)]


def read_recovery_code(text: str) -> str | None:
    """The letters as typed, however; None where it cannot be one."""
    letters = "".join(text.split()).replace("-", "").upper()
    fits = len(letters) == RECOVERY_LETTERS and set(letters) <= set(ALPHABET)
    return letters if fits else None


def fingerprint(associate_id: str, code: str) -> str:
    """Of a recovery code, bound to whose it is."""
    return tokens.fingerprint(f"{associate_id}:{read_recovery_code(code)}")


def _letters() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LETTERS))


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
