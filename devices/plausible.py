"""What a value from a device may be. A limit that is passed raises `UnreadableError`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from devices.drivers import UnreadableError

WEAKEST_DBM = -127.0  # Bluetooth Core, Vol 4, Part E, 7.7.65.2: RSSI is -127 to +20
STRONGEST_DBM = 20.0
LEAST_POWER_DBM, GREATEST_POWER_DBM = -128, 127  # one signed byte in every frame that states one
EARLIEST = datetime(2024, 1, 1, tzinfo=UTC)  # no device of ours is older: its clock was never set
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
LONGEST_NAME = 64

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEX = re.compile(r"[0-9a-f]*")
_ADDRESS = re.compile(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}")
_WITHOUT_SEPARATORS = str.maketrans("", "", ":-_. ")
_ADDRESS_DIGITS = 12
_UUID_DIGITS = 32


def rssi(dbm: float, field: str = "rssi_dbm") -> float:
    if not WEAKEST_DBM <= dbm <= STRONGEST_DBM:  # refuses a NaN as well
        raise UnreadableError(f"{field}: {dbm:g} dBm is outside -127 to 20")
    return dbm


def time(ts: datetime, field: str = "ts") -> datetime:
    """An aware time that a set clock can show; the date alone decides, there is no clock here."""
    if not EARLIEST <= ts <= LATEST:
        raise UnreadableError(f"{field}: the year {ts.year} is no time of a clock that was set")
    return ts


def set_time(ts: datetime | None) -> datetime | None:
    """None for what no clock that was set can show: where more is told than the time, the rest
    stands, and whoever receives the message knows when that was."""
    return ts if ts is not None and EARLIEST <= ts <= LATEST else None


def name(text: str, field: str) -> str:
    """A name that stands in a topic: 1 to 64 characters that can be printed."""
    if not text or len(text) > LONGEST_NAME or not text.isprintable():
        raise UnreadableError(f"{field}: not a name of 1 to {LONGEST_NAME} printable characters")
    return text


def uuid(text: str, field: str = "uuid") -> str:
    """8-4-4-4-12 lower case, from any case, with dashes or without."""
    if _UUID.fullmatch(text):
        return text
    digits = hexadecimal(text.replace("-", ""), field, _UUID_DIGITS)
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def hexadecimal(text: str, field: str, digits: int) -> str:
    """Exactly so many hexadecimal digits, lower case."""
    lower = text.lower()
    if len(lower) != digits or not _HEX.fullmatch(lower):
        raise UnreadableError(f"{field}: not {digits} hexadecimal digits")
    return lower


def octets(text: str, field: str) -> bytes:
    """Bytes written as hexadecimal digits, with or without a leading 0x."""
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        raise UnreadableError(f"{field}: not hexadecimal") from None


def address(text: str) -> str | None:
    """aa:bb:cc:dd:ee:ff from any usual spelling; None for what is no Bluetooth address."""
    lower = text.lower()
    if _ADDRESS.fullmatch(lower):
        return lower
    digits = lower.translate(_WITHOUT_SEPARATORS)
    if len(digits) != _ADDRESS_DIGITS or not _HEX.fullmatch(digits):
        return None
    return ":".join(digits[at : at + 2] for at in range(0, _ADDRESS_DIGITS, 2))


def level(dbm: float | None) -> float | None:
    """A level that a radio can tell. One that it cannot is unknown, and no reason to refuse the
    message: for the dialects that report many advertisements at once."""
    return dbm if dbm is not None and WEAKEST_DBM <= dbm <= STRONGEST_DBM else None


def power(dbm: float | None) -> int | None:
    """The power that a frame can state; None for any other."""
    return int(dbm) if dbm is not None and LEAST_POWER_DBM <= dbm <= GREATEST_POWER_DBM else None
