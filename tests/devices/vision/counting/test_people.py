"""How many people a blob is taken for, by its size and by who was foreseen in it."""

import numpy as np
import pytest

from devices.vision.counting.blobs import find
from devices.vision.counting.people import Foreseen, tell_apart
from devices.vision.counting.size import PersonSize

WIDE, HIGH = 20, 40


def many(surely: bool, wide: int) -> int:
    """People told apart in a box that wide, where two are foreseen."""
    size = PersonSize(320 * 240)
    size.width, size.height, size.area, size.known = WIDE, HIGH, WIDE * HIGH, True
    mask = np.zeros((240, 320), np.uint8)
    mask[100 : 100 + HIGH, 100 : 100 + wide] = 255
    foreseen = [Foreseen((104.0, 120.0), surely), Foreseen((98.0 + wide, 120.0), surely)]
    return len(tell_apart(np.zeros((240, 320, 3), np.uint8), find(mask, 50), size, [foreseen]))


@pytest.mark.parametrize(("surely", "people"), [(True, 2), (False, 1)])
def test_only_who_was_seen_alone_may_be_half_hidden(surely: bool, people: int) -> None:
    assert many(surely, wide=25) == people


@pytest.mark.parametrize("surely", [True, False])
def test_a_blob_of_twice_the_size_is_two(surely: bool) -> None:
    assert many(surely, wide=2 * WIDE) == 2
