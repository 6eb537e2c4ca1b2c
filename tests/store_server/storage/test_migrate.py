"""The tables come and go, with data in them, on both databases."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError

from store_server.domain import signal as signals
from store_server.domain.signal import Outcome
from store_server.storage.engine import open_engine, reading, writing
from store_server.storage.migrate import (
    NO_TABLES,
    OLDEST_PROGRAM,
    PACKAGE,
    MigrationError,
    current,
    downgrade,
    floor,
    head,
    migrate,
)
from store_server.storage.repositories.audit import first_broken_line
from store_server.storage.tables import Table
from tests.store_server.storage.house import House

TAKES_AWAY = re.compile(r"drop_(table|column)|rename_table|new_column_name")


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engine]:
    engine = open_engine(empty_database_url)
    yield engine
    engine.dispose()


def test_an_empty_database_gets_every_table(empty: Engine) -> None:
    assert current(empty) is None
    migrate(empty)
    assert current(empty) == head()
    tables = set(inspect(empty).get_table_names())
    assert tables == {*Table.metadata.tables, "alembic_version"}


def test_migrating_again_changes_nothing(empty: Engine) -> None:
    migrate(empty)
    migrate(empty)
    assert current(empty) == head()


def test_models_and_migrations_say_the_same(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_a_closed_set_is_checked_by_the_database(engine: Engine) -> None:
    checks = {check["name"] for check in inspect(engine).get_check_constraints("clients")}
    assert {"ck_clients_tier", "ck_clients_approach"} <= checks


def test_tables_with_data_go_down_and_up_again(engine: Engine, house: House) -> None:
    ines = house.associate()
    client = house.consenting()
    house.beacon(client, "", kind="eddystone_eid", secret=bytes(16))
    house.claim(house.arrival(client, ines), ines)
    with house.store.begin() as uow:
        uow.journal.write("ClientArrived", {"client": client}, house.clock.now())
        uow.audit.note(ines, "card", client, house.clock.now())
        uow.commit()
    downgrade(engine, NO_TABLES)
    assert current(engine) is None
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrate(engine)
    assert current(engine) == head()
    house.consenting()


def test_a_signal_loses_only_its_outcome_on_the_way_down(engine: Engine, house: House) -> None:
    ines = house.associate()
    signal_id = house.arrival(house.consenting(), ines)
    house.claim(signal_id, ines)
    house.change(
        signal_id, lambda s: signals.finish(s, ines, house.clock.now(), Outcome.SOLD, "a ring")
    )
    downgrade(engine, "0004")
    with reading(engine) as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("signals")}
        notes = connection.execute(text("SELECT outcome_note FROM signals")).scalars().all()
    assert "outcome" not in columns
    assert notes == ["a ring"]
    migrate(engine)
    with house.store.begin() as uow:
        assert uow.signals.get(signal_id).outcome is None


def test_no_other_outcome_than_those_of_the_house_is_kept(engine: Engine, house: House) -> None:
    ines = house.associate()
    house.arrival(house.consenting(), ines)
    with writing(engine) as connection, pytest.raises(IntegrityError):
        connection.execute(text("UPDATE signals SET outcome = 'thrown out'"))


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Engine) -> None:
    with writing(empty) as connection:
        connection.execute(text("CREATE TABLE zones (id TEXT)"))  # in the way of ours
        connection.commit()
    with pytest.raises(Exception, match="zones"):
        migrate(empty)
    assert current(empty) is None
    assert inspect(empty).get_table_names() == ["zones"]


def made_by_a_newer_program(engine: Engine, floor: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(
            text("UPDATE settings SET value = :floor WHERE key = 'oldest_program'"),
            {"floor": floor},
        )
        connection.commit()


def test_a_database_whose_newer_program_took_something_away_is_left_alone(engine: Engine) -> None:
    made_by_a_newer_program(engine, floor="9998")
    with pytest.raises(MigrationError, match="newer program"):
        migrate(engine)
    assert current(engine) == "9999"


def test_a_database_that_only_grew_serves_the_program_before(engine: Engine) -> None:
    made_by_a_newer_program(engine, floor=head())
    migrate(engine)
    assert current(engine) == "9999"
    assert floor(engine) == head()


def test_since_the_oldest_program_tables_only_grew() -> None:
    """Whoever takes something away raises `OLDEST_PROGRAM`, a release after the last use."""
    versions = resources.files(PACKAGE) / "versions"
    newer = [file for file in versions.iterdir() if OLDEST_PROGRAM < file.name[:4] <= head()]
    for file in newer:
        upgrade = file.read_text().partition("def upgrade()")[2].partition("def downgrade()")[0]
        assert not TAKES_AWAY.search(upgrade), file.name


def test_the_head_that_is_read_from_names_is_alembics() -> None:
    config = Config()
    folder = str(resources.files(PACKAGE))
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == head()


def test_nothing_to_do_does_not_import_alembic(sqlite_url: str) -> None:
    program = (
        "import sys\n"
        "from store_server.storage.engine import open_engine\n"
        "from store_server.storage.migrate import migrate\n"
        f"migrate(open_engine({sqlite_url!r}))\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_newer_kinds_of_identities_go_with_the_tables_that_know_them(
    engine: Engine, house: House
) -> None:
    client = house.consenting()
    kept = house.beacon(client)
    house.beacon(client, "", kind="irk", secret=bytes(16), key_order="reversed")
    downgrade(engine, "0005")
    with reading(engine) as connection:
        ids = connection.execute(text("SELECT id FROM identities")).scalars().all()
    assert ids == [kept]
    migrate(engine)
    house.beacon(client, "kontakt:abc", kind="vendor")


def test_selling_goes_down_with_its_data_and_comes_up_empty(engine: Engine, house: House) -> None:
    kept = house.client()
    house.charged()
    downgrade(engine, "0007")
    tables = set(inspect(engine).get_table_names())
    assert not tables & {"articles", "baskets", "bills", "payment_facts", "exit_passes"}
    migrate(engine)
    house.charged()
    with house.store.begin() as uow:
        assert uow.clients.get(kept).id == kept


def test_wishes_to_be_erased_and_what_was_erased_go_and_come_with_their_tables(
    engine: Engine, house: House
) -> None:
    wishing, erased, staying = (house.consenting() for _ in range(3))
    now = house.clock.now()
    with house.store.begin() as uow:
        assert uow.privacy.ask(wishing, now)
        assert uow.privacy.erase(uow.privacy.client(erased), now) > 0
        uow.commit()
    downgrade(engine, "0018")
    assert not {"erasures", "erasure_requests"} & set(inspect(engine).get_table_names())
    with reading(engine) as connection:
        left = set(connection.execute(text("SELECT id FROM clients")).scalars())
    assert left == {wishing, staying}  # a wish is lost on the way down, an erasure is not undone
    migrate(engine)
    with house.store.begin() as uow:
        assert not uow.privacy.erased_after(0)
        assert uow.privacy.ask(wishing, now)  # nothing says any more that they had asked
        uow.privacy.erase(uow.privacy.client(wishing), now)
        assert [one.person_id for one in uow.privacy.erased_after(0)] == [wishing]
        uow.commit()


def test_addresses_go_with_their_table_and_the_log_stays_whole(
    engine: Engine, house: House
) -> None:
    with house.store.begin() as uow:
        uow.audit.note("address:192.0.2.4", "pairing.refused", "", house.clock.now())
        uow.commit()
    downgrade(engine, "0025")
    with reading(engine) as connection:
        (who,) = connection.execute(text("SELECT who FROM audit")).scalars()
    assert who.startswith("address:")
    assert "192.0.2.4" not in who
    migrate(engine)
    with house.store.begin() as uow:
        uow.audit.note("address:192.0.2.4", "pairing.refused", "", house.clock.now())
        uow.commit()
    with reading(engine) as connection:
        assert first_broken_line(connection) is None
        kept = connection.execute(text("SELECT address FROM audit_addresses")).scalars().all()
    assert kept == ["192.0.2.4"]


def test_tax_free_alone_is_lost_on_the_way_down_and_nobody_asks_for_it_on_the_way_up(
    engine: Engine, house: House
) -> None:
    basket_id = house.charged()
    with house.store.begin() as uow:
        uow.baskets.change(basket_id, tax_free=True)
        before, lines = uow.baskets.get(basket_id), uow.baskets.lines(basket_id)
        uow.commit()
    assert before.tax_free
    downgrade(engine, "0026")
    assert "tax_free" not in {column["name"] for column in inspect(engine).get_columns("baskets")}
    with writing(engine) as connection:  # as the program before writes it
        connection.execute(
            text(
                "INSERT INTO baskets (id, number, state, currency, token_hash, language,"
                " gift_receipt, created_at, changed_at) SELECT 'b2', 2, state, currency, 'other',"
                " language, gift_receipt, created_at, changed_at FROM baskets"
            )
        )
        connection.commit()
    migrate(engine)
    with house.store.begin() as uow:
        as_it_was = replace(before, tax_free=False, link_opened=True)
        assert uow.baskets.get(basket_id) == as_it_was
        assert uow.baskets.lines(basket_id) == lines
        assert not uow.baskets.get("b2").tax_free


def test_of_links_given_before_nobody_knows_and_each_given_since_is_unopened(
    engine: Engine, house: House
) -> None:
    basket_id = house.charged()
    downgrade(engine, "0031")
    assert "link_opened" not in {one["name"] for one in inspect(engine).get_columns("baskets")}
    migrate(engine)
    with house.store.begin() as uow:
        assert uow.baskets.get(basket_id).link_opened
        uow.baskets.set_token(basket_id, "f" * 64)
        assert not uow.baskets.get(basket_id).link_opened
        uow.commit()
