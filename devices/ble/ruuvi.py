"""Ruuvi's own frame, data format 5 or "RAWv2" (docs.ruuvi.com): a sensor that names itself."""

from __future__ import annotations

import msgspec

COMPANY = 0x0499

FORMAT_5 = 0x05
LENGTH = 24
_POWER_AT, _NAME_AT = 14, 18
_POWER_BITS, _POWER_STEP_DBM, _LEAST_POWER_DBM = 0x1F, 2, -40
NOT_KNOWN = b"\xff" * 6


class Tag(msgspec.Struct, frozen=True, gc=False):
    """`name` is the sensor's own address, 12 digits lower case, whatever address it sends from."""

    name: str
    power_dbm: int | None


def in_manufacturer_data(data: bytes) -> Tag | None:
    """Read Ruuvi's manufacturer data without the company's id."""
    if len(data) < LENGTH or data[0] != FORMAT_5:
        return None
    name = data[_NAME_AT:LENGTH]
    if name == NOT_KNOWN:
        return None
    power = data[_POWER_AT] & _POWER_BITS
    known = power != _POWER_BITS
    return Tag(name.hex(), power * _POWER_STEP_DBM + _LEAST_POWER_DBM if known else None)
