"""A request's body: bounded, UTF-8, JSON with each name once, then the type that was asked for."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from flask import Request

from store_server.domain.card_numbers import has_card_number
from store_server.web.problems import (
    InvalidInputError,
    ProblemError,
    UnreadableBodyError,
    invalid,
)

LARGEST_BODY_BYTES = 64 * 1024

T = TypeVar("T")

_ALLOWED_CONTROLS = {"\n", "\r", "\t"}


def read(request: Request, kind: type[T]) -> T:
    """Decode the body to `kind`, or say in a sentence what is wrong with it."""
    media = request.mimetype
    raw = request.get_data(cache=True)
    if media != "application/json" and (raw or media):
        raise ProblemError(f"send application/json, not {media or 'nothing'}", slug="media-type")
    return decode(raw, kind)


@dataclass(frozen=True, slots=True)
class File:
    """A body that is a file: `Annotated[bytes, File(...)]`."""

    media: tuple[str, ...]
    largest_bytes: int


def read_file(request: Request, kind: File) -> bytes:
    """The file as it came, if it says that it is of one of these kinds."""
    if request.mimetype not in kind.media:
        wanted = ", ".join(kind.media)
        raise ProblemError(f"send {wanted}, not {request.mimetype or 'nothing'}", slug="media-type")
    raw = request.get_data(cache=True)
    if request.mimetype.startswith("text/"):
        refuse_cards(raw.decode("utf-8", errors="replace"), "body")
    return raw


def refuse_cards(text: str, place: str) -> None:
    """Raise `InvalidInputError` for a payment card's number: it is never said what it was."""
    if has_card_number(text):
        raise InvalidInputError(
            "the number of a payment card is never written here", field=place[:64]
        )


def read_nothing(request: Request) -> None:
    """For an operation without a body: none at all, or an empty object."""
    raw = request.get_data(cache=True)
    if raw:
        read(request, Nothing)


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    pass


def decode(raw: bytes, kind: type[T]) -> T:
    if not raw:
        raise UnreadableBodyError("a JSON body is needed, and there is none")
    _check(_parse(raw), "", getattr(kind, "as_shown", ()))
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise invalid(error) from error
    except msgspec.DecodeError as error:
        raise UnreadableBodyError(f"this is not JSON: {error}") from error


def _parse(raw: bytes) -> Any:
    """The standard parser sees what msgspec forgives: names given twice, NaN, depth."""
    try:
        return json.loads(
            raw.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise UnreadableBodyError(f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        words = f"this is not JSON: {error.msg.lower()} at line {error.lineno}, {error.colno}"
        raise UnreadableBodyError(words) from error
    except RecursionError as error:
        raise UnreadableBodyError("nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableBodyError("a number is too long") from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise UnreadableBodyError(f"{name[:64]!r} is given twice", field=name[:64])
        found[name] = value
    return found


def _no_constant(name: str) -> Any:
    raise UnreadableBodyError(f"{name} is no number in JSON")


def _check(value: Any, place: str, as_shown: Collection[str]) -> None:
    """No control characters in any text: no database and no screen is better for them.

    But a struct may name texts `as_shown`: what somebody held before a scanner is judged as it is.
    """
    if isinstance(value, str):
        if any(_is_control(character) for character in value):
            raise InvalidInputError("text with control characters", field=place)
        refuse_cards(value, place)
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check(name, place or "body", ())
            if name not in as_shown or not isinstance(inner, str):
                _check(inner, f"{place}.{name}" if place else name, as_shown)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check(inner, f"{place}[{index}]", as_shown)


def _is_control(character: str) -> bool:
    code = ord(character)
    lone_surrogate = 0xD800 <= code <= 0xDFFF
    return lone_surrogate or ((code < 0x20 or code == 0x7F) and character not in _ALLOWED_CONTROLS)
