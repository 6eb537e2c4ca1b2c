"""The house's own protocol, as an agent of ours speaks it: a gateway, a camera or a scanner."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec

from devices.readings import IBeacon
from devices.simulator import air
from devices.simulator.voices.said import Advert, Crossed, Said, Shown, rfc3339


class CanonicalVoice:
    """An iBeacon is said decoded, all else as its frame; either is allowed."""

    def __init__(self, boutique: str, name: str, kind: str, zone: str) -> None:
        self.battery_pct: float | None = None  # it hangs on the mains
        self._base = f"accueil/v1/{boutique}/{name}"
        self._about = {
            "kind": kind,
            "model": "Accueil, simulated",
            "firmware": "1",
            "zone": zone,
        }
        self._number = itertools.count(1)

    def will(self) -> Said:
        return self._say("state", {"state": "offline"}, 1, True)

    def hello(self, unix_s: float) -> list[Said]:
        return [
            self._say("state", {"state": "online", "ts": rfc3339(unix_s)}, 1, True),
            self._say("about", self._about, 1, True),
        ]

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:
        health: dict[str, object] = {"ts": rfc3339(unix_s), "uptime_s": round(uptime_s)}
        if self._about["kind"] == "camera":
            health |= {"lens": "clear", "fps": 15.0}
        if self.battery_pct is not None:
            health["battery_pct"] = self.battery_pct
        return [self._say("health", health)]

    def heard(self, advert: Advert) -> Said:
        return self._say("sighting", self._sighting(advert))

    def heard_together(self, adverts: Sequence[Advert]) -> Said:
        return self._say("sightings", {"sightings": [self._sighting(one) for one in adverts]})

    def counted(self, crossed: Crossed) -> list[Said]:
        if not crossed.people_in and not crossed.people_out:
            return []  # steps: nobody is nothing new
        count = {
            "id": f"{crossed.number}@{crossed.unix_s:.3f}",
            "ts": rfc3339(crossed.unix_s),
            "line": crossed.line,
            "in": crossed.people_in,
            "out": crossed.people_out,
        }
        return [self._say("count", count, 1)]

    def occupied(self, zone: str, people: int, unix_s: float) -> list[Said]:
        return [self._say("occupancy", {"ts": rfc3339(unix_s), "zone": zone, "people": people})]

    def read(self, shown: Shown) -> Said:
        scan = {
            "id": f"{shown.number}@{shown.unix_s:.3f}",
            "ts": rfc3339(shown.unix_s),
            "symbology": "qr",
            "data": shown.data,
        }
        return self._say("scan", scan, 1)

    def _sighting(self, advert: Advert) -> dict[str, object]:
        said: dict[str, object] = {
            "id": f"{int(advert.unix_s)}-{next(self._number)}",
            "ts": rfc3339(advert.unix_s),
            "rssi_dbm": advert.rssi_dbm,
            "address": advert.address,
        }
        if isinstance(advert.beacon, IBeacon):
            return {**said, "tx_power_dbm": advert.power_dbm, "beacon": advert.beacon}
        return {**said, "frame": air.heard(advert).hex()}

    def _say(self, topic: str, said: object, qos: int = 0, retain: bool = False) -> Said:
        return Said(f"{self._base}/{topic}", msgspec.json.encode(said), qos, retain)
