"""Tables and rows, and who sits where. A seat is a table's name and a number from 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from events.guest import Guest, Standing
from events.plan import PlanError

TABLES_AT_MOST = 200
SEATS_AT_MOST = 100  # at one table, or in one row


class Shape(StrEnum):
    ROUND = "round"
    LONG = "long"  # people on both of its sides
    ROW = "row"  # chairs that look one way


class SeatError(RuntimeError):
    """Nobody can sit there like this; the text says why."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A table or a row. `x` and `y` are its middle on the plan, 0 to 1 from the top left."""

    id: str
    name: str
    shape: Shape
    seats: int
    x: float
    y: float
    turned: bool = False  # a long table, or a row, that runs away from who looks at the plan


@dataclass(frozen=True, slots=True)
class Seat:
    """`person` 0 is the guest, from 1 on their companions in the order in which they stand."""

    furniture_id: str
    number: int
    guest_id: str
    person: int = 0
    session: int = 0


def check_plan(furniture: Sequence[Furniture], seats: Sequence[Seat]) -> None:
    """Raises `PlanError`; also where somebody sits on what the plan does not have any more."""
    if len(furniture) > TABLES_AT_MOST:
        raise PlanError("furniture", f"at most {TABLES_AT_MOST} tables and rows")
    seen: set[str] = set()
    names: set[str] = set()
    for place, one in enumerate(furniture):
        if one.id in seen:
            raise PlanError(f"furniture[{place}].id", f"{one.id!r} is there twice")
        if one.name.casefold() in names:
            raise PlanError(f"furniture[{place}].name", f"{one.name!r} is there twice")
        if not 1 <= one.seats <= SEATS_AT_MOST:
            raise PlanError(f"furniture[{place}].seats", f"between 1 and {SEATS_AT_MOST}")
        seen.add(one.id)
        names.add(one.name.casefold())
    holds = {one.id: one.seats for one in furniture}
    for seat in seats:
        if seat.number > holds.get(seat.furniture_id, 0):
            raise PlanError("furniture", "somebody sits on a seat that this plan does not have")


def check_seat(
    guest: Guest, person: int, furniture: Furniture | None, number: int, taken: Sequence[Seat]
) -> Seat:
    """The seat that this person may take. Raises `SeatError`."""
    if guest.standing is not Standing.CONFIRMED:
        raise SeatError("only who has confirmed has a seat")
    if not 0 <= person <= len(guest.companions):
        raise SeatError("the guest does not bring so many")
    if furniture is None or not 1 <= number <= furniture.seats:
        raise SeatError("there is no such seat")
    seat = Seat(furniture.id, number, guest.id, person, guest.session)
    for other in taken:
        same = (other.session, other.furniture_id, other.number)
        if same == (seat.session, seat.furniture_id, seat.number) and not _same_person(other, seat):
            raise SeatError("somebody sits there already")
    return seat


def still_sits(seat: Seat, guest: Guest | None) -> bool:
    """Whether the seat is held: who cancelled or changed their session has left it."""
    return (
        guest is not None
        and guest.standing is Standing.CONFIRMED
        and guest.session == seat.session
        and seat.person <= len(guest.companions)
    )


def _same_person(one: Seat, other: Seat) -> bool:
    return (one.guest_id, one.person) == (other.guest_id, other.person)
