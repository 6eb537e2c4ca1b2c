"""What the devices' page and the API are shown beyond the list itself; see `views`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from store_server.views import DeviceView

CommandState = Literal["waiting", "sent", "done", "failed", "expired"]


class WaitingDeviceView(Struct, frozen=True):
    """A device that speaks and was not adopted: nothing that it says has any effect."""

    hardware: str
    dialect: str
    kind: str
    model: str | None
    firmware: str | None
    first_heard_at: datetime
    last_heard_at: datetime


class CommandView(Struct, frozen=True):
    """What a device was told, and what became of it.

    waiting: for the broker; sent: for its answer; done and failed are its answer; expired: it did
    not answer in time, and may still.
    """

    id: str
    device_id: str
    do: str
    parameters: dict[str, Any]
    by: str
    asked_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    state: CommandState
    reason: str


class SampleView(Struct, frozen=True):
    at: datetime
    battery_pct: float | None
    temperature_c: float | None
    fps: float | None
    uptime_s: float | None


class HealthHistoryView(Struct, frozen=True):
    """How a device is, and how it was in the last day: the oldest sample first."""

    device: DeviceView
    samples: tuple[SampleView, ...]


class BrokerAccountView(Struct, frozen=True):
    """An account on the broker, with the topics that it may use. Shown this once."""

    host: str
    port: int
    tls: bool
    username: str
    password: str
    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


class KeysView(Struct, frozen=True):
    """What a device proves itself with. Shown this once: only hashes are kept."""

    mqtt: BrokerAccountView | None = None
    push_url: str | None = None


class AdoptedView(Struct, frozen=True):
    device: DeviceView
    keys: KeysView


class WelcomeView(Struct, frozen=True):
    """What an agent needs from now on. `device_id` is the name to speak under."""

    device_id: str
    boutique: str
    mqtt: BrokerAccountView
    certificate: str | None = None  # of the key that was shown; then there is no password


class AdoptionCodeView(Struct, frozen=True):
    """`code` is read aloud, `qr` is the same for a camera: a drawing of `url` as SVG."""

    id: str
    code: str
    url: str
    qr: str
    expires_at: datetime


class AdoptionView(Struct, frozen=True):
    """Whether a code was used, and by which device."""

    id: str
    used: bool
    device_id: str | None = None


class FloorPlanView(Struct, frozen=True):
    """`own` is whether it was uploaded; else it is drawn from the zones."""

    image_url: str
    own: bool
    width: float
    height: float
    changed_at: datetime | None = None
