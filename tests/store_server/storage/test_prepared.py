"""Prepared statements mean on the driver's cursor what they mean to SQLAlchemy."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, bindparam, insert, select

from store_server.domain.client import Tier
from store_server.ports import ConflictError, NotFoundError, UnreachableError
from store_server.storage.engine import open_engine, reading, writing
from store_server.storage.prepared import Prepared, together
from store_server.storage.tables import ClientRow, CursorRow, PromiseRow
from tests.services import PostgreSQL
from tests.store_server.storage.house import NOON, House

CLIENT = Prepared(select(ClientRow.__table__).where(ClientRow.id == bindparam("client")))
ADD_CURSOR = Prepared(insert(CursorRow))
CURSORS = Prepared(
    select(CursorRow.consumer, CursorRow.position)
    .order_by(CursorRow.consumer)
    .limit(bindparam("at_most"))
)


def test_values_come_back_as_they_were_given(house: House, engine: Engine) -> None:
    client_id = house.client("Ana", tier=Tier.CIRCLE, tastes=("silk",), sizes=(("ring", "52"),))
    with reading(engine) as connection:
        row = CLIENT.first(connection, {"client": client_id})
    assert row is not None
    assert (row.id, row.tier, row.created_at) == (client_id, Tier.CIRCLE, NOON)
    assert (row.tastes, row.sizes, row.birthday) == (["silk"], [["ring", "52"]], None)


def test_nothing_found_is_none(house: House, engine: Engine) -> None:
    with reading(engine) as connection:
        assert CLIENT.first(connection, {"client": "nobody"}) is None


def test_several_rows_are_written_at_once_and_read_in_order(house: House, engine: Engine) -> None:
    rows = [{"consumer": name, "position": place} for place, name in enumerate("bca")]
    with writing(engine) as connection:
        ADD_CURSOR.run(connection, *rows)
        connection.commit()
    with reading(engine) as connection:
        assert CURSORS.all(connection, {"at_most": 2}) == [("a", 2), ("b", 0)]


def test_several_are_asked_at_once_and_each_finds_its_own(house: House, engine: Engine) -> None:
    client_id = house.client("Ana")
    with reading(engine) as connection:
        clients, cursors, nobody = together(
            connection,
            (CLIENT, {"client": client_id}),
            (CURSORS, {"at_most": 5}),
            (CLIENT, {"client": "nobody"}),
        )
    assert [row.given_name for row in clients] == ["Ana"]
    assert (cursors, nobody) == ([], [])


def test_what_is_not_committed_leaves_nothing(house: House, engine: Engine) -> None:
    with writing(engine) as connection:
        ADD_CURSOR.run(connection, {"consumer": "mail", "position": 1})
    with reading(engine) as connection:
        assert CURSORS.all(connection, {"at_most": 1}) == []


def test_what_is_written_for_later_is_committed(house: House, engine: Engine) -> None:
    with writing(engine) as connection:
        ADD_CURSOR.later(connection, {"consumer": "mail", "position": 1})
        connection.commit()
    with reading(engine) as connection:
        assert CURSORS.all(connection, {"at_most": 2}) == [("mail", 1)]


def test_what_is_asked_next_finds_what_was_written_for_later(house: House, engine: Engine) -> None:
    asked = select(CursorRow.consumer).order_by(CursorRow.consumer)
    with writing(engine) as connection:
        ADD_CURSOR.later(connection, {"consumer": "a", "position": 1})
        assert CURSORS.all(connection, {"at_most": 9}) == [("a", 1)]
        ADD_CURSOR.later(connection, {"consumer": "b", "position": 2})
        assert list(connection.execute(asked).scalars()) == ["a", "b"]
        ADD_CURSOR.later(connection, {"consumer": "c", "position": 3})
        ADD_CURSOR.run(connection, {"consumer": "d", "position": 4})
        assert CURSORS.tuples(connection, {"at_most": 9})[2:] == [("c", 3), ("d", 4)]


def test_what_was_written_for_later_and_not_committed_is_nobodys(
    house: House, engine: Engine
) -> None:
    """Least of all the next one's who is lent the connection."""
    with writing(engine) as connection:
        ADD_CURSOR.later(connection, {"consumer": "mail", "position": 1})
    with writing(engine) as connection:
        ADD_CURSOR.later(connection, {"consumer": "push", "position": 1})
        connection.rollback()
        ADD_CURSOR.later(connection, {"consumer": "till", "position": 1})
        connection.commit()
    with reading(engine) as connection:
        assert CURSORS.all(connection, {"at_most": 9}) == [("till", 1)]


@pytest.mark.parametrize("asks", [False, True])
def test_a_conflict_of_what_was_written_for_later_is_told_by_the_commit(
    house: House, engine: Engine, asks: bool
) -> None:
    """Or by what is asked before it; and nothing of it all is kept."""
    with pytest.raises(ConflictError), writing(engine) as connection:
        for _ in range(2):
            ADD_CURSOR.later(connection, {"consumer": "mail", "position": 1})
        if asks:
            CURSORS.all(connection, {"at_most": 1})
        connection.commit()
    with reading(engine) as connection:
        assert CURSORS.all(connection, {"at_most": 1}) == []


def test_a_second_of_the_same_name_is_a_conflict(house: House, engine: Engine) -> None:
    twice = {"consumer": "mail", "position": 1}
    with pytest.raises(ConflictError), writing(engine) as connection:
        ADD_CURSOR.run(connection, twice, twice)


def test_what_refers_to_nothing_is_refused(house: House, engine: Engine) -> None:
    stray = {"id": "p", "client_id": "nobody", "text": "a scarf", "due_on": None, "by": ""}
    with pytest.raises(NotFoundError), writing(engine) as connection:
        Prepared(insert(PromiseRow)).run(connection, {**stray, "kept_at": None})
        connection.commit()


def test_a_parameter_that_was_not_given_is_named(house: House, engine: Engine) -> None:
    with pytest.raises(KeyError, match="client"), reading(engine) as connection:
        CLIENT.first(connection, {})


def test_a_server_that_went_away_is_unreachable_and_found_again() -> None:
    one = Prepared(select(bindparam("number", type_=CursorRow.position.type).label("number")))
    server = PostgreSQL()
    server.start()
    engine = open_engine(server.url())
    try:
        with reading(engine) as connection:
            assert one.all(connection, {"number": 1}) == [(1,)]
            server.stop()
            with pytest.raises(UnreachableError):
                one.all(connection, {"number": 1})
        server.start()
        with reading(engine) as connection:
            assert one.all(connection, {"number": 2}) == [(2,)]
    finally:
        engine.dispose()
        server.clean_up()
