"""Draws a scene's pictures: floor, light, shadows, people, and the camera's faults."""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from bench.scenes.figures import Canvas, draw
from bench.scenes.script import Scene

BORDER = 24  # so much floor is drawn beyond the picture, for a camera that shakes
NOISES = 7


def film(scene: Scene) -> Iterator[tuple[float, Canvas]]:
    """Each picture with its second. Dropped pictures are missing, with their time gone by."""
    drawn = np.random.default_rng([scene.seed, len(scene.kind)])
    floor = _floor(scene, drawn)
    grain = [
        drawn.normal(0, scene.noise, (scene.height, scene.width, 3)).astype(np.int16)
        for _ in range(NOISES)
    ]
    for frame in range(int(scene.seconds * scene.fps)):
        second = frame / scene.fps
        offset = drawn.normal(0, scene.shake, 2) if scene.shake else np.zeros(2)
        turn = int(drawn.integers(NOISES)), int(drawn.integers(scene.height))
        if scene.dropped is not None and scene.dropped(frame):
            continue
        picture = _picture(scene, floor, second, offset)
        noisy = picture.astype(np.int16) + np.roll(grain[turn[0]], turn[1], axis=0)
        yield second, np.clip(noisy, 0, 255).astype(np.uint8)


def _picture(scene: Scene, floor: Canvas, second: float, offset: npt.NDArray[np.float64]) -> Canvas:
    if scene.covered and scene.covered[0] <= second < scene.covered[1]:
        return np.full((scene.height, scene.width, 3), (34, 36, 42), np.uint8)
    canvas = floor.copy()
    _fixtures(scene, canvas, second)
    window = canvas[BORDER : BORDER + scene.height, BORDER : BORDER + scene.width]
    present = [walker for walker in scene.walkers if walker.at(second) is not None]
    if scene.shadow is not None:
        for walker in present:
            place = walker.at(second)
            assert place is not None
            _shadow(window, place, walker.size, scene.shadow)
    for walker in sorted(present, key=lambda walker: (walker.at(second) or (0, 0))[1]):
        draw(window, walker, second)
    if scene.light is not None:
        canvas = cv2.convertScaleAbs(canvas, alpha=scene.light(second))
    if offset.any():
        shift = np.array([[1, 0, offset[0]], [0, 1, offset[1]]], np.float32)
        canvas = cv2.warpAffine(canvas, shift, (canvas.shape[1], canvas.shape[0]))
    return canvas[BORDER : BORDER + scene.height, BORDER : BORDER + scene.width]


def _fixtures(scene: Scene, canvas: Canvas, second: float) -> None:
    """What changes in the shop and is nobody: a screen, a door, a box, a patch of sun."""
    if scene.screen:
        flicker = np.random.default_rng([scene.seed, int(second * 6)])
        tile = flicker.integers(0, 255, (5, 8, 3), dtype=np.uint8)
        canvas[BORDER + 12 : BORDER + 92, BORDER + 20 : BORDER + 148] = cv2.resize(
            tile, (128, 80), interpolation=cv2.INTER_LINEAR
        )
    for opens_s, closes_s in scene.doors:
        share = (
            min(
                1.0,
                max(0.0, second - opens_s) / 0.7,
            )
            if second < closes_s
            else max(0.0, 1.0 - (second - closes_s) / 0.7)
        )
        if opens_s <= second <= closes_s + 0.7:
            angle = share * 1.4
            hinge = (BORDER + scene.width - 150, BORDER)
            far = (hinge[0] + 110 * math.cos(angle), hinge[1] + 110 * math.sin(angle))
            leaf = np.array([hinge, (hinge[0] + 110, hinge[1]), far], np.int32)
            cv2.fillPoly(canvas, [leaf], (64, 78, 96), cv2.LINE_AA)
    if scene.left_object is not None and second >= scene.left_object[0]:
        _, x, y = scene.left_object
        corner = (round(BORDER + x - 14), round(BORDER + y - 12))
        cv2.rectangle(canvas, corner, (corner[0] + 28, corner[1] + 24), (40, 60, 120), -1)
    if scene.sun is not None and second >= scene.sun[0]:
        across = (second - scene.sun[0]) * scene.sun[1]
        corners = np.array([[120, 90], [260, 90], [330, 330], [150, 330]], np.float32)
        corners += np.array([BORDER + across, BORDER], np.float32)
        lit = np.zeros(canvas.shape[:2], np.float32)
        cv2.fillPoly(lit, [corners.astype(np.int32)], 1.0, cv2.LINE_AA)
        canvas[:] = np.clip(canvas * (1 + 0.45 * lit[..., None]), 0, 255).astype(np.uint8)


def _shadow(
    window: Canvas, place: tuple[float, float], size: float, falls: tuple[float, float]
) -> None:
    """Hard-edged, beside whoever throws it."""
    shade = np.zeros(window.shape[:2], np.uint8)
    middle = (round(place[0] + falls[0] * size), round(place[1] + falls[1] * size))
    turn = math.degrees(math.atan2(falls[1], falls[0]))
    cv2.ellipse(shade, middle, (round(0.45 * size), round(0.15 * size)), turn, 0, 360, 255, -1)
    dark = shade > 0
    window[dark] = (window[dark] * 0.55).astype(np.uint8)


def _floor(scene: Scene, drawn: np.random.Generator) -> Canvas:
    high, wide = scene.height + 2 * BORDER, scene.width + 2 * BORDER
    base = drawn.uniform(105, 165) + drawn.uniform(-14, 14, 3)
    floor = np.ones((high, wide, 3), np.float32) * base
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    floor *= 1 + 0.12 * ((columns / wide - 0.5) * drawn.uniform(-1, 1))[..., None]
    if scene.floor == "tiles":
        pitch = drawn.uniform(36, 70)
        seam = (columns % pitch < 2) | (rows % pitch < 2)
        floor[seam] *= 0.8
        cells = drawn.normal(1, 0.03, (int(high // pitch) + 2, int(wide // pitch) + 2))
        floor *= cells[(rows // pitch).astype(int), (columns // pitch).astype(int)][..., None]
    elif scene.floor == "boards":
        wave = np.sin(columns / 11 + 3 * np.sin(rows / 90)) + np.sin(rows / 5.3) * 0.4
        floor *= (1 + 0.05 * wave)[..., None]
        floor[rows % 44 < 2] *= 0.75
    elif scene.floor == "carpet":
        coarse = drawn.normal(0, 1, (high // 8, wide // 8)).astype(np.float32)
        floor += 7 * cv2.resize(coarse, (wide, high), interpolation=cv2.INTER_CUBIC)[..., None]
        floor += drawn.normal(0, 5, (high, wide, 1))
    if scene.floor != "plain":
        for _ in range(3):
            x, y = drawn.uniform(0, wide - 120), drawn.choice([0.0, high - 60.0])
            cv2.rectangle(
                floor,
                (int(x), int(y)),
                (int(x + drawn.uniform(50, 120)), int(y + drawn.uniform(20, 40))),
                tuple(float(value) for value in drawn.uniform(40, 220, 3)),
                -1,
            )
    return np.clip(floor, 0, 255).astype(np.uint8)
