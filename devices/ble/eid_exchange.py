"""Registering a rotating beacon without anybody ever seeing its key: an X25519 exchange.

The boutique and the beacon each give their public half; both reach the same identity key
(github.com/google/eddystone, eddystone-eid/eid-computation.md, "Registration using ECDH").
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from devices.ble.eid import KEY_LENGTH

HALF_LENGTH = 32


class ExchangeError(ValueError):
    """The beacon's public half cannot be used; the text says why."""


def new_private_half() -> bytes:
    """The boutique's own half, to be kept as a secret: 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_half(private_half: bytes) -> bytes:
    """What the beacon is given: 32 bytes."""
    return X25519PrivateKey.from_private_bytes(private_half).public_key().public_bytes_raw()


def identity_key(private_half: bytes, beacons_public_half: bytes) -> bytes:
    """The 16 bytes from which the beacon's identifiers are computed. Raises `ExchangeError`."""
    if len(beacons_public_half) != HALF_LENGTH:
        raise ExchangeError(f"a public half has {HALF_LENGTH} bytes")
    ours = X25519PrivateKey.from_private_bytes(private_half)
    try:
        shared = ours.exchange(X25519PublicKey.from_public_bytes(beacons_public_half))
    except ValueError as error:  # all zeros: a public half of low order, which keeps no secret
        raise ExchangeError("the public half gives no secret; read it again") from error
    salt = public_half(private_half) + beacons_public_half
    return HKDF(SHA256(), KEY_LENGTH, salt, b"").derive(shared)
