"""What is older than its period goes every night, and nothing younger; the house says what went."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from store_server.cli import run
from store_server.domain.consent import Purpose
from store_server.handlers.forget_people import ForgetPeople
from store_server.handlers.keep_retention import CONSUMER, KeepRetention
from store_server.messages import WithdrawConsent
from store_server.privacy_messages import AskForErasure, TakeErasureBack
from store_server.settings import PrivacySettings
from tests.store_server.doors.evening import Evening
from tests.store_server.privacy.marked import Marked, found_in_tables, tables

FOREVER = dict.fromkeys(PrivacySettings().periods, 36_000.0)


def only(**periods: float) -> PrivacySettings:
    return PrivacySettings(**(FOREVER | periods))


def keeper(house: Evening, settings: PrivacySettings) -> KeepRetention:
    """As the command line has it: beside the server."""
    from store_server.handlers.arrivals import Arrivals
    from store_server.handlers.desk import Desk
    from store_server.handlers.signalling import Signalling

    desk = Desk(house.storage.store, house.clock, lambda _event: None)
    signalling = Signalling(desk, house.settings.signals, house.settings.zone)
    arrivals = Arrivals(desk, signalling, timedelta(minutes=20))
    forget = ForgetPeople(desk, arrivals, signalling)
    return KeepRetention(desk, forget, settings, house.settings.zone)


def removed(house: Evening, dry: bool = False, **periods: float) -> dict[str, int]:
    lines = keeper(house, only(**periods)).run(dry)
    return {line.period: line.rows for line in lines if line.rows}


def rows(house: Evening, table: str) -> list[dict[str, Any]]:
    return [row for name, row in tables(house.storage) if name == table]


PERIODS: tuple[tuple[str, set[str]], ...] = (
    ("words_days", {"outcome", "handover", "reason"}),
    ("visits_days", set()),
    ("purchases_days", {"purchase"}),
    ("appointments_days", {"appointment"}),
    ("deliveries_days", {"address", "delivery note"}),
    ("payers_days", {"payer"}),
    ("guests_days", {"guest note", "plus-one", "feedback", "task", "override"}),
)


def test_a_period_takes_what_is_its_own_and_no_more(marked: Marked) -> None:
    house = marked.house
    house.bus.ask(WithdrawConsent(marked.client_id, Purpose.PRESENCE))  # the visit is over
    house.bus.stop()  # the house's own nights would come between
    house.clock.passes(timedelta(days=99).total_seconds())
    for period, marks in PERIODS:
        before = set(found_in_tables(house.storage))
        assert removed(house, **{period: 101}) == {}
        promised = removed(house, dry=True, **{period: 97})
        assert promised
        assert set(found_in_tables(house.storage)) == before, "a dry run removes nothing"
        done = removed(house, **{period: 97})
        assert done == promised, period
        assert before - set(found_in_tables(house.storage)) == marks, period
        assert removed(house, **{period: 97}) == {}, "what is gone is gone"
    assert rows(house, "visits") == []
    (welcomed,) = [one for one in rows(house, "signals") if one["welcomed_at"]]  # how soon stays
    assert (welcomed["client_id"], welcomed["visit_id"]) == (None, None)
    assert rows(house, "event_feedback")[0]["stars"] == 5


def test_a_client_of_whom_nothing_is_heard_is_erased(one_house: Evening) -> None:
    house = one_house
    marked = Marked(house).settle_in()
    young = house.client("Young")
    house.bus.ask(WithdrawConsent(marked.client_id, Purpose.PRESENCE))
    house.bus.stop()
    house.clock.passes(timedelta(days=90).total_seconds())
    house.arrives(young)
    house.clock.passes(timedelta(days=9).total_seconds())
    assert removed(house, client_days=97) == {"client_days": 1}
    assert found_in_tables(house.storage) == {}
    assert [row["given_name"] for row in rows(house, "clients")] == ["Young"]


def test_who_asked_is_erased_the_next_night_and_may_think_better_of_it(house: Evening) -> None:
    stays, goes = house.client("Stays"), house.client("Goes")
    for client in (stays, goes):
        house.bus.ask(AskForErasure(client))
        house.bus.ask(AskForErasure(client))
    house.bus.ask(TakeErasureBack(stays))
    assert removed(house, erasure_days=1) == {}
    house.clock.passes(timedelta(days=1, minutes=1).total_seconds())
    assert removed(house, erasure_days=1) == {"erasure_days": 1}
    assert [row["given_name"] for row in rows(house, "clients")] == ["Stays"]


def test_feed_lines_go_and_phones_start_from_what_stands(house: Evening) -> None:
    camille = house.associate("Camille")
    house.arrives(house.client("Ana"))
    house.bus.stop()
    house.clock.passes(timedelta(days=9).total_seconds())
    assert removed(house, feed_days=8)["feed_days"] >= 1
    assert list(house.storage.queries.notices_after(camille, 0, 10)) == []
    assert house.storage.queries.last_seq(camille) >= 1


def nights(house: Evening, settings: PrivacySettings) -> tuple[KeepRetention, Callable[[], None]]:
    kept = keeper(house, settings)

    def go_on() -> None:
        for _ in range(30):
            kept.tick()

    return kept, go_on


def test_it_runs_once_a_night_and_says_what_it_removed(
    one_house: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    house = one_house  # 10:00 in Paris
    caplog.set_level(logging.INFO, "store_server.handlers.keep_retention")
    house.bus.ask(AskForErasure(house.client("Goes")))
    _, go_on = nights(house, only(erasure_days=0.5))
    go_on()
    house.clock.passes(3600)
    go_on()
    assert "retention" not in caplog.text, "the first night is still to come"
    house.clock.passes(timedelta(hours=17).total_seconds())  # 04:00
    go_on()
    assert "retention removed: erasure_days 1" in caplog.text
    assert rows(house, "clients") == []
    house.clock.passes(3600)
    go_on()
    assert caplog.text.count("retention removed") == 1
    assert house.journal().count("RetentionRan") == 1


def test_a_box_that_was_off_at_night_does_it_in_the_morning(one_house: Evening) -> None:
    house = one_house
    with house.storage.store.begin() as uow:
        uow.cursors.move(CONSUMER, house.clock.now().toordinal() - 3)
        uow.commit()
    _, go_on = nights(house, PrivacySettings())
    go_on()
    assert "RetentionRan" in house.journal()


def test_the_command_says_what_would_go_and_removes_it(
    one_house: Evening, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house = one_house
    monkeypatch.setenv("ACCUEIL_DATA_DIR", str(house.settings.data_dir))
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", house.settings.database_url)
    monkeypatch.setenv("ACCUEIL_PRIVACY_ERASURE_DAYS", "0")
    house.bus.ask(AskForErasure(house.client("Goes")))  # long ago, by the clock of this machine
    assert run(["privacy", "retention", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "erasure_days" in said
    assert "1 would be removed." in said
    assert len(rows(house, "clients")) == 1
    assert run(["privacy", "retention"]) == 0
    assert "1 were removed." in capsys.readouterr().out
    assert rows(house, "clients") == []
