"""Signals, claims and feeds: one winner, no gaps."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from store_server.clock import new_id
from store_server.domain import signal as signals
from store_server.domain.signal import State
from store_server.domain.staff import Role
from store_server.ports import BusyError, ConflictError, NotFoundError
from store_server.storage.engine import reading, writing
from store_server.storage.unit_of_work import SqlStore
from tests.store_server.storage.house import HandClock, House

SOON = timedelta(seconds=20)


def test_a_signal_is_kept_as_it_is(house: House, clock: HandClock) -> None:
    ines, leo = house.associate("Inès"), house.associate("Léo")
    signal_id = house.arrival(house.consenting(), ines)
    house.claim(signal_id, ines)
    colleague = _everyone(house)["Léo"]
    house.change(
        signal_id, lambda s: signals.hand_over(s, ines, colleague, clock.now(), SOON, "speaks pt")
    )
    house.change(
        signal_id, lambda s: signals.decline(s, leo, clock.now(), "lunch", timedelta(minutes=5))
    )
    with house.store.begin() as uow:
        signal = uow.signals.get(signal_id)
    assert signal.told_ids == (ines, leo)
    assert (signal.handed_by_id, signal.handover_note) == (ines, "speaks pt")
    assert signal.told[1].snoozed_until == clock.now() + timedelta(minutes=5)
    assert signal.next_at == clock.now()


def test_who_is_told_again_is_told_last(house: House, clock: HandClock) -> None:
    ines, leo = house.associate("Inès"), house.associate("Léo")
    signal_id = house.arrival(house.consenting(), ines, leo)
    house.change(signal_id, lambda s: signals.tell(s, ines, clock.now(), SOON))
    with house.store.begin() as uow:
        assert uow.signals.get(signal_id).told_ids == (leo, ines)


def test_live_signals_are_those_not_over(house: House, clock: HandClock) -> None:
    ines = house.associate()
    open_id = house.arrival(house.consenting(), ines)
    over_id = house.arrival(house.consenting(), ines)
    house.change(over_id, lambda s: signals.end(s, State.LEFT, clock.now()))
    with house.store.begin() as uow:
        assert [signal.id for signal in uow.signals.live()] == [open_id]


def test_of_a_visit_the_latest_signal_is_meant(house: House, clock: HandClock) -> None:
    client_id = house.consenting()
    visit_id = house.visit(client_id)
    house.signal(client_id, visit_id)
    clock.passes(minutes=1)
    latest = house.signal(client_id, visit_id)
    with house.store.begin() as uow:
        found = uow.signals.of_visit(visit_id)
        assert found is not None
        assert found.id == latest
        assert uow.signals.of_visit(new_id()) is None


def test_of_two_who_claim_in_the_same_instant_one_wins(house: House, clock: HandClock) -> None:
    names = [f"associate {number}" for number in range(8)]
    rivals = [house.associate(name) for name in names]
    signal_id = house.arrival(house.consenting(), *rivals)
    together = threading.Barrier(len(rivals))
    claimed: list[str] = []

    def tap(associate_id: str) -> None:
        together.wait()
        try:
            with house.store.begin() as uow:
                before = uow.signals.get(signal_id)
                after = signals.claim(before, associate_id, clock.now())
                if after != before:
                    uow.signals.save(after)
                uow.commit()
        except (ConflictError, BusyError):
            return
        if after.claimed_by_id == associate_id:
            claimed.append(associate_id)

    threads = [threading.Thread(target=tap, args=(rival,)) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with house.store.begin() as uow:
        winner = uow.signals.get(signal_id).claimed_by_id
    assert claimed == [winner]


def test_who_read_an_older_state_cannot_write(
    house: House, engine: Engine, clock: HandClock
) -> None:
    ines = house.associate()
    signal_id = house.arrival(house.consenting(), ines)
    with house.store.begin() as uow:
        signal = uow.signals.get(signal_id)
    with house.store.begin() as uow:
        uow.signals.get(signal_id)
        uow.signals._read[signal_id] = (signal, 0)  # type: ignore[attr-defined]
        with pytest.raises(ConflictError):
            uow.signals.save(signals.claim(signal, ines, clock.now()))


def test_a_signal_is_read_before_it_is_saved(house: House) -> None:
    signal_id = house.arrival(house.consenting(), house.associate())
    with house.store.begin() as uow:
        signal = uow.signals.get(signal_id)
    with pytest.raises(ConflictError), house.store.begin() as uow:
        uow.signals.save(replace(signal, silent=True))


def test_a_tap_sent_twice_is_one_tap(house: House, clock: HandClock) -> None:
    ines = house.associate()
    signal_id = house.arrival(house.consenting(), ines)
    with house.store.begin() as uow:
        assert uow.taps.first("tap-1", signal_id, ines, clock.now())
        assert not uow.taps.first("tap-1", signal_id, ines, clock.now())
        assert uow.taps.first("tap-2", signal_id, ines, clock.now())


def test_a_signal_that_never_was_is_not_found(store: SqlStore) -> None:
    with store.begin() as uow, pytest.raises(NotFoundError):
        uow.signals.get(new_id())


def test_a_feed_has_no_gaps_whatever_fails(house: House, clock: HandClock) -> None:
    ines = house.associate()
    signal_id = house.arrival(house.consenting())
    assert house.notice(ines, "signal", signal_id) == 1
    with house.store.begin() as uow:
        uow.feeds.write(ines, "changed", signal_id, clock.now())  # never committed
    assert house.notice(ines, "changed", signal_id) == 2


def test_a_feed_has_no_gaps_when_many_write(house: House, engine: Engine) -> None:
    ines, leo = house.associate(), house.associate("Léo")
    signal_id = house.arrival(house.consenting())
    threads = [
        threading.Thread(target=house.notice, args=(who, "changed", signal_id))
        for who in (ines, leo) * 8
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    query = text("SELECT seq FROM notices WHERE associate_id = :who ORDER BY seq")
    with reading(engine) as connection:
        for who in (ines, leo):
            assert list(connection.execute(query, {"who": who}).scalars()) == list(range(1, 9))


def test_staff_are_as_they_are_now(house: House, clock: HandClock) -> None:
    ines, _leo = house.associate("Inès", Role.MANAGER), house.associate("Léo", on_shift=False)
    house.claim(house.arrival(house.consenting(), ines), ines)
    staff = _everyone(house)
    assert (staff["Inès"].on_shift, staff["Inès"].engaged) == (True, 1)
    assert (staff["Léo"].on_shift, staff["Léo"].engaged) == (False, 0)
    assert staff["Inès"].role is Role.MANAGER


def test_a_shift_begins_and_ends_once(house: House, engine: Engine, clock: HandClock) -> None:
    ines = house.associate(on_shift=False)
    with house.store.begin() as uow:
        uow.staff.start_shift(ines, clock.now())
        uow.staff.start_shift(ines, clock.now())
        uow.staff.end_shift(ines, clock.now())
        uow.staff.end_shift(ines, clock.now())
        uow.commit()
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM shifts")).scalar() == 1


def test_who_has_left_the_house_is_nobody_to_signal(house: House) -> None:
    ines = house.associate()
    with house.store.begin() as uow:
        uow.staff.amend(ines, {"active": False, "languages": ("it",), "role": "host"})
        uow.commit()
    with house.store.begin() as uow:
        assert uow.staff.everyone() == []
        assert uow.staff.get(ines).languages == ("it",)


def test_a_device_is_placed_named_and_forgotten(house: House) -> None:
    with house.store.begin() as uow:
        uow.places.save_device("salon-1", {"dialect": "canonical", "zone": "salon"})
        uow.places.save_device("salon-1", {"state": "online"})
        uow.places.save_zone("salon", "Le salon", 12)
        assert uow.places.zone_of("salon-1") == "salon"
        assert uow.places.zones_of_devices() == {"salon-1": "salon"}
        uow.devices.forget("salon-1")
        assert uow.places.zone_of("salon-1") is None
        with pytest.raises(NotFoundError):
            uow.devices.forget("salon-1")


def test_a_zone_in_use_stays(house: House, engine: Engine) -> None:
    with house.store.begin() as uow:
        uow.places.save_device("salon-1", {"zone": "salon"})
        uow.commit()
    with pytest.raises(NotFoundError), writing(engine) as connection:
        connection.execute(text("DELETE FROM zones"))
        connection.commit()


def _everyone(house: House) -> dict[str, signals.Associate]:
    with house.store.begin() as uow:
        return {associate.display_name: associate for associate in uow.staff.everyone()}
