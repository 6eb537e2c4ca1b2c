"""From a beacon to a visit: once, whatever told us of it, and nothing lost over a restart."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, event

from store_server import messages as ask
from store_server.domain.consent import Purpose
from store_server.domain.visit import Source, Visit
from store_server.ports import ConflictError, FullError
from store_server.storage.repositories.visits import SqlVisits
from tests.store_server.handlers.conftest import Shop


def test_a_client_who_walks_in_begins_one_visit(shop: Shop) -> None:
    ann = shop.client("Ann")
    shop.walks_in(ann)
    assert shop.visits() == [(ann, "here")]
    assert shop.arrivals() == 1


def test_without_a_consent_for_presence_a_beacon_is_a_strangers(shop: Shop) -> None:
    shop.client("Ann", consent=False)
    with shop.storage.store.begin() as uow:
        assert list(uow.identities.recognisable()) == []


def test_several_sources_make_one_visit(shop: Shop) -> None:
    claire, ann = shop.associate("Claire"), shop.client("Ann")
    shop.bus.ask(ask.ReportPresence(ann, Source.PASS, "entrance"))
    shop.bus.ask(ask.ReportPresence(ann, Source.ASSOCIATE, by_id=claire))
    shop.walks_in(ann)
    assert shop.visits() == [(ann, "here")]
    assert shop.kinds(claire).count("signal") == 1


def test_a_pass_of_somebody_without_consent_is_not_noted(shop: Shop) -> None:
    ann = shop.client("Ann", consent=False)
    with pytest.raises(ConflictError, match="consent"):
        shop.bus.ask(ask.ReportPresence(ann, Source.PASS))
    assert shop.visits() == []


def test_a_pass_read_by_a_scanner_is_an_arrival(shop: Shop) -> None:
    ann = shop.client("Ann")
    shop.bus.ask(ask.EnrolIdentity(ann, "pass", key="ANN-1"))
    shop.bus.ask(ask.ReadPass("ANN-1", "scanner-1"))
    shop.bus.ask(ask.ReadPass("NOBODY", "scanner-1"))
    assert shop.visits() == [(ann, "here")]


def test_silence_ends_the_visit_and_its_signal(shop: Shop) -> None:
    claire, ann = shop.associate("Claire"), shop.client("Ann")
    shop.walks_in(ann)
    shop.passes(62)
    assert shop.visits() == [(ann, "away")]
    assert shop.signals(claire) == []
    assert shop.notices(claire)[-1].kind == "changed"


def test_returning_within_twenty_minutes_continues_the_visit_and_signals_nobody(
    shop: Shop,
) -> None:
    claire, ann = shop.associate("Claire"), shop.client("Ann")
    shop.walks_in(ann)
    shop.passes(62)
    told = shop.kinds(claire).count("signal")
    shop.passes(10 * 60)
    shop.walks_in(ann)
    assert shop.visits() == [(ann, "here")]
    assert shop.kinds(claire).count("signal") == told


def test_returning_after_twenty_minutes_is_another_visit(shop: Shop) -> None:
    claire, ann = shop.associate("Claire"), shop.client("Ann")
    shop.walks_in(ann)
    shop.passes(22 * 60)
    shop.walks_in(ann)
    assert sorted(where for _, where in shop.visits()) == ["ended", "here"]
    assert shop.kinds(claire)[-1] == "signal"
    assert shop.arrivals() == 2


def test_a_restart_makes_nobody_leave_and_nobody_arrive(shop: Shop) -> None:
    claire, ann = shop.associate("Claire"), shop.client("Ann")
    shop.walks_in(ann)
    shop.killed_and_restarted(after_s=30)
    shop.passes(5)
    shop.hears(ann)
    shop.passes(1)
    shop.hears(ann)
    assert shop.visits() == [(ann, "here")]
    assert shop.arrivals() == 1
    assert shop.kinds(claire).count("signal") == 1


def test_who_left_while_the_server_was_down_leaves_once_it_has_listened_long_enough(
    shop: Shop,
) -> None:
    ann = shop.client("Ann")
    shop.walks_in(ann)
    shop.killed_and_restarted(after_s=600)
    shop.bus.ask(ask.NoteGateway("door", shop.clock.monotonic(), online=True))
    shop.passes(30)
    assert shop.visits() == [(ann, "here")]
    shop.passes(40)
    assert shop.visits() == [(ann, "away")]


def test_a_gateway_that_goes_offline_makes_nobody_leave(shop: Shop) -> None:
    ann = shop.client("Ann")
    shop.walks_in(ann)
    shop.bus.ask(ask.NoteGateway("door", shop.clock.monotonic(), online=False))
    shop.passes(300)
    assert shop.visits() == [(ann, "not_known")]
    shop.bus.ask(ask.NoteGateway("door", shop.clock.monotonic(), online=True))
    shop.hears(ann)
    shop.passes(1)
    assert shop.visits() == [(ann, "here")]


def in_the_salon(shop: Shop, how_many: int) -> list[str]:
    """So many clients whom one gateway has just heard, all in one message."""
    names = [f"guest-{number}" for number in range(how_many)]
    clients = [shop.client(name) for name in names]
    with shop.storage.store.begin() as uow:
        beacons = [identity.id for identity in uow.identities.recognisable()]
    for _ in range(2):
        shop.passes(1)
        now_s = shop.clock.monotonic()
        heard = tuple(ask.Heard(beacon, "salon", -55, now_s) for beacon in beacons)
        shop.bus.ask(ask.ObserveSightings(heard))
    assert sorted(shop.visits()) == sorted((client, "here") for client in clients)
    return clients


class Commits:
    """How many visits each commit changed; commits of other things are not counted."""

    def __init__(self, engine: Engine) -> None:
        self.of_visits: list[int] = []
        self._changed = 0
        event.listen(engine, "after_cursor_execute", self._executed)
        event.listen(engine, "commit", self._committed)

    def _executed(self, *executed: Any) -> None:
        _connection, cursor, statement = executed[:3]
        if statement.startswith("UPDATE visits"):
            self._changed += cursor.rowcount

    def _committed(self, _connection: object) -> None:
        self.of_visits += [self._changed] if self._changed else []
        self._changed = 0


def test_a_dead_gateways_clients_are_not_known_in_one_commit(shop: Shop) -> None:
    claire = shop.associate("Claire")
    clients = in_the_salon(shop, 30)
    shop.bus.ask(ask.NoteGateway("salon", shop.clock.monotonic(), online=False))
    shop.told.clear()
    commits = Commits(shop.storage.engine)
    shop.passes(10)
    assert commits.of_visits == [30]
    assert sorted(shop.visits()) == sorted((client, "not_known") for client in clients)
    changed = [one.client_id for one in shop.told if isinstance(one, ask.WhereaboutsChanged)]
    assert sorted(changed) == sorted(clients)
    assert shop.kinds(claire).count("changed") == 30


def test_one_of_a_dead_gateways_clients_who_cannot_be_noted_holds_up_nobody(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clients = in_the_salon(shop, 4)
    shop.bus.ask(ask.NoteGateway("salon", shop.clock.monotonic(), online=False))
    save = SqlVisits.save

    def save_others(visits: SqlVisits, visit: Visit) -> None:
        if visit.client_id == clients[1]:
            raise ZeroDivisionError
        save(visits, visit)

    monkeypatch.setattr(SqlVisits, "save", save_others)
    shop.passes(20)
    known = dict(shop.visits())
    assert known == dict.fromkeys(clients, "not_known") | {clients[1]: "here"}
    assert caplog.text.count("could not be acted on") == 1


def test_a_dead_gateways_clients_wait_for_the_disk_and_are_noted_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = in_the_salon(shop, 4)
    shop.bus.ask(ask.NoteGateway("salon", shop.clock.monotonic(), online=False))
    with monkeypatch.context() as full:
        full.setattr(SqlVisits, "save", lambda *_: (_ for _ in ()).throw(FullError("full")))
        shop.passes(20)
    assert {whereabouts for _, whereabouts in shop.visits()} == {"here"}
    shop.passes(1)
    assert sorted(shop.visits()) == sorted((client, "not_known") for client in clients)
    changes = [told for told in shop.told if isinstance(told, ask.WhereaboutsChanged)]
    assert len(changes) == 4


def test_a_broker_that_restarts_makes_nobody_leave(shop: Shop) -> None:
    ann = shop.client("Ann")
    shop.walks_in(ann)
    shop.bus.ask(ask.NoteBroker(False, shop.clock.monotonic()))
    shop.passes(300)
    shop.bus.ask(ask.NoteBroker(True, shop.clock.monotonic()))
    shop.hears(ann)
    shop.passes(1)
    assert shop.visits() == [(ann, "here")]
    assert shop.arrivals() == 1


def test_a_consent_withdrawn_in_the_shop_ends_the_visit_and_the_signal(shop: Shop) -> None:
    claire, ann = shop.associate("Claire"), shop.client("Ann")
    shop.walks_in(ann)
    shop.bus.ask(ask.WithdrawConsent(ann, Purpose.PRESENCE))
    assert shop.signals(claire) == []
    assert shop.notices(claire)[-1].kind == "withdrawn"
    assert all(
        notice.signal is None or notice.signal.card is None for notice in shop.notices(claire)
    )
    assert shop.visits() == [(ann, "ended")]


def test_a_verdict_that_could_not_be_written_is_written_later(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = shop.client("Ann")
    shop.hears(ann)
    shop.passes(1)
    identity_id = shop.identity_of(ann)
    begin = shop.storage.store.begin

    def full() -> None:
        raise FullError("no space left on the disk")

    monkeypatch.setattr(shop.storage.store, "begin", full)
    shop.bus.ask(
        ask.ObserveSightings((ask.Heard(identity_id, "door", -55, shop.clock.monotonic()),))
    )
    shop.passes(1)
    monkeypatch.setattr(shop.storage.store, "begin", begin)
    shop.passes(1)
    assert shop.visits() == [(ann, "here")]


def test_two_clients_made_one_keep_one_visit(shop: Shop) -> None:
    ann, double = shop.client("Ann"), shop.client("Anne")
    shop.walks_in(ann)
    shop.walks_in(double)
    shop.bus.ask(ask.MergeClients(ann, double))
    assert [where for _, where in shop.visits()].count("here") == 1
    shop.passes(63)
    assert "here" not in [where for _, where in shop.visits()]


def test_the_journal_tells_the_visit_in_order(shop: Shop) -> None:
    shop.associate("Claire")
    shop.walks_in(shop.client("Ann"))
    shop.passes(62)
    with shop.storage.store.begin() as uow:
        kinds = [entry.kind for entry in uow.journal.after(0, 100)]
    story = [kind for kind in kinds if kind in ("ClientArrived", "SignalRaised", "SignalEnded")]
    assert story == ["ClientArrived", "SignalRaised", "SignalEnded"]


def test_who_is_said_to_be_back_without_a_beacon_does_not_stay_for_ever(shop: Shop) -> None:
    ann = shop.client("Ann")
    shop.walks_in(ann)
    shop.passes(65)
    shop.bus.ask(ask.ReportPresence(ann, Source.ASSOCIATE))
    assert shop.visits() == [(ann, "here")]
    shop.clock.passed_s += 3 * 3600
    shop.passes(1)
    assert shop.visits() == [(ann, "ended")]


def test_a_beacon_that_is_taken_off_in_the_shop_leaves_no_visit_for_ever(shop: Shop) -> None:
    ann = shop.client("Ann")
    shop.walks_in(ann)
    shop.bus.ask(ask.RemoveIdentity(ann, shop.identity_of(ann)))
    shop.passes(200)
    assert shop.visits() == [(ann, "here")]
    shop.clock.passed_s += 3 * 3600
    shop.passes(1)
    assert shop.visits() == [(ann, "ended")]


def test_two_beacons_of_one_client_are_one_visit_that_ends_with_the_last(shop: Shop) -> None:
    ann = shop.client("Ann")
    ring = shop.bus.ask(ask.EnrolIdentity(ann, "ibeacon", key="ibeacon:ring:1:1"))
    shop.walks_in(ann)
    for _ in range(7):
        shop.passes(10)
        now_s = shop.clock.monotonic()
        shop.bus.ask(ask.ObserveSightings((ask.Heard(ring, "door", -55, now_s),)))
    assert shop.visits() == [(ann, "here")]
    shop.passes(65)
    assert shop.visits() == [(ann, "away")]
    assert shop.arrivals() == 1


def test_a_merge_with_a_client_who_withdrew_ends_the_recognition(shop: Shop) -> None:
    claire, ann, double = shop.associate("Claire"), shop.client("Ann"), shop.client("Anne")
    shop.walks_in(double)
    shop.clock.passed_s += 1
    shop.bus.ask(ask.WithdrawConsent(ann, Purpose.PRESENCE))
    shop.bus.ask(ask.MergeClients(ann, double))
    assert shop.visits() == [(ann, "ended")]
    assert shop.signals(claire) == []
    assert shop.notices(claire)[-1].kind == "withdrawn"


def test_a_merge_keeps_the_visit_of_the_one_who_is_here(shop: Shop) -> None:
    claire, ann, double = shop.associate("Claire"), shop.client("Ann"), shop.client("Anne")
    shop.walks_in(ann)
    shop.passes(65)
    shop.walks_in(double)
    shop.bus.ask(ask.MergeClients(ann, double))
    assert sorted(shop.visits()) == [(ann, "ended"), (ann, "here")]
    assert shop.signal(claire).state == "open"


def test_a_scan_that_comes_again_after_a_restart_is_one_scan(shop: Shop) -> None:
    ann = shop.client("Ann")
    shop.bus.ask(ask.EnrolIdentity(ann, "pass", key="ANN-1"))
    shop.bus.ask(ask.ReadPass("ANN-1", "till", "scan-7"))
    shop.bus.ask(ask.ReportDeparture(ann, "claire"))
    shop.passes(1)
    shop.killed_and_restarted(after_s=25 * 60)
    shop.passes(1)
    shop.bus.ask(ask.ReadPass("ANN-1", "till", "scan-7"))
    assert shop.visits() == [(ann, "ended")]
    assert shop.arrivals() == 1


def test_a_kill_between_taking_off_a_beacon_and_telling_of_it_leaves_no_visit_for_ever(
    shop: Shop,
) -> None:
    ann = shop.client("Ann")
    shop.walks_in(ann)
    with shop.storage.store.begin() as uow:
        (identity,) = uow.identities.recognisable()
        uow.identities.remove(ann, identity.id)
        uow.commit()
    shop.killed_and_restarted(after_s=3 * 3600 + 1)
    shop.passes(1)
    shop.clock.passed_s += 3 * 3600
    shop.passes(1)
    assert shop.visits() == [(ann, "ended")]


def test_who_is_said_to_be_gone_and_is_still_heard_is_back_and_signals_nobody(shop: Shop) -> None:
    claire, ann = shop.associate("Claire"), shop.client("Ann")
    shop.walks_in(ann)
    shop.bus.ask(ask.ReportDeparture(ann, claire))
    assert shop.visits() == [(ann, "away")]
    shop.passes(1)
    shop.walks_in(ann)
    assert shop.visits() == [(ann, "here")]
    assert shop.arrivals() == 1


def test_what_is_left_of_a_client_in_a_deaf_room_is_not_known(shop: Shop) -> None:
    ann = shop.client("Ann")
    ring = shop.bus.ask(ask.EnrolIdentity(ann, "ibeacon", key="ibeacon:ring:1:1"))
    shop.walks_in(ann)
    for _ in range(2):
        shop.passes(1)
        heard = ask.Heard(ring, "salon", -55, shop.clock.monotonic())
        shop.bus.ask(ask.ObserveSightings((heard,)))
    shop.bus.ask(ask.NoteGateway("salon", shop.clock.monotonic(), online=False))
    shop.passes(70)
    assert shop.visits() == [(ann, "not_known")]


def test_a_verdict_that_can_never_be_acted_on_holds_up_nobody(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bea = shop.client("Ann"), shop.client("Bea")
    begin = shop.storage.store.begin
    for client_id in (ann, bea):
        shop.hears(client_id)
    shop.passes(1)
    now_s = shop.clock.monotonic()
    both = tuple(ask.Heard(shop.identity_of(one), "door", -55, now_s) for one in (ann, bea))
    broken = iter([True])

    def once() -> Any:
        if next(broken, False):
            raise ZeroDivisionError
        return begin()

    monkeypatch.setattr(shop.storage.store, "begin", once)
    shop.bus.ask(ask.ObserveSightings(both))
    assert shop.visits() == [(bea, "here")]
