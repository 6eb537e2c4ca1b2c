"""What the views work with: one value, made once, handed to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Protocol

from store_server.account_ports import Accounts
from store_server.audit_ports import AuditLine, AuditQueries
from store_server.bus import Bus
from store_server.device_ports import DeviceQueries
from store_server.event_ports import EventQueries
from store_server.guest_ports import GuestQueries
from store_server.ports import Clock, Queries
from store_server.privacy_ports import PrivacyQueries
from store_server.settings import Settings
from store_server.views import FloorView, HealthView, SightingView
from store_server.web.auth import Gate, Pairings
from store_server.web.calls import Calls
from store_server.web.device_names import DeviceNames
from store_server.web.doors import Doors
from store_server.web.ledger_desk import LedgerDesk
from store_server.web.live_traffic import LiveTraffic
from store_server.web.papers import Papers
from store_server.web.receipt_desk import ReceiptDesk
from store_server.web.receipt_mail import ReceiptMail
from store_server.web.report_paper import ReportPaper
from store_server.web.selling_desk import SellingDesk
from store_server.web.strong import StrongSignIn
from store_server.web.throttle import Throttle
from store_server.web.trail import Trail


class Pusher(Protocol):
    """Web Push, as the views see it."""

    @property
    def public_key(self) -> str: ...
    def may_speak_to(self, endpoint: str) -> bool: ...
    def try_out(self, associate_id: str) -> int:
        """Send a test to each of this associate's phones; answers how many."""


class Sockets(Protocol):
    """The open sockets, as the views see them."""

    def end_session(self, session_id: str) -> None: ...
    def end_device(self, device_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class House:
    settings: Settings
    bus: Bus
    queries: Queries
    device_queries: DeviceQueries
    event_queries: EventQueries
    guest_queries: GuestQueries
    accounts: Accounts
    clock: Clock
    gate: Gate
    pairings: Pairings
    pusher: Pusher
    sockets: Sockets
    ledger: LedgerDesk
    selling: SellingDesk
    traffic: LiveTraffic
    receipts: ReceiptDesk
    receipt_mail: ReceiptMail
    papers: Papers
    privacy: PrivacyQueries
    report_paper: ReportPaper
    recent_sightings: Callable[[str], Sequence[SightingView]]
    preview: Callable[[str, str], bytes | None]
    health: Callable[[], HealthView]
    floor: Callable[[], FloorView]
    pass_failures: Throttle
    adoption_failures: Throttle
    doors: Doors
    link_failures: Throttle
    strangers_bags: Throttle
    receipts_mailed: Throttle
    calls: Calls
    strong: StrongSignIn
    names: DeviceNames
    trail: Trail
    audit_log: AuditQueries

    def ask(self, command: Any) -> Any:
        """Ask on the bus and wait; its handler's error is raised here."""
        return self.bus.ask(command)

    def audit(self, who: str, what: str, whom: str) -> None:
        """Note in the audit that somebody saw something; nobody waits for the disk."""
        self.trail.look(who, what, whom)

    def deed(self, who: str, what: str, whom: str) -> AuditLine:
        """A line for the audit, to be written with the change that it tells of."""
        return AuditLine(who, what, whom, self.clock.now())

    def quiet(self) -> bool:
        """Whether it is a quiet hour now. One that runs over midnight is one."""
        signals = self.settings.signals
        if not (signals.quiet_from and signals.quiet_until):
            return False
        start = time.fromisoformat(signals.quiet_from)
        until = time.fromisoformat(signals.quiet_until)
        local = self.clock.now().astimezone(self.settings.zone).time()
        return start <= local < until if start <= until else local >= start or local < until
