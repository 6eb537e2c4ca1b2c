"""A floor and people on it, drawn with three lines of code: enough to know what must be counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np

from devices.vision.counting.picture import Picture

WIDTH, HEIGHT, FPS = 320, 240, 15.0
COLOURS = ((40, 40, 190), (190, 60, 30), (30, 30, 30), (220, 220, 225))

Path_ = Sequence[tuple[float, float, float]]  # second, x, y


def floor(level: int = 130) -> Picture:
    drawn = np.random.default_rng(1)
    tiles = np.full((HEIGHT, WIDTH, 3), level, np.uint8)
    tiles[::40] = tiles[:, ::40] = int(level * 0.8)
    return np.clip(tiles + drawn.normal(0, 4, tiles.shape), 0, 255).astype(np.uint8)


def scene(
    paths: Sequence[Path_], seconds: float, noise: float = 2.0
) -> list[tuple[float, Picture]]:
    """Every picture with its second; each walker is an oval of 18 by 40 pixels."""
    drawn = np.random.default_rng(2)
    empty = floor()
    pictures = []
    for number in range(int(seconds * FPS)):
        second = number / FPS
        picture = empty.copy()
        for who, path in enumerate(paths):
            times = [step[0] for step in path]
            if times[0] <= second <= times[-1]:
                x = float(np.interp(second, times, [step[1] for step in path]))
                y = float(np.interp(second, times, [step[2] for step in path]))
                middle = round(x * 16), round(y * 16)
                colour = COLOURS[who % len(COLOURS)]
                cv2.ellipse(
                    picture, middle, (9 * 16, 20 * 16), 0, 0, 360, colour, -1, cv2.LINE_AA, 4
                )
        noisy = picture + drawn.normal(0, noise, picture.shape)
        pictures.append((second, np.clip(noisy, 0, 255).astype(np.uint8)))
    return pictures


def write(path: Path, pictures: Iterable[tuple[float, Picture]], codec: str = "mp4v") -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), FPS, (WIDTH, HEIGHT))
    for _, picture in pictures:
        writer.write(picture)
    writer.release()
    return path
