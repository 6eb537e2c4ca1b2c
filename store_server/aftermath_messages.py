"""What is said on the bus once an event is over: commands ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Thank the guests and give the hosts their tasks now, not tomorrow morning.

    Raises `ConflictError` before the event is over, and once that was done.
    """

    event_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class AddTask:
    """In a colleague's own words. Answers the task's id. `host_id` None: whoever asks."""

    guest_id: str
    text: str = field(repr=False)
    by_id: str
    host_id: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class SettleTask:
    """Done, or not done after all. Asking again changes nothing. Raises `ConflictError` where it is
    another host's."""

    task_id: str
    done: bool
    by_id: str
    manager: bool = False


@dataclass(frozen=True, slots=True)
class TellFeedback:
    """What a guest thought of it. `stars` None takes back what they said."""

    guest_id: str
    stars: int | None
    text: str = field(default="", repr=False)
