"""Opening a boutique's database: brought up to date, and handed out by its parts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from store_server.clock import SystemClock
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.storage.accounts import SqlAccounts
from store_server.storage.aftermath_queries import SqlAftermathQueries
from store_server.storage.alert_box import SqlAlertBox
from store_server.storage.audit_queries import SqlAuditQueries
from store_server.storage.checkpoints import Checkpoints
from store_server.storage.device_queries import SqlDeviceQueries
from store_server.storage.door_queries import SqlDoorQueries
from store_server.storage.engine import open_engine
from store_server.storage.event_queries import SqlEventQueries
from store_server.storage.guest_queries import SqlGuestQueries
from store_server.storage.ledger_queries import SqlLedgerQueries
from store_server.storage.migrate import migrate
from store_server.storage.own import ours_alone
from store_server.storage.payment_queries import SqlPaymentQueries
from store_server.storage.post import SqlPost
from store_server.storage.privacy.held import SqlPrivacyQueries
from store_server.storage.quarantine import SqlQuarantine
from store_server.storage.queries import SqlQueries
from store_server.storage.reads.report import Rule
from store_server.storage.returning import Returning
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.traffic_queries import SqlTrafficQueries
from store_server.storage.unit_of_work import SqlStore

KEY_FILE = "secret.key"


@dataclass(frozen=True, slots=True)
class Storage:
    engine: Engine
    store: SqlStore
    queries: SqlQueries
    device_queries: SqlDeviceQueries
    event_queries: SqlEventQueries
    door_queries: SqlDoorQueries
    guest_queries: SqlGuestQueries
    payment_queries: SqlPaymentQueries
    accounts: SqlAccounts
    post: SqlPost
    ledger_queries: SqlLedgerQueries
    traffic_queries: SqlTrafficQueries
    alert_box: SqlAlertBox
    privacy_queries: SqlPrivacyQueries
    returning: Returning
    audit_queries: SqlAuditQueries
    quarantine: SqlQuarantine
    box: SecretsBox
    checkpoints: Checkpoints

    def start(self) -> None:
        """For a house that goes on; whoever opens it for a moment need not."""
        self.checkpoints.start()

    def close(self) -> None:
        self.checkpoints.stop()
        self.engine.dispose()


def open_storage(settings: Settings, clock: Clock | None = None) -> Storage:
    """Raises `SecretsBoxError`, `MigrationError`, `UnreachableError` or another storage error."""
    clock = clock or SystemClock()
    ours_alone(settings.data_dir, settings.database)
    box = SecretsBox.at(settings.data_dir / KEY_FILE)
    engine = open_engine(settings.database)
    migrate(engine)
    engine.update_execution_options(secrets_box=box)  # for reading what is sealed
    rule = Rule(settings.event_sales_within_days, settings.zone)
    aftermath = SqlAftermathQueries(engine, clock, rule)
    returning = Returning(engine, clock, settings)
    return Storage(
        engine=engine,
        store=SqlStore(engine, settings.boutique, clock, box, settings.zone),
        queries=SqlQueries(engine, settings.boutique, clock, settings.zone, returning),
        device_queries=SqlDeviceQueries(engine, clock),
        event_queries=SqlEventQueries(engine, clock, settings.time_zone, aftermath),
        door_queries=SqlDoorQueries(engine, clock, box),
        guest_queries=SqlGuestQueries(engine, clock, box, settings),
        payment_queries=SqlPaymentQueries(
            engine, clock, settings.zone, settings.payments, settings.language
        ),
        accounts=SqlAccounts(engine),
        post=SqlPost(engine, box, clock),
        ledger_queries=SqlLedgerQueries(engine),
        traffic_queries=SqlTrafficQueries(engine, clock, settings),
        alert_box=SqlAlertBox(engine),
        privacy_queries=SqlPrivacyQueries(engine, settings.boutique, clock, box),
        returning=returning,
        audit_queries=SqlAuditQueries(engine, settings.language),
        quarantine=SqlQuarantine(engine),
        box=box,
        checkpoints=Checkpoints(engine),
    )
