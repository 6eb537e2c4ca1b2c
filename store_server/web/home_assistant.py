"""Outwards: what the shop's devices count and how they are, as Home Assistant discovers it by MQTT.

Whatever a boutique already owns that understands Home Assistant's discovery shows occupancy,
footfall and the devices' health without being told of any of them. Numbers go out and nothing comes
in; of clients there is nothing. One entity is one figure; all figures of a device are one message.
https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from store_server.count_views import LineToday, TalliesView, ZoneSeen
from store_server.domain.device import AlarmKind
from store_server.domain.outward import GOODBYE, HELLO, outward_topic
from store_server.ports import StorageError
from store_server.views import DeviceView

_LOGGER = logging.getLogger(__name__)

EVERY_S = 5.0
LOOKED_FOR_S = 0.2  # the broker, while it is away
SAID_AGAIN_EVERY = (
    12  # rounds: a broker that has forgotten what it retained is told within a minute
)
PREFIX = "homeassistant"
OFFLINE = "offline"
ON, OFF = "ON", "OFF"
UNSAFE = re.compile(r"[^a-zA-Z0-9_-]+")

Say = Callable[[str], str]
Messages = dict[str, bytes]  # by topic, all of them retained


class Broker(Protocol):
    @property
    def connected(self) -> bool: ...
    def publish(self, topic: str, payload: bytes, retain: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class Entity:
    """One figure. `key` names it in the device's message, `traits` are Home Assistant's words."""

    component: str
    key: str
    name: str
    traits: Mapping[str, str]
    value: Any


class Announcer:
    """From what is known of the devices to what is said of them. Pure."""

    def __init__(self, boutique: str, boutique_name: str, say: Say) -> None:
        self._boutique = boutique
        self._boutique_name = boutique_name
        self._say = say

    def messages(self, devices: Sequence[DeviceView], tallies: TalliesView) -> Messages:
        said: Messages = {}
        for device in devices:
            if device.standing != "adopted":
                continue
            zones = [one for one in tallies.zones if one.device_id == device.id]
            lines = [one for one in tallies.lines if one.device_id == device.id]
            entities = [*self._health(device), *self._counted(device, zones, lines)]
            node = f"accueil_{slug(self._boutique)}_{slug(device.id)}"
            state_topic = f"accueil/outward/{self._boutique}/device/{slug(device.id)}"
            for one in entities:
                config = self._config(device, node, state_topic, one)
                said[f"{PREFIX}/{one.component}/{node}/{one.key}/config"] = config
            said[state_topic] = msgspec.json.encode({one.key: one.value for one in entities})
        return said

    def _config(self, device: DeviceView, node: str, state_topic: str, entity: Entity) -> bytes:
        described = {
            "identifiers": [node],
            "name": device.name,
            "model": device.model,
            "sw_version": device.firmware,
            "suggested_area": device.zone_name,
            "manufacturer": self._boutique_name,
        }
        return msgspec.json.encode(
            {
                "name": entity.name,
                "unique_id": f"{node}_{entity.key}",
                "state_topic": state_topic,
                "value_template": f"{{{{ value_json['{entity.key}'] }}}}",
                "availability_topic": outward_topic(self._boutique),
                **entity.traits,
                "device": {name: value for name, value in described.items() if value},
                "origin": {"name": "Accueil"},
            }
        )

    def _health(self, device: DeviceView) -> list[Entity]:
        alarms = [one for one in device.alarms if one.kind != AlarmKind.SILENT.value]
        found = [
            Entity(
                "binary_sensor",
                "heard",
                self._say("outward.heard"),
                {"device_class": "connectivity", "entity_category": "diagnostic"},
                ON if is_heard(device) else OFF,
            ),
            Entity(
                "binary_sensor",
                "alarm",
                self._say("outward.alarm"),
                {"device_class": "problem", "entity_category": "diagnostic"},
                ON if alarms else OFF,
            ),
        ]
        for key, value, unit in (
            ("battery", device.battery_pct, "%"),
            ("temperature", device.temperature_c, "°C"),
        ):
            if value is not None:
                traits = {
                    "device_class": key,
                    "state_class": "measurement",
                    "unit_of_measurement": unit,
                    "entity_category": "diagnostic",
                }
                found.append(Entity("sensor", key, self._say(f"devices.{key}"), traits, value))
        return found

    def _counted(
        self, device: DeviceView, zones: Sequence[ZoneSeen], lines: Sequence[LineToday]
    ) -> list[Entity]:
        """Of a camera that is not heard nobody knows how many are there; what it counted stays."""
        heard = is_heard(device)
        found = []
        for zone in zones:
            name = f"{zone.zone_name} · {self._say('outward.people')}"
            people = zone.people if heard else None
            found.append(self._people(f"people_{slug(zone.zone)}", name, people, "measurement"))
            if zone.queue is not None:
                name = f"{zone.zone_name} · {self._say('outward.queue')}"
                queue = zone.queue if heard else None
                found.append(self._people(f"queue_{slug(zone.zone)}", name, queue, "measurement"))
        for line in lines:
            for way, people in (("in", line.people_in), ("out", line.people_out)):
                name = f"{line.line} · {self._say(f'outward.{way}_today')}"
                key = f"{way}_{slug(line.line)}"
                found.append(self._people(key, name, people, "total_increasing"))
        return found

    def _people(self, key: str, name: str, people: int | None, state_class: str) -> Entity:
        traits = {
            "state_class": state_class,
            "unit_of_measurement": self._say("outward.unit"),
            "icon": "mdi:account-group",
        }
        return Entity("sensor", key, name, traits, people)


class HomeAssistant:
    """A thread that says what has changed; what vanishes is taken back. `look` reads the shop."""

    def __init__(
        self,
        broker: Broker,
        boutique: str,
        announcer: Announcer,
        look: Callable[[], tuple[Sequence[DeviceView], TalliesView]],
        every_s: float = EVERY_S,
    ) -> None:
        self._broker = broker
        self._boutique = boutique
        self._announcer = announcer
        self._look = look
        self._every_s = every_s
        self._said: Messages = {}
        self._rounds = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="home-assistant", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Says that the server goes, while the line is still there."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._broker.publish(outward_topic(self._boutique), GOODBYE, retain=True)

    def _run(self) -> None:
        wait_s = 0.0
        while not self._stopping.wait(wait_s):
            if not self._broker.connected:
                wait_s = LOOKED_FOR_S
                self._rounds = 0  # the next broker may know nothing
                continue
            wait_s = self._every_s
            try:
                self.say()
            except StorageError as error:
                _LOGGER.warning("nothing is said to Home Assistant for now: %s", error)
            except Exception:  # whatever it was, the next round may fare better
                _LOGGER.exception("nothing is said to Home Assistant for now")

    def say(self) -> None:
        """What has changed since the last time; now and then all of it."""
        if self._rounds % SAID_AGAIN_EVERY == 0:
            self._said = dict.fromkeys(self._said, b"")
        self._rounds += 1
        wanted = self._announcer.messages(*self._look())
        wanted[outward_topic(self._boutique)] = HELLO
        for topic in self._said.keys() - wanted.keys():
            self._broker.publish(topic, b"", retain=True)  # MQTT: forget what was retained
        for topic, payload in wanted.items():
            if self._said.get(topic) != payload:
                self._broker.publish(topic, payload, retain=True)
        self._said = wanted


def is_heard(device: DeviceView) -> bool:
    silent = any(one.kind == AlarmKind.SILENT.value for one in device.alarms)
    return device.state != OFFLINE and device.last_heard_at is not None and not silent


def slug(text: str) -> str:
    """A name as topics and templates may hold it; what had to be changed is told apart by a sum."""
    safe = UNSAFE.sub("_", text).strip("_")
    if safe == text:
        return safe
    return f"{safe}_{hashlib.sha256(text.encode()).hexdigest()[:6]}"
