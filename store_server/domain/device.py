"""A device's life: its own rhythm, and what of its health deserves somebody's attention."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from store_server.settings import DeviceSettings

PAUSES_KEPT = 32
PAUSES_BEFORE_LEARNT = 4
LONGEST_PAUSE_S = 24 * 3600.0  # beyond it the device was away, whatever its rhythm

CLEAR = "clear"
OUTBOX_FULL_PCT, OUTBOX_FINE_PCT = 50.0, 40.0  # of what an agent may keep for us, half is a lot

NOBODYS_OWN = ("", "#", "+", "accueil", "push")  # as the first level of a topic


class AlarmKind(StrEnum):
    SILENT = "silent"
    BATTERY = "battery"
    LENS = "lens"
    OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long a device pauses between two signs of life, learnt from the last of them.

    The longest pauses but one in ten are its rhythm: one absence among them does not make it
    patient, and a gateway that speaks only when somebody passes is not thought dead at noon.
    """

    pauses_s: tuple[float, ...] = ()

    def heard_after(self, pause_s: float) -> Rhythm:
        if not 0 < pause_s <= LONGEST_PAUSE_S:
            return self
        return Rhythm((*self.pauses_s, pause_s)[-PAUSES_KEPT:])

    @property
    def interval_s(self) -> float | None:
        """None until it is known."""
        if len(self.pauses_s) < PAUSES_BEFORE_LEARNT:
            return None
        ordered = sorted(self.pauses_s)
        return ordered[(len(ordered) - 1) * 9 // 10]

    def silent_after_s(self, settings: DeviceSettings, offline: bool = False) -> float:
        """The silence that is an alarm. One that said goodbye is not waited for any longer."""
        if offline:
            return settings.silent_floor_s
        if self.interval_s is None:
            return max(settings.silent_floor_s, settings.silent_unlearnt_s)
        return max(settings.silent_floor_s, settings.silent_intervals * self.interval_s)


def battery_alarm(stands: bool, battery_pct: float, settings: DeviceSettings) -> bool:
    """Whether the alarm is to stand: a battery that hovers at the limit does not ring twice."""
    limit = settings.battery_fine_pct if stands else settings.battery_low_pct
    return battery_pct < limit if stands else battery_pct <= limit


def lens_alarm(lens: str) -> bool:
    """A lens is clear, or somebody should look at it: covered, moved, dark, frozen, gone."""
    return lens != CLEAR


def outbox_alarm(stands: bool, outbox_pct: float) -> bool:
    """Whether an agent keeps so much for us that there may soon be no room for more."""
    return outbox_pct >= (OUTBOX_FINE_PCT if stands else OUTBOX_FULL_PCT)


def may_stand_in(kind: str, spare_kind: str) -> bool:
    """Whether a spare of one kind can take another's place; a kind that was never said may."""
    return not kind or not spare_kind or kind == spare_kind


def free_name(wanted: str, taken: frozenset[str]) -> str:
    """The name, or the first of wanted-2, wanted-3 … that nobody has."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def topic_trouble(topic_filter: str) -> str | None:
    """Why a device may not be given this MQTT filter; None where it may.

    It begins with a word of its vendor's own, never with ours: those a device has by its name.
    """
    levels = topic_filter.split("/")
    if any("#" in level for level in levels[:-1]) or ("#" in levels[-1] and levels[-1] != "#"):
        return "# stands alone, and last"
    if any("+" in level and level != "+" for level in levels):
        return "+ stands alone between two slashes"
    if levels[0] in NOBODYS_OWN or levels[0].startswith("$"):
        return "it begins with a word of the vendor's own, as in home/Theengs-salon/#"
    return None
