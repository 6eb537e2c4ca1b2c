"""What the makers of Android terminals share: a scan is an intent, and its extras are JSON.

A body is the extras alone, or `{"action": …, "extras": {…}}` as an app relays the whole intent;
around the extras may stand the `id` and `ts` by which a relay that was offline says them again.
Byte arrays come as lists of numbers, and Java's bytes go from -128 to 127.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from devices import symbologies
from devices.beacons.naming import gateway
from devices.drivers import UnreadableError
from devices.moments import claimed
from devices.readings import Scan
from devices.wire import reader

LONGEST_DATA = 4096
LONGEST_ID = 128
_BYTE = 256

Extras = Mapping[str, Any]


class _Body(msgspec.Struct):
    action: str | None = None
    extras: dict[str, Any] | None = None
    id: str | None = None
    ts: str | float | None = None


_read_body = reader(_Body)
_read_extras = reader(dict[str, Any])


class Intent:
    """One body: its extras, and what a relay wrote around them."""

    def __init__(self, topic: str, payload: bytes, vendor: str) -> None:
        self.device = gateway(vendor, None, topic)
        alone = _read_extras(payload)
        if "extras" not in alone:
            self.extras: Extras = alone
            self._id, self._ts = None, None
            return
        body = _read_body(payload)
        self.extras = body.extras or {}
        self._id, self._ts = body.id, body.ts
        if self._id is not None and not 0 < len(self._id) <= LONGEST_ID:
            raise UnreadableError(f"id: not 1 to {LONGEST_ID} characters")

    def scan(self, data: str, symbology: str, ts: str | float | None = None) -> Scan:
        """A scan of this terminal; an AIM identifier in front of its data goes before `symbology`.

        Raises `UnreadableError` for data that no code can hold.
        """
        named, text = symbologies.split_aim(data)
        if not 0 < len(text) <= LONGEST_DATA:
            raise UnreadableError(f"data: not 1 to {LONGEST_DATA} characters")
        return Scan(self.device, text, named or symbology, claimed(self._ts or ts), self._id)


def text(extras: Extras, *keys: str) -> str | None:
    """The first of these extras that holds something, as text."""
    for key in keys:
        value = extras.get(key)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise UnreadableError(f"{key}: expected text")
        return value
    return None


def octets(extras: Extras, *keys: str) -> str | None:
    """The first of these extras that holds bytes, as the text that they are."""
    for key in keys:
        value = extras.get(key)
        if isinstance(value, list) and value:
            return _decoded(key, [byte for part in value for byte in _bytes(key, part)])
    return None


def label(extras: Extras, *keys: str) -> str:
    """The symbology by the first of these extras that names one; a number names nothing."""
    for key in keys:
        value = extras.get(key)
        if isinstance(value, str) and value and not value.lstrip("-").isdigit():
            return symbologies.named(value)
    return symbologies.UNKNOWN


def _bytes(key: str, part: object) -> Iterator[int]:
    """A byte, or an array of them: some extras are lists of arrays."""
    for byte in part if isinstance(part, list) else [part]:
        if type(byte) is not int or not -_BYTE // 2 <= byte < _BYTE:
            raise UnreadableError(f"{key}: not bytes")
        yield byte % _BYTE


def _decoded(key: str, numbers: list[int]) -> str:
    raw = bytes(numbers)
    if len(raw) > LONGEST_DATA:
        raise UnreadableError(f"{key}: more than {LONGEST_DATA} bytes")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
