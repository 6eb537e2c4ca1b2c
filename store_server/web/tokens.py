"""Secrets of the doors: pairing codes, cookies' tokens, PINs. Only their hashes are ever kept."""

from __future__ import annotations

import hashlib
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from store_server.domain.typed_code import ALPHABET

CODE_LENGTH = 8

_HASHER = PasswordHasher()
_ONE_AT_A_TIME = threading.Lock()  # 64 MiB a hash: several at once would be an attack on the box


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_key() -> str:
    """For a program. Its beginning says what it is, also to scanners of leaked secrets."""
    return f"accueil_{new_token()}"


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def shown(code: str) -> str:
    """As it is printed and read aloud: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str | None:
    """The code as typed: any case, spaces and dashes wherever. None where it cannot be one."""
    letters = "".join(text.split()).replace("-", "").upper()
    well_made = len(letters) == CODE_LENGTH and set(letters) <= set(ALPHABET)
    return letters if well_made else None


def fingerprint(token: str) -> str:
    """SHA-256 as hex: enough for what has 256 random bits, or lives ten minutes."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_pin(pin: str) -> str:
    with _ONE_AT_A_TIME:
        return _HASHER.hash(pin)


def pin_fits(pin: str, kept: str) -> bool:
    with _ONE_AT_A_TIME:
        try:
            return _HASHER.verify(kept, pin)
        except (VerificationError, InvalidHashError):
            return False
