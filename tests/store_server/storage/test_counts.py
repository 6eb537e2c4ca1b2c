"""The tables of counts: in the order of time, up and down with data."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, inspect, text

from store_server.count_ports import CountFact, OccupancyFact
from store_server.domain.counter import Counter, Crossings, Kind
from store_server.domain.doubts import Flag
from store_server.domain.packages import Gap, Stream
from store_server.storage.engine import reading
from store_server.storage.migrate import downgrade, migrate
from store_server.storage.unit_of_work import SqlStore
from tests.store_server.storage.house import HandClock

MOST = 2**53
TABLES = {
    "counts",
    "count_keys",
    "count_lines",
    "count_clocks",
    "count_streams",
    "count_gaps",
    "occupancy",
    "zone_doubts",
}


def write(store: SqlStore, clock: HandClock) -> None:
    """A row in each table, with the largest numbers that a device may say."""
    now = clock.now()
    with store.begin() as uow:
        crossed = Crossings(MOST, 0, Kind.RESET, Flag.JUMP)
        crowd = replace(crossed, flag=Flag.CROWD)
        for one in (crossed, crowd):
            uow.counts.add([CountFact("door", "line", "salon", now, None, now, one)])
        uow.counts.note({("door", "7"): now})
        uow.counts.save_counter("door", "line", "door", Counter(MOST, None, counted_at=now))
        uow.counts.set_clock("door", timedelta(hours=-1))
        uow.counts.save_stream("door", "7", Stream(MOST, now))
        uow.counts.add_gap("door", "7", "door", Gap(1, MOST, now, now))
        seen = OccupancyFact("door", "salon", now, MOST, None, (1.5,))
        uow.counts.save_occupancy(seen)
        uow.counts.doubt(seen, Flag.UNPLACED)
        uow.commit()


def test_what_is_remembered_comes_back_as_it_was(store: SqlStore, clock: HandClock) -> None:
    write(store, clock)
    now = clock.now()
    with store.begin() as uow:
        wanted = [("door", "7"), ("door", "8"), ("hall", "7")]
        assert uow.counts.kept(wanted) == {("door", "7"): now}
        assert uow.counts.kept([]) == {}
        assert uow.counts.counter("door", "line") == Counter(MOST, None, counted_at=now)
        assert uow.counts.counter("door", "other") == Counter()
        assert uow.counts.clock("door") == timedelta(hours=-1)
        assert uow.counts.stream("door", "7") == Stream(MOST, now)
        assert uow.counts.gap_of("door", "7", 5) == Gap(1, MOST, now, now)
        assert uow.counts.gap_of("door", "8", 5) is None


def test_keys_are_forgotten_in_time(store: SqlStore, clock: HandClock, engine: Engine) -> None:
    with store.begin() as uow:
        uow.counts.note({("door", "old"): clock.now(), ("door", "7"): clock.now()})
        uow.counts.note({("door", "7"): clock.passes(days=29)})
        uow.counts.note({("door", "new"): clock.passes(days=2)})
        uow.commit()
    with reading(engine) as connection:
        keys = connection.execute(text("SELECT key FROM count_keys ORDER BY key"))
        assert keys.scalars().all() == ["7", "new"]


def test_facts_lie_in_the_order_of_their_time(engine: Engine) -> None:
    key = inspect(engine).get_pk_constraint("counts")["constrained_columns"]
    assert key == ["at", "device_id", "line", "id"]
    if engine.dialect.name == "sqlite":
        with reading(engine) as connection:
            query = text("SELECT sql FROM sqlite_master WHERE name = 'counts'")
            assert "WITHOUT ROWID" in connection.execute(query).scalar_one()


def test_counts_go_down_and_up_again(engine: Engine, store: SqlStore, clock: HandClock) -> None:
    write(store, clock)
    downgrade(engine, "0002")
    assert not TABLES & set(inspect(engine).get_table_names())
    migrate(engine)
    write(store, clock)


def test_the_release_before_keeps_apart_what_it_has_no_word_for(
    engine: Engine, store: SqlStore, clock: HandClock
) -> None:
    """And what it kept apart itself stays so: it had one word, and needs no other column."""
    write(store, clock)
    asked = text("SELECT flag, doubt FROM counts ORDER BY doubt")
    with reading(engine) as connection:
        assert connection.execute(asked).all() == [("jump", "crowd"), ("jump", "jump")]
    downgrade(engine, "0024")
    migrate(engine)
    with reading(engine) as connection:
        assert connection.execute(asked).all() == [("jump", None), ("jump", None)]


def test_very_many_keys_are_asked_for_in_turns(store: SqlStore, clock: HandClock) -> None:
    keys = {("door", f"{number}"): clock.now() for number in range(1_234)}
    with store.begin() as uow:
        uow.counts.note(keys)
        assert uow.counts.kept(keys) == keys


def test_a_key_of_any_length_is_a_key(store: SqlStore, clock: HandClock) -> None:
    long = ("door", "x" * 1_000)
    with store.begin() as uow:
        uow.counts.note({long: clock.now()})
        assert uow.counts.kept([long]) == {long: clock.now()}
