"""A boutique with its doors: real handlers, a real database, browsers that hold cookies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from payments.providers.simulated import BANK_PAGE, SimulatedProvider
from store_server import messages as ask
from store_server.account_ports import Scope
from store_server.app import ledger_desk, letterhead, selling_desk
from store_server.bus import Bus
from store_server.domain.consent import Purpose
from store_server.furnishing import Outside, furnish
from store_server.settings import Settings
from store_server.storage import Storage, open_storage
from store_server.views import HealthView
from store_server.web import Web, create_web
from store_server.web.callers import Who
from store_server.web.papers import Papers
from store_server.web.tokens import fingerprint, new_key
from tests.store_server.payments.till import HandCalls

OPENING = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
PIN = "246813"
API = "/api/v1"


class HandClock:
    """Moves when it is told to."""

    def __init__(self) -> None:
        self.passed_s = 0.0

    def now(self) -> datetime:
        return OPENING + timedelta(seconds=self.passed_s)

    def monotonic(self) -> float:
        return 1000.0 + self.passed_s

    def passes(self, seconds: float) -> None:
        self.passed_s += seconds


@dataclass
class Browser:
    """One person's browser, or one device: it keeps its cookies and its token."""

    client: FlaskClient
    csrf: str = ""

    def headers(self) -> dict[str, str]:
        return {"X-CSRF": self.csrf} if self.csrf else {}

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        headers = self.headers() | more.pop("headers", {})
        if body is not None:
            more["json"] = body
        return self.client.open(API + path, method=method, headers=headers, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.ask("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.ask("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.ask("PUT", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.ask("PATCH", path, body, **more)

    def delete(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.ask("DELETE", path, body, **more)

    def cookie(self, name: str) -> str:
        kept = self.client.get_cookie(name)
        return kept.value if kept is not None else ""


@dataclass
class Program(Browser):
    """No browser: it keeps nothing, and says who it is each time."""

    key: str = ""

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@dataclass
class Boutique:
    settings: Settings
    clock: Any = field(default_factory=HandClock)
    bus: Bus = field(default_factory=Bus)
    shown: dict[tuple[str, str], bytes] = field(default_factory=dict)
    health: HealthView = field(default_factory=lambda: HealthView("ok"))
    storage: Storage = field(init=False)
    bank: SimulatedProvider = field(init=False)
    calls: HandCalls = field(init=False)
    web: Web = field(init=False)

    def open(self) -> Boutique:
        self.storage = open_storage(self.settings, self.clock)
        self.bank = SimulatedProvider(b"secret", self.settings.url + BANK_PAGE)
        self.calls = HandCalls(self.bank, self.bus)
        outside = Outside(calls=self.calls)
        furnish(self.bus, self.storage, self.settings, self.clock, outside)()
        self.web = create_web(
            self.settings,
            self.bus,
            self.storage.queries,
            self.storage.device_queries,
            self.storage.event_queries,
            self.storage.door_queries,
            self.storage.guest_queries,
            self.storage.accounts,
            self.clock,
            ledger_desk(self.storage, self.settings),
            selling_desk(self.storage, self.settings, self.bank),
            Papers(self.storage.post, letterhead(self.settings)),
            self.storage.traffic_queries,
            self.storage.alert_box,
            self.storage.audit_queries,
            self.storage.privacy_queries,
            health=lambda: self.health,
            preview=lambda device_id, command_id: self.shown.get((device_id, command_id)),
        )
        return self

    def close(self) -> None:
        self.web.push.stop()
        self.storage.close()

    # ------------------------------------------------------------------ browsers

    def browser(self) -> Browser:
        return Browser(self.web.app.test_client())

    def phone_of(self, associate_id: str) -> Browser:
        """A phone that is paired, before the PIN."""
        browser = self.browser()
        code = self.web.pairings.create("associate", associate_id=associate_id).code
        assert browser.post("/auth/pair", {"code": code}).status_code == 200
        return browser

    def signed_in(self, associate_id: str) -> Browser:
        browser = self.phone_of(associate_id)
        fresh = self.storage.accounts.pin_of(associate_id).hash is None
        answer = browser.post("/auth/pin", {"pin": PIN, "new": fresh})
        assert answer.status_code == 200, answer.text
        browser.csrf = answer.json["csrf"]
        return browser

    def person(self, role: str = "associate", name: str = "") -> Browser:
        return self.signed_in(self.associate(name or role.title(), role))

    def kiosk(self) -> Browser:
        return self._paired("kiosk")

    def client_phone(self, client_id: str) -> Browser:
        return self._paired("client", client_id=client_id)

    def program(self, scope: Scope = Scope.WRITE) -> Program:
        """One of the brand's systems, with a key of its own."""
        key = new_key()
        self.storage.accounts.add_api_key("SAP", scope, fingerprint(key), self.clock.now(), "test")
        return Program(self.web.app.test_client(), key=key)

    def who(self, who: Who) -> Browser:
        match who:
            case Who.ANYONE:
                return self.browser()
            case Who.KIOSK:
                return self.kiosk()
            case Who.CLIENT:
                return self.client_phone(self.client("Own"))
            case Who.SYSTEM:
                return self.program()
            case Who.PHONE:
                return self.phone_of(self.associate("Phone"))
            case _:
                return self.person(who.value)

    def _paired(self, kind: str, **whose: str) -> Browser:
        browser = self.browser()
        code = self.web.pairings.create(kind, **whose).code
        assert browser.post("/auth/pair", {"code": code}).status_code == 200
        return browser

    # ------------------------------------------------------------------ people

    def associate(self, name: str = "Camille", role: str = "associate", **more: Any) -> str:
        languages = more.get("languages", ("fr",))
        associate_id: str = self.bus.ask(ask.AddAssociate(name, role, languages))
        self.bus.ask(ask.StartShift(associate_id))
        return associate_id

    def client(self, name: str = "Ana", consent: bool = True, **fields: Any) -> str:
        """Whose pass is their own name."""
        fields = {"given_name": name, "family_name": "Durand", **fields}
        client_id: str = self.bus.ask(ask.RegisterClient(fields))
        self.bus.ask(ask.EnrolIdentity(client_id, "pass", key=name))
        if consent:
            self.bus.ask(ask.GiveConsent(client_id, Purpose.PRESENCE, "signed", "1"))
        return client_id

    def arrives(self, client_id: str) -> str:
        visit_id: str = self.bus.ask(
            ask.ReportPresence(client_id, ask.Source.ASSOCIATE, by_id="test")
        )
        return visit_id

    def signal_of(self, associate_id: str) -> str:
        (signal,) = self.storage.queries.signals_for(associate_id)
        return signal.id

    def me(self, browser: Browser) -> str:
        associate_id: str = browser.get("/auth/me").json["associate"]["id"]
        return associate_id

    def journal(self) -> list[str]:
        """The kinds of what has happened, in order."""
        with self.storage.store.begin() as uow:
            return [entry.kind for entry in uow.journal.after(0)]

    def audited(self) -> list[tuple[str, str, str]]:
        self.web.trail.write()
        with self.storage.engine.connect() as connection:
            rows = connection.exec_driver_sql("select who, what, whom from audit order by position")
            return [(row[0], row[1], row[2]) for row in rows]
