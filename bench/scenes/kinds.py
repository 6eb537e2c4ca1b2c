"""The twenty-six kinds of scenes, each a function from a stage to what is particular about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench.scenes.script import Scene, Walker
from bench.scenes.stage import Stage

Particulars = dict[str, Any]
SECONDS = 24.0


def scene(kind: str, seed: int) -> Scene:
    stage = Stage(kind, seed)
    particular = {"seconds": SECONDS, "walkers": (), **KINDS[kind](stage)}
    particular["walkers"] = tuple(particular["walkers"])
    return Scene(
        kind,
        seed,
        line=stage.line,
        width=stage.width,
        height=stage.height,
        **{"fps": stage.fps, "floor": stage.floor, "noise": stage.lots.uniform(2, 6), **particular},
    )


def _strollers(stage: Stage, count: int, from_s: float = 1.0, every_s: float = 2.6) -> list[Walker]:
    """People who cross one after the other, far enough apart to be told apart."""
    return [
        stage.across(from_s + number * every_s, (0.2 + 0.6 * ((number * 5) % 8) / 7) * stage.span)
        for number in range(count)
    ]


def _straight(stage: Stage, begin_s: float, u: float, way: int, speed: float) -> Walker:
    """Somebody who keeps to a line, as those do who walk together."""
    steps = stage.walk(begin_s, (u, -way * stage.away), (u, way * stage.away), speed=speed)
    return stage.walker(steps)


def busy_start(stage: Stage) -> Particulars:
    began = []
    for number in range(5):
        u = (0.12 + 0.19 * number) * stage.span
        way = stage.lots.choice((1, -1))
        v = -way * stage.lots.uniform(0.5, 0.8) * stage.depth
        began.append(stage.walker(stage.walk(0.0, (u, v), (u, way * stage.away))))
    return {"walkers": began + _strollers(stage, 3, 9.0, 4.0)}


def shake(stage: Stage) -> Particulars:
    return {"walkers": _strollers(stage, 8), "shake": 1.6}


def camouflage(stage: Stage) -> Particulars:
    def dressed(walker: Walker) -> Walker:
        tone = stage.lots.uniform(80, 100)
        coat = (tone, tone + stage.lots.uniform(-12, 12), tone + stage.lots.uniform(-12, 12))
        return replace(walker, look=replace(walker.look, coat=coat))

    return {"walkers": [dressed(walker) for walker in _strollers(stage, 8)], "floor": "boards"}


def carts(stage: Stage) -> Particulars:
    return {
        "walkers": [
            replace(walker, cart=number % 3 != 2)
            for number, walker in enumerate(_strollers(stage, 8, 1.0, 2.7))
        ]
    }


def crowd(stage: Stage) -> Particulars:
    lots = stage.lots
    lanes = max(3, int(stage.span / (1.9 * stage.wide + 6)))
    walkers = [
        stage.across(
            1.0 + 1.4 * number + lots.uniform(0, 0.6),
            (0.1 + 0.8 * ((number * 3) % lanes) / lanes) * stage.span,
        )
        for number in range(13)
    ]
    return {"walkers": walkers}


def diagonal(stage: Stage) -> Particulars:
    stage.slant = stage.lots.choice((-1, 1)) * stage.depth * 0.8
    walkers = []
    for number in range(8):
        way = stage.lots.choice((1, -1))
        from_u, to_u = stage.lots.choice(((0.2, 0.75), (0.75, 0.25), (0.4, 0.6)))
        steps = stage.walk(
            1.0 + number * 2.7,
            (from_u * stage.span, -way * 1.5 * stage.away),
            (to_u * stage.span, way * 1.5 * stage.away),
        )
        walkers.append(stage.walker(steps))
    return {"walkers": walkers, "seconds": 27.0}


def door_and_screen(stage: Stage) -> Particulars:
    doors = tuple((2.0 + 5.5 * number, 3.8 + 5.5 * number) for number in range(4))
    stage.turned, stage.small = False, False
    return {
        "walkers": _strollers(stage, 7, 1.5, 3.0),
        "screen": not stage.width < 640,
        "doors": doors,
    }


def empty(stage: Stage) -> Particulars:
    del stage
    return {"seconds": 15.0}


def dropped_frames(stage: Stage) -> Particulars:
    lost = [stage.lots.random() < 0.3 for _ in range(1000)]
    for begin in stage.lots.sample(range(20, 500), 8):
        lost[begin : begin + 5] = [True] * 5
    return {"walkers": _strollers(stage, 8), "dropped": lambda frame: lost[frame % 1000]}


def hard_shadow(stage: Stage) -> Particulars:
    falls = (stage.lots.choice((-0.5, 0.5)), stage.lots.uniform(0.1, 0.45))
    return {"walkers": _strollers(stage, 8), "shadow": falls}


def object_left(stage: Stage) -> Particulars:
    u, v = stage.span * 0.5, stage.lots.choice((-1, 1)) * 0.55 * stage.depth
    way = 1 if v > 0 else -1
    bringer = stage.walker(
        stage.walk(2.0, (u, -way * stage.away), (u, v), (u, v), (u, -way * stage.away))
    )
    drop_s = bringer.steps[2][0]
    after = [
        stage.across(drop_s + 3.0 + 2.6 * number, stage.span * (0.2 if number % 2 else 0.8))
        for number in range(5)
    ]
    x, y = stage.place(u, v)
    return {"walkers": [bringer, *after], "left_object": (drop_s, x, y), "seconds": drop_s + 18}


def light_switched(stage: Stage) -> Particulars:
    def light(second: float) -> float:
        return 1.0 if second < 8.3 or second > 16.6 else 0.62

    return {"walkers": _strollers(stage, 8), "light": light}


def loitering(stage: Stage) -> Particulars:
    walkers = []
    for number, u in enumerate((0.18, 0.5, 0.82)):
        way = stage.lots.choice((1, -1))
        end = stage.lots.choice((way, -way))
        spot = (u * stage.span, stage.lots.uniform(-0.03, 0.03) * stage.size)
        steps = stage.walk(1.0 + number, (u * stage.span, -way * stage.away), spot)
        leave_s = steps[-1][0] + 9.0
        away = stage.walk(leave_s, spot, (u * stage.span, end * stage.away))
        walkers.append(
            stage.walker(
                (*steps, *away), sway=0.13 * stage.size, sway_hz=stage.lots.uniform(0.3, 0.7)
            )
        )
    return {"walkers": walkers + _strollers(stage, 4, 17.0, 2.0), "seconds": 28.0}


def low_contrast(stage: Stage) -> Particulars:
    return {"walkers": _strollers(stage, 8), "light": lambda _second: 0.38, "noise": 3.0}


def low_frame_rate(stage: Stage) -> Particulars:
    return {"walkers": _strollers(stage, 8), "fps": float(stage.lots.choice((4, 5, 6)))}


def in_parallel(stage: Stage) -> Particulars:
    walkers = []
    for number in range(4):
        way, speed = stage.lots.choice((1, -1)), stage.speed()
        u = stage.lots.uniform(0.15, 0.4) * stage.span
        gap = stage.girth * stage.lots.uniform(1.5, 2.2)
        walkers += [stage.across(1.0 + number * 5, at, way, speed) for at in (u, u + gap)]
    return {"walkers": walkers}


def parent_and_child(stage: Stage) -> Particulars:
    walkers = []
    for number in range(4):
        way, speed = stage.lots.choice((1, -1)), stage.speed() * 0.8
        u = stage.lots.uniform(0.25, 0.65) * stage.span
        begin = 1.0 + number * 5
        walkers.append(
            stage.walker(
                stage.walk(begin, (u, -way * stage.away), (u, way * stage.away), speed=speed)
            )
        )
        gap = stage.girth * stage.lots.uniform(0.85, 1.05)
        lower = 0.0 if stage.turned or stage.style == "above" else 0.2 * stage.size
        child = stage.walk(
            begin,
            (u + gap, -way * stage.away + lower),
            (u + gap, way * stage.away + lower),
            speed=speed,
        )
        walkers.append(stage.walker(child, size=0.6))
    return {"walkers": walkers}


def queue(stage: Stage) -> Particulars:
    """They stand one behind the other and step up; each in turn goes over the line."""
    walkers, u = [], 0.5 * stage.span
    room = (1.15 if stage.style in ("above", "disc", "oval") else 1.1) * stage.size
    room = min(room, 0.9 * stage.depth / 2) if stage.turned else room
    room = max(room, 1.25 * stage.wide if stage.turned else 0.75 * stage.size)
    for number in range(6):
        steps: list[tuple[float, float, float]] = []
        standing = min(number, 2)
        begin = 0.5 if number < 3 else 0.5 + 3.2 * (number - 2)
        spot = -(0.55 + standing) * room
        steps += stage.walk(begin, (u, -stage.away), (u, spot))
        for turn in range(standing):
            at_s = max(5.0 + 3.2 * (number - standing + turn), steps[-1][0] + 0.3)
            steps += stage.walk(at_s, (u, spot), (u, spot + room))
            spot += room
        go_s = max(5.0 + 3.2 * number, steps[-1][0] + 0.4)
        steps += stage.walk(go_s, (u, spot), (u, stage.away))
        walkers.append(stage.walker(tuple(steps)))
    return {"walkers": walkers, "seconds": 28.0}


def side_by_side(stage: Stage) -> Particulars:
    walkers = []
    for number in range(4):
        way, speed = stage.lots.choice((1, -1)), stage.speed()
        u = stage.lots.uniform(0.2, 0.6) * stage.span
        gap = stage.girth * stage.lots.uniform(0.95, 1.15)
        walkers += [_straight(stage, 1.0 + number * 5, at, way, speed) for at in (u, u + gap)]
    return {"walkers": walkers}


def single_file(stage: Stage) -> Particulars:
    walkers = []
    for group in range(2):
        way, speed = stage.lots.choice((1, -1)), stage.speed()
        u = stage.lots.uniform(0.3, 0.7) * stage.span
        room = 1.35 * (stage.wide if stage.turned else max(stage.size, stage.wide))
        if stage.style == "above":
            room = 1.0 * stage.size
        for number in range(4):
            begin = 1.0 + group * 12 + number * room / speed
            walkers.append(
                stage.walker(
                    stage.walk(begin, (u, -way * stage.away), (u, way * stage.away), speed=speed)
                )
            )
    return {"walkers": walkers, "seconds": 26.0}


def standing_still(stage: Stage) -> Particulars:
    walkers = []
    for u, v in ((0.2, -0.5), (0.8, 0.45)):
        way = 1 if v < 0 else -1
        begin = stage.lots.uniform(0.5, 2.0)
        steps = stage.walk(
            begin, (u * stage.span, -way * stage.away), (u * stage.span, v * stage.depth)
        )
        leave_s = steps[-1][0] + stage.lots.uniform(12, 15)
        steps += stage.walk(
            leave_s, (u * stage.span, v * stage.depth), (u * stage.span, way * stage.away)
        )
        walkers.append(stage.walker(steps))
    others = [stage.across(3.0 + 3.4 * number, 0.5 * stage.span) for number in range(5)]
    return {"walkers": walkers + others, "seconds": 27.0}


def sun_patch(stage: Stage) -> Particulars:
    if stage.small:
        return {"walkers": _strollers(stage, 8)}
    return {"walkers": _strollers(stage, 8), "sun": (stage.lots.uniform(4, 9), 6.0)}


def tailgating(stage: Stage) -> Particulars:
    walkers = []
    for number in range(4):
        way, speed = stage.lots.choice((1, -1)), stage.speed()
        u = stage.lots.uniform(0.25, 0.75) * stage.span
        length = stage.wide if stage.turned else stage.size
        if stage.style == "above":
            length = 0.62 * stage.size
        lag = length * stage.lots.uniform(1.0, 1.2) / speed
        begin = 1.0 + 5 * number
        walkers += [_straight(stage, at_s, u, way, speed) for at_s in (begin, begin + lag)]
    return {"walkers": walkers}


def lens_covered(stage: Stage) -> Particulars:
    walkers = _strollers(stage, 3, 1.0, 2.2) + _strollers(stage, 3, 17.0, 2.2)
    return {"walkers": walkers, "covered": (10.0, 16.0), "seconds": 26.0}


def two_ways(stage: Stage) -> Particulars:
    walkers = []
    for number in range(4):
        u, speed = stage.lots.uniform(0.25, 0.7) * stage.span, stage.speed()
        gap = stage.lots.uniform(0.3, 1.3) * stage.wide
        walkers += [
            stage.across(1.0 + number * 5, u, 1, speed),
            stage.across(1.0 + number * 5, u + gap, -1, speed),
        ]
    return {"walkers": walkers}


def u_turn(stage: Stage) -> Particulars:
    walkers = []
    for number in range(5):
        way = stage.lots.choice((1, -1))
        u = stage.lots.uniform(0.2, 0.8) * stage.span
        over = number % 2 == 0
        turn = (way if over else -way) * max(0.5 * stage.depth, 0.55 * stage.size)
        aside = u + stage.wide * 0.6
        walkers.append(
            stage.walker(
                stage.walk(
                    1.0 + number * 4.6,
                    (u, -way * stage.away),
                    (u, turn),
                    (aside, turn),
                    (aside, -way * stage.away),
                )
            )
        )
    return {"walkers": walkers, "seconds": 28.0}


KINDS: dict[str, Callable[[Stage], Particulars]] = {
    "busy start": busy_start,
    "shake": shake,
    "camouflage": camouflage,
    "carts": carts,
    "crowd": crowd,
    "diagonal": diagonal,
    "door and screen": door_and_screen,
    "empty": empty,
    "dropped frames": dropped_frames,
    "hard shadow": hard_shadow,
    "object left": object_left,
    "light switched": light_switched,
    "loitering on the line": loitering,
    "low contrast": low_contrast,
    "low frame rate": low_frame_rate,
    "walking in parallel": in_parallel,
    "parent and child": parent_and_child,
    "queue": queue,
    "side by side": side_by_side,
    "single file": single_file,
    "standing still": standing_still,
    "sun patch": sun_patch,
    "tailgating": tailgating,
    "lens covered": lens_covered,
    "two ways": two_ways,
    "U-turn": u_turn,
}
