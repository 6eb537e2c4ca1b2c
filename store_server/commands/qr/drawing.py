"""A code's modules, and how they are drawn: as pixels, as a path, as blocks on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import cv2
import numpy as np
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from store_server.demo.codes import blocks

LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
MOST_BYTES = {"L": 2953, "M": 2331, "Q": 1663, "H": 1273}  # version 40: ISO/IEC 18004, table 7
SVG_UNITS_A_MM = 10

Modules = Sequence[Sequence[bool]]


class TooLongError(ValueError):
    """The text does not fit into a code of this level."""


def modules(text: str, level: str, margin: int) -> Modules:
    """Dark is true. Raises `TooLongError`."""
    code = QRCode(error_correction=LEVELS[level], border=margin)
    try:
        code.add_data(text.encode())
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise TooLongError(
            f"The text has {len(text.encode())} bytes; a code of level {level} holds "
            f"{MOST_BYTES[level]} at most"
        ) from error
    return [[bool(module) for module in row] for row in code.get_matrix()]


def png(drawn: Modules, size: int) -> bytes:
    dark = np.array(drawn, bool)
    pixels = np.where(dark, 0, 255).astype(np.uint8).repeat(size, 0).repeat(size, 1)
    _, packed = cv2.imencode(".png", pixels)
    return packed.tobytes()


def svg(drawn: Modules, size: int) -> str:
    """One path of strokes, a row of dark modules each; sharp at any size."""
    side = len(drawn)
    strokes = "".join(
        f"M{start} {number}.5h{length}"
        for number, row in enumerate(drawn)
        for start, length in _runs(row)
    )
    millimetres = side * size / SVG_UNITS_A_MM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{millimetres:g}mm" '
        f'height="{millimetres:g}mm" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path stroke="#000" shape-rendering="crispEdges" d="{strokes}"/></svg>\n'
    )


def terminal(drawn: Modules) -> list[str]:
    return blocks(drawn)


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow each other."""
    runs = []
    for dark, places in groupby(enumerate(row), key=lambda module: module[1]):
        first, *others = [place for place, _ in places]
        if dark:
            runs.append((first, 1 + len(others)))
    return runs
