"""`accueil/v1/{boutique}/{device}/…`: which reader takes which of the protocol's topics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from devices import plausible
from devices.canonical import counts, lifecycle, previews, scans, sightings
from devices.drivers import Driver, UnreadableError
from devices.readings import Reading

LEVELS = 5
TOPICS_KEPT = 1024

_Reader = Callable[[str, bytes], Sequence[Reading]]

_READERS: dict[str, _Reader] = {
    "about": lifecycle.about,
    "answer": lifecycle.answer,
    "certificate": lifecycle.certificate,
    "count": counts.count,
    "health": lifecycle.health,
    "occupancy": counts.occupancy,
    "preview": previews.preview,
    "scan": scans.scan,
    "sighting": sightings.sighting,
    "sightings": sightings.batch,
    "state": lifecycle.state,
}


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    read, device = _addressed(topic)
    return read(device, payload)


@lru_cache(maxsize=TOPICS_KEPT)
def _addressed(topic: str) -> tuple[_Reader, str]:
    levels = topic.split("/")
    read = _READERS.get(levels[-1]) if len(levels) == LEVELS else None
    if read is None:
        raise UnreadableError("the protocol has no such topic")
    return read, plausible.name(levels[3], "device")


DRIVER = Driver(
    name="canonical",
    topics=tuple(f"accueil/v1/{{boutique}}/+/{kind}" for kind in _READERS),
    decode=decode,
)
