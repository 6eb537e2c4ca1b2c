"""Puts the doors together: the one function that `app.build` calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask, Response
from flask_socketio import SocketIO

from store_server.account_ports import Accounts
from store_server.admission_ports import DoorQueries
from store_server.audit_ports import AuditQueries
from store_server.bus import Bus
from store_server.device_ports import DeviceQueries
from store_server.event_ports import EventQueries
from store_server.guest_ports import GuestQueries
from store_server.messages import NoticesWritten
from store_server.ports import Clock, Queries
from store_server.privacy_messages import PeopleForgotten
from store_server.privacy_ports import PrivacyQueries
from store_server.settings import Settings
from store_server.traffic_ports import AlertBox, TrafficQueries
from store_server.views import HealthView, SightingView
from store_server.web import docs_page, openapi, vapid
from store_server.web.api import RESOURCES
from store_server.web.assets import Assets
from store_server.web.auth import Gate, Pairings
from store_server.web.basket_sockets import BasketSockets
from store_server.web.body import LARGEST_BODY_BYTES
from store_server.web.catalogue import Catalogue
from store_server.web.device_names import DeviceNames
from store_server.web.door_answers import DoorAnswers
from store_server.web.doors import Doors
from store_server.web.doorway import Doorway
from store_server.web.floor_now import floor_now
from store_server.web.forgotten_people import ForgottenPeople
from store_server.web.guesses import guesses
from store_server.web.house import House
from store_server.web.kiosk_staff import StaffAtKiosks
from store_server.web.ledger_desk import LedgerDesk
from store_server.web.log_lines import name_requests
from store_server.web.manager_alerts import ManagerAlerts
from store_server.web.operations import PREFIX, serve
from store_server.web.pages import Pages
from store_server.web.papers import Papers
from store_server.web.pass_page import PassPage
from store_server.web.payment_doors import PaymentDoors
from store_server.web.privacy_page import PrivacyPage
from store_server.web.probes import Probes
from store_server.web.problems import answer_with_problems
from store_server.web.push_door import PushDoor, Pushed
from store_server.web.realtime import Realtime
from store_server.web.receipt_desk import ReceiptDesk
from store_server.web.receipt_mail import ReceiptMail
from store_server.web.receipt_pages import ReceiptPages
from store_server.web.relay import Relay
from store_server.web.report_paper import ReportPaper
from store_server.web.rooms import open_rooms
from store_server.web.rules import LazyRule
from store_server.web.selling_desk import SellingDesk
from store_server.web.server import WebServer
from store_server.web.shields import shield
from store_server.web.strong import StrongSignIn
from store_server.web.throttle import Throttle
from store_server.web.till_alerts import TillAlerts
from store_server.web.trail import Trail
from store_server.web.verdict_board import VerdictBoard
from store_server.web.webpush import PushSender


@dataclass(slots=True)
class Web:
    """All doors. `start` opens them, `stop` closes them and says goodbye to every screen."""

    app: Flask
    socketio: SocketIO
    pairings: Pairings
    realtime: Realtime
    baskets: BasketSockets
    alerts: TillAlerts
    manager_alerts: ManagerAlerts
    push: PushSender
    server: WebServer
    trail: Trail
    _bus: Bus
    _unlisten: Callable[[], object] | None = None

    def start(self) -> None:
        """Raise `PortTakenError` before anything else has started."""
        self.server.start()
        unlisten = (
            self._bus.listen(NoticesWritten, self.push.hear),
            self.alerts.listen(self._bus),
            self.manager_alerts.listen(self._bus),
        )
        self._unlisten = lambda: [end() for end in unlisten]
        self.realtime.start()
        self.baskets.start()
        self.push.start()
        self.manager_alerts.start()
        self.trail.start()

    def stop(self) -> None:
        if self._unlisten is not None:
            self._unlisten()
            self._unlisten = None
        self.baskets.stop()
        self.realtime.stop()
        self.push.stop()
        self.server.stop()
        self.trail.stop()


def create_web(
    settings: Settings,
    bus: Bus,
    queries: Queries,
    device_queries: DeviceQueries,
    event_queries: EventQueries,
    door_queries: DoorQueries,
    guest_queries: GuestQueries,
    accounts: Accounts,
    clock: Clock,
    ledger: LedgerDesk,
    selling: SellingDesk,
    papers: Papers,
    traffic: TrafficQueries,
    alert_box: AlertBox,
    audit: AuditQueries,
    privacy: PrivacyQueries,
    recent_sightings: Callable[[str], Sequence[SightingView]] = lambda _device: (),
    preview: Callable[[str, str], bytes | None] = lambda _device, _command: None,
    health: Callable[[], HealthView] = lambda: HealthView("ok"),
    ui_dir: Path | None = None,
    pushed: Pushed | None = None,
    board: VerdictBoard | None = None,
    probes: Probes | None = None,
) -> Web:
    """Make the doors of one boutique. Nothing listens and no thread runs before `start`."""
    gate = Gate(settings, accounts, clock)
    pairings = Pairings(settings, accounts, clock)
    words = Catalogue(Assets.find(ui_dir).catalogue_folder, settings.language)
    doors = Doors(
        queries=door_queries,
        doorway=Doorway(bus),
        answers=DoorAnswers(door_queries, words, settings.language),
        staff=StaffAtKiosks(clock),
    )
    push = PushSender(settings, accounts, clock, vapid.keep(settings.data_dir))
    receipts = ReceiptDesk(
        ledger.queries, ledger.receipt_links, settings, clock, Assets.find(ui_dir).folder
    )
    trail = Trail(accounts, clock)
    floor = partial(floor_now, queries, health)
    realtime = Realtime(
        settings, bus, floor, queries, accounts, clock, gate, door_queries, traffic, trail.look
    )
    forgotten = ForgottenPeople(privacy, realtime.sockets)
    bus.listen(PeopleForgotten, forgotten.hear)
    realtime.greets(forgotten.greet)
    house = House(
        settings=settings,
        bus=bus,
        queries=queries,
        device_queries=device_queries,
        event_queries=event_queries,
        guest_queries=guest_queries,
        accounts=accounts,
        clock=clock,
        gate=gate,
        pairings=pairings,
        pusher=push,
        sockets=realtime.sockets,
        ledger=ledger,
        selling=selling,
        traffic=realtime.traffic,
        receipts=receipts,
        receipt_mail=ReceiptMail(receipts),
        papers=papers,
        privacy=privacy,
        report_paper=ReportPaper(papers.head, words),
        recent_sightings=recent_sightings,
        preview=preview,
        health=health,
        floor=floor,
        pass_failures=Throttle(clock, failures=20, within_s=60),
        adoption_failures=Throttle(clock, failures=10, within_s=600),
        doors=doors,
        link_failures=Throttle(clock, failures=20, within_s=600),
        receipts_mailed=Throttle(clock, failures=6, within_s=3600),
        strangers_bags=Throttle(clock, failures=60, within_s=600),
        calls=realtime.calls,
        strong=StrongSignIn(settings, gate, accounts, clock),
        names=DeviceNames(accounts, queries, words),
        trail=trail,
        audit_log=audit,
    )
    app = _application(settings, house, Assets.find(ui_dir))
    words = Catalogue(Assets.find(ui_dir).catalogue_folder, settings.language)
    if pushed is not None:
        app.register_blueprint(PushDoor(pushed, clock, gate.address).blueprint())
        relay = Relay(pushed.tokens, board or VerdictBoard(), words, clock, gate.address)
        app.register_blueprint(relay.blueprint())
    if probes is not None:
        figures = probes.figures
        counted = replace(probes, figures=lambda: (*figures(), *guesses(house)))
        app.register_blueprint(counted.blueprint())
    app.register_blueprint(PaymentDoors(bus, selling, clock, words).blueprint())
    screens = Assets.find(ui_dir)
    page = PassPage(papers, screens, clock, gate.address, house.link_failures)
    app.register_blueprint(page.blueprint())
    realtime.sockets.attach(app)
    open_rooms(realtime)
    baskets = BasketSockets(bus, gate, selling, realtime.sockets)
    baskets.attach()
    server = WebServer(app, settings.host, settings.port, settings.sockets_at_most)
    later = realtime.sockets.socketio.start_background_task
    alerts = TillAlerts(queries, selling.queries, realtime.show_till, push, later)
    managers = ManagerAlerts(queries, push, alert_box, clock)
    return Web(
        app,
        realtime.sockets.socketio,
        pairings,
        realtime,
        baskets,
        alerts,
        managers,
        push,
        server,
        trail,
        bus,
    )


def _application(settings: Settings, house: House, assets: Assets) -> Flask:
    app = Flask("store_server.web", static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY_BYTES
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    app.url_map.strict_slashes = False
    app.url_rule_class = LazyRule
    name_requests(app)
    answer_with_problems(app)
    shield(app, secure=settings.url.startswith("https:"))
    serve(app, house, RESOURCES)
    app.register_blueprint(Pages(settings, assets).blueprint())
    app.register_blueprint(ReceiptPages(house.receipts, assets).blueprint())
    told = PrivacyPage(settings, assets, house.papers.head.typefaces)
    app.register_blueprint(told.blueprint())
    app.extensions["receipts"] = house.receipts
    _document(app, assets)
    return app


def _document(app: Flask, assets: Assets) -> None:
    """The description of the interface, for machines and for people."""

    @cache  # a megabyte and a tenth of a second, for who asks
    def described() -> dict[str, Any]:
        return openapi.document(RESOURCES, _version())

    @app.get(f"{PREFIX}/openapi.json")
    def openapi_document() -> Response:
        return Response(msgspec.json.encode(described()), content_type="application/json")

    @app.get(f"{PREFIX}/docs")
    def docs() -> Response:
        page = docs_page.render(described(), assets.styles())
        return Response(page, content_type="text/html; charset=utf-8")


def _version() -> str:
    try:
        return version("accueil")
    except PackageNotFoundError:
        return "0"
