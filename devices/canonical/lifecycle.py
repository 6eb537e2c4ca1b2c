"""What a device of ours says of itself: that it is there, what it is, how it feels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from devices import plausible
from devices.readings import Answer, CertificateWanted, DeviceAbout, DeviceHealth, DeviceState
from devices.wire import reader

_Time = Annotated[datetime, msgspec.Meta(tz=True)]
_Text = Annotated[str, msgspec.Meta(max_length=128)]


class _State(msgspec.Struct):
    state: Literal["online", "offline"]
    ts: _Time | None = None


class _About(msgspec.Struct):
    kind: Literal["ble_gateway", "scanner", "camera", "display", "kiosk"]
    model: _Text | None = None
    firmware: _Text | None = None
    zone: _Text | None = None


class _Health(msgspec.Struct):
    ts: _Time
    uptime_s: Annotated[float, msgspec.Meta(ge=0)] | None = None
    temperature_c: Annotated[float, msgspec.Meta(ge=-100, le=200)] | None = None
    battery_pct: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None
    lens: Literal["clear", "covered", "moved", "dark", "frozen", "gone"] | None = None
    fps: Annotated[float, msgspec.Meta(ge=0, le=1000)] | None = None
    outbox_pct: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None
    sightings_dropped: Annotated[int, msgspec.Meta(ge=0, lt=2**53)] | None = None


class _Answer(msgspec.Struct):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    ok: bool
    reason: Annotated[str, msgspec.Meta(max_length=512)] | None = None


class _Certificate(msgspec.Struct):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    request: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]


_read_state = reader(_State)
_read_about = reader(_About)
_read_health = reader(_Health)
_read_answer = reader(_Answer)
_read_certificate = reader(_Certificate)


def state(device: str, payload: bytes) -> Sequence[DeviceState]:
    if not payload:  # the retained message was cleared
        return ()
    said = _read_state(payload)
    return (DeviceState(device, said.state, plausible.set_time(said.ts)),)


def about(device: str, payload: bytes) -> Sequence[DeviceAbout]:
    if not payload:
        return ()
    said = _read_about(payload)
    return (DeviceAbout(device, said.kind, said.model, said.firmware, said.zone or None),)


def health(device: str, payload: bytes) -> Sequence[DeviceHealth]:
    said = _read_health(payload)
    return (
        DeviceHealth(
            device,
            plausible.set_time(said.ts),
            said.uptime_s,
            said.temperature_c,
            said.battery_pct,
            said.lens,
            said.fps,
            said.outbox_pct,
            said.sightings_dropped,
        ),
    )


def answer(device: str, payload: bytes) -> Sequence[Answer]:
    said = _read_answer(payload)
    return (Answer(device, said.id, said.ok, said.reason),)


def certificate(device: str, payload: bytes) -> Sequence[CertificateWanted]:
    said = _read_certificate(payload)
    return (CertificateWanted(device, said.id, said.request),)
