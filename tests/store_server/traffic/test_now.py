"""The boutique at this moment: every number worked out by hand."""

from __future__ import annotations

import pytest

from store_server.device_messages import NoteDevice, NoteTogether
from store_server.domain.device import AlarmKind
from tests.store_server.traffic.conftest import COURT, STREET, Counted
from tests.store_server.web.guests import GuestList


def quarters(counted: Counted) -> dict[str, tuple[int | None, int | None, int | None]]:
    """By their time on the wall in Paris, which is an hour ahead of UTC in March."""
    told = {}
    for one in counted.now()["today"]:
        hour, minute = int(one["start"][11:13]) + 1, one["start"][14:16]
        told[f"{hour:02}:{minute}"] = (one["people_in"], one["people_out"], one["occupancy"])
    return told


def test_who_comes_and_goes_is_added_up_by_quarter_hours_over_all_doors(counted: Counted) -> None:
    """3 come in at 10:01 and 10:14, 2 through the court at 10:20; one has left by then."""
    counted.counts(counted.crosses(1, 1), counted.crosses(14, 2))
    counted.counts(counted.crosses(20, 2, 1, door=COURT))
    counted.clock_shows(33)
    told = quarters(counted)
    assert (told["10:00"], told["10:15"], told["10:30"]) == ((3, 0, 3), (2, 1, 4), (0, 0, 4))
    assert list(told)[-1] == "10:30"
    now = counted.now()
    assert now["totals"]["people_in"] == 5
    assert now["occupancy"]["people"] == 4
    assert {door["device_id"]: door["people_in"] for door in now["doors"]} == {COURT: 2, STREET: 3}


def test_there_are_never_fewer_than_none_inside(counted: Counted) -> None:
    """4 leave of whom 1 was seen to come in; the next 2 are 2, and not -1."""
    counted.counts(counted.crosses(1, 1), counted.crosses(5, 0, 4), counted.crosses(16, 2))
    counted.clock_shows(20)
    assert quarters(counted)["10:00"] == (1, 4, 0)
    assert counted.now()["occupancy"]["people"] == 2


def test_the_night_empties_the_boutique(counted: Counted) -> None:
    """Two were not seen to leave yesterday; today nobody has come yet."""
    counted.counts(counted.crosses(60, 2))
    counted.clock_shows(24 * 60)
    assert counted.now()["occupancy"]["people"] == 0
    assert counted.now()["occupancy"]["since"] == "2026-03-15T03:00:00Z"


def test_a_silence_is_a_gap_and_no_zero(counted: Counted) -> None:
    """Silent from 10:16 (told at 10:20, 240 s after) until 10:44; at 10:46 it counts again."""
    counted.counts(counted.crosses(1, 3))
    with counted.boutique.storage.store.begin() as uow:
        uow.device_records.raise_alarm(STREET, AlarmKind.SILENT, "240", counted.at(20))
        uow.commit()
    counted.clock_shows(31)
    assert counted.now()["doors"][0]["gap"] == "silent"
    with counted.boutique.storage.store.begin() as uow:
        uow.device_records.end_alarm(STREET, AlarmKind.SILENT, counted.at(44))
        uow.commit()
    counted.counts(counted.crosses(46, 1))
    counted.clock_shows(50)
    told = quarters(counted)
    assert [told[at][0] for at in ("10:00", "10:15", "10:30", "10:45")] == [3, None, None, 1]
    gap = counted.now()["gaps"][0]
    assert (gap["why"], gap["from_at"], gap["until_at"]) == (
        "silent",
        "2026-03-14T09:16:00Z",
        "2026-03-14T09:44:00Z",
    )


def test_what_was_counted_in_a_silence_and_comes_late_fills_the_gap(counted: Counted) -> None:
    counted.counts(counted.crosses(1, 3))
    with counted.boutique.storage.store.begin() as uow:
        uow.device_records.raise_alarm(STREET, AlarmKind.SILENT, "240", counted.at(20))
        uow.device_records.end_alarm(STREET, AlarmKind.SILENT, counted.at(44))
        uow.commit()
    late = [counted.crosses(minutes, 1, received_at=counted.at(45)) for minutes in (18, 31)]
    counted.counts(*late)
    counted.clock_shows(50)
    told = quarters(counted)
    assert [told[at][0] for at in ("10:00", "10:15", "10:30", "10:45")] == [3, 1, 1, 0]


def test_stays_and_the_pull_of_a_zone_are_the_cameras_own(counted: Counted) -> None:
    """Salon: 4 and 2 people in two minutes, so 6 of 8 person-minutes; stays of 60, 60 and 600 s.
    A histogram's classes are a tenth wide."""
    counted.sees(1, 3, dwell_s=(60.0,))
    counted.sees(1.5, 4, dwell_s=(60.0, 600.0))
    counted.sees(2, 2, queue=1)
    counted.sees(2, 2, zone="till", queue=2)
    counted.sees(2, 9, zone="nowhere")
    counted.clock_shows(3)
    salon, till = counted.now()["zones"]
    assert (salon["people"], till["people"], till["queue"]) == (2, 2, 2)
    assert (salon["attraction"], till["attraction"]) == (0.75, 0.25)
    assert salon["dwell_median_s"] == pytest.approx(60, rel=0.05)
    assert salon["dwell_p90_s"] == pytest.approx(600, rel=0.05)
    counted.clock_shows(10)
    assert (counted.now()["zones"][0]["people"], counted.now()["zones"][0]["gap"]) == (None, True)


def test_last_week_is_compared_up_to_the_same_time_of_the_day(counted: Counted) -> None:
    """A week before: 6 until 10:15, 4 from 10:15 to 10:30. At 10:18 that is 6 + 3/15 of 4."""
    week = 7 * 24 * 60
    before = [counted.crosses(minutes - week, people) for minutes, people in ((2, 6), (16, 4))]
    counted.counts(*before, counted.crosses(1, 5))
    counted.clock_shows(18)
    totals = counted.now()["totals"]
    assert (totals["people_in"], totals["people_in_last_week"]) == (5, 7)


def test_where_no_door_counts_nobody_knows_how_many_are_inside(counted: Counted) -> None:
    counted.clock_shows(5)
    now = counted.now()
    assert (now["occupancy"]["people"], now["totals"]["people_known"]) == (None, 0)
    assert {one["why"] for one in now["today"]} == {"gap"}


def test_the_days_peak_is_the_most_at_any_moment_and_does_not_fall(counted: Counted) -> None:
    """9 are inside at 10:05 and 7 at 10:14; later 6 more come and 4 leave at once, which makes 11
    and then 9. What leaves within a quarter-hour was there."""
    counted.counts(counted.crosses(1, 4), counted.crosses(5, 5))
    counted.clock_shows(6)
    peaks = [counted.now()["occupancy"]]
    counted.counts(counted.crosses(14, 0, 2))
    for minutes in (15, 40):
        counted.clock_shows(minutes)
        peaks.append(counted.now()["occupancy"])
    assert [one["peak"] for one in peaks] == [9, 9, 9]
    assert {one["peak_at"] for one in peaks} == {"2026-03-14T09:05:00Z"}
    counted.counts(counted.crosses(46, 4, door=COURT), counted.crosses(50, 0, 4))
    counted.clock_shows(58)
    now = counted.now()["occupancy"]
    assert (now["people"], now["peak"], now["peak_at"]) == (7, 11, "2026-03-14T09:46:00Z")


def test_tonights_event_fills_up(counted: Counted) -> None:
    """Three are invited; Ann accepts for herself and Bea for two, and nobody is inside yet."""
    evening = {"starts": counted.at(480).isoformat(), "ends": counted.at(600).isoformat()}
    guests = GuestList(counted.boutique, **evening, rules={"plus_ones": 1})
    ann, bea, _ = guests.invite("Ann", "Bea", "Zoe")
    guests.accept(ann)
    guests.accept(bea, companions=["Kim"])
    counted.clock_shows(30)
    (told,) = counted.now()["events"]
    names = ("event_id", "invited", "confirmed", "inside", "missing")
    assert [told[name] for name in names] == [guests.event["id"], 3, 3, 0, 3]


def test_devices_that_are_heard_of_all_that_are_ours(counted: Counted) -> None:
    """Three devices stand here, and one of them is heard of."""
    note = NoteDevice(STREET, "canonical", counted.at(1), state="online")
    counted.boutique.bus.ask(NoteTogether((note,)))
    counted.clock_shows(2)
    totals = counted.now()["totals"]
    assert (totals["devices"], totals["devices_heard"]) == (3, 1)
