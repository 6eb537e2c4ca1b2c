"""Reads lines and zones as people write them: `door:0,240,640,240`, in pixels or in shares."""

from __future__ import annotations

import math
from collections.abc import Sequence

from devices.vision.counting.lines import Line, LineError
from devices.vision.counting.zones import Zone


def read_lines(written: Sequence[str], width: int, height: int) -> list[Line]:
    lines: list[Line] = []
    for number, text in enumerate(written, 1):
        name, numbers = _named(text, "line" if number == 1 else f"line-{number}")
        if len(numbers) != 4:
            raise LineError(f"The line {text!r} is not four numbers x1,y1,x2,y2")
        line = Line(name, *_in_pixels(numbers, width, height))
        line.check(width, height)
        lines.append(line)
    _refuse_twins([line.name for line in lines])
    return lines


def read_zones(written: Sequence[str], width: int, height: int) -> list[Zone]:
    zones: list[Zone] = []
    for number, text in enumerate(written, 1):
        name, numbers = _named(text, "zone" if number == 1 else f"zone-{number}")
        if len(numbers) < 6 or len(numbers) % 2:
            raise LineError(f"The zone {text!r} is not three corners x,y or more")
        pixels = _in_pixels(numbers, width, height)
        zone = Zone(name, tuple(zip(pixels[::2], pixels[1::2], strict=True)))
        zone.check(width, height)
        zones.append(zone)
    _refuse_twins([zone.name for zone in zones])
    return zones


def _named(text: str, otherwise: str) -> tuple[str, list[float]]:
    name, colon, places = text.rpartition(":")
    try:
        numbers = [float(number) for number in places.split(",")]
    except ValueError:
        raise LineError(f"{text!r} is not made of numbers with commas between them") from None
    if not all(math.isfinite(number) for number in numbers):
        raise LineError(f"{text!r} holds a number that is no place")
    return (name.strip() if colon and name.strip() else otherwise), numbers


def _in_pixels(numbers: list[float], width: int, height: int) -> list[float]:
    """Numbers that all lie between 0 and 1 are shares: no line fits into one pixel."""
    if all(0 <= number <= 1 for number in numbers):
        return [number * (height if at % 2 else width) for at, number in enumerate(numbers)]
    return numbers


def _refuse_twins(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise LineError(f"Two are called {name}: give each a name of its own")
