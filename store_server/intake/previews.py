"""The blurred pictures that managers asked for: in memory, for a minute, and nowhere else."""

from __future__ import annotations

from store_server.ports import Clock

SHOWN_FOR_S = 60.0
DEVICES_AT_MOST = 16


class Previews:
    """Written by the reader's thread; `of` may be asked from any."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shown: dict[str, tuple[float, str, bytes]] = {}

    def note(self, device_id: str, command_id: str, jpeg: bytes) -> None:
        now_s = self._clock.monotonic()
        kept = {
            device: shown
            for device, shown in self._shown.items()
            if now_s - shown[0] < SHOWN_FOR_S and device != device_id
        }
        while len(kept) >= DEVICES_AT_MOST:
            del kept[next(iter(kept))]
        self._shown = kept | {device_id: (now_s, command_id, jpeg)}

    def of(self, device_id: str, command_id: str) -> bytes | None:
        """What the device showed for this very command; None where it did not, or too long ago."""
        shown = self._shown.get(device_id)
        if shown is None or shown[1] != command_id:
            return None
        return shown[2] if self._clock.monotonic() - shown[0] < SHOWN_FOR_S else None
