"""Whether an event can be held as it is planned; what cannot be is said with the field's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from events.event import PrivateEvent, SessionPlan

LONGEST = timedelta(days=184)  # an exhibition through two seasons; more is a slip of the year
SESSIONS_AT_MOST = 100
PEOPLE_AT_MOST = 100_000

T = TypeVar("T")


class PlanError(ValueError):
    """`field` is where the plan is wrong; the text says how."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def checked(event: PrivateEvent, house_language: str) -> PrivateEvent:
    """The event with its capacity counted. Raises `PlanError` with the first thing that is wrong.

    Where there are sessions, each has its own capacity, and that of the event is all of them.
    """
    event = counted(event)
    if not event.titles.get(house_language, "").strip():
        raise PlanError(f"titles.{house_language}", "a title in the boutique's language is needed")
    _check_times(event)
    _check_sessions(event)
    if not 1 <= event.capacity <= PEOPLE_AT_MOST:
        raise PlanError("capacity", f"between 1 and {PEOPLE_AT_MOST} people")
    _check_questions(event, house_language)
    if event.client_id is not None and not event.closes_zone:
        raise PlanError("client_id", "only a privatisation is for one client")
    return event


def counted(event: PrivateEvent) -> PrivateEvent:
    if not event.sessions:
        return event
    return replace(event, capacity=sum(one.capacity for one in event.sessions))


def _check_times(event: PrivateEvent) -> None:
    if event.ends <= event.starts:
        raise PlanError("ends", "the end must be after the start")
    if event.ends - event.starts > LONGEST:
        raise PlanError("ends", f"an event lasts at most {LONGEST.days} days")
    if event.answer_by is not None and event.answer_by > event.ends:
        raise PlanError("answer_by", "answers are due before the event is over")
    if event.remind_at is not None and event.remind_at >= event.ends:
        raise PlanError("remind_at", "a reminder goes out before the event is over")


def _check_sessions(event: PrivateEvent) -> None:
    if len(event.sessions) > SESSIONS_AT_MOST:
        raise PlanError("sessions", f"at most {SESSIONS_AT_MOST} sessions")
    if (twice := _repeated(one.number for one in event.sessions)) is not None:
        raise PlanError("sessions", f"there are two sessions with number {twice}")
    for place, session in enumerate(event.sessions):
        _check_session(event, session, f"sessions[{place}]")


def _check_session(event: PrivateEvent, session: SessionPlan, field: str) -> None:
    if session.number < 1:
        raise PlanError(f"{field}.number", "sessions are numbered from 1")
    if session.ends <= session.starts:
        raise PlanError(f"{field}.ends", "the end must be after the start")
    if _outside(event, session.starts) or _outside(event, session.ends):
        raise PlanError(f"{field}.starts", "a session lies within its event")
    if session.capacity < 1:
        raise PlanError(f"{field}.capacity", "a session is for one person at least")


def _outside(event: PrivateEvent, moment: datetime) -> bool:
    return not event.starts <= moment <= event.ends


def _check_questions(event: PrivateEvent, house_language: str) -> None:
    questions = event.rules.questions
    if (twice := _repeated(one.id for one in questions)) is not None:
        raise PlanError("rules.questions", f"two questions are called {twice!r}")
    for place, question in enumerate(questions):
        if not question.texts.get(house_language, "").strip():
            field = f"rules.questions[{place}].texts.{house_language}"
            raise PlanError(field, "a question in the boutique's language is needed")


def _repeated(values: Iterable[T]) -> T | None:
    seen: set[T] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None
