"""What devices of ours are told of the scans and counts that they keep until they are stored.

A broker's acknowledgement is no storage, so our agents wait for our own word: `stored` once the
effect is committed, however often the message came; `refused` for what can never be read, which
would be no better if it were said again. Of what failed for a reason of ours nothing is told: the
device keeps it, and says it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from store_server.clock import new_id

IDS_A_MESSAGE = 400
LONGEST_ID = 128
LONGEST_REASON = 200

_KEPT = re.compile(r"(?P<device>accueil/v1/[^/]+/[^/]+)/(?:scan|count)")


class _Identified(msgspec.Struct):
    id: str = ""


class _Receipt(msgspec.Struct, omit_defaults=True):
    id: str
    do: str
    ids: list[str]
    reason: str = ""


_read = msgspec.json.Decoder(_Identified).decode


class Receipts:
    """Gathers for one flush, so that a device is told of many messages at once."""

    def __init__(self) -> None:
        self._stored: dict[str, list[str]] = {}
        self._refused: dict[tuple[str, str], list[str]] = {}

    def stored(self, topic: str, payload: bytes) -> None:
        if (found := _whose(topic, payload)) is not None:
            device, said_id = found
            self._stored.setdefault(device, []).append(said_id)

    def refused(self, topic: str, payload: bytes, reason: str) -> None:
        if (found := _whose(topic, payload)) is not None:
            device, said_id = found
            self._refused.setdefault((device, reason[:LONGEST_REASON]), []).append(said_id)

    def due(self) -> Iterator[tuple[str, bytes]]:
        """The topics and messages that are to be published now."""
        stored, self._stored = self._stored, {}
        refused, self._refused = self._refused, {}
        for device, ids in stored.items():
            yield from _messages(device, "stored", ids)
        for (device, reason), ids in refused.items():
            yield from _messages(device, "refused", ids, reason)


def _whose(topic: str, payload: bytes) -> tuple[str, str] | None:
    """The device's part of the topic, and the message's id; None for whom nothing is to be told."""
    device = _KEPT.fullmatch(topic)
    if device is None:
        return None
    try:
        said = _read(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return (device["device"], said.id) if 0 < len(said.id) <= LONGEST_ID else None


def _messages(
    device: str, do: str, ids: list[str], reason: str = ""
) -> Iterator[tuple[str, bytes]]:
    for at in range(0, len(ids), IDS_A_MESSAGE):
        receipt = _Receipt(new_id(), do, ids[at : at + IDS_A_MESSAGE], reason)
        yield f"{device}/command", msgspec.json.encode(receipt)
