"""How each make of gateway puts what it hears on the wire: the way back from its decoder."""

from __future__ import annotations

from devices.simulator.floor import Floor, Gateway
from devices.simulator.voices.canonical import CanonicalVoice
from devices.simulator.voices.espresense import EspresenseVoice
from devices.simulator.voices.openmqttgateway import OpenMqttGatewayVoice
from devices.simulator.voices.said import Advert, Said, Voice
from devices.simulator.voices.theengs import TheengsVoice

__all__ = ["Advert", "Said", "Voice", "voice_of", "voices_of"]


def voice_of(gateway: Gateway, boutique: str) -> Voice:
    match gateway.dialect:
        case "canonical":
            return CanonicalVoice(boutique, gateway.name, "ble_gateway", gateway.zone)
        case "theengs":
            return TheengsVoice(gateway.name)
        case "openmqttgateway":
            return OpenMqttGatewayVoice(gateway.name)
        case "espresense":
            return EspresenseVoice(gateway.name)


def voices_of(floor: Floor, boutique: str) -> dict[str, Voice]:
    """Every speaker of the floor by the name of its device, the camera included."""
    voices = {gateway.device: voice_of(gateway, boutique) for gateway in floor.gateways}
    camera = floor.camera
    voices[camera.name] = CanonicalVoice(boutique, camera.name, "camera", camera.zone)
    return voices
