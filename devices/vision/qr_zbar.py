"""The slow, patient engine, asked last. Imported late: it needs a library of the system's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from devices.vision.qr_code import Code, Corner

Engine = Callable[[NDArray[np.uint8]], list[Code]]

MISSING = (
    "libzbar is not installed, so the hardest pictures stay unread: "
    "apt install libzbar0 (on a Mac: brew install zbar)."
)


class ZbarMissingError(RuntimeError):
    """`str(error)` is one sentence: what is missing, what it costs, and how to mend it."""


def load() -> Engine:
    """Raises `ZbarMissingError` where the system lacks the library."""
    try:
        from pyzbar.pyzbar import ZBarSymbol, decode
    except ImportError as error:  # what pyzbar raises when it cannot load the shared library
        raise ZbarMissingError(MISSING) from error

    def read(picture: NDArray[np.uint8]) -> list[Code]:
        found = (
            (_text(seen.data), seen.polygon)
            for seen in decode(picture, symbols=[ZBarSymbol.QRCODE])
        )
        return [
            Code(text, "qr", _corners([(point.x, point.y) for point in polygon]))
            for text, polygon in found
            if text is not None
        ]

    return read


def _text(data: bytes) -> str | None:
    """zbar guesses encodings and hands on its guess; beyond ASCII it may have guessed wrong."""
    return data.decode() if data.isascii() else None


def _corners(polygon: list[Corner]) -> tuple[Corner, ...]:
    """zbar names three or four points of the outline, in no fixed order."""
    if len(polygon) == 4:
        return tuple(polygon)
    left, right = min(x for x, _ in polygon), max(x for x, _ in polygon)
    top, bottom = min(y for _, y in polygon), max(y for _, y in polygon)
    return ((left, top), (right, top), (right, bottom), (left, bottom))
