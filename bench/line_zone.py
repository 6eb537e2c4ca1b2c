"""supervision's line zone with ByteTrack, fed with blobs, to compare our counting with."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from devices.vision.counting.blobs import Blob
from devices.vision.counting.lines import Line


def is_installed() -> bool:
    return importlib.util.find_spec("supervision") is not None


class LineZoneCounter:
    def __init__(self, line: Line, fps: float) -> None:
        import supervision

        self._supervision: Any = supervision
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it is to move to a package of its own
            self._tracker = supervision.ByteTrack(frame_rate=max(1, round(fps)))
        self._zone = supervision.LineZone(
            supervision.Point(line.x1, line.y1),
            supervision.Point(line.x2, line.y2),
            triggering_anchors=[supervision.Position.CENTER],
        )

    @property
    def counts(self) -> tuple[int, int]:
        return int(self._zone.in_count), int(self._zone.out_count)

    def see(self, blobs: Sequence[Blob]) -> None:
        corners = [
            (blob.left, blob.top, blob.left + blob.width, blob.top + blob.height) for blob in blobs
        ]
        detections = self._supervision.Detections(
            xyxy=np.array(corners, np.float32).reshape(-1, 4),
            confidence=np.full(len(corners), 0.9, np.float32),
            class_id=np.zeros(len(corners), int),
        )
        self._zone.trigger(self._tracker.update_with_detections(detections))
