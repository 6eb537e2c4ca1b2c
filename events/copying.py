"""An event held again: the same hours on another day, whatever the clocks do between the two."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from events.event import PrivateEvent, SessionPlan
from events.programme import Stage


def copied(event: PrivateEvent, starts: datetime, zone: ZoneInfo) -> PrivateEvent:
    """A draft at this start; all its other times keep their distance on the wall's clock.

    What happened to the event itself stays with it: its stage, its number, who planned it.
    """
    starts = starts.astimezone(UTC)
    by = _wall(starts, zone) - _wall(event.starts, zone)

    def moved(moment: datetime) -> datetime:
        return (_wall(moment, zone) + by).replace(tzinfo=zone).astimezone(UTC)

    ends = moved(event.ends)
    if ends <= starts:  # an hour that the spring change takes away
        ends = starts + (event.ends - event.starts)
    return replace(
        event,
        stage=Stage.DRAFT,
        starts=starts,
        ends=ends,
        sessions=tuple(
            SessionPlan(one.number, moved(one.starts), moved(one.ends), one.capacity)
            for one in event.sessions
        ),
        answer_by=None if event.answer_by is None else moved(event.answer_by),
        remind_at=None if event.remind_at is None else moved(event.remind_at),
        template=False,
        revision=0,
    )


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the boutique's wall shows, without its zone: distances in hours of a day."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)
