"""How an agent is adopted: with a code from the manager's screen it gets an account of its own.

The account lies in the agent's folder, readable by nobody else, and is used from then on.
"""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

ADOPT = "/api/v1/devices/adopt"
ANSWER_WITHIN_S = 15
ACCOUNT = "account.json"


class PairingError(RuntimeError):
    """The agent was not adopted; the text says why and what to do."""


class Broker(msgspec.Struct, frozen=True):
    host: str
    port: int
    username: str = ""
    password: str = ""
    tls: bool = False


class Account(msgspec.Struct, frozen=True):
    """The name to speak under, the boutique, and what the broker asks for."""

    device_id: str
    boutique: str
    mqtt: Broker
    certificate: str | None = None  # PEM, of the key that was shown


class _Wish(msgspec.Struct, omit_defaults=True):
    code: str
    kind: str
    model: str | None = None
    firmware: str | None = None
    device: str | None = None
    request: str | None = None


class _Problem(msgspec.Struct):
    detail: str = ""


def pair(
    url: str,
    kind: str,
    model: str | None,
    firmware: str | None,
    device: str | None,
    request: str | None = None,
) -> Account:
    """`url` is the server's address with the code behind a `#`, `request` one for a certificate.

    Raises `PairingError`.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or not parts.fragment:
        raise PairingError(f"{url!r} is no pairing address: it looks like https://…/#BCDF-GHJK")
    wish = msgspec.json.encode(_Wish(parts.fragment, kind, model, firmware, device, request))
    question = urllib.request.Request(  # noqa: S310 - its scheme was looked at
        f"{parts.scheme}://{parts.netloc}{ADOPT}",
        wish,
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(question, timeout=ANSWER_WITHIN_S) as answer:  # noqa: S310
            return msgspec.json.decode(answer.read(), type=Account)
    except urllib.error.HTTPError as error:
        with error:
            raise PairingError(f"the server said no: {_detail(error)}") from None
    except OSError as error:
        reason = getattr(error, "reason", error)  # what urllib has wrapped
        why = getattr(reason, "strerror", None) or reason
        raise PairingError(f"no server answers on {parts.netloc} ({why})") from None
    except msgspec.MsgspecError as error:
        raise PairingError(f"{parts.netloc} is no Accueil of this version ({error})") from None


def keep_account(folder: Path, account: Account) -> None:
    """Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / ACCOUNT
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(msgspec.json.encode(account))
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)


def read_account(folder: Path) -> Account | None:
    """None where the agent was never paired. Raises `PairingError` for a file that is broken."""
    file = folder / ACCOUNT
    try:
        return msgspec.json.decode(file.read_bytes(), type=Account)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        raise PairingError(f"{file} cannot be read ({error}): pair the agent anew") from error


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return msgspec.json.decode(error.read(), type=_Problem).detail or str(error)
    except (msgspec.MsgspecError, OSError):
        return str(error)
