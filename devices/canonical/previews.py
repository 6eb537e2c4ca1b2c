"""The blurred picture that a counting camera shows on command, for drawing its lines on."""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from typing import Annotated

import msgspec

from devices.drivers import UnreadableError
from devices.readings import Preview
from devices.wire import reader

LARGEST = 32 * 1024  # characters of base 64
JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8\xff", b"\xff\xd9"


class _Preview(msgspec.Struct):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    jpeg: Annotated[str, msgspec.Meta(max_length=LARGEST)]


_read = reader(_Preview)


def preview(device: str, payload: bytes) -> Sequence[Preview]:
    said = _read(payload)
    try:
        jpeg = binascii.a2b_base64(said.jpeg, strict_mode=True)
    except binascii.Error:
        raise UnreadableError("jpeg: not base 64") from None
    if not (jpeg.startswith(JPEG_BEGINS) and jpeg.endswith(JPEG_ENDS)):
        raise UnreadableError("jpeg: no JPEG picture")
    return (Preview(device, said.id, jpeg),)
