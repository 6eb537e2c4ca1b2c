"""The house's own protocol, as an agent of ours speaks it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from devices.readings import EddystoneEid, EddystoneUid
from devices.simulator import air
from devices.simulator.voices.said import Advert, Said


class CanonicalVoice:
    """Eddystone's identifiers are said as the frame, all else decoded; either is allowed."""

    def __init__(self, boutique: str, name: str, kind: str, zone: str) -> None:
        self._base = f"accueil/v1/{boutique}/{name}"
        self._about = {
            "kind": kind,
            "model": f"Accueil simulated {kind}",
            "firmware": "1",
            "zone": zone,
        }
        self._number = itertools.count(1)

    def will(self) -> Said:
        return self._say("state", {"state": "offline"}, 1, True)

    def hello(self, unix_s: float) -> list[Said]:
        return [
            self._say("state", {"state": "online", "ts": _time(unix_s)}, 1, True),
            self._say("about", self._about, 1, True),
        ]

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:
        health: dict[str, object] = {"ts": _time(unix_s), "uptime_s": round(uptime_s)}
        if self._about["kind"] == "camera":
            health |= {"lens": "clear", "fps": 15.0}
        return [self._say("health", health)]

    def heard(self, advert: Advert) -> Said:
        return self._say("sighting", self._sighting(advert))

    def heard_together(self, adverts: Sequence[Advert]) -> Said:
        return self._say("sightings", {"sightings": [self._sighting(one) for one in adverts]})

    def counted(self, line: str, people_in: int, people_out: int, unix_s: float) -> Said:
        crossing = {"line": line, "in": people_in, "out": people_out}
        return self._say("count", {"id": self._id(unix_s), "ts": _time(unix_s), **crossing}, 1)

    def occupied(self, zone: str, people: int, unix_s: float) -> Said:
        return self._say("occupancy", {"ts": _time(unix_s), "zone": zone, "people": people})

    def _sighting(self, advert: Advert) -> dict[str, object]:
        said: dict[str, object] = {
            "id": self._id(advert.unix_s),
            "ts": _time(advert.unix_s),
            "rssi_dbm": advert.rssi_dbm,
            "address": advert.address,
        }
        if isinstance(advert.beacon, EddystoneUid | EddystoneEid):
            return {**said, "frame": air.advertisement(advert.beacon, advert.power_dbm).hex()}
        return {**said, "tx_power_dbm": advert.power_dbm, "beacon": advert.beacon}

    def _id(self, unix_s: float) -> str:
        return f"{int(unix_s)}-{next(self._number)}"

    def _say(self, topic: str, said: object, qos: int = 0, retain: bool = False) -> Said:
        return Said(f"{self._base}/{topic}", msgspec.json.encode(said), qos, retain)


def _time(unix_s: float) -> str:
    moment = datetime.fromtimestamp(unix_s, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
