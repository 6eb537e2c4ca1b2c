"""The messages that Theengs Gateway and OpenMQTTGateway share, for both are one project's work.

Read at the sources: theengs/gateway `ble_gateway.py` (raw fields come with `publish_all` and
`publish_advdata`), theengs/decoder `iBeacon_json.h`, 1technophile/OpenMQTTGateway `ZgatewayBT.ino`
and `docs/use/ble.md`. An advertisement comes decoded (iBeacon only), raw, or both; Eddystone comes
raw alone. Numbers may be written as text. An OpenMQTTGateway that was built so adds the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec

from devices import plausible
from devices.beacons.availability import availability
from devices.beacons.heard import bthome_sighting
from devices.ble import bthome, frames
from devices.drivers import UnreadableError
from devices.moments import claimed
from devices.readings import DeviceAbout, DeviceHealth, IBeacon, Reading, Sighting, Uint16
from devices.wire import reader

EDDYSTONE_UUIDS = frozenset({"feaa", "0xfeaa", "0000feaa-0000-1000-8000-00805f9b34fb"})
BTHOME_UUIDS = frozenset({"fcd2", "0xfcd2", "0000fcd2-0000-1000-8000-00805f9b34fb"})
FOREIGN_BASES = frozenset({"tele", "stat", "cmnd"})  # Tasmota says tele/<name>/LWT
OWN_NAME = "theengs"  # how the names of Theengs Gateways begin, unless somebody changed them

_LARGEST_INT8 = 127
_Hex = Annotated[str, msgspec.Meta(max_length=4096)]


class _Advertisement(msgspec.Struct, gc=False):
    id: str | None = None
    mac: str | None = None
    rssi: float | None = None
    uuid: str | None = None
    major: Uint16 | None = None
    minor: Uint16 | None = None
    txpower: float | None = None
    manufacturerdata: _Hex | None = None
    servicedata: _Hex | None = None
    servicedatauuid: str | None = None
    utc_time: str | None = msgspec.field(default=None, name="UTCtime")
    unix_time: str | float | None = msgspec.field(default=None, name="unixtime")


class _System(msgspec.Struct):
    uptime: float | None = None
    version: str | None = None
    env: str | None = None
    tempc: float | None = None


_read_advertisement = reader(_Advertisement, strict=False)
_read_system = reader(_System, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    """Read any message of these gateways; the gateway's name is the level before the subject."""
    levels = topic.split("/")
    if "BTtoMQTT" in levels:
        return _advertisement(_device(levels, levels.index("BTtoMQTT")), payload)
    if levels[0] in FOREIGN_BASES:
        return ()
    device = _device(levels, len(levels) - 1)
    match levels[-1]:
        case "LWT":
            return availability(device, payload)
        case "SYStoMQTT":
            return _system(device, payload)
        case _:
            raise UnreadableError("these gateways have no such topic")


def _device(levels: list[str], subject: int) -> str:
    name = plausible.name(levels[subject - 1] if subject else "", "gateway")
    family = "theengs" if name.lower().startswith(OWN_NAME) else "openmqttgateway"
    return f"{family}/{name}"


def _advertisement(device: str, payload: bytes) -> Sequence[Sighting]:
    if not payload:
        return ()
    said = _read_advertisement(payload)
    if said.rssi is None:  # a tracker's "absent", a sensor read over a connection, a setting
        return ()
    level, address = plausible.rssi(said.rssi, "rssi"), plausible.address(said.mac or said.id or "")
    time = said.utc_time or said.unix_time
    ts = None if time is None else claimed(time)
    frame = _frame(said)
    if frame is not None:
        return (Sighting(device, level, frame.beacon, address, frame.power_dbm, ts),)
    packet = _packet(said)
    if packet is not None:
        return (bthome_sighting(device, address, level, packet, ts),)
    return (Sighting(device, level, None, address, None, ts),)


def _frame(said: _Advertisement) -> frames.Frame | None:
    """What the raw bytes say, if they are there, goes before what the gateway made of them.

    Its decoder calls every Apple frame of 25 bytes an iBeacon.
    """
    frame = None
    if said.manufacturerdata:
        data = plausible.octets(said.manufacturerdata, "manufacturerdata")
        frame = frames.in_manufacturer_data(data)
    if frame is None and said.servicedata and _service(said) in EDDYSTONE_UUIDS:
        frame = frames.in_eddystone_data(plausible.octets(said.servicedata, "servicedata"))
    if frame is None and not said.manufacturerdata:
        frame = _decoded(said)
    return frame


def _packet(said: _Advertisement) -> bthome.Packet | None:
    if not said.servicedata or _service(said) not in BTHOME_UUIDS:
        return None
    return bthome.in_service_data(plausible.octets(said.servicedata, "servicedata"))


def _service(said: _Advertisement) -> str:
    return (said.servicedatauuid or "").lower()


def _decoded(said: _Advertisement) -> frames.Frame | None:
    if said.uuid is None or said.major is None or said.minor is None:
        return None
    beacon = IBeacon(plausible.uuid(said.uuid), said.major, said.minor)
    power = said.txpower
    if power is None:  # its decoder takes a positive power for a battery's voltage
        return frames.Frame(beacon, None)
    if not -_LARGEST_INT8 - 1 <= power <= _LARGEST_INT8:
        raise UnreadableError(f"txpower: {power:g} is outside -128 to 127")
    return frames.Frame(beacon, int(power))


def _system(device: str, payload: bytes) -> Sequence[Reading]:
    said = _read_system(payload)
    return (
        DeviceHealth(device, uptime_s=said.uptime, temperature_c=said.tempc),
        DeviceAbout(device, "ble_gateway", model=said.env, firmware=said.version),
    )
