"""Whether silence about somebody means that they left, or that their gateways cannot be heard.

A gateway proves that it lives by speaking of anything at all. Its *voices* are its own messages
("self"), strangers' beacons ("street") and each identity that is present. A voice with a known
rhythm can be missed: late after one and a half of its intervals, silent after six. The silence of
one identity is judged by the other voices only, since its own beacon would take the gateway's
rhythm away with it. Where a gateway has never spoken of anything else, its silence proves nothing
about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from math import inf

from store_server.settings import PresenceSettings

SELF = "self"
STREET = "street"

GATEWAYS_AT_MOST = 1_000  # a shop has forty; whoever invents names gets no further
ONE_BREATH_S = 1.0  # a gateway that connects says several things at once: that is no rhythm
GAPS_FOR_A_RHYTHM = 3
LONGEST_GAP_FADES = 0.125


class CanHear(Enum):
    YES = "yes"
    DOUBTFUL = "doubtful"  # a voice is awaited that will tell
    NO = "no"


class Rhythm:
    """How long a voice pauses. The longest pause lately, which fades: bursts are no rhythm."""

    __slots__ = ("_gaps", "_longest_gap_s", "last_s")

    def __init__(self) -> None:
        self.last_s = -inf
        self._gaps = 0
        self._longest_gap_s = 0.0

    @property
    def interval_s(self) -> float | None:
        return self._longest_gap_s if self._gaps >= GAPS_FOR_A_RHYTHM else None

    def note(self, at_s: float) -> None:
        gap_s = at_s - self.last_s
        if gap_s < ONE_BREATH_S:
            return
        self.last_s = at_s
        if gap_s == inf:
            return
        self._gaps += 1
        fading = (self._longest_gap_s - gap_s) * (1 - LONGEST_GAP_FADES)
        self._longest_gap_s = gap_s + max(0.0, fading)

    def resume(self, at_s: float) -> None:
        """The voice was cut off and is back: the pause between was not its own."""
        self.last_s = max(self.last_s, at_s)


class _Latest:
    """The latest of several times, each somebody's, and the latest that is not theirs."""

    __slots__ = ("_by", "_first_s", "_second_s")

    def __init__(self) -> None:
        self._by = ""
        self._first_s = self._second_s = -inf

    def add(self, by: str, at_s: float) -> None:
        if at_s > self._first_s:
            self._by, self._first_s, self._second_s = by, at_s, self._first_s
        elif at_s > self._second_s:
            self._second_s = at_s

    def without(self, by: str) -> float:
        return self._second_s if by == self._by else self._first_s


@dataclass(slots=True)
class _Voices:
    """Everything that a gateway has spoken of, summed up for one moment."""

    at_s: float
    heard: _Latest  # when each was heard last
    late: _Latest  # when each becomes late, if it has a rhythm
    silent: _Latest  # when each becomes silent, if it has a rhythm


class Gateway:
    """What is known of one gateway. `spoken_of`: present identities, when each was heard last."""

    __slots__ = (
        "cold_s",
        "id",
        "offline_s",
        "proved_s",
        "rhythm",
        "settled",
        "spoken_of",
        "voices",
        "zone",
    )

    def __init__(self, gateway_id: str) -> None:
        self.id = gateway_id
        self.zone = gateway_id
        self.offline_s: float | None = None
        self.settled = True  # its clock can be believed
        self.proved_s = -inf  # spoke, of whatever it was
        self.cold_s = -inf  # spoke of an identity that is not present
        self.rhythm = {SELF: Rhythm(), STREET: Rhythm()}
        self.spoken_of: dict[str, float] = {}
        self.voices: _Voices | None = None

    def prove(self, at_s: float) -> None:
        if at_s > self.proved_s:
            self.proved_s = at_s
            if self.offline_s is not None and at_s > self.offline_s:
                self.offline_s = None
                self.resume(at_s)

    def note(self, voice: str, at_s: float) -> None:
        self.prove(at_s)
        self.rhythm[voice].note(at_s)

    def resume(self, at_s: float) -> None:
        """It was cut off and is back: whoever was silent meanwhile starts anew."""
        for rhythm in self.rhythm.values():
            if rhythm.last_s > -inf:
                rhythm.resume(at_s)
        for identity_id, last_s in self.spoken_of.items():
            self.spoken_of[identity_id] = max(last_s, at_s)


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody's silence: whose, since when, and how much of it would mean that they left."""

    identity_id: str
    since_s: float
    patience_s: float
    lasts_s: float


class GatewayHearing:
    """All gateways, where they stand, and which of them can hear."""

    def __init__(
        self, settings: PresenceSettings, interval_of: Callable[[str], float | None]
    ) -> None:
        self._settings = settings
        self._interval_of = interval_of
        self._gateways: dict[str, Gateway] = {}
        self.broker_online = True

    def __getitem__(self, gateway_id: str) -> Gateway:
        gateway = self._gateways.get(gateway_id)
        if gateway is None:
            if len(self._gateways) >= GATEWAYS_AT_MOST:
                silent_longest = min(self._gateways.values(), key=lambda known: known.proved_s)
                del self._gateways[silent_longest.id]
            gateway = self._gateways[gateway_id] = Gateway(gateway_id)
        return gateway

    def __len__(self) -> int:
        return len(self._gateways)

    def in_zone(self, zone: str | None) -> list[Gateway]:
        """The gateways of a zone; of a zone that has none, or of nowhere, all."""
        there = [gateway for gateway in self._gateways.values() if gateway.zone == zone]
        return there or list(self._gateways.values())

    def silence_of_broker_ended(self, at_s: float) -> None:
        for gateway in self._gateways.values():
            gateway.resume(at_s)

    def stop_speaking_of(self, identity_id: str) -> None:
        for gateway in self._gateways.values():
            gateway.spoken_of.pop(identity_id, None)

    def can_hear(self, gateway: Gateway, silence: Silence, now_s: float) -> CanHear:
        """Whether the gateway would have heard them, had they been there."""
        if gateway.offline_s is not None or not gateway.settled:
            return CanHear.NO
        if gateway.proved_s == -inf:  # not a word since the server's start: give it time
            patient = silence.lasts_s < self._settings.gateway_silent_floor_s
            return CanHear.YES if patient else CanHear.NO
        voices = self._voices(gateway, now_s)
        identity_id = silence.identity_id
        late_s = voices.late.without(identity_id)
        if late_s < gateway.spoken_of.get(identity_id, -inf) or late_s == -inf:
            return CanHear.YES  # no voice that was there while they were heard, hence none to miss
        if voices.silent.without(identity_id) < now_s:
            return CanHear.NO
        if silence.lasts_s < silence.patience_s:
            return CanHear.YES
        return self._outlived(late_s, voices.heard.without(identity_id), silence, now_s)

    def _outlived(self, late_s: float, proved_s: float, silence: Silence, now_s: float) -> CanHear:
        """They have been silent for long enough; was the gateway alive through it?

        Through half of it is proof: who dies together with a gateway is silent as long as it is.
        Without proof, a voice that is awaited will tell. A voice so slow that it has not come when
        the longest patience ends is not waited for.
        """
        if proved_s >= silence.since_s + silence.patience_s / 2:
            return CanHear.YES
        if late_s < now_s:
            return CanHear.NO
        if silence.lasts_s >= self._settings.away_ceiling_s:
            return CanHear.YES
        return CanHear.DOUBTFUL

    def _voices(self, gateway: Gateway, now_s: float) -> _Voices:
        """Summed up once a tick, however many are silent."""
        voices = gateway.voices
        if voices is not None and voices.at_s == now_s:
            return voices
        voices = gateway.voices = _Voices(now_s, _Latest(), _Latest(), _Latest())
        voices.heard.add("", gateway.cold_s)
        settings = self._settings
        for by, last_s, interval_s in self._spoken(gateway):
            voices.heard.add(by, last_s)
            if interval_s is None:
                continue
            late_s = max(
                settings.gateway_late_floor_s, settings.gateway_late_intervals * interval_s
            )
            silent_s = max(
                settings.gateway_silent_floor_s, settings.gateway_silent_intervals * interval_s
            )
            voices.late.add(by, last_s + late_s)
            voices.silent.add(by, last_s + silent_s)
        return voices

    def _spoken(self, gateway: Gateway) -> Iterator[tuple[str, float, float | None]]:
        for voice, rhythm in gateway.rhythm.items():
            yield voice, rhythm.last_s, rhythm.interval_s
        for identity_id, last_s in gateway.spoken_of.items():
            yield identity_id, last_s, self._interval_of(identity_id)
