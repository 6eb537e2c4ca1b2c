"""A shop floor to tell stories on: who is heard where, how often and for how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

import pytest

from store_server.domain.presence import Presence, Verdict
from store_server.settings import PresenceSettings

TICK_S = 0.25


@dataclass(frozen=True, slots=True)
class Heard:
    identity_id: str
    gateway_id: str
    rssi_dbm: float
    at_s: float


class Shop:
    """Gateways by name and zone, a presence tracker, and a clock that only `runs` moves."""

    def __init__(self, settings: PresenceSettings | None = None, **zones: str) -> None:
        self.settings = settings or PresenceSettings()
        self.zones = zones or {"door": "entrance", "salon": "salon"}
        self.now = 1_000.0
        self.said: list[Verdict] = []
        self._coming: list[tuple[float, int, str, Callable[[float], list[Verdict]]]] = []
        self._order = count()
        self._dead: set[str] = set()
        self.restarts()

    # what goes on

    def hears(
        self, who: str, by: str, at: float = -65, every: float = 1, for_s: float = 10_000
    ) -> Shop:
        """From now on, until `for_s` is over, `who` leaves or the gateway dies."""
        for n in range(int(for_s / every + 1e-9) + 1):
            self._schedule(self.now + n * every, who, self._sighting(who, by, at))
        return self

    def hears_levels(self, who: str, by: str, levels: list[float], every: float = 1) -> Shop:
        for n, level in enumerate(levels):
            self._schedule(self.now + n * every, who, self._sighting(who, by, level))
        return self

    def speaks(self, gateway: str, every: float = 10, for_s: float = 10_000) -> Shop:
        return self._voice(gateway, every, for_s, street=False)

    def hears_strangers(self, gateway: str, every: float = 1, for_s: float = 10_000) -> Shop:
        return self._voice(gateway, every, for_s, street=True)

    def goes(self, who: str) -> Shop:
        """Takes the beacon out of the door: what was to come from it does not."""
        self._coming = [event for event in self._coming if event[2] != who]
        self._coming.sort()
        return self

    def dies(self, gateway: str) -> Shop:
        self._dead.add(gateway)
        return self

    def revives(self, gateway: str) -> Shop:
        self._dead.discard(gateway)
        return self

    def last_will(self, gateway: str) -> Shop:
        self.dies(gateway)
        self.said += self.presence.note_gateway(gateway, self.now, False)
        return self

    def comes_online(self, gateway: str) -> Shop:
        self.revives(gateway)
        self.said += self.presence.note_gateway(gateway, self.now, True)
        return self

    def restarts(self) -> Shop:
        """The server starts: an empty tracker that knows where the gateways stand."""
        self.presence = Presence(self.settings)
        for gateway, zone in self.zones.items():
            self.presence.place(gateway, zone)
        return self

    def broker(self, online: bool) -> Shop:
        self.said += self.presence.note_broker(online, self.now)
        if online:
            self._dead -= set(self.zones)
        else:
            self._dead |= set(self.zones)
        return self

    # time, and what was said in it

    def runs(self, seconds: float) -> list[Verdict]:
        """What is said meanwhile. The clock ticks four times a second."""
        before = len(self.said)
        for _ in range(round(seconds / TICK_S)):
            self.now += TICK_S
            while self._coming and self._coming[0][0] < self.now:
                at_s, _, _, happens = heappop(self._coming)
                self.said += happens(at_s)
            self.said += self.presence.tick(self.now)
        return self.said[before:]

    def words(self) -> list[str]:
        return [type(verdict).__name__ for verdict in self.said]

    # inside

    def _sighting(self, who: str, by: str, level: float) -> Callable[[float], list[Verdict]]:
        def happens(at_s: float) -> list[Verdict]:
            if by in self._dead:
                return []
            return self.presence.observe(Heard(who, by, level, at_s))

        return happens

    def _voice(self, gateway: str, every: float, for_s: float, street: bool) -> Shop:
        def happens(at_s: float) -> list[Verdict]:
            if gateway in self._dead:
                return []
            return self.presence.note_gateway(gateway, at_s, None, street=street)

        for n in range(int(for_s / every) + 1):
            self._schedule(self.now + n * every, "", happens)
        return self

    def _schedule(self, at_s: float, who: str, happens: Callable[[float], list[Verdict]]) -> None:
        heappush(self._coming, (at_s, next(self._order), who, happens))


@pytest.fixture(scope="session")
def open_shop() -> type[Shop]:
    return Shop


@pytest.fixture
def shop() -> Shop:
    return Shop()
