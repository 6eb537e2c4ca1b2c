"""Whose beacon is it? One look-up for each sighting, and strangers end here."""

from __future__ import annotations

from collections.abc import Sequence

from devices.ble.eid import EidRegistration, EidWindow
from devices.readings import Beacon, EddystoneEid
from store_server.ports import KnownIdentity

KEYS_A_REFRESH = 50  # about 2 ms: the reader is held up no longer


class Recognition:
    """Used by the reader's thread alone, but for `know`, which any thread may call.

    A stranger's identifier is looked up and dropped; it is kept nowhere.
    """

    def __init__(self) -> None:
        self._next: Sequence[KnownIdentity] | None = None
        self._static: dict[str, str] = {}
        self._rotating = EidWindow()
        self._enrolled: dict[str, KnownIdentity] = {}

    def know(self, identities: Sequence[KnownIdentity]) -> None:
        """From the next `refresh` on, recognise exactly these."""
        self._next = identities

    def refresh(self, unix_s: float) -> None:
        """Take over what is to be known, and compute the rotating identifiers that come due."""
        if self._next is not None:
            identities, self._next = self._next, None
            self._static = {one.key: one.id for one in identities if not one.secret}
            self._take_over({one.id: one for one in identities if one.secret})
        self._rotating.refresh(unix_s, KEYS_A_REFRESH)

    def _take_over(self, wanted: dict[str, KnownIdentity]) -> None:
        """Only what has changed, so that nobody goes unrecognised while others are computed."""
        for identity_id in self._enrolled.keys() - wanted.keys():
            self._rotating.remove(identity_id)
        for one in wanted.values():
            if self._enrolled.get(one.id) != one:
                self._rotating.register(
                    EidRegistration(one.id, one.secret, one.exponent, one.clock_offset_s)
                )
        self._enrolled = wanted

    def identity_of(self, beacon: Beacon, unix_s: float) -> str | None:
        if type(beacon) is EddystoneEid:
            match = self._rotating.resolve(beacon.eid, unix_s)
            return match.identity_id if match else None
        return self._static.get(beacon.key)
