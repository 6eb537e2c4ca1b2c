"""Tonight's event of the demo: there is one at every start, and its passes open its doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store_server.admission_messages import Answered, Door, ShowPass, ShowTogether
from store_server.app import House, build
from store_server.clock import new_id
from store_server.demo import cast, evening, opening
from store_server.demo.happenings import Happenings
from tests.store_server.demo.test_demo import choices

NOW = datetime.now(UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    settings = opening.settings_of(choices(tmp_path))
    built = build(replace(settings, mqtt_embedded=False))
    tuple(opening.prepare(built))
    yield built
    built.storage.close()


def shown(house: House, code: str, gate: str = "kiosk-1") -> Answered:
    one = ShowPass(new_id(), gate, Door.KIOSK, code=code)
    (answered,) = house.bus.ask(ShowTogether(lambda: [one]))
    assert isinstance(answered, Answered)
    return answered


def test_the_newcomers_pass_is_good_at_the_door_at_once(house: House) -> None:
    tonight = evening.prepare(house, NOW)
    answered = shown(house, tonight.newcomer)
    assert answered.kept.decision.verdict == "admitted"
    assert answered.guest is not None
    assert answered.guest.given_name == evening.NEWCOMER["given_name"]


def test_what_the_newcomer_does_at_the_door_is_told_by_her_name(house: House) -> None:
    tonight = evening.prepare(house, NOW)
    called = opening.called(tonight)
    happenings = Happenings(house.storage.store, house.settings.zone, called)
    shown(house, tonight.newcomer)
    shown(house, tonight.newcomer, "scanner-1")
    shown(house, "no-pass-of-ours")
    assert [line.split("  ")[1] for line in happenings.lines()] == [
        "Ondine shows a pass and is let in",
        "Ondine is here: Camille is told",
        "Ondine shows a pass and is in already (already redeemed)",
        "somebody shows a pass and is not let in (unknown)",
    ]


def test_whoever_is_coming_tonight_shows_their_pass_on_the_simulated_floor(house: House) -> None:
    tonight = evening.prepare(house, NOW)
    coming = {one.client_id for one in evening.EXPECTED if one.coming}
    assert set(tonight.passes) == coming
    members = [
        opening.member(guest, tonight.passes.get(guest.client.id, "")) for guest in cast.GUESTS
    ]
    assert {one.shows for one in members} >= set(tonight.passes.values())
    assert shown(house, next(iter(tonight.passes.values()))).kept.decision.verdict == "admitted"


def test_a_second_start_finds_the_evening_as_it_is(house: House) -> None:
    first = evening.prepare(house, NOW)
    shown(house, first.newcomer)
    assert evening.prepare(house, NOW + timedelta(minutes=20)) == first
    assert shown(house, first.newcomer, "scanner-1").kept.decision.verdict == "already"


def test_a_start_after_the_end_plans_another_evening(house: House) -> None:
    first = evening.prepare(house, NOW)
    later = evening.prepare(house, NOW + evening.LASTS + timedelta(hours=1))
    assert later.event_id != first.event_id
    assert later.newcomer != first.newcomer


def test_everybody_on_the_list_can_be_addressed(house: House) -> None:
    tonight = evening.prepare(house, NOW)
    view = house.storage.event_queries.event(tonight.event_id)
    assert view.counts.confirmed == 1 + sum(one.coming is True for one in evening.EXPECTED)
    assert view.counts.people <= view.capacity
    assert set(view.titles) == set(view.texts) == {"fr", "en", "it", "zh", "ja", "ar"}


@pytest.mark.parametrize(
    ("minute", "starts"), [(0, "10:00"), (1, "10:15"), (15, "10:15"), (59, "11:00")]
)
def test_an_evening_begins_on_a_quarter(minute: int, starts: str) -> None:
    begins = evening.next_quarter(datetime(2026, 3, 3, 10, minute, tzinfo=UTC))
    assert f"{begins:%H:%M}" == starts
