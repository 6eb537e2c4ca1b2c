"""Eddystone's frames (github.com/google/eddystone, protocol specification and one file each)."""

from __future__ import annotations

from collections.abc import Callable

from devices.ble.numbers import signed
from devices.readings import (
    Beacon,
    EddystoneEid,
    EddystoneEtlm,
    EddystoneTlm,
    EddystoneUid,
    EddystoneUrl,
)

SERVICE = 0xFEAA

UID, URL, TLM, EID = 0x00, 0x10, 0x20, 0x30  # the first byte of each frame

UID_LENGTH = 18  # frame type, power, 10 of namespace, 6 of instance; two reserved may be missing
EID_LENGTH = 10  # frame type, power, 8 of identifier
URL_LENGTH = 4  # frame type, power, scheme, one character at least
TLM_LENGTH = 14
ETLM_LENGTH = 14  # salt and check may be cut by a gateway that is too short

PLAIN, ENCRYPTED = 0x00, 0x01  # versions of telemetry
NOT_MEASURED = -128.0
TENTHS_OF_A_SECOND = 10

SCHEMES = ("http://www.", "https://www.", "http://", "https://")
DOMAINS = (".com", ".org", ".edu", ".net", ".info", ".biz", ".gov")
ENDINGS = tuple(f"{domain}/" for domain in DOMAINS) + DOMAINS

_ETLM_PARTS = (slice(2, 14), slice(14, 16), slice(16, 18))

Read = tuple[Beacon, int | None]


def read(data: bytes) -> Read | None:
    """What the service data says, without the service's id, and the power at no distance."""
    reader = _READERS.get(data[0]) if data else None
    return reader(data) if reader is not None else None


def _uid(data: bytes) -> Read | None:
    if len(data) < UID_LENGTH:
        return None
    return EddystoneUid(data[2:12].hex(), data[12:18].hex()), signed(data[1])


def _eid(data: bytes) -> Read | None:
    if len(data) < EID_LENGTH:
        return None
    return EddystoneEid(data[2:10].hex()), signed(data[1])


def _url(data: bytes) -> Read | None:
    if len(data) < URL_LENGTH or data[2] >= len(SCHEMES):
        return None
    written = [_written(byte) for byte in data[3:]]
    if None in written:
        return None
    url = SCHEMES[data[2]] + "".join(part for part in written if part is not None)
    return EddystoneUrl(url), signed(data[1])


def _written(byte: int) -> str | None:
    """A byte of a URL: an ending that is written short, or a graphic character of ASCII."""
    if byte < len(ENDINGS):
        return ENDINGS[byte]
    return chr(byte) if 0x21 <= byte <= 0x7E else None


def _telemetry(data: bytes) -> Read | None:
    if len(data) >= TLM_LENGTH and data[1] == PLAIN:
        return _plain(data), None
    if len(data) >= ETLM_LENGTH and data[1] == ENCRYPTED:
        return EddystoneEtlm(*(data[part].hex() for part in _ETLM_PARTS)), None
    return None


def _plain(data: bytes) -> EddystoneTlm:
    temperature_c = int.from_bytes(data[4:6], "big", signed=True) / 256  # 8.8 fixed point
    return EddystoneTlm(
        voltage_mv=int.from_bytes(data[2:4], "big") or None,
        temperature_c=None if temperature_c == NOT_MEASURED else temperature_c,
        advertisements=int.from_bytes(data[6:10], "big"),
        uptime_s=int.from_bytes(data[10:14], "big") / TENTHS_OF_A_SECOND,
    )


_READERS: dict[int, Callable[[bytes], Read | None]] = {
    UID: _uid,
    URL: _url,
    TLM: _telemetry,
    EID: _eid,
}
