"""What a LoRaWAN network server tells of an uplink: whose it is, and the bytes that were sent.

ChirpStack 3 and 4, The Things Stack, and Milesight's own gateways (whose shape is ChirpStack's).
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime

from devices.counters.loose import Fields
from devices.counters.times import claimed
from devices.drivers import UnreadableError

LONGEST_WRITTEN = 512  # 242 bytes in hexadecimal, the most that an uplink holds

_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+", re.ASCII)
_EUI = re.compile(r"[0-9a-f]{16}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Uplink:
    """`id` is the same however often the uplink is told; None where the server counts none."""

    dev_eui: str
    payload: bytes
    id: str | None = None
    ts: datetime | None = None


def uplink(said: Fields) -> Uplink | None:
    """The uplink that a message tells of, or None where it is no such message."""
    if "uplink_message" in said or "end_device_ids" in said:
        return _things_stack(said)
    return _chirpstack(said)


def octets(written: str, field: str) -> bytes:
    """Bytes written as hexadecimal digits or in base64; what can be both is hexadecimal."""
    plain = written.strip()
    if _HEX.fullmatch(plain):
        return bytes.fromhex(plain)
    try:
        return base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableError(f"{field}: neither base64 nor hexadecimal") from None


def _things_stack(said: Fields) -> Uplink | None:
    ids, message = said.inner("end_device_ids"), said.inner("uplink_message")
    sent = message.text("frm_payload", longest=LONGEST_WRITTEN) if message is not None else None
    if ids is None or message is None or sent is None:
        return None
    return Uplink(
        _eui(ids.text("dev_eui")),
        _base64(sent, "frm_payload"),
        _frame(ids.text("dev_addr"), message.whole("f_cnt")),
        claimed(message.raw("received_at") or said.raw("received_at"), "received_at"),
    )


def _chirpstack(said: Fields) -> Uplink | None:
    device = said.inner("deviceinfo") or said
    eui, sent = device.text("deveui", "dev_eui"), said.text("data", longest=LONGEST_WRITTEN)
    if eui is None or sent is None:
        return None
    encoded = said.text("data_encode", "dataencode")
    payload = octets(sent, "data") if encoded == "hex" else _base64(sent, "data")
    frame = _frame(said.text("devaddr"), said.whole("fcnt"))
    ts = claimed(said.raw("time"), "time")
    if frame is None and ts is not None and "fcnt" in said:
        frame = f"{ts.isoformat()}:{said.whole('fcnt')}"
    return Uplink(_eui(eui), payload, frame, ts)


def _frame(address: str | None, number: int | None) -> str | None:
    """A device counts its uplinks anew when it joins anew, and then has another address."""
    return None if address is None or number is None else f"{address.lower()}:{number}"


def _eui(written: str | None) -> str:
    """Sixteen hexadecimal digits; ChirpStack 3 writes the eight bytes in base64."""
    plain = (written or "").lower().replace("-", "").replace(":", "")
    if not _EUI.fullmatch(plain):
        plain = _base64(written or "", "devEUI").hex()
    if not _EUI.fullmatch(plain):
        raise UnreadableError("devEUI: not eight bytes")
    return plain


def _base64(written: str, field: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return octets(written, field)
