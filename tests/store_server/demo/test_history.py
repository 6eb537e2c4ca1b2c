"""The demo's past: weeks that could have been, written once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from store_server.demo.history import DAYS, arrange_counting, remember
from store_server.demo.seed import seed
from store_server.demo.till_roll import ring_up
from store_server.settings import Settings
from store_server.storage import open_storage
from store_server.storage.engine import reading
from store_server.storage.tables import CountRow, SaleDayRow
from store_server.traffic_ports import Wanted

NOW = datetime(2026, 3, 13, 14, 20, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


class Clock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


def test_the_till_and_the_floor_tell_the_same_of_today(tmp_path: Path, sqlite_url: str) -> None:
    settings = Settings(
        data_dir=tmp_path, database_url=sqlite_url, opening_hours="mo-su 10:00-20:00"
    )
    storage = open_storage(settings, Clock())
    seed(storage.store, storage.accounts, NOW, PARIS)
    remember(storage.engine, "paris-1", NOW, PARIS)
    for _ in range(2):  # opened again, it rings up nothing twice
        ring_up(storage.engine, storage.store, settings.fiscal.till, NOW, PARIS)
    sold = storage.traffic_queries.now(1).totals
    (till,) = storage.ledger_queries.running(settings.fiscal.till)
    assert sold.baskets > 0
    assert (till.sales, till.total) == (sold.baskets, sold.sales_minor)
    storage.close()


def test_nine_weeks_are_written_once_and_today_up_to_now(tmp_path: Path, sqlite_url: str) -> None:
    settings = Settings(
        data_dir=tmp_path, database_url=sqlite_url, opening_hours="mo-su 10:00-20:00"
    )
    storage = open_storage(settings, Clock())
    seed(storage.store, storage.accounts, NOW, PARIS)
    arrange_counting(storage.store)
    remember(storage.engine, "paris-1", NOW, PARIS)
    with reading(storage.engine) as connection:
        facts = connection.execute(select(func.count()).select_from(CountRow)).scalar_one()
        assert connection.execute(select(func.max(CountRow.at))).scalar_one() < NOW
        assert connection.execute(select(func.sum(SaleDayRow.baskets))).scalar_one() > 100
    today = NOW.date()
    asked = Wanted("people_in", today - timedelta(days=DAYS), today)
    points = storage.traffic_queries.series(asked).series.points
    assert all(point.value for point in points)
    assert storage.traffic_queries.forecast().error is not None
    now = storage.traffic_queries.now(1)
    assert now.totals.people_in > 0
    assert now.totals.conversion is not None
    salon = next(zone for zone in now.zones if zone.zone == "salon")
    assert salon.dwell_median_s is not None
    remember(storage.engine, "paris-1", NOW, PARIS)
    with reading(storage.engine) as connection:
        again = connection.execute(select(func.count()).select_from(CountRow)).scalar_one()
    assert again == facts
    storage.close()
