"""Codes that are typed at a door: who types many wrong ones there waits."""

from __future__ import annotations

from store_server.domain.typed_code import letters_of
from store_server.web.house import House


class TypedAt:
    """One device's. Wrong ones are counted apart from clients' cards, which are tried first."""

    def __init__(self, house: House, device_id: str) -> None:
        self._failures = house.pass_failures
        self._key = f"typed at {device_id}"

    def check(self, code: str | None) -> None:
        """Raises `TooManyError`."""
        if code is not None and letters_of(code) is not None:
            self._failures.check(self._key)

    def heard(self, code: str | None, known: bool) -> None:
        """What came of it: whether it was anybody's."""
        if not known and code is not None and letters_of(code) is not None:
            self._failures.note(self._key)
