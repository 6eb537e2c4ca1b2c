"""Codes and tags that a scanner of ours read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec

from devices import plausible
from devices.readings import Scan
from devices.wire import reader


class _Scan(msgspec.Struct):
    data: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
    symbology: Annotated[str, msgspec.Meta(min_length=1, max_length=32)] = "unknown"
    ts: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    id: Annotated[str, msgspec.Meta(max_length=128)] | None = None


_read = reader(_Scan)


def scan(device: str, payload: bytes) -> Sequence[Scan]:
    said = _read(payload)
    ts = plausible.set_time(said.ts)
    return (Scan(device, said.data, said.symbology.lower(), ts, said.id),)
