"""How the house is, for its probes: gathered from its parts when somebody asks."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from events.admission import Reason
from store_server.ports import StorageError
from store_server.settings import Settings
from store_server.storage import Storage
from store_server.storage.engine import reading
from store_server.views import HealthPart, HealthView
from store_server.web.probes import Figure


@dataclass(frozen=True, slots=True)
class VitalSigns:
    settings: Settings
    storage: Storage
    health: Callable[[], HealthView]
    waiting: Callable[[], int]  # commands at the bus
    readings: Callable[[], tuple[int, int]]  # understood, and not

    def parts(self) -> Sequence[HealthPart]:
        try:
            self._database_s()
        except StorageError as error:
            database = HealthPart("database", "down", str(error))
        else:
            database = HealthPart("database", "ok")
        return database, *self.health().parts

    def figures(self) -> Sequence[Figure]:
        """Raises `StorageError`."""
        read, unreadable = self.readings()
        return (
            Figure("accueil_bus_waiting", "gauge", "Commands that wait.", self.waiting()),
            Figure("accueil_readings_total", "counter", "What devices told.", read),
            Figure("accueil_unreadable_total", "counter", "Messages set aside.", unreadable),
            Figure(
                "accueil_database_seconds",
                "gauge",
                "How long a question took just now.",
                self._database_s(),
            ),
            Figure("accueil_disk_free_bytes", "gauge", "In the data folder.", self._disk_free()),
            *self._house(),
            *self._doors(),
        )

    def _house(self) -> Sequence[Figure]:
        visits = self.storage.queries.visits(open_only=True)
        here = sum(visit.whereabouts == "here" for visit in visits)
        post, due = self.storage.post.standing(), self.storage.payment_queries.due()
        payments = "accueil_payments"
        words = "What the provider has not settled."
        return (
            Figure("accueil_clients_here", "gauge", "Recognised, by consent.", here),
            Figure("accueil_letters_waiting", "gauge", "To be sent.", post.waiting),
            Figure("accueil_letters_refused", "gauge", "Within a week.", post.refused),
            Figure(payments, "gauge", words, due.unsettled, ("state", "unsettled")),
            Figure(payments, "gauge", words, due.unknown, ("state", "unknown")),
            Figure(payments, "gauge", words, due.conflicted, ("state", "conflicted")),
            Figure(payments, "gauge", words, due.refunds, ("state", "refund")),
        )

    def _doors(self) -> Sequence[Figure]:
        """What was held up that let nobody in: forged, foreign, revoked, too late."""
        counted = self.storage.door_queries.refusals()
        words = "Refused at events' doors within a day."
        return [
            Figure(
                "accueil_door_refusals", "gauge", words, counted.get(reason, 0), ("reason", reason)
            )
            for reason in Reason
            if reason not in (Reason.WELCOME, Reason.LEFT)
        ]

    def _database_s(self) -> float:
        began = time.perf_counter()
        with reading(self.storage.engine) as connection:
            connection.execute(text("SELECT 1"))
        return time.perf_counter() - began

    def _disk_free(self) -> int:
        return shutil.disk_usage(self.settings.data_dir).free
