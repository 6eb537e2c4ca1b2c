"""Draws people: seen obliquely and from above, with limbs and patterns, and much more simply."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from bench.scenes.script import Walker

Canvas = npt.NDArray[np.uint8]
FINE = 4  # bits below the pixel, so that nobody jumps from pixel to pixel
UNIT = 1 << FINE


def draw(canvas: Canvas, walker: Walker, second: float) -> None:
    place = walker.at(second)
    if place is None:
        return
    speed = walker.walking(second)
    moving = min(1.0, math.hypot(*speed) / 25.0)
    swing = math.sin(2 * math.pi * walker.look.pace * second + walker.size) * moving
    heading = math.atan2(speed[1], speed[0]) if moving > 0.1 else math.pi / 2
    if walker.cart:
        _cart(canvas, place, walker.size, heading)
    STYLES[walker.look.style](canvas, place, walker, swing, heading)


def _point(x: float, y: float) -> tuple[int, int]:
    return round(x * UNIT), round(y * UNIT)


def _oval(
    canvas: Canvas, x: float, y: float, a: float, b: float, turn: float, colour: tuple[float, ...]
) -> None:
    axes = (max(1, round(a * UNIT)), max(1, round(b * UNIT)))
    cv2.ellipse(
        canvas, _point(x, y), axes, math.degrees(turn), 0, 360, colour, -1, cv2.LINE_AA, FINE
    )


def _limb(
    canvas: Canvas,
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    wide: float,
    colour: tuple[float, ...],
) -> None:
    cv2.line(canvas, _point(x1, y1), _point(x2, y2), colour, max(1, round(wide)), cv2.LINE_AA, FINE)


def _quad(canvas: Canvas, corners: list[tuple[float, float]], colour: tuple[float, ...]) -> None:
    points = np.array([_point(x, y) for x, y in corners], np.int32)
    cv2.fillPoly(canvas, [points], colour, cv2.LINE_AA, FINE)


def _upright(
    canvas: Canvas, place: tuple[float, float], walker: Walker, swing: float, heading: float
) -> None:
    """Seen obliquely; the place is the middle of the body."""
    x, y = place
    size, look = walker.size, walker.look
    wide = 0.13 * size * (0.75 + 0.25 * abs(math.sin(heading)))
    top, hip, foot = y - 0.5 * size, y + 0.05 * size, y + 0.5 * size
    step = swing * 0.15 * size
    lift = abs(swing) * 0.02 * size
    _limb(
        canvas, x - 0.4 * wide, hip, x - 0.4 * wide + step, foot - lift, 0.55 * wide + 2, look.legs
    )
    _limb(
        canvas, x + 0.4 * wide, hip, x + 0.4 * wide - step, foot - lift, 0.55 * wide + 2, look.legs
    )
    shoulder = top + 0.2 * size
    _limb(canvas, x - wide, shoulder, x - 1.15 * wide - 0.7 * step, hip, 0.4 * wide + 1, look.coat)
    _limb(canvas, x + wide, shoulder, x + 1.15 * wide + 0.7 * step, hip, 0.4 * wide + 1, look.coat)
    body = [(x - wide, shoulder), (x + wide, shoulder), (x + 0.8 * wide, hip + 0.03 * size)]
    body.append((x - 0.8 * wide, hip + 0.03 * size))
    _quad(canvas, body, look.coat)
    darker = tuple(0.65 * value for value in look.coat)
    for band in range(look.pattern):
        at = shoulder + (band + 0.7) * (hip - shoulder) / (look.pattern + 0.4)
        _limb(canvas, x - 0.8 * wide, at, x + 0.8 * wide, at, 0.035 * size, darker)
    _oval(canvas, x, top + 0.09 * size, 0.065 * size, 0.085 * size, 0.0, (150, 170, 205))
    _oval(canvas, x, top + 0.06 * size, 0.068 * size, 0.06 * size, 0.0, look.hair)


def _from_above(
    canvas: Canvas, place: tuple[float, float], walker: Walker, swing: float, heading: float
) -> None:
    x, y = place
    size, look = walker.size, walker.look
    ahead, aside = (math.cos(heading), math.sin(heading)), (-math.sin(heading), math.cos(heading))
    for side in (-1, 1):
        reach = side * swing * 0.3 * size
        foot = (
            x + 0.16 * side * size * aside[0] + reach * ahead[0],
            y + 0.16 * side * size * aside[1] + reach * ahead[1],
        )
        _oval(canvas, *foot, 0.15 * size, 0.07 * size, heading, look.legs)
        hand = (
            x + 0.45 * side * size * aside[0] - 0.7 * reach * ahead[0],
            y + 0.45 * side * size * aside[1] - 0.7 * reach * ahead[1],
        )
        shoulder = (x + 0.4 * side * size * aside[0], y + 0.4 * side * size * aside[1])
        _limb(canvas, *shoulder, *hand, 0.13 * size, look.coat)
    _oval(canvas, x, y, 0.24 * size, 0.5 * size, heading, look.coat)
    darker = tuple(0.65 * value for value in look.coat)
    for band in range(look.pattern):
        off = (band + 1) / (look.pattern + 1) - 0.5
        at = (x + off * 0.8 * size * aside[0], y + off * 0.8 * size * aside[1])
        _limb(
            canvas,
            at[0] - 0.15 * size * ahead[0],
            at[1] - 0.15 * size * ahead[1],
            at[0] + 0.15 * size * ahead[0],
            at[1] + 0.15 * size * ahead[1],
            0.06 * size,
            darker,
        )
    _oval(
        canvas,
        x + 0.04 * size * ahead[0],
        y + 0.04 * size * ahead[1],
        0.19 * size,
        0.16 * size,
        heading,
        look.hair,
    )


def _plain_oval(
    canvas: Canvas, place: tuple[float, float], walker: Walker, swing: float, heading: float
) -> None:
    del swing, heading
    _oval(canvas, *place, 0.25 * walker.size, 0.5 * walker.size, 0.0, walker.look.coat)


def _plain_disc(
    canvas: Canvas, place: tuple[float, float], walker: Walker, swing: float, heading: float
) -> None:
    del swing, heading
    _oval(canvas, *place, 0.4 * walker.size, 0.4 * walker.size, 0.0, walker.look.coat)
    _oval(canvas, *place, 0.17 * walker.size, 0.17 * walker.size, 0.0, walker.look.hair)


def _plain_box(
    canvas: Canvas, place: tuple[float, float], walker: Walker, swing: float, heading: float
) -> None:
    del swing, heading
    x, y = place
    a, b = 0.2 * walker.size, 0.5 * walker.size
    _quad(
        canvas, [(x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b)], walker.look.coat
    )


def _figurine(
    canvas: Canvas, place: tuple[float, float], walker: Walker, swing: float, heading: float
) -> None:
    """A head, a body and nothing that moves, as somebody else might draw it."""
    del swing, heading
    x, y = place
    size, look = walker.size, walker.look
    a = 0.19 * size
    _quad(
        canvas,
        [
            (x - a, y - 0.22 * size),
            (x + a, y - 0.22 * size),
            (x + 0.7 * a, y + 0.5 * size),
            (x - 0.7 * a, y + 0.5 * size),
        ],
        look.coat,
    )
    half = [
        (x - 0.85 * a, y + 0.1 * size),
        (x + 0.85 * a, y + 0.1 * size),
        (x + 0.7 * a, y + 0.5 * size),
        (x - 0.7 * a, y + 0.5 * size),
    ]
    _quad(canvas, half, look.legs)
    _oval(canvas, x, y - 0.36 * size, 0.14 * size, 0.14 * size, 0.0, look.hair)


def _cart(canvas: Canvas, place: tuple[float, float], size: float, heading: float) -> None:
    """A wire basket on wheels, pushed ahead."""
    ahead, aside = (math.cos(heading), math.sin(heading)), (-math.sin(heading), math.cos(heading))
    near, far, half = 0.34 * size, 0.95 * size, 0.24 * size

    def corner(forward: float, side: float) -> tuple[float, float]:
        return (
            place[0] + forward * ahead[0] + side * aside[0],
            place[1] + forward * ahead[1] + side * aside[1],
        )

    outline = [corner(near, -half), corner(far, -half), corner(far, half), corner(near, half)]
    _quad(canvas, outline, (118.0, 112.0, 108.0))
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        at = near + share * (far - near)
        _limb(canvas, *corner(at, -half), *corner(at, half), 2, (190.0, 188.0, 186.0))
        side = half * (2 * share - 1)
        _limb(canvas, *corner(near, side), *corner(far, side), 2, (190.0, 188.0, 186.0))
    for side in (-half, half):
        _limb(canvas, *corner(0.1 * size, side), *corner(near, side), 3, (60.0, 60.0, 160.0))


Style = Callable[[Canvas, tuple[float, float], Walker, float, float], None]
STYLES: dict[str, Style] = {
    "upright": _upright,
    "above": _from_above,
    "oval": _plain_oval,
    "disc": _plain_disc,
    "box": _plain_box,
    "figurine": _figurine,
}
