"""How each make puts what it senses on the wire: the way back from its decoder."""

from __future__ import annotations

from collections.abc import Callable

from devices.simulator.floor import CANONICAL, Camera, Floor, Gateway, Scanner
from devices.simulator.voices.aprilbrother import AprilBrotherVoice
from devices.simulator.voices.axis import AxisVoice
from devices.simulator.voices.canonical import CanonicalVoice
from devices.simulator.voices.cassia import CassiaVoice
from devices.simulator.voices.espresense import EspresenseVoice
from devices.simulator.voices.frigate import FrigateVoice
from devices.simulator.voices.hikvision import HikvisionVoice
from devices.simulator.voices.irisys import IrisysVoice
from devices.simulator.voices.kontakt import KontaktVoice
from devices.simulator.voices.meshtech import MeshtechVoice
from devices.simulator.voices.milesight import MilesightVoice
from devices.simulator.voices.minew import MinewVoice
from devices.simulator.voices.mokosmart import MokosmartVoice
from devices.simulator.voices.monitor import MonitorVoice
from devices.simulator.voices.openmqttgateway import OpenMqttGatewayVoice
from devices.simulator.voices.ruuvi import RuuviVoice
from devices.simulator.voices.said import (
    Advert,
    CameraVoice,
    Crossed,
    Said,
    ScannerVoice,
    Shown,
    Speaker,
    Voice,
)
from devices.simulator.voices.shelly import ShellyVoice
from devices.simulator.voices.tasmota import TasmotaVoice
from devices.simulator.voices.terminals import (
    DatalogicVoice,
    DatawedgeVoice,
    HoneywellVoice,
    NewlandVoice,
)
from devices.simulator.voices.theengs import TheengsVoice
from devices.simulator.voices.xovis import XovisVoice
from devices.simulator.voices.zebra import ZebraVoice

__all__ = [
    "CAMERAS",
    "GATEWAYS",
    "POSTING",
    "SCANNERS",
    "Advert",
    "CameraVoice",
    "Crossed",
    "Said",
    "ScannerVoice",
    "Shown",
    "Speaker",
    "Voice",
    "camera_voice",
    "gateway_voice",
    "posting",
    "scanner_voice",
    "speakers_of",
]

# Each is made from the name that the vendor's side gives the device.
GATEWAYS: dict[str, Callable[[str], Voice]] = {
    "aprilbrother": AprilBrotherVoice,
    "cassia": CassiaVoice,
    "espresense": EspresenseVoice,
    "kontakt": KontaktVoice,
    "meshtech": MeshtechVoice,
    "minew": MinewVoice,
    "mokosmart": MokosmartVoice,
    "monitor": MonitorVoice,
    "openmqttgateway": OpenMqttGatewayVoice,
    "ruuvi": RuuviVoice,
    "shelly": ShellyVoice,
    "tasmota": TasmotaVoice,
    "theengs": TheengsVoice,
}
CAMERAS: dict[str, Callable[[str], CameraVoice]] = {
    "axis": AxisVoice,
    "frigate": FrigateVoice,
    "hikvision": HikvisionVoice,
    "irisys": IrisysVoice,
    "milesight": MilesightVoice,
    "xovis": XovisVoice,
}
SCANNERS: dict[str, Callable[[str], ScannerVoice]] = {
    "datalogic": DatalogicVoice,
    "datawedge": DatawedgeVoice,
    "honeywell": HoneywellVoice,
    "newland": NewlandVoice,
    "zebra": ZebraVoice,
}
POSTING = frozenset(
    {"cassia", "datalogic", "datawedge", "hikvision", "honeywell", "newland"}
)  # here: they know other ways as well


def gateway_voice(gateway: Gateway, boutique: str) -> Voice:
    if gateway.dialect == CANONICAL:
        return CanonicalVoice(boutique, gateway.name, "ble_gateway", gateway.zone)
    return GATEWAYS[gateway.dialect](gateway.name)


def camera_voice(camera: Camera, boutique: str) -> CameraVoice:
    if camera.dialect == CANONICAL:
        return CanonicalVoice(boutique, camera.name, "camera", camera.zone)
    return CAMERAS[camera.dialect](camera.name)


def scanner_voice(scanner: Scanner, boutique: str) -> ScannerVoice:
    if scanner.dialect == CANONICAL:
        return CanonicalVoice(boutique, scanner.name, "scanner", scanner.zone)
    return SCANNERS[scanner.dialect](scanner.name)


def speakers_of(floor: Floor, boutique: str) -> dict[str, Speaker]:
    """Every device of the floor by its name: what it says on coming, on living and on going."""
    speakers: dict[str, Speaker] = {}
    for gateway in floor.gateways:
        speakers[gateway.device] = gateway_voice(gateway, boutique)
    for camera in floor.cameras:
        speakers[camera.device] = camera_voice(camera, boutique)
    for scanner in floor.scanners:
        speakers[scanner.device] = scanner_voice(scanner, boutique)
    return speakers


def posting(floor: Floor) -> tuple[str, ...]:
    """The devices that speak over HTTP alone."""
    return tuple(one.device for one in floor.devices if one.dialect in POSTING)
