"""What a camera is called: as the door calls it that it posts to, or after its maker and serial."""

from __future__ import annotations

from devices import plausible
from devices.drivers import pushed_by


def device(vendor: str, topic: str, serial: str | None) -> str:
    """`door-1` for what was posted by it, else `xovis/80:1F:12:D6:11:22`; by the topic's second
    level where the message names no serial."""
    name = pushed_by(topic)
    if name is None:
        level = topic.split("/")[1] if "/" in topic else topic
        name = f"{vendor}/{serial or level}"
    return plausible.name(name, "device")
