"""Pictures from files, as grey as the readers of codes want them: one or many to a file."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

PAGES_AT_MOST = 1_000
PAPER = 255


class NoPictureError(ValueError):
    """The bytes are no picture that can be read."""


def pages(raw: bytes) -> list[Picture]:
    """Every page of a file; raises `NoPictureError`."""
    if not raw:
        raise NoPictureError("the file is empty")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    packed = np.frombuffer(raw, np.uint8)
    try:
        _, found = cv2.imdecodemulti(packed, cv2.IMREAD_UNCHANGED)
    except cv2.error:
        found = ()
    if not found:
        raise NoPictureError("not a picture that can be read")
    return [_grey(page) for page in found[:PAGES_AT_MOST]]


def _grey(page: NDArray[Any]) -> Picture:
    if page.dtype != np.uint8:
        page = cv2.normalize(page, None, 0, 255, cv2.NORM_MINMAX, cv2.CV_8U)  # type: ignore[call-overload]
    if page.ndim == 3 and page.shape[2] == 4:
        page = _on_paper(page)
    if page.ndim == 3 and page.shape[2] == 3:
        page = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    return np.ascontiguousarray(page.reshape(page.shape[:2]), np.uint8)


def _on_paper(page: NDArray[Any]) -> NDArray[Any]:
    """What shines through is white, as on a screen: else a black code would lie on black."""
    share = page[:, :, 3:].astype(np.uint16)
    mixed = page[:, :, :3] * share + PAPER * (255 - share)
    return (mixed // 255).astype(np.uint8)
