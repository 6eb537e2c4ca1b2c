"""The picture for drawing lines on: shown on command alone, and with nobody to be recognised."""

from __future__ import annotations

import base64

import cv2

from devices.vision.counting.picture import Picture

WIDTH = 160
COARSE = 40  # the picture has this many columns of its own; a face has less than two of them
QUALITY = 60


def preview(picture: Picture) -> str:
    """A JPEG in base64, a few kilobytes: coarse squares, smoothed."""
    height = max(1, round(picture.shape[0] * COARSE / picture.shape[1]))
    coarse = cv2.resize(picture, (COARSE, height), interpolation=cv2.INTER_AREA)
    scale = WIDTH / COARSE
    smooth = cv2.resize(coarse, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    _, jpeg = cv2.imencode(".jpg", smooth, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return base64.b64encode(jpeg.tobytes()).decode()
