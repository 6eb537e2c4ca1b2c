"""A client's photo as it is kept: a small JPEG of the pixels, and nothing else that came with it.

Decoding is the check, and encoding anew drops what a camera wrote beside the picture: place, time,
owner. How large a picture says it is, is read first: a small file can be a very large picture.
"""

from __future__ import annotations

import struct
from typing import Any

from store_server.web.problems import InvalidInputError

MEDIA = ("image/jpeg", "image/png", "image/webp")
LARGEST_SIDE_PX = 512
WIDEST_PICTURE_PX = 1600  # an event's: as wide as a kiosk, in a tenth of the bytes of a photo
LARGEST_PIXELS = 16_000_000
QUALITY = 86

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_VP8L_SIDE = 0x3FFF


def portrait(raw: bytes) -> bytes:
    """Raises `InvalidInputError` for what is no picture, or one that is too large."""
    return _within(raw, LARGEST_SIDE_PX, "photo")


def event_picture(raw: bytes) -> bytes:
    """The same for the picture of an event, which is shown large."""
    return _within(raw, WIDEST_PICTURE_PX, "picture")


def _within(raw: bytes, largest_px: int, field: str) -> bytes:
    pixels = _pixels(raw)
    if pixels is None:
        raise InvalidInputError("this is no JPEG, PNG or WebP", field=field)
    if pixels > LARGEST_PIXELS:
        most = LARGEST_PIXELS // 1_000_000
        raise InvalidInputError(f"at most {most} million pixels", field=field)
    return _encoded(_decoded(raw, largest_px, field))


def _decoded(raw: bytes, largest_px: int, field: str) -> Any:
    import cv2  # late: the library is large, and few servers ever see a photo
    import numpy as np

    try:
        picture = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        picture = None
    if picture is None:
        raise InvalidInputError("this picture is damaged", field=field)
    side = max(picture.shape[:2])
    if side <= largest_px:
        return picture
    height, width = (max(1, round(one * largest_px / side)) for one in picture.shape[:2])
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)


def _encoded(picture: Any) -> bytes:
    import cv2

    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return bytes(jpeg.tobytes())


def _pixels(raw: bytes) -> int | None:
    """How many the file says that it has; None where it is none of the three kinds."""
    try:
        if raw.startswith(_PNG):
            width, height = struct.unpack_from(">II", raw, 16)
        elif raw.startswith(_JPEG):
            width, height = _jpeg(raw)
        elif raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
            width, height = _webp(raw)
        else:
            return None
    except (struct.error, ValueError):
        return None
    return int(width) * int(height)


def _jpeg(raw: bytes) -> tuple[int, int]:
    """From the frame header, which stands somewhere among the segments before the picture."""
    place = len(_JPEG)
    while raw[place : place + 1] == b"\xff":
        marker, length = struct.unpack_from(">xBH", raw, place)
        if marker in _FRAME_HEADERS:
            height, width = struct.unpack_from(">HH", raw, place + 5)
            return width, height
        place += 2 + length
    raise ValueError("no frame header")


def _webp(raw: bytes) -> tuple[int, int]:
    match raw[12:16]:
        case b"VP8X":
            wide, high = raw[24:27] + b"\0", raw[27:30] + b"\0"
            return struct.unpack("<I", wide)[0] + 1, struct.unpack("<I", high)[0] + 1
        case b"VP8L":
            bits = struct.unpack_from("<I", raw, 21)[0]
            return (bits & _VP8L_SIDE) + 1, (bits >> 14 & _VP8L_SIDE) + 1
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", raw, 26)
            return width & _VP8L_SIDE, height & _VP8L_SIDE
        case _:
            raise ValueError("no such chunk")
