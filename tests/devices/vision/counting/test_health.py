"""A lens that is covered, moved, dark, frozen or gone is seen within five seconds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from devices.vision.counting.counter import Counter
from devices.vision.counting.health import Health
from devices.vision.counting.picture import Picture, Scale
from tests.devices.vision.counting import shop

FPS = 10
TROUBLE_S = 4.0
WITHIN_S = 5.0


def shelves() -> Picture:
    """A scene with contours of its own at every place."""
    drawn = np.random.default_rng(3)
    blocks = drawn.integers(60, 220, (12, 16, 3)).astype(np.uint8)
    return np.kron(blocks, np.ones((20, 20, 1), np.uint8))


def noisy(picture: Picture, at: int) -> Picture:
    grain = np.random.default_rng(at).normal(0, 2, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def covered(_picture: Picture, at: int) -> Picture:
    return noisy(np.full((240, 320, 3), 70, np.uint8), at)


def dark(_picture: Picture, at: int) -> Picture:
    return noisy(np.full((240, 320, 3), 3, np.uint8), at)


def moved(picture: Picture, at: int) -> Picture:
    return noisy(np.roll(picture, (30, 50), (0, 1)), at)


def frozen(picture: Picture, _at: int) -> Picture:
    return noisy(picture, 0)


def watch(health: Health, show: Callable[[int], Picture], from_s: float, to_s: float) -> None:
    for at in range(round(from_s * FPS), round(to_s * FPS)):
        health.look(show(at), at / FPS)


@pytest.mark.parametrize("trouble", [covered, dark, moved, frozen])
def test_trouble_is_seen_and_counted_as_a_gap_from_its_beginning(
    trouble: Callable[[Picture, int], Picture],
) -> None:
    health, scene = Health(), shelves()
    watch(health, lambda at: noisy(scene, at), 0, TROUBLE_S)
    assert health.lens == "clear"
    watch(health, lambda at: trouble(scene, at), TROUBLE_S, TROUBLE_S + WITHIN_S)
    assert health.lens == trouble.__name__
    watch(health, lambda at: noisy(scene, at), TROUBLE_S + WITHIN_S, TROUBLE_S + 8)
    assert health.lens == "clear"
    (gap,) = health.gaps
    assert gap.why == trouble.__name__
    assert gap.from_s == pytest.approx(TROUBLE_S, abs=0.3)
    assert gap.to_s == pytest.approx(TROUBLE_S + WITHIN_S, abs=0.3)


def test_a_camera_that_sends_nothing_is_gone_and_back_with_its_first_picture() -> None:
    health, scene = Health(live=True), shelves()
    watch(health, lambda at: noisy(scene, at), 0, 1)
    health.missing(2.0)
    assert health.lens == "clear"
    health.missing(4.0)
    assert health.lens == "gone"
    health.look(scene, 7.0)
    assert health.lens == "clear"
    assert [(gap.why, gap.from_s, gap.to_s) for gap in health.gaps] == [("gone", 0.9, 7.0)]


def test_a_coat_before_the_lens_is_no_trouble() -> None:
    health, scene = Health(), shelves()
    watch(health, lambda at: noisy(scene, at), 0, 3)
    watch(health, lambda at: covered(scene, at), 3, 4)
    watch(health, lambda at: noisy(scene, at), 4, 6)
    assert (health.lens, health.gaps) == ("clear", [])


def test_a_still_picture_without_noise_is_not_called_frozen_when_it_never_had_any() -> None:
    health, scene = Health(), shelves()
    watch(health, lambda _at: scene, 0, 10)
    assert health.lens == "clear"


def test_light_that_is_switched_does_not_move_the_camera() -> None:
    health, scene = Health(), shelves()
    watch(health, lambda at: noisy(scene, at), 0, 3)
    watch(health, lambda at: noisy((scene * 0.55).astype(np.uint8), at), 3, 8)
    assert (health.lens, health.gaps) == ("clear", [])


def test_nobody_is_counted_while_the_lens_is_covered() -> None:
    counter = Counter(Scale.of(shop.WIDTH, shop.HEIGHT))
    for at in range(60):
        counter.see(covered(shop.floor(), at) if at > 24 else noisy(shop.floor(), at), at / FPS)
    counter.finish(6.0)
    assert [gap.why for gap in counter.health.gaps] == ["covered"]
    assert counter.people_seen == 0
