"""What guests told at the door is kept for as long as the doors are open, and no longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from events.event import Question
from events.guest import Guest
from events.programme import Stage
from tests.store_server.doors.evening import Evening

ALLERGY = Question("allergy", {"en": "Any allergy?", "fr": "Une allergie ?"})


@pytest.fixture
def guest(evening: Evening) -> Guest:
    """One who was let in, and has told of the nuts."""
    evening.rules(questions=(ALLERGY,), doors_close_after_min=20)
    guest = evening.guest()
    evening.show(evening.pass_of(guest), answers={"allergy": "nuts"})
    return guest


def told(evening: Evening, guest: Guest) -> Mapping[str, str]:
    with evening.storage.store.begin() as uow:
        return uow.admissions.answers_of(guest.id)


def test_answers_stay_until_the_doors_close_and_then_go(evening: Evening, guest: Guest) -> None:
    left = evening.event.doors_close - evening.clock.now()
    evening.clock.passes((left - timedelta(minutes=1)).total_seconds())
    evening.tick()
    assert told(evening, guest) == {"allergy": "nuts"}
    evening.clock.passes(60)
    evening.tick()
    assert told(evening, guest) == {}


def test_answers_to_an_event_that_was_ended_by_hand_go(evening: Evening, guest: Guest) -> None:
    evening.amend(stage=Stage.OVER)
    evening.clock.passes(60)
    evening.tick()
    assert told(evening, guest) == {}


def test_an_answer_that_a_gate_tells_after_the_event_goes_too(evening: Evening) -> None:
    evening.rules(questions=(ALLERGY,))
    guest = evening.guest()
    code, shown_at = evening.pass_of(guest), evening.clock.now()
    evening.clock.passes((evening.event.doors_close - shown_at).total_seconds() + 60)
    evening.tick()
    evening.told_later(code, shown_at, answers={"allergy": "nuts"})
    assert told(evening, guest) == {"allergy": "nuts"}
    evening.clock.passes(60)
    evening.tick()
    assert told(evening, guest) == {}


def test_the_answers_of_another_event_stay(evening: Evening, guest: Guest) -> None:
    today = evening.event
    evening.plan(rules=today.rules, starts=today.starts + timedelta(hours=6))
    tomorrow = evening.guest("Ida")
    with evening.storage.store.begin() as uow:
        uow.admissions.answer(tomorrow.id, {"allergy": "milk"}, "door-1", evening.clock.now())
        uow.commit()
    evening.clock.passes((today.doors_close - evening.clock.now()).total_seconds() + 1)
    evening.tick()
    assert (told(evening, guest), told(evening, tomorrow)) == ({}, {"allergy": "milk"})
