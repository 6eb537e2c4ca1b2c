"""Passwords of devices: made here, shown once, kept as Mosquitto's own password files keep them.

The form is `$7$iterations$salt$hash`, PBKDF2 with SHA-512 and Base64 (`mosquitto_passwd`), so that
the same line serves the embedded broker and a Mosquitto beside it. A password of 192 random bits
needs no slow hash: nobody guesses it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

ITERATIONS = 101  # mosquitto_passwd's own
SALT_BYTES = 12
HASH_BYTES = 64
PASSWORD_BYTES = 24
MOST_ITERATIONS = 1_000_000

KIND = "7"


def new_password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)


def hash_password(password: str) -> str:
    salt = secrets.token_bytes(SALT_BYTES)
    derived = _derive(password, salt, ITERATIONS)
    return f"${KIND}${ITERATIONS}${_text(salt)}${_text(derived)}"


def password_fits(password: str, kept: str) -> bool:
    """False also for a line that is not in this form."""
    parts = kept.split("$")
    if len(parts) != 5 or parts[:2] != ["", KIND] or not parts[2].isdigit():
        return False
    iterations = int(parts[2])
    if not 0 < iterations <= MOST_ITERATIONS:
        return False
    try:
        salt, wanted = base64.b64decode(parts[3], validate=True), base64.b64decode(parts[4])
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(_derive(password, salt, iterations), wanted)


def _derive(password: str, salt: bytes, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", password.encode(), salt, iterations, HASH_BYTES)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
