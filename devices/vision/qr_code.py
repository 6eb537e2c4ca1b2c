"""What a reader of pictures found."""

from __future__ import annotations

from dataclasses import dataclass

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Code:
    """A code in a picture. Its corners are in pixels, clockwise as one reads it: top left first."""

    data: str
    symbology: str
    corners: tuple[Corner, ...]
