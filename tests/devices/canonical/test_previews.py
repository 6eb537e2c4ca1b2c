"""A camera's blurred picture is a small JPEG for one command, or it is refused."""

from __future__ import annotations

import base64
import json

import cv2
import numpy as np
import pytest

from devices.agents.camera.preview import preview
from devices.decoding import decode, describe
from devices.drivers import UnreadableError
from devices.readings import Preview

TOPIC = "accueil/v1/paris-1/camera-1/preview"
SHOWN = preview(np.full((480, 640, 3), 90, np.uint8))


def said(**fields: object) -> bytes:
    return json.dumps({"id": "c1", "jpeg": SHOWN, **fields}).encode()


def test_what_our_agent_shows_is_read() -> None:
    (reading,) = decode(TOPIC, said())
    assert reading == Preview("camera-1", "c1", base64.b64decode(SHOWN))
    assert cv2.imdecode(np.frombuffer(reading.jpeg, np.uint8), 1).shape == (120, 160, 3)
    assert describe(reading) == {"reading": "preview", "id": "c1", "bytes": len(reading.jpeg)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"jpeg": "not base 64!"},
        {"jpeg": base64.b64encode(b"GIF89a").decode()},
        {"jpeg": SHOWN[:-8]},
        {"jpeg": "A" * 40_000},
        {"id": ""},
    ],
)
def test_what_is_no_small_picture_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UnreadableError):
        decode(TOPIC, said(**wrong))
