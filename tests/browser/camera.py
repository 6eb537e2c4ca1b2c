"""What a camera sees: films of one picture, for Chromium's make-believe camera."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import qrcode

SIZE = (640, 480)
FRAMES = 4  # Chromium shows them over and over

Picture = npt.NDArray[np.uint8]


def shown(text: str, side: int = 260) -> Picture:
    """A pass held before the camera."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    modules = np.array(code.get_matrix(), dtype=bool)
    drawn = np.where(modules, 20, 235).astype(np.uint8)
    return held(drawn, side)


def held(code: Picture, side: int = 260) -> Picture:
    """A code on paper or glass, in the middle of what the camera sees."""
    scaled = cv2.resize(code, (side, side), interpolation=cv2.INTER_NEAREST)
    width, height = SIZE
    picture = blank()
    top, left = (height - side) // 2, (width - side) // 2
    picture[top : top + side, left : left + side] = scaled
    return picture


def blank() -> Picture:
    """Nobody stands there."""
    width, height = SIZE
    return np.full((height, width), 150, dtype=np.uint8)


def inverted(picture: Picture) -> Picture:
    """White on black, as telephones show it in the dark."""
    return (255 - picture).astype(np.uint8)


def tilted(picture: Picture) -> Picture:
    width, height = SIZE
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 25, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, SIZE, borderValue=150), dtype=np.uint8)


def dim(picture: Picture) -> Picture:
    """Little light, little contrast, and the noise that comes with it."""
    noise = np.random.default_rng(7).normal(0, 4, picture.shape)
    return np.clip(picture * 0.22 + 30 + noise, 0, 255).astype(np.uint8)


def darkness() -> Picture:
    width, height = SIZE
    return np.full((height, width), 6, dtype=np.uint8)


def film(folder: Path, picture: Picture) -> Path:
    path = folder / "film.mjpeg"
    written, jpeg = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    assert written
    path.write_bytes(jpeg.tobytes() * FRAMES)
    return path


def arguments(path: Path) -> Sequence[str]:
    return ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={path}")
