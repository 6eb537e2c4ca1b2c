"""An event that cannot be held as planned is refused by the field that is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from events.event import Kind, PrivateEvent, Question, Rules, SessionPlan
from events.plan import PlanError, checked

STARTS = datetime(2026, 12, 10, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVENT = PrivateEvent(
    id="e",
    number=1,
    kind=Kind.MASTERCLASS,
    titles={"fr": "L'atelier du nez"},
    starts=STARTS,
    ends=STARTS + 4 * HOUR,
    capacity=24,
)


def sessions(*capacities: int) -> tuple[SessionPlan, ...]:
    return tuple(
        SessionPlan(number, STARTS + (number - 1) * HOUR, STARTS + number * HOUR, capacity)
        for number, capacity in enumerate(capacities, start=1)
    )


def test_what_can_be_held_stays_as_it_is() -> None:
    assert checked(EVENT, "fr") == EVENT


def test_an_event_holds_what_its_sessions_hold() -> None:
    event = replace(EVENT, sessions=sessions(12, 10, 12), capacity=1)
    assert checked(event, "fr").capacity == 34


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"titles": {"en": "The nose"}}, "titles.fr"),
        ({"titles": {"fr": "  "}}, "titles.fr"),
        ({"ends": STARTS}, "ends"),
        ({"ends": STARTS + timedelta(days=400)}, "ends"),
        ({"answer_by": STARTS + 5 * HOUR}, "answer_by"),
        ({"remind_at": STARTS + 4 * HOUR}, "remind_at"),
        ({"capacity": 0}, "capacity"),
        ({"client_id": "c"}, "client_id"),
        ({"sessions": (SessionPlan(0, STARTS, STARTS + HOUR, 8),)}, "sessions[0].number"),
        ({"sessions": (SessionPlan(1, STARTS, STARTS, 8),)}, "sessions[0].ends"),
        ({"sessions": (SessionPlan(1, STARTS - HOUR, STARTS, 8),)}, "sessions[0].starts"),
        ({"sessions": (SessionPlan(1, STARTS, STARTS + HOUR, 0),)}, "sessions[0].capacity"),
        ({"sessions": sessions(8) * 2}, "sessions"),
        ({"sessions": sessions(*[1] * 101)}, "sessions"),
        ({"rules": Rules(questions=(Question("a", {}),))}, "rules.questions[0].texts.fr"),
        ({"rules": Rules(questions=(Question("a", {"fr": "?"}),) * 2)}, "rules.questions"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(PlanError) as refused:
        checked(replace(EVENT, **changed), "fr")
    assert refused.value.field == field
