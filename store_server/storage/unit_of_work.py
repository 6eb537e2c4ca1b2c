"""One transaction over all the repositories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from store_server.admission_ports import Admissions
from store_server.aftermath_ports import Aftermath
from store_server.audit_ports import Audit
from store_server.count_ports import Counts
from store_server.device_ports import DeviceCommands, DeviceRecords, Devices, FloorPlans
from store_server.event_ports import (
    Closures,
    EventCosts,
    EventPictures,
    Events,
    Guests,
    Passes,
    Seating,
    Tellings,
)
from store_server.guest_ports import Allocations, GuestConsents, GuestNeeds
from store_server.ledger_ports import Ledger
from store_server.letter_ports import GuestLinks, Letters
from store_server.payment_ports import (
    Articles,
    Baskets,
    Cash,
    ExitPasses,
    Payments,
    Sales,
    Slots,
)
from store_server.ports import (
    Badges,
    Clients,
    Clock,
    Consents,
    Cursors,
    Feeds,
    History,
    Identities,
    Journal,
    Places,
    Scans,
    Signals,
    Staff,
    Taps,
    UnitOfWork,
    Visits,
)
from store_server.privacy_ports import Privacy
from store_server.storage.engine import reading, writing
from store_server.storage.privacy.erasure import SqlPrivacy
from store_server.storage.reads.day import Day
from store_server.storage.repositories.admissions import SqlAdmissions
from store_server.storage.repositories.aftermath import SqlAftermath
from store_server.storage.repositories.articles import SqlArticles
from store_server.storage.repositories.audit import SqlAudit
from store_server.storage.repositories.badges import SqlBadges
from store_server.storage.repositories.baskets import SqlBaskets
from store_server.storage.repositories.cash import SqlCash
from store_server.storage.repositories.clients import SqlClients
from store_server.storage.repositories.consents import SqlConsents
from store_server.storage.repositories.counts import SqlCounts
from store_server.storage.repositories.device_commands import SqlDeviceCommands
from store_server.storage.repositories.device_records import SqlDeviceRecords, SqlFloorPlans
from store_server.storage.repositories.devices import SqlDevices
from store_server.storage.repositories.events import SqlEvents
from store_server.storage.repositories.exit_passes import SqlExitPasses
from store_server.storage.repositories.feeds import SqlFeeds
from store_server.storage.repositories.guest_list import (
    SqlAllocations,
    SqlGuestConsents,
    SqlGuestNeeds,
)
from store_server.storage.repositories.guests import SqlGuests
from store_server.storage.repositories.history import SqlHistory
from store_server.storage.repositories.identities import SqlIdentities
from store_server.storage.repositories.journal import SqlCursors, SqlJournal
from store_server.storage.repositories.ledger import SqlLedger
from store_server.storage.repositories.letters import SqlGuestLinks, SqlLetters
from store_server.storage.repositories.passes import SqlPasses
from store_server.storage.repositories.payments import SqlPayments
from store_server.storage.repositories.places import SqlPlaces
from store_server.storage.repositories.programme import (
    SqlClosures,
    SqlEventCosts,
    SqlEventPictures,
    SqlSeating,
)
from store_server.storage.repositories.rollups import SqlRollUps
from store_server.storage.repositories.sales import SqlSales
from store_server.storage.repositories.scans import SqlScans
from store_server.storage.repositories.signals import SqlSignals, SqlTaps
from store_server.storage.repositories.slots import SqlSlots
from store_server.storage.repositories.staff import SqlStaff
from store_server.storage.repositories.staff_crossings import SqlStaffCrossings
from store_server.storage.repositories.tellings import SqlTellings
from store_server.storage.repositories.traffic import SqlTrafficBook
from store_server.storage.repositories.visits import SqlVisits
from store_server.storage.secrets_box import SecretsBox
from store_server.traffic_ports import RollUps, StaffCrossings, TrafficBook


class SqlUnitOfWork:
    """Satisfies `ports.UnitOfWork` on a connection whose transaction belongs to it."""

    def __init__(
        self, connection: Connection, boutique: str, clock: Clock, box: SecretsBox, zone: ZoneInfo
    ) -> None:
        self._connection = connection
        self.clients: Clients = SqlClients(connection, clock.now)
        self.consents: Consents = SqlConsents(connection)
        self.identities: Identities = SqlIdentities(connection, box)
        self.visits: Visits = SqlVisits(connection)
        self.signals: Signals = SqlSignals(connection)
        self.taps: Taps = SqlTaps(connection)
        self.scans: Scans = SqlScans(connection)
        self.counts: Counts = SqlCounts(connection)
        self.rollups: RollUps = SqlRollUps(connection, zone)
        self.traffic: TrafficBook = SqlTrafficBook(connection)
        self.badges: Badges = SqlBadges(connection, box)
        self.staff_crossings: StaffCrossings = SqlStaffCrossings(connection)
        self.staff: Staff = SqlStaff(connection)
        self.places: Places = SqlPlaces(connection)
        self.devices: Devices = SqlDevices(connection)
        self.device_commands: DeviceCommands = SqlDeviceCommands(connection)
        self.device_records: DeviceRecords = SqlDeviceRecords(connection)
        self.floor_plans: FloorPlans = SqlFloorPlans(connection)
        self.events: Events = SqlEvents(connection)
        self.event_pictures: EventPictures = SqlEventPictures(connection)
        self.event_costs: EventCosts = SqlEventCosts(connection)
        self.seating: Seating = SqlSeating(connection)
        self.closures: Closures = SqlClosures(connection)
        self.tellings: Tellings = SqlTellings(connection)
        self.guests: Guests = SqlGuests(connection)
        self.passes: Passes = SqlPasses(connection, box)
        self.ledger: Ledger = SqlLedger(connection)
        self.needs: GuestNeeds = SqlGuestNeeds(connection, box)
        self.guest_consents: GuestConsents = SqlGuestConsents(connection)
        self.allocations: Allocations = SqlAllocations(connection)
        self.letters: Letters = SqlLetters(connection)
        self.links: GuestLinks = SqlGuestLinks(connection, box)
        self.admissions: Admissions = SqlAdmissions(connection, box)
        self.aftermath: Aftermath = SqlAftermath(connection)
        self._journal = SqlJournal(connection, boutique, clock.now)
        self.journal: Journal = self._journal
        self.feeds: Feeds = SqlFeeds(connection, lambda: Day.at(clock.now(), zone))
        self.cursors: Cursors = SqlCursors(connection)
        self.history: History = SqlHistory(connection)
        self.audit: Audit = SqlAudit(connection)
        self.privacy: Privacy = SqlPrivacy(connection)
        self.articles: Articles = SqlArticles(connection)
        self.baskets: Baskets = SqlBaskets(connection)
        self.payments: Payments = SqlPayments(connection)
        self.cash: Cash = SqlCash(connection)
        self.slots: Slots = SqlSlots(connection)
        self.exit_passes: ExitPasses = SqlExitPasses(connection)
        self.sales: Sales = SqlSales(connection)

    def commit(self) -> None:
        self._journal.flush()
        self._connection.commit()


class SqlStore:
    """Satisfies `ports.Store`. Not to be begun again on a thread that has begun already."""

    def __init__(
        self, engine: Engine, boutique: str, clock: Clock, box: SecretsBox, zone: ZoneInfo
    ) -> None:
        self._engine = engine
        self._boutique = boutique
        self._clock = clock
        self._box = box
        self._zone = zone

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        return self._begin()

    def look(self) -> AbstractContextManager[UnitOfWork]:
        return self._look()

    @contextmanager
    def _begin(self) -> Iterator[UnitOfWork]:
        with writing(self._engine) as connection:
            yield self._over(connection)

    @contextmanager
    def _look(self) -> Iterator[UnitOfWork]:
        with reading(self._engine) as connection:
            yield self._over(connection)

    def _over(self, connection: Connection) -> SqlUnitOfWork:
        return SqlUnitOfWork(connection, self._boutique, self._clock, self._box, self._zone)
