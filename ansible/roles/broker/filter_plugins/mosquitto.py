"""A password as Mosquitto's own password files keep it, the same one each time."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

ITERATIONS = 101  # mosquitto_passwd's own; these passwords are random, so nobody guesses them


def mosquitto_hash(password: str, username: str) -> str:
    """The salt is drawn from both, so that a second run changes nothing and no two are alike."""
    salt = hmac.new(password.encode(), username.encode(), hashlib.sha256).digest()[:12]
    derived = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS, 64)
    return f"$7${ITERATIONS}${_text(salt)}${_text(derived)}"


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, Any]:
        return {"mosquitto_hash": mosquitto_hash}
