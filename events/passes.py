"""The pass: what a guest shows at the door, and what a door can believe without a network.

Fifteen bytes say what the pass is good for, sixty-four sign them (Ed25519). No personal data: the
pass's number means something only to the boutique that gave it.

    offset  bytes
         0      1  0xE1, or 0xE3 for a pass that must show its changing code
         1      2  which key signed it: the first two bytes of the public key's SHA-256
         3      3  the event's number
         6      1  the session's number, 0 for the event as a whole
         7      4  the pass's number
        11      3  valid from, in minutes since 2024
        14      1  valid for, in quarters of an hour; from 192 on in days: 192 is two, 193 three
        15     64  the signature
        79      4  only on a live pass: the code of these thirty seconds

As text it is base 45: 119 letters, which a QR code holds in 37 modules a side with a sixth of it
torn. A live pass has 125.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from events import base45

PLAIN, LIVE = 0xE1, 0xE3
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
LONGEST_VALIDITY = timedelta(days=65)
LIVE_WINDOW_S = 30
LIVE_WINDOWS_OFF = 1  # a phone's clock may be a window early or late

_CLAIMS = 15
_SIGNATURE = 64
_SIGNED = _CLAIMS + _SIGNATURE
_CODE = 4
_QUARTER = timedelta(minutes=15)
_DAY = timedelta(days=1)
_TWO_DAYS = 192  # quarters, and from here on the byte counts in days
_LIVE_KEY = 16


class Flaw(StrEnum):
    """Why a text is no pass of ours."""

    UNKNOWN = "unknown"  # not a pass at all
    BAD_SIGNATURE = "bad_signature"
    EXPIRED_CODE = "expired_code"  # a screenshot of a live pass


class PassError(ValueError):
    """The text cannot be believed. `key_id` is the key that it claims, where it claims one."""

    def __init__(self, flaw: Flaw, key_id: int | None = None) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
        self.key_id = key_id


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass is good for. `valid_from` counts in whole minutes, the rest in quarters; from two
    days on, as for an exhibition, in days."""

    event: int
    session: int
    number: int
    valid_from: datetime
    valid_until: datetime
    live: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """One of the boutique's keys. The private half never leaves the server."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def sign(self, granted: Pass) -> str:
        """The text of the pass, without the changing code of a live one."""
        claims = _pack(granted, key_id(self.public))
        return base45.encode(claims + self.key.sign(claims))


class Keyring:
    """The keys that a door believes: today's, retired ones, those of the maison's boutiques."""

    def __init__(self, public_keys: Iterable[bytes]) -> None:
        self._keys: dict[int, list[Ed25519PublicKey]] = {}
        for raw in public_keys:
            key = Ed25519PublicKey.from_public_bytes(raw)
            self._keys.setdefault(key_id(raw), []).append(key)

    def read(self, text: str) -> tuple[Pass, bytes]:
        """What the pass says, and the changing code that it shows, if any. Raises `PassError`."""
        data = _octets(text)
        claims, signature, code = data[:_CLAIMS], data[_CLAIMS:_SIGNED], data[_SIGNED:]
        claimed = int.from_bytes(claims[1:3], "big")
        if not any(_signed(key, signature, claims) for key in self._keys.get(claimed, ())):
            raise PassError(Flaw.BAD_SIGNATURE, claimed)
        return _unpack(claims), code


def key_id(public_key: bytes) -> int:
    return int.from_bytes(hashlib.sha256(public_key).digest()[:2], "big")


def looks_like_one(text: str) -> bool:
    """Whether it is written as a pass is; whose it is, and if it is true, a keyring tells."""
    try:
        _octets(text)
    except PassError:
        return False
    return True


def live_key(event_secret: bytes, number: int) -> bytes:
    """What the phone of this pass's guest computes its changing codes from: 16 bytes."""
    return hmac.digest(event_secret, number.to_bytes(4, "big"), hashlib.sha256)[:_LIVE_KEY]


def live_text(text: str, key: bytes, at: datetime) -> str:
    """The pass with the code of the moment, as the guest's phone shows it."""
    return base45.encode(base45.decode(text) + _live_code(key, _window(at)))


def check_live(granted: Pass, code: bytes, event_secret: bytes, at: datetime) -> None:
    """Raises `PassError` where a live pass shows no code, or that of another time."""
    if not granted.live:
        return
    key = live_key(event_secret, granted.number)
    now = _window(at)
    near = range(now - LIVE_WINDOWS_OFF, now + LIVE_WINDOWS_OFF + 1)
    if not any(hmac.compare_digest(code, _live_code(key, window)) for window in near):
        raise PassError(Flaw.EXPIRED_CODE)


def _octets(text: str) -> bytes:
    """As many bytes as a pass has, of a version that we know."""
    try:
        data = base45.decode(text)
    except base45.Base45Error as error:
        raise PassError(Flaw.UNKNOWN) from error
    version = data[0] if data else None
    lengths = {PLAIN: (_SIGNED,), LIVE: (_SIGNED, _SIGNED + _CODE)}
    if version is None or len(data) not in lengths.get(version, ()):
        raise PassError(Flaw.UNKNOWN)
    return data


def _signed(key: Ed25519PublicKey, signature: bytes, claims: bytes) -> bool:
    try:
        key.verify(signature, claims)
    except InvalidSignature:
        return False
    return True


def _pack(granted: Pass, signed_by: int) -> bytes:
    minutes = (granted.valid_from - EPOCH) // timedelta(minutes=1)
    return b"".join(
        (
            bytes((LIVE if granted.live else PLAIN,)),
            signed_by.to_bytes(2, "big"),
            granted.event.to_bytes(3, "big"),
            granted.session.to_bytes(1, "big"),
            granted.number.to_bytes(4, "big"),
            minutes.to_bytes(3, "big"),
            _valid_for(granted.valid_until - granted.valid_from).to_bytes(1, "big"),
        )
    )


def _valid_for(span: timedelta) -> int:
    """Rounded up: nobody's pass ends before it was promised to."""
    if not timedelta(0) < span <= LONGEST_VALIDITY:
        raise ValueError(f"a pass is valid for {LONGEST_VALIDITY.days} days at most, not {span}")
    quarters = -(-span // _QUARTER)
    return quarters if quarters < _TWO_DAYS else _TWO_DAYS - 2 + -(-span // _DAY)


def _span(valid_for: int) -> timedelta:
    return valid_for * _QUARTER if valid_for < _TWO_DAYS else (valid_for - _TWO_DAYS + 2) * _DAY


def _unpack(claims: bytes) -> Pass:
    valid_from = EPOCH + timedelta(minutes=int.from_bytes(claims[11:14], "big"))
    return Pass(
        event=int.from_bytes(claims[3:6], "big"),
        session=claims[6],
        number=int.from_bytes(claims[7:11], "big"),
        valid_from=valid_from,
        valid_until=valid_from + _span(claims[14]),
        live=claims[0] == LIVE,
    )


def _window(at: datetime) -> int:
    return int(at.timestamp()) // LIVE_WINDOW_S


def _live_code(key: bytes, window: int) -> bytes:
    return hmac.digest(key, window.to_bytes(8, "big"), hashlib.sha256)[:_CODE]
