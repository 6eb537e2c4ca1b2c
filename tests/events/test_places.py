"""Places are never promised twice, and go to the first in turn that fits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.places import Held, NoPlaceError, Waiting, free, in_turn, offers, take

NOW = datetime(2026, 12, 10, 17, 40, tzinfo=UTC)
STARTS = NOW + timedelta(minutes=20)
LASTS = timedelta(hours=48)


def waiting(guest_id: str, party: int = 1, priority: int = 0, minutes: int = 0) -> Waiting:
    return Waiting(guest_id, party, priority, NOW - timedelta(days=1) + timedelta(minutes=minutes))


def test_c13_the_first_that_fits_is_offered_the_place() -> None:
    three = [waiting("late", minutes=9), waiting("two", 2, 5), waiting("circle", 1, 10)]
    (offer,) = offers(1, three, NOW, STARTS, LASTS)
    assert offer.guest_id == "circle"
    (offer,) = offers(1, three[:2], NOW, STARTS, LASTS)
    assert offer.guest_id == "late"
    assert [one.guest_id for one in offers(3, three, NOW, STARTS, LASTS)] == ["circle", "two"]


def test_c13_an_offer_ends_at_the_earlier_of_its_setting_and_half_the_time_left() -> None:
    (offer,) = offers(1, [waiting("ann")], NOW, STARTS, LASTS)
    assert offer.until == NOW + timedelta(minutes=10)
    (offer,) = offers(1, [waiting("ann")], NOW, NOW + timedelta(days=30), LASTS)
    assert offer.until == NOW + LASTS


@pytest.mark.parametrize("passed", [timedelta(0), timedelta(hours=1)])
def test_c13_after_the_start_nobody_is_promoted(passed: timedelta) -> None:
    assert offers(9, [waiting("ann")], STARTS + passed, STARTS, LASTS) == []


def test_an_offer_that_expired_frees_its_place() -> None:
    held = [Held("ann", 1), Held("bea", 1, until=NOW)]
    assert free(2, held, NOW - timedelta(seconds=1)) == 0
    assert free(2, held, NOW) == 1


def test_who_has_an_offer_takes_their_own_place() -> None:
    held = [Held("ann", 1), Held("bea", 1, until=STARTS)]
    assert take("bea", 1, 2, held, NOW) == (Held("ann", 1), Held("bea", 1))
    with pytest.raises(NoPlaceError):
        take("bea", 2, 2, held, NOW)
    with pytest.raises(NoPlaceError):
        take("cleo", 1, 2, held, NOW)


def test_a_party_is_somebody() -> None:
    with pytest.raises(ValueError, match="one person"):
        take("ann", 0, 2, [], NOW)


def test_a_capacity_that_was_lowered_takes_nobodys_place() -> None:
    held = [Held("ann", 2)]
    assert free(1, held, NOW) == 0
    with pytest.raises(NoPlaceError):
        take("bea", 1, 1, held, NOW)


def test_turns_go_by_priority_and_then_by_time() -> None:
    three = [waiting("b", minutes=2), waiting("a", minutes=1), waiting("c", priority=1, minutes=3)]
    assert [one.guest_id for one in in_turn(three)] == ["c", "a", "b"]


@given(
    st.integers(0, 30),
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=60),
)
def test_in_any_order_of_acceptances_capacity_is_never_passed(
    capacity: int, asked: list[tuple[int, int]]
) -> None:
    held: tuple[Held, ...] = ()
    for guest, party in asked:
        try:
            held = take(str(guest), party, capacity, held, NOW)
        except NoPlaceError:
            continue
        assert sum(one.party for one in held) <= capacity
    assert len({one.guest_id for one in held}) == len(held)
