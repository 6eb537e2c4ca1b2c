"""Beacons that go on advertising, whatever becomes of the server that listens."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from devices.readings import IBeacon
from devices.simulator.voices import Advert
from devices.simulator.voices.canonical import CanonicalVoice
from tests.broker import Publisher

EVERY_S = 0.2
AT_THE_DOOR_DBM = -52


class Beacons:
    """A gateway at the door of `faults-1`; each beacon once every fifth of a second."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._voice = CanonicalVoice("faults-1", "door", "ble_gateway", "salon")

    def say(self, beacon: IBeacon) -> None:
        advert = Advert(beacon, "aa:bb:cc:00:00:01", AT_THE_DOOR_DBM, -59, time.time())
        said = self._voice.heard(advert)
        self._publisher.throw(said.topic, said.payload)

    @contextmanager
    def advertising(self, *beacons: IBeacon) -> Iterator[None]:
        ended = threading.Event()

        def run() -> None:
            while not ended.wait(EVERY_S):
                for beacon in beacons:
                    self.say(beacon)

        thread = threading.Thread(target=run, name="beacons")
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
