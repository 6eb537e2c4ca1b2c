"""Who sits where: one chair a person, one person a chair."""

from __future__ import annotations

from dataclasses import replace

import pytest

from events.guest import Guest, Standing
from events.plan import PlanError
from events.seating import (
    Furniture,
    Seat,
    SeatError,
    Shape,
    check_plan,
    check_seat,
    still_sits,
)

ROUND = Furniture("t4", "Table 4", Shape.ROUND, 8, 0.5, 0.5)
ROW = Furniture("a", "Rang A", Shape.ROW, 12, 0.5, 0.1)
NOOR = Guest(
    "noor", "e", "Noor", "Al-Sayed", "ar", Standing.CONFIRMED, companions=("Sami",), session=1
)
TAKEN = Seat("t4", 1, "paul", session=1)


def test_a_guest_and_a_companion_sit_side_by_side() -> None:
    guest = check_seat(NOOR, 0, ROUND, 2, [TAKEN])
    assert guest == Seat("t4", 2, "noor", 0, session=1)
    assert check_seat(NOOR, 1, ROUND, 3, [TAKEN, guest]).person == 1


def test_a_chair_is_one_persons_but_free_in_the_next_session() -> None:
    with pytest.raises(SeatError):
        check_seat(NOOR, 0, ROUND, 1, [TAKEN])
    assert check_seat(NOOR, 0, ROUND, 1, [replace(TAKEN, session=2)])


def test_ones_own_chair_can_be_asked_for_again() -> None:
    seat = check_seat(NOOR, 0, ROUND, 2, [])
    assert check_seat(NOOR, 0, ROUND, 2, [seat]) == seat


@pytest.mark.parametrize(
    ("guest", "person", "furniture", "number"),
    [
        (replace(NOOR, standing=Standing.INVITED), 0, ROUND, 2),
        (NOOR, 2, ROUND, 2),
        (NOOR, -1, ROUND, 2),
        (NOOR, 0, ROUND, 9),
        (NOOR, 0, ROUND, 0),
        (NOOR, 0, None, 1),
    ],
)
def test_nobody_sits_where_they_cannot(
    guest: Guest, person: int, furniture: Furniture | None, number: int
) -> None:
    with pytest.raises(SeatError):
        check_seat(guest, person, furniture, number, [])


def test_who_cancelled_or_changed_session_has_left_the_chair() -> None:
    seat = Seat("t4", 2, "noor", 1, session=1)
    assert still_sits(seat, NOOR)
    for changed in (
        {"standing": Standing.CANCELLED},
        {"session": 2},
        {"companions": ()},
    ):
        assert not still_sits(seat, replace(NOOR, **changed))  # type: ignore[arg-type]
    assert not still_sits(seat, None)


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ([ROUND, replace(ROW, id="t4")], "furniture[1].id"),
        ([ROUND, replace(ROW, name="TABLE 4")], "furniture[1].name"),
        ([replace(ROUND, seats=0)], "furniture[0].seats"),
        ([ROW], "furniture"),
        ([replace(ROUND, seats=1)], "furniture"),
        ([replace(ROW, id=str(n), name=str(n)) for n in range(201)], "furniture"),
    ],
)
def test_a_plan_that_leaves_somebody_standing_is_refused(plan: list[Furniture], field: str) -> None:
    with pytest.raises(PlanError) as refused:
        check_plan(plan, [Seat("t4", 2, "noor")])
    assert refused.value.field == field


def test_a_plan_with_room_for_all_who_sit_is_fine() -> None:
    check_plan([ROUND, ROW], [Seat("t4", 8, "noor"), Seat("a", 12, "paul")])
