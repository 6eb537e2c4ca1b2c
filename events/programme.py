"""The life of an event, from a draft to the archive."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    RUNNING = "running"
    OVER = "over"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"

    @property
    def answers(self) -> bool:
        """Whether guests may still answer: yes while there is a list to be on, or to wait for."""
        return self in (Stage.OPEN, Stage.FULL)

    @property
    def over(self) -> bool:
        return self in (Stage.OVER, Stage.ARCHIVED, Stage.CANCELLED)


class StageError(RuntimeError):
    """The event cannot go there from where it is; the text says so in words."""


_BY_HAND: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.OPEN, Stage.CANCELLED}),
    Stage.OPEN: frozenset({Stage.CLOSED, Stage.CANCELLED}),
    Stage.FULL: frozenset({Stage.CLOSED, Stage.CANCELLED}),
    Stage.CLOSED: frozenset({Stage.OPEN, Stage.CANCELLED}),
    Stage.RUNNING: frozenset({Stage.OVER, Stage.CANCELLED}),
    Stage.OVER: frozenset({Stage.ARCHIVED}),
    Stage.ARCHIVED: frozenset(),
    Stage.CANCELLED: frozenset({Stage.ARCHIVED}),
}


def move(stage: Stage, to: Stage) -> Stage:
    """What a manager does. Asking for where it is already changes nothing. Raises `StageError`."""
    if to is stage:
        return stage
    if to not in _BY_HAND[stage]:
        raise StageError(f"an event that is {stage.value} cannot become {to.value}")
    return to


def moves(stage: Stage) -> tuple[Stage, ...]:
    """Where a manager may take it, in the order of an event's life."""
    return tuple(to for to in Stage if to in _BY_HAND[stage])


def by_the_clock(
    stage: Stage, now: datetime, opens: datetime, ends: datetime, places: int
) -> Stage:
    """Where time and the guest list take the event. A draft and what is over stay as they are."""
    if stage is Stage.DRAFT or stage.over:
        return stage
    if now >= ends:
        return Stage.OVER
    if now >= opens:
        return Stage.RUNNING
    if stage.answers:
        return Stage.OPEN if places else Stage.FULL
    return stage
