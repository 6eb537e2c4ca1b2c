"""What may go wrong on the simulated floor, when asked to."""

from __future__ import annotations

import msgspec


class Faults(msgspec.Struct, frozen=True):
    """Nothing by default. A gateway that dies drops its connection: its Last Will speaks."""

    dead_gateway: str = ""
    dies_at_s: float = 120.0
    dead_for_s: float = 60.0
    repeated_share: float = 0.0  # of all sightings, sent twice
    babble_every_s: float = 0.0  # 0: nobody babbles

    def silences(self, gateway: str, at_s: float) -> bool:
        dead_until_s = self.dies_at_s + self.dead_for_s
        return gateway == self.dead_gateway and self.dies_at_s <= at_s < dead_until_s


BABBLE = (
    b'{"rssi":',
    b'{"rssi":"loud","id":"AA:BB:CC:DD:EE:FF"}',
    b'{"rssi_dbm":500,"rssi":500}',
    b"\xff\xfe\x00 not text",
    b"[" * 3000,
    b'{"id":"1","id":"2","rssi_dbm":-60,"rssi":-60}',
)
