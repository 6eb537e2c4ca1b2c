"""Vendors' objects, whose keys and types vary: looked at with tolerance, and refused in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from devices.drivers import UnreadableError
from devices.wire import reader

LARGEST_TOTAL = 2**53  # beyond, a counter that computes in floats can no longer add one
MOST_ITEMS = 1_000  # of one list: a device does not have so many lines, frames or records
LONGEST_TEXT = 256

_WHOLE = re.compile(r"[+-]?\d{1,17}(?:\.0{1,6})?", re.ASCII)

read_json = reader(Any)
read_careless_json = reader(Any, repeats=True)  # of a vendor whose own examples repeat their keys


class Fields:
    """One object of a vendor's. Keys are asked for in lower case with underscores, and are found in
    any case and with hyphens: vendors write them differently from one firmware to the next."""

    def __init__(self, value: object, name: str) -> None:
        if not isinstance(value, Mapping):
            raise UnreadableError(f"{name}: not an object")
        self.name = name
        self._values = {
            key.lower().replace("-", "_"): one for key, one in value.items() if one is not None
        }

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def names(self) -> list[str]:
        return list(self._values)

    def raw(self, *keys: str) -> object:
        """The first of these that is there, as it stands; None where none is."""
        return next((self._values[key] for key in keys if key in self._values), None)

    def whole(self, *keys: str) -> int | None:
        """A whole number, which may be written as text."""
        for key in keys:
            if key in self._values:
                return whole(self._values[key], key)
        return None

    def people(self, *keys: str) -> int | None:
        """A whole number that is not negative."""
        for key in keys:
            number = self.whole(key)
            if number is not None:
                if number < 0:
                    raise UnreadableError(f"{key}: there are no fewer people than none")
                return number
        return None

    def text(self, *keys: str, longest: int = LONGEST_TEXT) -> str | None:
        """Text, or a number as text; short and printable. None for what is empty."""
        for key in keys:
            if key in self._values:
                return text(self._values[key], key, longest)
        return None

    def truth(self, key: str) -> bool:
        value = self._values.get(key, False)
        return value.strip().lower() in ("true", "1") if isinstance(value, str) else bool(value)

    def inner(self, *keys: str) -> Fields | None:
        for key in keys:
            if key in self._values:
                return Fields(self._values[key], key)
        return None

    def items(self, *keys: str) -> list[Fields]:
        """The objects of a list; one that stands alone is a list of one."""
        for key in keys:
            if key in self._values:
                value = self._values[key]
                many = value if isinstance(value, list) else [value]
                if len(many) > MOST_ITEMS:
                    raise UnreadableError(f"{key}: more than {MOST_ITEMS} entries")
                return [Fields(one, key) for one in many]
        return []


def whole(value: object, name: str) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(digits := value.strip()):
        value = float(digits) if "." in digits else int(digits)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_TOTAL:
        raise UnreadableError(f"{name}: not a whole number")
    return value


def text(value: object, name: str, longest: int = LONGEST_TEXT) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(whole(value, name)) if isinstance(value, int) else str(value)
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise UnreadableError(f"{name}: not a text of at most {longest} printable characters")
    return value.strip() or None
