"""Reading for the screens: each answer from one fresh snapshot of the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from store_server.count_views import CountsView
from store_server.ports import Clock, NotFoundError, Photo
from store_server.storage.engine import reading
from store_server.storage.reads import (
    clients,
    counts,
    devices,
    floor,
    notices,
    search,
    signals,
    staff,
    visits,
)
from store_server.storage.reads.cards import card
from store_server.storage.reads.day import Day
from store_server.storage.returning import Returning
from store_server.storage.tables import JournalRow
from store_server.views import (
    ArrivalCard,
    AssociateView,
    BadgeView,
    ClientFound,
    ClientView,
    DeviceView,
    FloorView,
    NextPurchase,
    Notice,
    SignalView,
    VisitView,
    ZoneView,
)


class SqlQueries:
    """Satisfies `ports.Queries`. Callable from any thread."""

    def __init__(
        self,
        engine: Engine,
        boutique: str,
        clock: Clock,
        zone: ZoneInfo,
        returning: Returning,
    ) -> None:
        self._engine = engine
        self._boutique = boutique
        self._clock = clock
        self._zone = zone
        self._index = search.ClientIndex()
        self._returning = returning

    def client(self, client_id: str) -> ClientView:
        with reading(self._engine) as connection:
            return clients.client_view(connection, client_id)

    def next_purchase(self, client_id: str) -> NextPurchase:
        return self._returning.of(client_id)

    def card(self, client_id: str) -> ArrivalCard:
        with reading(self._engine) as connection:
            standing = clients.standing(connection, client_id)
            made = card(connection, standing.id, self._today())
        if made is None:
            raise NotFoundError("there is no such client")
        return made

    def photo(self, client_id: str) -> Photo | None:
        with reading(self._engine) as connection:
            return clients.photo(connection, client_id)

    def client_by_pass(self, code: str) -> str | None:
        with reading(self._engine) as connection:
            return clients.client_by_pass(connection, code)

    def find_clients(self, text: str, limit: int = 20) -> Sequence[ClientFound]:
        with reading(self._engine) as connection:
            by_pass = search.client_with_pass(connection, text.strip())
            ids = [by_pass] if by_pass else self._index.find(connection, text, limit)
            return search.found(connection, ids)

    def find_by_pass(self, code: str) -> Sequence[ClientFound]:
        with reading(self._engine) as connection:
            holder = search.client_with_pass(connection, code)
            return search.found(connection, [holder] if holder else [])

    def associate(self, associate_id: str) -> AssociateView:
        with reading(self._engine) as connection:
            found = staff.associates(connection, [associate_id])
        if not found:
            raise NotFoundError("there is no such associate")
        return staff.associate_view(found[0])

    def associates(self) -> Sequence[AssociateView]:
        with reading(self._engine) as connection:
            return floor.everyone(connection)

    def badges(self) -> Sequence[BadgeView]:
        with reading(self._engine) as connection:
            return staff.badges(connection)

    def signals_for(self, associate_id: str) -> Sequence[SignalView]:
        with reading(self._engine) as connection:
            return signals.live_signals(connection, associate_id, self._today())

    def signal_for(self, associate_id: str, signal_id: str) -> SignalView:
        with reading(self._engine) as connection:
            found = signals.one_signal(connection, associate_id, signal_id, self._today())
        if found is None:
            raise NotFoundError("there is no such signal")
        return found

    def notices_after(self, associate_id: str, seq: int, limit: int = 200) -> Sequence[Notice]:
        with reading(self._engine) as connection:
            return notices.notices_after(connection, associate_id, seq, limit, self._today())

    def last_seq(self, associate_id: str) -> int:
        with reading(self._engine) as connection:
            return notices.last_seq(connection, associate_id)

    def visits(self, open_only: bool = True, limit: int = 100) -> Sequence[VisitView]:
        with reading(self._engine) as connection:
            return visits.visits(connection, open_only, limit)

    def newest_record(self) -> datetime | None:
        """When the last line of the journal was written, by the clock of then."""
        newest = select(JournalRow.recorded_at).order_by(JournalRow.position.desc()).limit(1)
        with reading(self._engine) as connection:
            return connection.execute(newest).scalar()

    def devices(self) -> Sequence[DeviceView]:
        with reading(self._engine) as connection:
            return devices.devices(connection)

    def device(self, device_id: str) -> DeviceView:
        with reading(self._engine) as connection:
            found = devices.device(connection, device_id)
        if found is None:
            raise NotFoundError("there is no such device")
        return found

    def counts_of(self, device_id: str) -> CountsView:
        with reading(self._engine) as connection:
            return counts.counts_of(connection, device_id)

    def zones(self) -> Sequence[ZoneView]:
        with reading(self._engine) as connection:
            return floor.zones(connection)

    def floor(self) -> FloorView:
        with reading(self._engine) as connection:
            return floor.floor(connection, self._boutique, self._clock.now(), self._today())

    def _today(self) -> Day:
        return Day.at(self._clock.now(), self._zone)
