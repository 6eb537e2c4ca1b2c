"""What a camera is called: as the door calls it that it posts to, or after its maker and serial."""

from __future__ import annotations

from devices import plausible
from devices.drivers import PUSH

PUSH_LEVELS = 3


def posted(topic: str) -> str | None:
    """The device that posted this over HTTP, by the topic that the door gives it."""
    levels = topic.split("/")
    return levels[2] if len(levels) == PUSH_LEVELS and levels[0] == PUSH else None


def device(vendor: str, topic: str, serial: str | None) -> str:
    """`door-1` for what was posted by it, else `xovis/80:1F:12:D6:11:22`; by the topic's second
    level where the message names no serial."""
    name = posted(topic)
    if name is None:
        level = topic.split("/")[1] if "/" in topic else topic
        name = f"{vendor}/{serial or level}"
    return plausible.name(name, "device")
