"""From an MQTT message to what we understand of it, whichever vendor sent it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from devices.describing import describe
from devices.drivers import LARGEST_PAYLOAD_BYTES, Driver, UnreadableError, discover, pushed_by
from devices.readings import Reading
from devices.topics import covers, exactness, matches
from devices.wire import too_large

__all__ = ["Router", "decode", "describe"]

MOST_TOPICS_KEPT = 4096


class Router:
    """Which driver reads a topic. Where several listen, the most exact filter has it alone.

    The boutique None stands for any. What it knows of topics is kept, and thrown away when it has
    grown too much, so that a flood of invented topics costs no memory.
    """

    def __init__(self, drivers: Sequence[Driver], boutique: str | None) -> None:
        name = "+" if boutique is None else boutique
        heard = [
            (topic.replace("{boutique}", name), driver)
            for driver in drivers
            for topic in driver.topics
        ]
        self._heard = list(dict.fromkeys(topic for topic, _ in heard))
        posted = [(driver.push_topic, driver) for driver in drivers if driver.pushes]
        self._listening = sorted(heard + posted, key=lambda pair: exactness(pair[0]), reverse=True)
        self._known: dict[str, Driver | None] = {}

    def filters(self) -> list[str]:
        """What to subscribe to: none of them lies within another, so that nothing comes twice."""
        return sorted(
            topic
            for topic in self._heard
            if not any(covers(other, topic) for other in self._heard if other != topic)
        )

    def driver_for(self, topic: str) -> Driver | None:
        try:
            return self._known[topic]
        except KeyError:
            pass
        if len(self._known) >= MOST_TOPICS_KEPT:
            self._known.clear()
        found = next((driver for heard, driver in self._listening if matches(heard, topic)), None)
        self._known[topic] = found
        return found

    def decode(self, topic: str, payload: bytes) -> list[Reading]:
        """Every reading that the message holds; raises `UnreadableError`, and nothing else.

        Whoever posts is known by its token, whatever the body calls it.
        """
        driver = self.driver_for(topic)
        if driver is None:
            raise UnreadableError("no driver listens to this topic")
        if len(payload) > LARGEST_PAYLOAD_BYTES:
            raise too_large(payload)
        readings = driver.decode(topic, payload)
        name = pushed_by(topic)
        if name is None:
            return list(readings)
        return [msgspec.structs.replace(reading, device=name) for reading in readings]


def decode(topic: str, payload: bytes, boutique: str | None = None) -> list[Reading]:
    """Read one message of any boutique, or of the one named, with the drivers of the house."""
    return Router(discover(), boutique).decode(topic, payload)
