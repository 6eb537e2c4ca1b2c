"""What the screens are shown, from the present state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event

from store_server.domain import signal as signals
from store_server.domain.client import Tier
from store_server.domain.consent import Purpose
from store_server.domain.signal import State
from store_server.domain.staff import Role
from store_server.domain.visit import Whereabouts
from store_server.ports import NotFoundError
from store_server.storage.queries import SqlQueries
from store_server.storage.reads.cards import monogram
from store_server.storage.reads.day import Day
from store_server.views import AppointmentView, PromiseView, PurchaseView
from tests.store_server.storage.house import NOON, HandClock, House

PARIS = ZoneInfo("Europe/Paris")


def test_the_card_says_all_an_associate_should_know(house: House, queries: SqlQueries) -> None:
    client_id = house.consenting(
        "Élise", "de la Tour", tier=Tier.CIRCLE, tastes=("jade",), sizes=(("ring", "52"),)
    )
    with house.store.begin() as uow:
        for month in range(1, 6):
            bought_on = date(2026, month, 1)
            uow.history.add_purchase(
                client_id, PurchaseView(bought_on, f"No {month}", 100 * month, "EUR")
            )
        kept = uow.history.add_promise(client_id, PromiseView("sent already"))
        uow.history.keep_promise(kept, NOON)
        uow.history.add_promise(client_id, PromiseView("the belt", date(2026, 12, 1), "Léo"))
        uow.commit()
    card = queries.card(client_id)
    assert (card.display_name, card.monogram, card.tier) == ("Élise de la Tour", "ÉT", "circle")
    assert [purchase.label for purchase in card.purchases] == ["No 5", "No 4", "No 3"]
    assert card.promises == (PromiseView("the belt", date(2026, 12, 1), "Léo"),)
    assert (card.sizes, card.tastes, card.consented_at) == ({"ring": "52"}, ("jade",), NOON)


def test_a_photo_is_shown_with_its_own_consent_only(house: House, queries: SqlQueries) -> None:
    client_id = house.consenting()
    with house.store.begin() as uow:
        uow.history.set_photo(client_id, b"old", "image/png", NOON)
        uow.history.set_photo(client_id, b"\xff\xd8", "image/jpeg", NOON)
        uow.commit()
    assert queries.card(client_id).photo_url is None
    assert queries.photo(client_id) is None
    house.consent(client_id, Purpose.PHOTO)
    url = queries.card(client_id).photo_url
    assert url is not None
    assert url.startswith(f"/api/v1/clients/{client_id}/photo")
    photo = queries.photo(client_id)
    assert photo is not None
    assert (photo.image, photo.content_type) == (b"\xff\xd8", "image/jpeg")


def test_todays_appointments_are_those_of_the_boutiques_day(
    house: House, queries: SqlQueries, clock: HandClock
) -> None:
    clock.at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # already the 21st in Paris
    client_id = house.consenting()
    with house.store.begin() as uow:
        for hour, label in ((22, "yesterday"), (23, "first"), (46, "last"), (47, "tomorrow")):
            starts_at = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=hour)
            uow.history.add_appointment(client_id, AppointmentView(starts_at, label))
        uow.commit()
    assert [one.label for one in queries.card(client_id).appointments] == ["first", "last"]


@pytest.mark.parametrize(
    ("noon", "hours"),
    [(datetime(2026, 3, 29, 12, tzinfo=UTC), 23), (datetime(2026, 10, 25, 12, tzinfo=UTC), 25)],
)
def test_a_day_has_the_hours_that_the_clock_change_leaves_it(noon: datetime, hours: int) -> None:
    day = Day.at(noon, PARIS)
    assert day.ends - day.starts == timedelta(hours=hours)


def test_the_card_says_when_they_last_came_and_who_served_them(
    house: House, queries: SqlQueries, clock: HandClock
) -> None:
    client_id, ines = house.consenting(), house.associate("Inès")
    assert queries.card(client_id).last_visit_at is None
    visit_id = house.visit(client_id)
    house.claim(house.signal(client_id, visit_id, ines), ines)
    assert queries.card(client_id).last_visit_at is None  # the present one is not the last one
    with house.store.begin() as uow:
        visit = uow.visits.latest(client_id)
        assert visit is not None
        ended = {"whereabouts": Whereabouts.ENDED, "left_at": clock.now()}
        uow.visits.save(type(visit)(**{**_fields(visit), **ended}))
        uow.commit()
    card = queries.card(client_id)
    assert (card.last_visit_at, card.last_served_by) == (NOON, "Inès")


def test_an_associate_sees_what_they_were_told_and_what_they_hold(
    house: House, queries: SqlQueries
) -> None:
    ines, leo = house.associate("Inès"), house.associate("Léo")
    mine = house.arrival(house.consenting(), ines)
    house.arrival(house.consenting(), leo)
    (view,) = queries.signals_for(ines)
    assert (view.id, view.told, view.mine, view.state) == (mine, ("Inès",), False, "open")
    house.claim(mine, leo)
    assert mine in [view.id for view in queries.signals_for(leo) if view.mine]
    assert queries.signals_for(ines)[0].claimed_by == "Léo"


def test_a_manager_sees_every_live_signal(house: House, queries: SqlQueries) -> None:
    chief = house.associate("Chloé", Role.MANAGER)
    house.arrival(house.consenting(), house.associate())
    over = house.arrival(house.consenting(), house.associate())
    house.change(over, lambda s: signals.end(s, State.LEFT, NOON))
    (view,) = queries.signals_for(chief)
    assert view.card is not None
    assert queries.signal_for(chief, over).card is None


def test_a_signal_of_others_is_not_there(house: House, queries: SqlQueries) -> None:
    stranger = house.associate()
    signal_id = house.arrival(house.consenting(), house.associate("Léo"))
    with pytest.raises(NotFoundError):
        queries.signal_for(stranger, signal_id)


def test_without_consent_there_is_no_card(house: House, queries: SqlQueries) -> None:
    ines, client_id = house.associate(), house.consenting()
    house.arrival(client_id, ines)
    house.withdraw(client_id)
    assert [view.card for view in queries.signals_for(ines)] == [None]
    (notice,) = queries.notices_after(ines, 0)
    assert (notice.kind, notice.signal) == ("withdrawn", None)


def test_what_was_missed_comes_in_order(house: House, queries: SqlQueries) -> None:
    ines = house.associate()
    first, second = (house.arrival(house.consenting(), ines) for _ in range(2))
    house.notice(ines, "reminder", first)
    assert [(one.seq, one.kind, one.signal_id) for one in queries.notices_after(ines, 0)] == [
        (1, "signal", first),
        (2, "signal", second),
        (3, "reminder", first),
    ]
    assert [one.seq for one in queries.notices_after(ines, 1, limit=1)] == [2]
    assert queries.last_seq(ines) == 3
    assert queries.notices_after(ines, 3) == []


def test_a_line_that_comes_late_rings_for_nothing_that_is_past(
    house: House, queries: SqlQueries
) -> None:
    ines, leo = house.associate("Inès"), house.associate("Léo")
    taken, left, withdrawn = (house.arrival(house.consenting(), ines) for _ in range(3))
    house.claim(taken, leo)
    house.change(left, lambda s: signals.end(s, State.LEFT, NOON))
    house.change(withdrawn, lambda s: signals.end(s, State.WITHDRAWN, NOON))
    lines = queries.notices_after(ines, 0)
    assert [line.kind for line in lines] == ["changed", "changed", "withdrawn"]
    assert lines[0].signal is not None
    assert lines[0].signal.claimed_by == "Léo"
    assert lines[1].signal is not None
    assert lines[1].signal.card is None
    assert lines[2].signal is None


def test_the_one_who_asked_for_five_minutes_sees_until_when(
    house: House, queries: SqlQueries
) -> None:
    ines, leo = house.associate("Inès"), house.associate("Léo")
    signal_id = house.arrival(house.consenting(), ines, leo)
    house.change(signal_id, lambda s: signals.decline(s, ines, NOON, snooze=timedelta(minutes=5)))
    assert queries.signal_for(ines, signal_id).snoozed_until == NOON + timedelta(minutes=5)
    assert queries.signal_for(leo, signal_id).snoozed_until is None
    house.change(signal_id, lambda s: signals.decline(s, leo, NOON, "lunch"))
    assert queries.signal_for(leo, signal_id).declined


def test_a_zone_goes_by_its_name_and_an_unplaced_gateway_by_its_own(
    house: House, queries: SqlQueries
) -> None:
    with house.store.begin() as uow:
        uow.places.save_zone("salon", "Le grand salon", None)
        uow.places.save_device("espresense/office", {"name": "Bureau"})
        uow.commit()
    for zone in ("salon", "espresense/office", "nowhere"):
        house.visit(house.consenting(), zone)
    names = {visit.zone: visit.zone_name for visit in queries.visits()}
    assert names == {"salon": "Le grand salon", "espresense/office": "Bureau", "nowhere": None}


def test_visits_are_those_open_or_all(house: House, queries: SqlQueries) -> None:
    ana, ines = house.consenting(), house.associate("Inès")
    house.visit(ana, whereabouts=Whereabouts.ENDED, left_at=NOON)
    house.clock.passes(minutes=1)
    house.claim(house.arrival(ana, ines), ines)
    assert [visit.with_associate for visit in queries.visits()] == ["Inès"]
    assert [visit.whereabouts for visit in queries.visits(open_only=False)] == ["here", "ended"]
    assert len(queries.visits(open_only=False, limit=1)) == 1


def test_the_floor_shows_the_day_so_far(
    house: House, queries: SqlQueries, clock: HandClock
) -> None:
    ines = house.associate("Inès")
    yesterday = house.consenting()
    clock.passes(days=-1)
    house.visit(yesterday, whereabouts=Whereabouts.ENDED)
    clock.passes(days=1)
    for seconds in (4, 10, 30):
        signal_id = house.arrival(house.consenting(), ines)
        clock.passes(seconds=seconds)
        house.claim(signal_id, ines)
    house.change(signal_id, lambda s: signals.welcome(s, ines, clock.now()))
    floor = queries.floor()
    assert (floor.arrivals_today, floor.greeted_today, floor.claim_median_s) == (3, 1, 10.0)
    assert (floor.boutique, floor.at) == ("paris-1", clock.now())
    assert (len(floor.visits), len(floor.signals)) == (3, 3)
    assert [(one.on_shift, one.engaged) for one in floor.associates] == [(True, 3)]


def test_an_empty_boutique_has_an_empty_floor(queries: SqlQueries) -> None:
    floor = queries.floor()
    assert (floor.visits, floor.arrivals_today, floor.claim_median_s) == ((), 0, None)


def test_more_signals_do_not_take_more_statements(
    house: House, queries: SqlQueries, engine: Engine
) -> None:
    ines = house.associate()
    house.arrival(house.consenting(), ines)
    few = _statements(engine, lambda: queries.signals_for(ines))
    for _ in range(5):
        house.arrival(house.consenting(), ines)
    assert _statements(engine, lambda: queries.signals_for(ines)) == few
    assert _statements(engine, queries.floor) <= 20


def test_an_associate_is_shown_as_they_are_now(house: House, queries: SqlQueries) -> None:
    ines = house.associate("Inès")
    assert queries.associate(ines).on_shift
    assert [one.display_name for one in queries.associates()] == ["Inès"]
    with pytest.raises(NotFoundError):
        queries.associate("nobody")


def test_devices_and_zones_are_listed_by_name(house: House, queries: SqlQueries) -> None:
    with house.store.begin() as uow:
        uow.places.save_zone("b", "Atelier", 4)
        uow.places.save_device("gw-2", {"zone": "b", "battery_pct": 71.5, "last_heard_at": NOON})
        uow.commit()
    (device,) = queries.devices()
    assert (device.id, device.zone_name, device.battery_pct) == ("gw-2", "Atelier", 71.5)
    assert device.last_heard_at == NOON
    assert [(zone.name, zone.capacity) for zone in queries.zones()] == [("Atelier", 4)]


def test_a_clients_page_names_their_associates(house: House, queries: SqlQueries) -> None:
    ines = house.associate("Inès")
    view = queries.client(house.client(primary_associate_id=ines))
    assert view.primary_associate is not None
    assert view.primary_associate.display_name == "Inès"
    assert view.secondary_associate is None
    assert [consent.stands for consent in view.consents] == [False] * len(Purpose)


@pytest.mark.parametrize(
    ("given", "family", "letters"),
    [
        ("Ana", "Silva", "AS"),
        ("élise", "de la Tour", "ÉT"),
        ("伟", "王", "伟王"),
        ("Cher", "", "C"),
    ],
)
def test_a_monogram_is_what_would_be_embroidered(given: str, family: str, letters: str) -> None:
    assert monogram(given, family) == letters


def _fields(visit: object) -> dict[str, object]:
    names = visit.__dataclass_fields__  # type: ignore[attr-defined]
    return {name: getattr(visit, name) for name in names}


def _statements(engine: Engine, call: object) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert callable(call)
    call()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
