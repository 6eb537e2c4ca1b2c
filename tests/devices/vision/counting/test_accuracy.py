"""Seeded scenes of the benchmark, a few of them: what is counted right stays counted right."""

from __future__ import annotations

import pytest

from bench.camera import count
from bench.scenes.kinds import KINDS, scene

CHOSEN = (
    ("side by side", 2),
    ("parent and child", 1),
    ("loitering on the line", 1),
    ("single file", 1),
    ("light switched", 2),
    ("shake", 2),
)


def test_there_is_a_scene_of_every_kind_and_its_truth_is_its_seed_s() -> None:
    assert len(KINDS) == 26
    truths = {kind: scene(kind, 0).truth for kind in KINDS}
    assert truths == {kind: scene(kind, 0).truth for kind in KINDS}
    assert truths.pop("empty") == (0, 0)
    assert all(sum(truth) >= 4 for truth in truths.values())


@pytest.mark.parametrize(("kind", "seed"), CHOSEN)
def test_a_scene_is_counted_right(kind: str, seed: int) -> None:
    counted = count(scene(kind, seed), compare=False)
    assert counted.ours == counted.truth
