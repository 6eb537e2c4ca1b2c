"""Keeps the beacons' identity keys unreadable to whoever only has the database."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
READABLE_BY_OTHERS = 0o077


class SecretsBoxError(RuntimeError):
    """The key file is missing, readable by others, or not the one that sealed this secret."""


class SecretsBox:
    """AES-256-GCM. A sealed secret is bound to its `context`: moved to another row, it is void."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise SecretsBoxError(f"a secrets key has {KEY_BYTES} bytes, this one has {len(key)}")
        self._cipher = AESGCM(key)
        self._derive_key = hmac.digest(key, b"accueil: derived secrets", hashlib.sha256)
        self._mark_key = hmac.digest(key, b"accueil: marks of secrets", hashlib.sha256)

    @classmethod
    def at(cls, path: Path) -> SecretsBox:
        """The box of this key file, which is made, readable by its owner alone, where missing."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls._existing(path)
        key = os.urandom(KEY_BYTES)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        return cls(key)

    @classmethod
    def _existing(cls, path: Path) -> SecretsBox:
        if path.stat().st_mode & READABLE_BY_OTHERS:
            raise SecretsBoxError(f"{path} can be read by others; run: chmod 600 {path}")
        return cls(path.read_bytes())

    def seal(self, secret: bytes, context: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, context.encode())

    def unseal(self, sealed: bytes, context: str) -> bytes:
        try:
            return self._cipher.decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode()
            )
        except InvalidTag as error:
            raise SecretsBoxError("this secret was sealed with another key file") from error

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose, the same for as long as this box's key is."""
        return hmac.digest(self._derive_key, purpose.encode(), hashlib.sha256)

    def mark(self, secret: bytes) -> str:
        """The same for the same secret, and telling nothing of it: so that it is enrolled once."""
        return hmac.digest(self._mark_key, secret, hashlib.sha256).hex()
