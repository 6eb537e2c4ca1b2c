"""Socket.IO's JSON, by msgspec: structs and datetimes go out as they stand."""

from __future__ import annotations

from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder()


def dumps(value: Any, **_options: Any) -> str:
    return _ENCODER.encode(value).decode()


def loads(text: str | bytes, **_options: Any) -> Any:
    """Raise `ValueError`, as the standard library does: Engine.IO relies on it."""
    try:
        return _DECODER.decode(text)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
