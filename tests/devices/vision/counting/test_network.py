"""A network that the operator gives finds people behind the same port as our own eyes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from devices.vision.counting.counter import Counter
from devices.vision.counting.lines import Line
from devices.vision.counting.network import NetworkDetector, NetworkError
from devices.vision.counting.picture import Picture, Scale
from devices.vision.counting.size import PersonSize
from tests.devices.vision.counting import tiny_network

FPS = 10


def bright_square(x: int, y: int) -> Picture:
    picture = np.full((240, 320, 3), 20, np.uint8)
    picture[max(0, y - 20) : max(0, y + 20), x - 20 : x + 20] = 250
    return picture


def test_it_finds_what_the_network_was_made_for(tmp_path: Path) -> None:
    detector = NetworkDetector(tiny_network.write(tmp_path / "bright.onnx"))
    (blob,) = detector.find(bright_square(160, 120), PersonSize(320 * 240))
    assert (blob.x, blob.y) == (pytest.approx(160, abs=12), pytest.approx(120, abs=12))
    assert detector.find(np.full((240, 320, 3), 20, np.uint8), PersonSize(320 * 240)) == []


def test_who_is_found_by_it_is_counted(tmp_path: Path) -> None:
    detector = NetworkDetector(tiny_network.write(tmp_path / "bright.onnx"))
    counter = Counter(Scale.of(640, 480), [Line("door", 0, 240, 640, 240)], detector=detector)
    crossings = []
    for at in range(60):
        large = np.kron(bright_square(160, at * 4), np.ones((2, 2, 1), np.uint8))
        crossings += counter.see(large, at / FPS)
    crossings += counter.finish(6.0)
    assert [crossing.direction for crossing in crossings] == ["in"]


def test_a_file_that_is_no_network_is_said_to_be_none(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.onnx"
    wrong.write_bytes(b"nothing")
    with pytest.raises(NetworkError, match="is no ONNX file"):
        NetworkDetector(wrong)
