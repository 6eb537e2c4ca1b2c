"""The pass at the exit: that a bag is paid, signed, and short-lived.

Fifteen bytes say what it is good for, sixty-four sign them (Ed25519). It names how many pieces
are in the bag, and nobody.

    offset  bytes
         0      1  0xF1
         1      2  which key signed it: the first two bytes of the public key's SHA-256
         3      4  which boutique: the first four bytes of its name's SHA-256
         7      4  the pass's number
        11      1  how many pieces
        12      3  valid until, in minutes since 2024
        15     64  the signature

As text it is base64url without padding: 106 letters. A door that has the boutique's public keys
can believe it without a network; that it was not shown before only the server knows.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VERSION = 0xF1
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
MOST_PIECES = 255
VALID_FOR = timedelta(minutes=30)

_CLAIMS, _SIGNATURE = 15, 64


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Reason(StrEnum):
    """Why a light is what it is."""

    PAID = "paid"
    TAG_NOT_PAID = "tag_not_paid"  # a piece in the bag is not of this basket
    NO_PASS = "no_pass"  # noqa: S105 - a reason, not a password
    ALTERED = "altered"
    OTHER_BOUTIQUE = "other_boutique"
    EXPIRED = "expired"
    USED = "used"
    REFUNDED = "refunded"
    NOT_PAID = "not_paid"


@dataclass(frozen=True, slots=True)
class ExitVerdict:
    """`pieces` is how many are in the bag, where the pass is believed; `tags` those that are not
    of it; `pass_number` that of a pass that was used with this."""

    light: Light
    reason: Reason
    pieces: int = 0
    basket_number: int = 0
    tags: tuple[str, ...] = ()
    pass_number: int = 0


class ExitPassError(ValueError):
    """The text cannot be believed, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ExitPass:
    number: int
    pieces: int
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class ExitSigner:
    """`seed` are 32 bytes that never leave the server."""

    key: Ed25519PrivateKey
    boutique: str

    @classmethod
    def of(cls, seed: bytes, boutique: str) -> ExitSigner:
        return cls(Ed25519PrivateKey.from_private_bytes(seed), boutique)

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def sign(self, granted: ExitPass) -> str:
        minutes = -((EPOCH - granted.valid_until) // timedelta(minutes=1))
        claims = b"".join(
            (
                bytes((VERSION,)),
                key_id(self.public),
                boutique_tag(self.boutique),
                granted.number.to_bytes(4, "big"),
                bytes((min(granted.pieces, MOST_PIECES),)),
                minutes.to_bytes(3, "big"),
            )
        )
        return urlsafe_b64encode(claims + self.key.sign(claims)).rstrip(b"=").decode()


def read(text: str, public_keys: Iterable[bytes], boutique: str, now: datetime) -> ExitPass:
    """What a door without a network can know of a pass. Raises `ExitPassError`."""
    octets = _octets(text)
    claims, signature = octets[:_CLAIMS], octets[_CLAIMS:]
    if claims[3:7] != boutique_tag(boutique):
        raise ExitPassError(Reason.OTHER_BOUTIQUE)
    if not any(_signed(raw, signature, claims) for raw in public_keys):
        raise ExitPassError(Reason.ALTERED)
    minutes = int.from_bytes(claims[12:15], "big")
    granted = ExitPass(
        number=int.from_bytes(claims[7:11], "big"),
        pieces=claims[11],
        valid_until=EPOCH + timedelta(minutes=minutes),
    )
    if granted.valid_until < now:
        raise ExitPassError(Reason.EXPIRED)
    return granted


def key_id(public_key: bytes) -> bytes:
    return hashlib.sha256(public_key).digest()[:2]


def boutique_tag(boutique: str) -> bytes:
    return hashlib.sha256(boutique.encode()).digest()[:4]


def _octets(text: str) -> bytes:
    try:
        octets = urlsafe_b64decode(text.encode("ascii") + b"==")
    except (Base64Error, ValueError) as error:
        raise ExitPassError(Reason.NO_PASS) from error
    canonical = urlsafe_b64encode(octets).rstrip(b"=").decode()
    if len(octets) != _CLAIMS + _SIGNATURE or octets[0] != VERSION or canonical != text:
        raise ExitPassError(Reason.NO_PASS)
    return octets


def _signed(public_key: bytes, signature: bytes, claims: bytes) -> bool:
    if key_id(public_key) != claims[1:3]:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, claims)
    except InvalidSignature:
        return False
    return True
