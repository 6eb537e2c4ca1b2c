"""The quick engine, asked first and often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from devices.symbologies import of_aim
from devices.vision.qr_code import Code, Corner

Picture = NDArray[np.uint8]

FORMATS = {
    "qr": zxingcpp.BarcodeFormat.QRCodeModel2,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "aztec": zxingcpp.BarcodeFormat.Aztec,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "ean13": zxingcpp.BarcodeFormat.EAN13,
    "ean8": zxingcpp.BarcodeFormat.EAN8,
    "upca": zxingcpp.BarcodeFormat.UPCA,
    "code128": zxingcpp.BarcodeFormat.Code128,
}


@dataclass(frozen=True, slots=True)
class Damaged:
    """A QR code that was found and could not be read; `modules` is what it seems to have a side."""

    corners: tuple[Corner, ...]
    modules: int


def read(
    picture: Picture,
    symbologies: Sequence[str] = ("qr",),
    scale: float = 1.0,
    thorough: bool = True,
) -> tuple[list[Code], list[Damaged]]:
    """What can be read, and what only seen. `scale`: how much larger the picture was made.

    `thorough` also looks at the picture made smaller, and for light codes on dark.
    """
    formats = zxingcpp.BarcodeFormats([FORMATS[name] for name in symbologies])
    codes, damaged = [], []
    for seen in zxingcpp.read_barcodes(
        picture,
        formats=formats,
        try_downscale=thorough,
        try_invert=thorough,
        return_errors=True,
        text_mode=zxingcpp.TextMode.Plain,
    ):
        corners = _corners(seen.position, scale)
        if seen.valid:
            codes.append(_code(seen, corners))
        elif modules := _modules(seen):
            damaged.append(Damaged(corners, modules))
    return codes, damaged


def read_flat(picture: Picture) -> str | None:
    """The text of the one QR code that lies straight in the picture."""
    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats([FORMATS["qr"]]),
        try_rotate=False,
        try_downscale=False,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return _text(found[0]) if found else None


def _code(seen: zxingcpp.Barcode, corners: tuple[Corner, ...]) -> Code:
    text = _text(seen)
    return Code(text, of_aim(seen.symbology_identifier, text), corners)


def _text(seen: zxingcpp.Barcode) -> str:
    """UTF-8 first, as everybody writes today: short texts are too little to guess another from."""
    try:
        return seen.bytes.decode()
    except UnicodeDecodeError:
        return str(seen.text)


def _corners(position: zxingcpp.Position, scale: float) -> tuple[Corner, ...]:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((point.x / scale, point.y / scale) for point in points)


def _modules(seen: zxingcpp.Barcode) -> int:
    if seen.format != zxingcpp.BarcodeFormat.QRCode or not isinstance(seen.extra, dict):
        return 0
    version = str(seen.extra.get("Version"))
    return 17 + 4 * int(version) if version.isdigit() else 0  # ISO/IEC 18004, 5.3.1
