"""Answers: a place, a turn on the waiting list, or a refusal with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from events.answering import AnswerRefusedError, Refusal, Wish, accept, decline, settle
from events.event import SessionPlan
from events.guest import Guest, Standing
from events.programme import Stage
from tests.events.guest_lists import NOW, STARTS, a_guest, an_event


def refused(guest: Guest, wish: Wish = Wish(), **event: object) -> Refusal:  # noqa: B008
    with pytest.raises(AnswerRefusedError) as refusal:
        accept(guest, wish, an_event(**event), [guest], NOW)
    return refusal.value.reason


def test_whoever_accepts_has_a_place_while_there_are_places() -> None:
    ann, bea, cleo = a_guest("ann", Standing.CONFIRMED), a_guest("bea"), a_guest("cleo")
    second = accept(bea, Wish(), an_event(), [ann, bea, cleo], NOW)
    assert (second.standing, second.answered_at) == (Standing.CONFIRMED, NOW)
    third = accept(cleo, Wish(), an_event(), [ann, second, cleo], NOW)
    assert (third.standing, third.asked_at) == (Standing.WAITING, NOW)


def test_a_companion_takes_a_place_too() -> None:
    ann, bea = a_guest("ann", Standing.CONFIRMED), a_guest("bea")
    pair = accept(bea, Wish(("Lina",)), an_event(), [ann, bea], NOW)
    assert (pair.standing, pair.companions) == (Standing.WAITING, ("Lina",))
    alone = accept(pair, Wish(), an_event(), [ann, pair], NOW)
    assert (alone.standing, alone.party) == (Standing.CONFIRMED, 1)


def test_who_asks_for_more_than_there_is_keeps_what_they_have() -> None:
    ann, bea = a_guest("ann", Standing.CONFIRMED), a_guest("bea", Standing.CONFIRMED)
    with pytest.raises(AnswerRefusedError) as refusal:
        accept(ann, Wish(("Lina",)), an_event(), [ann, bea], NOW)
    assert refusal.value.reason is Refusal.NO_PLACE


def test_companions_are_counted_and_where_the_event_wants_it_named() -> None:
    named = replace(an_event().rules, plus_one_names=True)
    assert refused(a_guest("ann"), Wish(("Lina", "Max"))) is Refusal.TOO_MANY
    assert refused(a_guest("ann"), Wish((" ",)), rules=named) is Refusal.NAME_WANTED


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"answer_by": NOW}, Refusal.CLOSED),
        ({"stage": Stage.CLOSED}, Refusal.CLOSED),
        ({"stage": Stage.DRAFT}, Refusal.CLOSED),
        ({"starts": NOW, "ends": NOW + timedelta(hours=1)}, Refusal.CLOSED),
        ({"stage": Stage.CANCELLED}, Refusal.OVER),
        ({"starts": NOW - timedelta(hours=2), "ends": NOW}, Refusal.OVER),
    ],
)
def test_an_answer_that_comes_too_late_is_refused(
    changed: dict[str, object], reason: Refusal
) -> None:
    assert refused(a_guest("ann"), **changed) is reason


@pytest.mark.parametrize("standing", [Standing.PROPOSED, Standing.LISTED, Standing.REFUSED])
def test_only_who_was_invited_answers(standing: Standing) -> None:
    assert refused(a_guest("ann", standing)) is Refusal.NOT_INVITED
    with pytest.raises(AnswerRefusedError):
        decline(a_guest("ann", standing), an_event(), NOW)


def test_who_was_withdrawn_does_not_accept_again() -> None:
    withdrawn = a_guest("ann", Standing.CANCELLED, blocked=True)
    assert refused(withdrawn) is Refusal.NOT_INVITED


def test_staff_may_note_a_late_answer_and_never_one_too_many() -> None:
    closed = an_event(answer_by=NOW, stage=Stage.CLOSED)
    ann, bea, cleo = (a_guest(name) for name in ("ann", "bea", "cleo"))
    ann = accept(ann, Wish(), closed, [ann], NOW, by_staff=True)
    bea = accept(bea, Wish(), closed, [ann, bea], NOW, by_staff=True)
    cleo = accept(cleo, Wish(), closed, [ann, bea, cleo], NOW, by_staff=True)
    assert [one.standing for one in (ann, bea, cleo)] == [
        Standing.CONFIRMED,
        Standing.CONFIRMED,
        Standing.WAITING,
    ]


def test_an_offer_is_accepted_after_the_deadline_too() -> None:
    offered = a_guest("ann", Standing.OFFERED)
    late = an_event(answer_by=NOW - timedelta(days=1), stage=Stage.CLOSED)
    assert accept(offered, Wish(), late, [offered], NOW).standing is Standing.CONFIRMED


def test_a_guest_says_no_as_late_as_they_like() -> None:
    running = an_event(stage=Stage.RUNNING, answer_by=NOW - timedelta(days=1))
    came = a_guest("ann", Standing.CONFIRMED, companions=("Lina",))
    assert decline(came, running, NOW).standing is Standing.CANCELLED
    assert decline(came, running, NOW).party == 1
    assert decline(a_guest("bea"), running, NOW).standing is Standing.DECLINED
    gone = decline(came, running, NOW)
    assert decline(gone, running, NOW) == gone


def test_a_session_is_chosen_and_has_its_own_places() -> None:
    first = SessionPlan(1, STARTS, STARTS + timedelta(hours=1), 1)
    second = SessionPlan(2, STARTS + timedelta(hours=1), STARTS + timedelta(hours=2), 1)
    event = an_event(sessions=(first, second))
    ann, bea = a_guest("ann", Standing.CONFIRMED, session=1), a_guest("bea")
    assert accept(bea, Wish(session=1), event, [ann, bea], NOW).standing is Standing.WAITING
    assert accept(bea, Wish(session=2), event, [ann, bea], NOW).standing is Standing.CONFIRMED
    with pytest.raises(AnswerRefusedError) as refusal:
        accept(bea, Wish(session=3), event, [ann, bea], NOW)
    assert refusal.value.reason is Refusal.NO_SUCH_SESSION
    moved = accept(ann, Wish(session=2), event, [ann, bea], NOW)
    assert (moved.standing, moved.session) == (Standing.CONFIRMED, 2)


def test_the_only_session_need_not_be_chosen() -> None:
    event = an_event(sessions=(SessionPlan(7, STARTS, STARTS + timedelta(hours=1), 1),))
    assert accept(a_guest("ann"), Wish(), event, [], NOW).session == 7


def test_c13_a_place_that_comes_free_is_offered_to_the_first_that_fits() -> None:
    circle = a_guest("circle", Standing.WAITING, priority=10)
    pair = a_guest("pair", Standing.WAITING, priority=5, companions=("Lina",))
    late = a_guest("late", Standing.WAITING)
    ann = a_guest("ann", Standing.CONFIRMED)
    (offered,) = settle(an_event(), [ann, pair, late, circle], NOW)
    assert (offered.id, offered.standing) == ("circle", Standing.OFFERED)
    assert offered.offer_until == NOW + timedelta(hours=1)


def test_c13_who_lets_an_offer_pass_stands_behind_the_others() -> None:
    circle = a_guest("circle", Standing.OFFERED, priority=10, offer_until=NOW)
    late = a_guest("late", Standing.WAITING)
    ann = a_guest("ann", Standing.CONFIRMED)
    changed = {one.id: one for one in settle(an_event(), [ann, circle, late], NOW)}
    assert changed["circle"].standing is Standing.WAITING
    assert changed["circle"].missed == 1
    assert changed["late"].standing is Standing.OFFERED


def test_c13_after_the_start_nobody_is_promoted() -> None:
    begun = an_event(stage=Stage.RUNNING, starts=NOW, ends=NOW + timedelta(hours=2))
    assert settle(begun, [a_guest("late", Standing.WAITING)], NOW) == []


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CANCELLED, Stage.OVER])
def test_nobody_is_offered_a_place_at_what_does_not_take_place(stage: Stage) -> None:
    assert settle(an_event(stage=stage), [a_guest("late", Standing.WAITING)], NOW) == []
