"""Whose beacon is it? One look-up for each sighting, and strangers end here."""

from __future__ import annotations

from collections.abc import Sequence

from devices.ble.eid import EidRegistration, EidWindow
from devices.ble.private_address import IrkRegistration, PrivateAddresses
from devices.readings import EddystoneEid, Sighting
from store_server.messages import Learnt
from store_server.ports import KnownIdentity

KEYS_A_REFRESH = 50  # about 2 ms: the reader is held up no longer
KEYS_TRIED_A_REFRESH = 200  # on private addresses: about 0.2 ms
DRIFT_WORTH_WRITING_S = 60.0


class Recognition:
    """Used by the reader's thread alone, but for `know`, which any thread may call.

    A stranger's identifier is looked up and dropped; it is kept nowhere, but for a few thousand
    private addresses in memory, so that the keys are tried once on each.
    """

    def __init__(self) -> None:
        self._next: Sequence[KnownIdentity] | None = None
        self._static: dict[str, str] = {}
        self._rotating = EidWindow()
        self._addresses = PrivateAddresses()
        self._enrolled: dict[str, KnownIdentity] = {}
        self._learnt: dict[str, Learnt] = {}

    def know(self, identities: Sequence[KnownIdentity]) -> None:
        """From the next `refresh` on, recognise exactly these."""
        self._next = identities

    def refresh(self, unix_s: float) -> None:
        """Take over what is to be known, and compute what comes due, a slice at a time."""
        if self._next is not None:
            identities, self._next = self._next, None
            self._static = {one.key: one.id for one in identities if not one.secret}
            self._take_over({one.id: one for one in identities if one.secret})
        self._rotating.refresh(unix_s, KEYS_A_REFRESH)
        self._addresses.work(KEYS_TRIED_A_REFRESH)

    def identity_of(self, sighting: Sighting, unix_s: float) -> str | None:
        """By what the beacon says of itself; only a phone that says nothing, by its address."""
        beacon = sighting.beacon
        if beacon is not None:
            if type(beacon) is EddystoneEid:
                return self._rotating_identity(beacon.eid, unix_s)
            if (known := self._static.get(beacon.key)) is not None:
                return known
        if sighting.address is None:
            return None
        match = self._addresses.identity_of(sighting.address)
        if match is None:
            return None
        if self._enrolled[match.identity_id].key_order is None:
            self._learn(Learnt(match.identity_id, key_order=match.order))
        return match.identity_id

    def learnt(self) -> Sequence[Learnt]:
        """What has shown itself since the last call and is worth writing down."""
        if not self._learnt:
            return ()
        learnt, self._learnt = tuple(self._learnt.values()), {}
        return learnt

    def _rotating_identity(self, eid: str, unix_s: float) -> str | None:
        match = self._rotating.resolve(eid, unix_s)
        if match is None:
            return None
        if match.drifted:
            written_s = self._enrolled[match.identity_id].clock_offset_s
            if abs(match.clock_offset_s - written_s) >= DRIFT_WORTH_WRITING_S:
                self._learn(Learnt(match.identity_id, clock_offset_s=match.clock_offset_s))
        return match.identity_id

    def _learn(self, learnt: Learnt) -> None:
        """Once: what is known here is what will be written."""
        known = self._enrolled[learnt.identity_id]
        self._enrolled[learnt.identity_id] = known.with_learnt(
            learnt.clock_offset_s, learnt.key_order
        )
        self._learnt[learnt.identity_id] = learnt

    def _take_over(self, wanted: dict[str, KnownIdentity]) -> None:
        """Only what has changed, so that nobody goes unrecognised while others are computed."""
        for identity_id in self._enrolled.keys() - wanted.keys():
            self._rotating.remove(identity_id)
            self._addresses.remove(identity_id)
        for one in wanted.values():
            if self._enrolled.get(one.id) == one:
                continue
            if one.kind == "irk":
                self._addresses.register(IrkRegistration(one.id, one.secret, one.key_order))
            else:
                self._rotating.register(
                    EidRegistration(one.id, one.secret, one.exponent, one.clock_offset_s)
                )
        self._enrolled = dict(wanted)
