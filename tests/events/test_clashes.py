"""What an event would run into is said before it is saved."""

from __future__ import annotations

from typing import Any

import pytest

from events.clashes import Beside, Clash, ClashKind, Surroundings, clashes
from events.event import Kind, PrivateEvent, SessionPlan
from events.opening_hours import read_hours
from events.programme import Stage
from tests.events.planned import HOUR, PARIS, STARTS, event


def around(*others: PrivateEvent, hours: str = "", holds: int | None = None) -> Surroundings:
    return Surroundings(PARIS, read_hours(hours), [Beside(one) for one in others], holds)


def kinds(found: list[Clash]) -> list[ClashKind]:
    return [one.kind for one in found]


def test_alone_in_the_week_it_runs_into_nothing() -> None:
    assert clashes(event(), around()) == []


def test_another_event_in_the_same_zone_is_in_the_way_from_its_doors_on() -> None:
    other = event("other", starts=STARTS + 3 * HOUR, ends=STARTS + 5 * HOUR)
    (clash,) = clashes(event(), around(other))
    assert (clash.kind, clash.event_id) == (ClashKind.PLACE, "other")
    assert (clash.since, clash.until) == (STARTS + 2.5 * HOUR, STARTS + 3 * HOUR)


@pytest.mark.parametrize(
    "changed",
    [
        {"zone": "terrace"},
        {"starts": STARTS + 4 * HOUR, "ends": STARTS + 6 * HOUR},
        {"stage": Stage.CANCELLED},
        {"stage": Stage.OVER},
        {"template": True},
    ],
)
def test_one_elsewhere_at_another_time_or_given_up_is_not_in_the_way(
    changed: dict[str, Any],
) -> None:
    assert clashes(event(), around(event("other", **changed))) == []


def test_the_whole_boutique_is_every_zone_of_it() -> None:
    assert kinds(clashes(event(zone=None), around(event("other")))) == [ClashKind.PLACE]
    assert kinds(clashes(event(), around(event("other", zone=None)))) == [ClashKind.PLACE]


def test_an_event_is_not_in_its_own_way() -> None:
    assert clashes(event(host_id="ines"), around(event(host_id="ines"))) == []


def test_a_colleague_is_at_one_event_at_a_time() -> None:
    other = event("other", zone="terrace", host_id="ines")
    (clash,) = clashes(event(host_id="ines"), around(other))
    assert (clash.kind, clash.host_id, clash.event_id) == (ClashKind.HOST, "ines", "other")


def test_who_looks_after_a_guest_is_wanted_there_too() -> None:
    beside = Beside(event("other", zone="terrace"), frozenset({"leo"}))
    found = clashes(event(), Surroundings(PARIS, read_hours(""), [beside]), frozenset({"leo"}))
    assert kinds(found) == [ClashKind.HOST]


def test_an_evening_goes_on_after_the_boutique_has_closed() -> None:
    (clash,) = clashes(event(), around(hours="mo-sa 10:00-19:30"))
    assert clash.kind is ClashKind.CLOSED
    assert (clash.since, clash.until) == (STARTS + 0.5 * HOUR, STARTS + 3 * HOUR)


def test_a_privatisation_while_others_may_walk_in_is_said() -> None:
    private = event(kind=Kind.PRIVATISATION, zone=None)
    (clash,) = clashes(private, around(hours="mo-sa 10:00-19:30"))
    assert clash.kind is ClashKind.OPEN
    assert (clash.since, clash.until) == (STARTS - 0.5 * HOUR, STARTS + 0.5 * HOUR)


def test_more_people_than_the_zone_holds() -> None:
    (clash,) = clashes(event(), around(holds=30))
    assert (clash.kind, clash.holds) == (ClashKind.ROOM, 30)


def test_of_several_sessions_the_largest_must_fit() -> None:
    sessions = tuple(SessionPlan(n, STARTS, STARTS + HOUR, 20) for n in (1, 2))
    assert clashes(event(sessions=sessions), around(holds=20)) == []
