"""What a vendor's gateway is called: by its own words, or by the topic on which it speaks."""

from __future__ import annotations

from functools import lru_cache

from devices import plausible
from devices.drivers import pushed_by

NAMES_KEPT = 1024


@lru_cache(maxsize=NAMES_KEPT)
def gateway(vendor: str, said: str | None, topic: str, level: int = 1) -> str:
    """`{vendor}/{name}`. An address is written as twelve digits in lower case.

    `said` is what the gateway calls itself; where it does not, the topic's level of that number
    names it, empty levels not counted. What was posted over HTTP is named by who posted it.
    """
    return f"{vendor}/{plain(said) or plain(_level(topic, level)) or 'unnamed'}"


def plain(name: str | None) -> str | None:
    """A name in one spelling; None for an empty one."""
    text = (name or "").strip()
    if not text:
        return None
    address = plausible.address(text)
    return address.replace(":", "") if address else plausible.name(text, "gateway")


def _level(topic: str, number: int) -> str:
    poster = pushed_by(topic)
    if poster is not None:
        return poster
    levels = [level for level in topic.split("/") if level]
    return levels[number] if number < len(levels) else ""
