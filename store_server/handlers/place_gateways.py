"""Tells presence where each gateway stands, and that one which is no longer ours hears nobody."""

from __future__ import annotations

from store_server.handlers.device_register import Register
from store_server.handlers.watch_presence import WatchPresence
from store_server.messages import NoteGateway
from store_server.ports import Clock


class PlaceGateways:
    """What has changed since the last time, and nothing else."""

    def __init__(self, watch: WatchPresence, clock: Clock) -> None:
        self._watch = watch
        self._clock = clock
        self._zones: dict[str, str | None] = {}
        self._ours: frozenset[str] = frozenset()

    def know(self, register: Register) -> None:
        zones = {device.id: device.zone for device in register.devices}
        for device_id, zone in zones.items():
            if self._zones.get(device_id) != zone:
                self._watch.place(device_id, zone)
        ours = frozenset(device.id for device in register.devices if not device.suspended)
        suspended = zones.keys() - ours - (self._zones.keys() - self._ours)
        for device_id in suspended | (self._ours - ours):
            command = NoteGateway(device_id, self._clock.monotonic(), online=False)
            self._watch.note_gateway(command)
        self._zones, self._ours = zones, ours
