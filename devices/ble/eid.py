"""Eddystone ephemeral identifiers: what a rotating beacon says now, and whose it is.

Computation: github.com/google/eddystone, eddystone-eid/eid-computation.md.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_LENGTH = 16
EID_LENGTH = 8
LARGEST_EXPONENT = 15
CLOCK_MASK = 0xFFFFFFFF  # the beacon counts seconds in 32 bits
DRIFT_TOLERANCE_S = 900.0  # three months of an oscillator that is 100 ppm wrong
COVER_AHEAD_S = 120.0
FEWEST_AHEAD = 2
MOST_AHEAD = 128

_BLOCK = 16
_NOW = float("-inf")


class EidRegistration(msgspec.Struct, frozen=True):
    """Whose beacon it is and what it computes from. `clock_offset_s`: its clock minus Unix time."""

    identity_id: str
    key: bytes
    exponent: int
    clock_offset_s: float = 0.0

    def __post_init__(self) -> None:
        if len(self.key) != KEY_LENGTH:
            raise ValueError(f"an identity key has {KEY_LENGTH} bytes")
        if not 0 <= self.exponent <= LARGEST_EXPONENT:
            raise ValueError(f"a rotation exponent is 0 to {LARGEST_EXPONENT}")

    @property
    def period_s(self) -> int:
        return 1 << self.exponent

    def window(self, now_s: float) -> int:
        """The number of the rotation that the beacon's own clock is in at Unix time `now_s`."""
        return int(now_s + self.clock_offset_s) >> self.exponent

    def eid(self, now_s: float) -> str:
        return eids(self.key, self.exponent, self.window(now_s), 1)[0]


class EidMatch(msgspec.Struct, frozen=True):
    """A rotating beacon was recognised. `drifted` tells that its clock's offset was learnt anew."""

    identity_id: str
    clock_offset_s: float
    drifted: bool


def ephemeral_id(key: bytes, exponent: int, clock_s: int) -> str:
    """What a beacon with `key` says when its own clock shows `clock_s`: 16 hex digits."""
    return eids(key, exponent, (clock_s & CLOCK_MASK) >> exponent, 1)[0]


def eids(key: bytes, exponent: int, first_window: int, count: int) -> list[str]:
    """The identifiers of `count` rotations, from the one numbered `first_window` on."""
    clocks = [(window << exponent) & CLOCK_MASK for window in _windows(first_window, count)]
    said: list[str] = []
    at = 0
    while at < count:
        salt = clocks[at] >> 16
        until = at + 1
        while until < count and clocks[until] >> 16 == salt:
            until += 1
        said += _under_one_key(_temporary_key(key, salt), exponent, clocks[at:until])
        at = until
    return said


def _windows(first: int, count: int) -> range:
    return range(first, first + count)


def _temporary_key(key: bytes, salt: int) -> bytes:
    return _encrypt(key, bytes(11) + b"\xff" + bytes(2) + salt.to_bytes(2, "big"))


def _under_one_key(temporary_key: bytes, exponent: int, clocks: list[int]) -> list[str]:
    head = bytes(11) + bytes([exponent])
    sealed = _encrypt(temporary_key, b"".join(head + c.to_bytes(4, "big") for c in clocks))
    return [sealed[at : at + EID_LENGTH].hex() for at in range(0, len(sealed), _BLOCK)]


def _encrypt(key: bytes, blocks: bytes) -> bytes:
    # ECB is the specification's own: each block stands alone and is never a message.
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
    return encryptor.update(blocks) + encryptor.finalize()


class _Covered(msgspec.Struct):
    registration: EidRegistration
    first_window: int = 0
    eids: list[str] = []  # msgspec copies an empty default


class EidWindow:
    """All identifiers that the enrolled beacons may say about now, ready to be looked up.

    `refresh` computes what is due, a slice at a time, so that 5,000 keys never hold up a reader;
    each key comes due when its rotations run out, not with every rotation of every beacon. Looking
    up is one get in a dictionary. One thread registers and refreshes; any may look up.
    """

    def __init__(
        self,
        registrations: Iterable[EidRegistration] = (),
        drift_tolerance_s: float = DRIFT_TOLERANCE_S,
    ) -> None:
        self._tolerance_s = drift_tolerance_s
        self._covered: dict[str, _Covered] = {}
        self._whose: dict[str, str] = {}
        self._due: list[tuple[float, str]] = []
        self._refreshed_s = _NOW
        for registration in registrations:
            self.register(registration)

    def __len__(self) -> int:
        return len(self._covered)

    def register(self, registration: EidRegistration) -> None:
        """Add a beacon, or change it. It is recognised from the next `refresh` on."""
        self.remove(registration.identity_id)
        self._covered[registration.identity_id] = _Covered(registration)
        heapq.heappush(self._due, (_NOW, registration.identity_id))

    def remove(self, identity_id: str) -> None:
        covered = self._covered.pop(identity_id, None)
        if covered is not None:
            self._forget(covered.eids)

    def refresh(self, now_s: float, at_most: int = 50) -> int:
        """Compute up to `at_most` keys that are due at Unix time `now_s`; answers how many were.

        Call it again at leisure while it answers `at_most`.
        """
        if now_s < self._refreshed_s - COVER_AHEAD_S:  # the clock was put back
            for cover in self._covered.values():
                self._forget(cover.eids)
                cover.eids = []
            self._due = [(_NOW, identity_id) for identity_id in self._covered]
        self._refreshed_s = now_s
        done = 0
        while done < at_most and self._due and self._due[0][0] <= now_s:
            _, identity_id = heapq.heappop(self._due)
            covered = self._covered.get(identity_id)
            if covered is None or (covered.eids and self._due_at(covered) > now_s):
                continue  # removed, or due later by an entry of its own
            self._cover(covered, now_s)
            heapq.heappush(self._due, (self._due_at(covered), identity_id))
            done += 1
        return done

    def is_known(self, eid: str) -> bool:
        return eid in self._whose

    def resolve(self, eid: str, now_s: float) -> EidMatch | None:
        """Whose identifier this is, if a beacon within the tolerated drift can say it now.

        A match in a neighbouring rotation moves the registration's clock just as far as it proves.
        """
        identity_id = self._whose.get(eid)
        covered = self._covered.get(identity_id) if identity_id is not None else None
        if covered is None or eid not in covered.eids:
            return None
        registration = covered.registration
        window = covered.first_window + covered.eids.index(eid)
        away = window - registration.window(now_s)
        if away == 0:
            return EidMatch(registration.identity_id, registration.clock_offset_s, False)
        if abs(away) > self._reach(registration):
            return None
        offset_s = _nearest_offset(registration, window, now_s)
        covered.registration = msgspec.structs.replace(registration, clock_offset_s=offset_s)
        heapq.heappush(self._due, (self._due_at(covered), registration.identity_id))
        return EidMatch(registration.identity_id, offset_s, True)

    def _reach(self, registration: EidRegistration) -> int:
        """How many rotations a beacon may be early or late."""
        return max(1, int(-(-self._tolerance_s // registration.period_s)))

    def _due_at(self, covered: _Covered) -> float:
        """When the last rotation that is covered comes within the reach of drift."""
        registration = covered.registration
        last = covered.first_window + len(covered.eids) - 1 - self._reach(registration)
        return float((last << registration.exponent) - registration.clock_offset_s)

    def _cover(self, covered: _Covered, now_s: float) -> None:
        registration = covered.registration
        reach = self._reach(registration)
        ahead = int(-(-COVER_AHEAD_S // registration.period_s))
        ahead = min(MOST_AHEAD, max(FEWEST_AHEAD, ahead))
        first = registration.window(now_s) - reach
        said = eids(registration.key, registration.exponent, first, 2 * reach + 1 + ahead)
        fresh = set(said)
        self._whose.update(dict.fromkeys(said, registration.identity_id))
        self._forget(eid for eid in covered.eids if eid not in fresh)
        covered.first_window, covered.eids = first, said

    def _forget(self, said: Iterable[str]) -> None:
        for eid in said:
            self._whose.pop(eid, None)


def _nearest_offset(registration: EidRegistration, window: int, now_s: float) -> float:
    """The smallest change of the clock's offset that puts `now_s` into `window`."""
    starts_s = float(window << registration.exponent)
    clock_s = now_s + registration.clock_offset_s
    within_s = starts_s if clock_s < starts_s else starts_s + registration.period_s - 1
    return within_s - now_s
