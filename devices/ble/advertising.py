"""Split advertising data into its AD structures (Bluetooth Core, Vol 3, Part C, 11)."""

from __future__ import annotations

from collections.abc import Iterator

LONGEST_DATA = 1650  # bytes: extended advertising, Core Vol 4, Part E, 7.8.54

SERVICE_DATA_16 = 0x16
MANUFACTURER_DATA = 0xFF


def structures(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (AD type, its data). A length of zero is padding; one past the end stops it."""
    at, end = 0, min(len(data), LONGEST_DATA)
    while at + 1 < end:
        length = data[at]
        if length == 0:
            at += 1
            continue
        after = at + 1 + length
        if after > end:
            return
        yield data[at + 1], data[at + 2 : after]
        at = after
