"""Whether the camera still sees what it was set up to see, and since when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2

from devices.vision.counting.known_scene import KnownScene
from devices.vision.counting.picture import Picture

Lens = Literal["clear", "covered", "moved", "dark", "frozen", "gone"]

TROUBLE_AFTER_S = 1.5  # so long it must last: a passing coat covers the lens, too
FROZEN_AFTER_S = 3.0
GONE_AFTER_S = 2.0
WELL_AFTER_S = 0.5
DARK_BELOW = 14.0  # mean grey level
DIM_BELOW = 45.0  # a hand or a cap lets some light through
LIVELY_ABOVE = 0.02  # share of pixels that change by themselves in a living picture
GAPS_AT_MOST = 1_000  # of a camera that runs for years; a film has a few
LOOKED_AT = (80, 60)


@dataclass(frozen=True, slots=True)
class Gap:
    """From when to when nobody could be counted, and why."""

    why: Lens
    from_s: float
    to_s: float


class Health:
    """Looks at every picture; `lens` is what holds now, `gaps` what held before."""

    def __init__(self, live: bool = False) -> None:
        self._live = live
        self.lens: Lens = "clear"
        self.gaps: list[Gap] = []
        self._since_s = 0.0
        self._suspected: Lens = "clear"
        self._suspected_since_s = 0.0
        self._last: Picture | None = None
        self._last_s: float | None = None
        self._scene = KnownScene()
        self._liveliness = 1.0 if live else 0.0
        self._still_since_s: float | None = None

    @property
    def counting(self) -> bool:
        """Whether this picture shows the scene: not while trouble is only suspected, either."""
        return self.lens in ("clear", "moved") and self._suspected in ("clear", "moved")

    def look(self, picture: Picture, at_s: float) -> None:
        if self._last_s is not None and at_s - self._last_s > GONE_AFTER_S:
            self._note(Gap("gone", self._last_s, at_s))
        if self.lens == "gone":
            self.lens = "clear"
        seen = self._judge(picture, at_s)
        if seen != self._suspected:
            self._suspected, self._suspected_since_s = seen, at_s
        lasting_s = at_s - self._suspected_since_s
        patience_s = WELL_AFTER_S if seen == "clear" else TROUBLE_AFTER_S
        if seen != self.lens and (seen == "frozen" or lasting_s >= patience_s):
            self._become(seen, self._still_since_s if seen == "frozen" else self._suspected_since_s)
        self._last_s = at_s

    def missing(self, at_s: float) -> None:
        """No picture has come."""
        if self._last_s is not None and self.lens != "gone" and at_s - self._last_s > GONE_AFTER_S:
            self._become("gone", self._last_s)

    def close(self, at_s: float) -> None:
        """There will be no more pictures."""
        if self.lens != "clear":
            self._note(Gap(self.lens, self._since_s, at_s))
            self._since_s = at_s

    def _note(self, gap: Gap) -> None:
        self.gaps = [*self.gaps[1 - GAPS_AT_MOST :], gap]

    def set_up_again(self) -> None:
        """What the camera sees now is what it shall see."""
        self._scene = KnownScene()

    def _become(self, lens: Lens, since_s: float | None) -> None:
        since = self._last_s if since_s is None else since_s
        assert since is not None  # noqa: S101 - a picture has been seen
        if self.lens not in ("clear", "gone"):
            self._note(Gap(self.lens, self._since_s, since))
        self.lens, self._since_s = lens, since

    def _judge(self, picture: Picture, at_s: float) -> Lens:
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        frozen = self._is_frozen(grey, at_s)
        self._last = grey
        small = cv2.resize(grey, LOOKED_AT, interpolation=cv2.INTER_AREA)
        mean, spread = (float(value[0][0]) for value in cv2.meanStdDev(small))
        if mean < DARK_BELOW and spread < DARK_BELOW:
            return "dark"
        if mean < DIM_BELOW and spread < DARK_BELOW and self._scene.mean > 2 * DIM_BELOW:
            return "covered"
        if not self._scene.complete:
            self._scene.add(small, mean, at_s)
            return "clear"
        return self._scene.judge(small) or ("frozen" if frozen else "clear")

    def _is_frozen(self, grey: Picture, at_s: float) -> bool:
        if self._last is None:
            return False
        changed = cv2.countNonZero(cv2.absdiff(grey, self._last)) / grey.size
        if changed > 0:
            self._still_since_s = None
            self._liveliness += 0.05 * (changed - self._liveliness)
            return False
        if self._still_since_s is None:
            self._still_since_s = at_s
        return self._liveliness > LIVELY_ABOVE and at_s - self._still_since_s >= FROZEN_AFTER_S
