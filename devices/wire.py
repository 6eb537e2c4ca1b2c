"""Read JSON or MessagePack from a device straight into a typed struct.

Whatever is wrong is `UnreadableError`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeVar

import msgspec

from devices.drivers import LARGEST_PAYLOAD_BYTES, UnreadableError

T = TypeVar("T")

_PLAIN = msgspec.json.Decoder()
_ENCODER = msgspec.json.Encoder()
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$(?P<where>[^`]*)`)?$", re.DOTALL)
_LONGEST_REASON = 200
_RADIO_ID = re.compile(r"(?:[0-9A-Fa-f][:._-]?){12,}")


def reader(
    kind: type[T], strict: bool = True, terse: bool = False, repeats: bool = False
) -> Callable[[bytes], T]:
    """A function from a payload to `kind`.

    `strict=False` also takes numbers that are written as text, as some vendors write them.
    `repeats` takes a key that stands twice in one object; the last one holds.
    `terse` promises that every struct in `kind` has `omit_defaults`. Then a value that is written
    again has as many quotation marks as its payload only if each key was there once and was known,
    and the plain reading, which takes twice as long as the typed one, is spared.
    """
    decode = msgspec.json.Decoder(kind, strict=strict).decode

    def read(payload: bytes) -> T:
        if len(payload) > LARGEST_PAYLOAD_BYTES:
            raise too_large(payload)
        try:
            value = decode(payload)
            if repeats or (terse and _nothing_dropped(payload, value)):
                return value
            again = _ENCODER.encode(_PLAIN.decode(payload))
        except msgspec.ValidationError as error:
            raise UnreadableError(_reason(str(error))) from None
        except UnicodeDecodeError:
            raise UnreadableError("the payload is not UTF-8") from None
        except RecursionError:
            raise UnreadableError("the JSON is nested too deeply") from None
        except (msgspec.MsgspecError, ValueError) as error:
            raise UnreadableError(f"not JSON: {_short(str(error))}") from None
        # A second key of the same name is dropped by the plain reading, and its colon with it.
        if again.count(b":") != payload.count(b":"):
            _refuse_repeated_keys(payload)
        return value

    return read


def packed_reader(kind: type[T]) -> Callable[[bytes], T]:
    """The same for MessagePack; numbers may be written as text."""
    decode = msgspec.msgpack.Decoder(kind, strict=False).decode

    def read(payload: bytes) -> T:
        if len(payload) > LARGEST_PAYLOAD_BYTES:
            raise too_large(payload)
        try:
            return decode(payload)
        except msgspec.ValidationError as error:
            raise UnreadableError(_reason(str(error))) from None
        except UnicodeDecodeError:
            raise UnreadableError("a text in the MessagePack is not UTF-8") from None
        except RecursionError:
            raise UnreadableError("the MessagePack is nested too deeply") from None
        except (msgspec.MsgspecError, ValueError) as error:
            raise UnreadableError(f"not MessagePack: {_short(str(error))}") from None

    return read


def _nothing_dropped(payload: bytes, value: object) -> bool:
    """Not asked where there are escapes: a quotation mark may then be written in several ways."""
    return b"\\" not in payload and payload.count(b'"') == _ENCODER.encode(value).count(b'"')


def too_large(payload: bytes) -> UnreadableError:
    return UnreadableError(
        f"the payload has {len(payload)} bytes, more than {LARGEST_PAYLOAD_BYTES}"
    )


def _refuse_repeated_keys(payload: bytes) -> None:
    """Colons may also differ where a string writes one as an escape: count the keys themselves."""

    def unique(pairs: list[tuple[str, object]]) -> None:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise UnreadableError(f"{_short(key)}: the key stands twice in one object")
            seen.add(key)

    try:
        json.loads(payload, object_pairs_hook=unique)
    except (RecursionError, UnicodeDecodeError):
        raise UnreadableError("the JSON is nested too deeply") from None
    except ValueError as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("not JSON") from None


def _reason(message: str) -> str:
    """`Expected `int`, got `str` - at `$.rssi`` in words that begin with the field."""
    found = _PLACE.match(message)
    if found is None or not found["where"]:
        return _short(message.replace("`", ""))
    where = found["where"].lstrip(".")
    what = found["what"].replace("`", "")
    return _short(f"{where}: {what[:1].lower()}{what[1:]}")


def _short(text: str) -> str:
    """Reasons are written down, and a stranger's address, which may be a key, never is."""
    printable = "".join(char if char.isprintable() else "?" for char in text)
    printable = _RADIO_ID.sub("an address", printable)
    return printable if len(printable) <= _LONGEST_REASON else printable[:_LONGEST_REASON] + "…"
