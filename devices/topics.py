"""MQTT topic filters: which topics they match, and which filters say more than others."""

from __future__ import annotations


def matches(topic_filter: str, topic: str) -> bool:
    """Tell if `topic` falls under `topic_filter` (MQTT 5.0, 4.7). `$` topics need a literal."""
    wanted, levels = topic_filter.split("/"), topic.split("/")
    if topic.startswith("$") and wanted[0] in ("+", "#"):
        return False
    for at, level in enumerate(wanted):
        if level == "#":
            return True
        if at >= len(levels) or level not in ("+", levels[at]):
            return False
    return len(wanted) == len(levels)


def covers(wide: str, narrow: str) -> bool:
    """Tell if every topic under the filter `narrow` falls under `wide` too."""
    levels, others = wide.split("/"), narrow.split("/")
    for at, level in enumerate(levels):
        if level == "#":
            return True
        if at >= len(others) or others[at] == "#" or level not in ("+", others[at]):
            return False
    return len(levels) == len(others)


def exactness(topic_filter: str) -> tuple[int, ...]:
    """A key by which the more exact of two filters sorts higher, compared level by level."""
    weight = {"#": 0, "+": 1}
    return tuple(weight.get(level, 2) for level in topic_filter.split("/"))
