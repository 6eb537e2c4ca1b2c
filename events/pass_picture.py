"""The code of a pass as a picture: pixels for a mail, a path for print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby

QUIET_ZONE = 4  # modules of white around it: scanners ask for so many (ISO/IEC 18004)

Modules = Sequence[Sequence[bool]]


def modules(text: str) -> Modules:
    """Dark is true; the white around it is part of it. Level M reads with a sixth of it torn."""
    from qrcode.constants import ERROR_CORRECT_M  # brings Pillow: megabytes, for who shows a pass
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def png(text: str, module_px: int = 12) -> bytes:
    from PIL import Image  # megabytes, for letters and those who ask for a picture

    drawn = modules(text)
    side = len(drawn)
    picture = Image.new("1", (side, side), 1)
    picture.putdata([0 if dark else 1 for row in drawn for dark in row])
    packed = io.BytesIO()
    size = (side * module_px, side * module_px)
    picture.resize(size, Image.Resampling.NEAREST).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def svg(text: str) -> str:
    """One path of strokes, a row of dark modules each; sharp at any size."""
    drawn = modules(text)
    side = len(drawn)
    strokes = "".join(
        f"M{start} {number}.5h{length}"
        for number, row in enumerate(drawn)
        for start, length in runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path stroke="#000" shape-rendering="crispEdges" d="{strokes}"/></svg>\n'
    )


def runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow each other."""
    found = []
    for dark, places in groupby(enumerate(row), key=lambda module: module[1]):
        first, *others = [place for place, _ in places]
        if dark:
            found.append((first, 1 + len(others)))
    return found
