"""Wiring: the only place where concrete parts meet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from devices.decoding import Router
from devices.drivers import discover
from payments.exit_pass import ExitSigner
from payments.providers.port import Provider
from payments.receipt_links import ReceiptLinks
from store_server import event_messages as event_ask
from store_server import known_types
from store_server import messages as ask
from store_server import traffic_messages as traffic_ask
from store_server.accounts_file import AccountsFile
from store_server.bus import WAITING_AT_MOST, Bus
from store_server.clock import SystemClock
from store_server.count_views import TalliesView
from store_server.device_authority import PURPOSE as AUTHORITY
from store_server.device_authority import DeviceAuthority
from store_server.domain.device_clock import DeviceClocks
from store_server.domain.typed_code import TypedCodes
from store_server.embedded_broker import EmbeddedBroker
from store_server.furnishing import Outside, furnish
from store_server.handlers.device_register import Reader as RegisterReader
from store_server.intake.front_door import FrontDoor
from store_server.intake.quarantine import Quarantine
from store_server.intake.reader import Reader
from store_server.intake.recent import RecentSightings
from store_server.intake.recognition import Recognition
from store_server.intake.roll_call import RollCall
from store_server.mail.alert_post import AlertPost
from store_server.mail.letterhead import Letterhead
from store_server.mail.postman import Postman
from store_server.mail.transport import SmtpTransport
from store_server.nightly import Nightly
from store_server.payment_ports import NoCalls
from store_server.payment_wiring import EXIT_CODES, EXIT_KEY, open_provider
from store_server.ports import Clock
from store_server.provider_calls import ProviderCalls
from store_server.settings import Settings
from store_server.storage import Storage, open_storage
from store_server.storage.reads.day import Day
from store_server.traffic_watch import TrafficWatch
from store_server.views import DeviceView, HealthPart, HealthView
from store_server.vital_signs import VitalSigns
from store_server.web import Web, create_web
from store_server.web.assets import Assets
from store_server.web.catalogue import Catalogue
from store_server.web.home_assistant import Announcer, HomeAssistant
from store_server.web.ledger_desk import ARCHIVES, LedgerDesk
from store_server.web.papers import Papers
from store_server.web.probes import Probes
from store_server.web.push_door import Pushed
from store_server.web.receipt_desk import LINKS
from store_server.web.selling_desk import SellingDesk
from store_server.web.verdict_board import VerdictBoard

THREAD_TURN_S = 0.0002  # how long one thread may keep the others waiting; a signal waits often


@dataclass(frozen=True, slots=True)
class House:
    """A boutique's server, in parts. `start` and `stop` in this order keep nothing half done."""

    settings: Settings
    storage: Storage
    bus: Bus
    reader: Reader
    quarantine: Quarantine
    web: Web
    resume: Callable[[], None]
    postman: Postman | None = None  # none: letters wait until there is a mail server
    broker: EmbeddedBroker | None = None
    home_assistant: HomeAssistant | None = None
    calls: ProviderCalls | None = None
    watch: TrafficWatch | None = None
    alert_post: AlertPost | None = None  # as the postman
    nightly: Nightly | None = None

    def start(self) -> None:
        """Raises `BrokerError` or `PortTakenError`."""
        sys.setswitchinterval(THREAD_TURN_S)
        if self.broker is not None:
            self.broker.start()
        self.storage.start()
        self.resume()
        self.bus.start()
        if self.calls is not None:
            self.calls.start()
        self.web.start()
        self.reader.start()
        if self.home_assistant is not None:
            self.home_assistant.start()
        for part in (self.postman, self.alert_post, self.watch, self.nightly):
            if part is not None:
                part.start()

    def stop(self) -> None:
        """The doors close first, so that nobody asks a bus that has stopped."""
        for part in (self.home_assistant, self.watch, self.nightly):
            if part is not None:
                part.stop()
        self.reader.stop()
        self.web.stop()
        if self.calls is not None:
            self.calls.stop()
        for post in (self.postman, self.alert_post):
            if post is not None:
                post.stop()
        self.bus.stop()
        if self.broker is not None:
            self.broker.stop()
        self.storage.close()


def build(settings: Settings, clock: Clock | None = None, ui_dir: Path | None = None) -> House:
    """Make the house of these settings; nothing listens and no thread runs until `start`."""
    clock = clock or SystemClock()
    broker = _embedded(settings)
    if broker is not None:  # whoever guessed the name of our session could take it over
        settings = replace(
            settings,
            mqtt_username=broker.username,
            mqtt_password=broker.password,
            mqtt_client_id=broker.username,
        )
    storage = open_storage(settings, clock)
    bus = Bus()
    recognition = Recognition()
    recent = RecentSightings(clock)
    quarantine = Quarantine()
    router = Router(discover(), settings.boutique)
    clocks = DeviceClocks(settings.presence)
    roll_call = RollCall(settings.adopt_unknown)
    door = FrontDoor(router, bus, clock, recognition, quarantine, recent, clocks, roll_call)
    reader = Reader(settings, router.filters(), door)
    readers: list[RegisterReader] = [roll_call.know]
    authority = _authority(settings, storage)
    if broker is not None:
        keep = broker.keep
        readers.append(lambda register: keep(register.accounts))
    if settings.mqtt_accounts_file:
        readers.append(_teller(Path(settings.mqtt_accounts_file), authority))
    provider = open_provider(settings, storage.box)
    calls = (
        None if provider is None else ProviderCalls(provider, bus.post, settings.payments.workers)
    )
    words = Catalogue(Assets.find(ui_dir).catalogue_folder, settings.language)
    board = VerdictBoard()
    say = partial(words.say, words.choose(()))
    take_up = furnish(
        bus,
        storage,
        settings,
        clock,
        Outside(reader, tuple(readers), say, board.put, calls or NoCalls(), authority),
    )

    def recognise(_event: ask.IdentitiesChanged | None = None) -> None:
        with storage.store.look() as uow:
            worn = [badge.beacon for badge in uow.badges.worn()]
            known = [*uow.identities.recognisable(), *worn]
        recognition.know(known)
        recent.keep_only({identity.id: identity.label for identity in known})

    def resume() -> None:
        take_up()
        recognise()

    bus.listen(ask.IdentitiesChanged, recognise)
    health = partial(_health, bus, reader, door, quarantine)
    signs = VitalSigns(
        settings, storage, health, bus.waiting, lambda: (door.readings, quarantine.total)
    )
    web = create_web(
        settings=settings,
        bus=bus,
        queries=storage.queries,
        device_queries=storage.device_queries,
        event_queries=storage.event_queries,
        door_queries=storage.door_queries,
        guest_queries=storage.guest_queries,
        accounts=storage.accounts,
        clock=clock,
        ledger=ledger_desk(storage, settings),
        selling=selling_desk(storage, settings, provider),
        papers=Papers(storage.post, letterhead(settings, ui_dir)),
        traffic=storage.traffic_queries,
        alert_box=storage.alert_box,
        audit=storage.audit_queries,
        privacy=storage.privacy_queries,
        recent_sightings=recent.of,
        preview=door.previews.of,
        health=health,
        ui_dir=ui_dir,
        board=board,
        pushed=Pushed(storage.device_queries, reader.letterbox.post),
        probes=Probes(signs.parts, signs.figures),
    )
    outward = _home_assistant(settings, storage, reader, say, clock)
    postman = _postman(settings, storage, bus, clock, ui_dir)
    known_types.learn()
    return House(
        settings,
        storage,
        bus,
        reader,
        quarantine,
        web,
        resume,
        postman,
        broker,
        outward,
        calls,
        TrafficWatch(storage.traffic_queries, bus.ask),
        _alert_post(settings, storage, bus, clock, say, ui_dir),
        Nightly(storage.returning.learn, clock, settings.zone),
    )


def _authority(settings: Settings, storage: Storage) -> DeviceAuthority | None:
    if not settings.mqtt_certificate_port:
        return None
    return DeviceAuthority(storage.box.derive(AUTHORITY), settings.boutique)


def _teller(path: Path, authority: DeviceAuthority | None) -> RegisterReader:
    """Who tells the broker beside us of its accounts, and of the certificates that let in."""
    tell = AccountsFile(path).keep
    if authority is None:
        return lambda register: tell(register.accounts)
    return lambda register: tell(
        register.accounts, authority.certificate, authority.void(register.void)
    )


def _home_assistant(
    settings: Settings, storage: Storage, reader: Reader, say: Callable[[str], str], clock: Clock
) -> HomeAssistant | None:
    if not settings.home_assistant:
        return None

    def look() -> tuple[Sequence[DeviceView], TalliesView]:
        today = Day.at(clock.now(), settings.zone)
        return storage.queries.devices(), storage.device_queries.tallies(today.starts)

    announcer = Announcer(settings.boutique, settings.brand_name, say)
    return HomeAssistant(reader, settings.boutique, announcer, look)


def ledger_desk(storage: Storage, settings: Settings) -> LedgerDesk:
    """The ledger as the doors and the commands see it."""
    secret = storage.box.derive(ARCHIVES)
    links = ReceiptLinks(storage.box.derive(LINKS))
    return LedgerDesk(storage.ledger_queries, settings.fiscal.till, secret, links)


def selling_desk(
    storage: Storage, settings: Settings, provider: Provider | None = None
) -> SellingDesk:
    """Selling and paying as the doors see them."""
    signer = ExitSigner.of(storage.box.derive(EXIT_KEY), settings.boutique)
    typed = TypedCodes(storage.box.derive(EXIT_CODES))
    return SellingDesk(storage.payment_queries, signer.public, typed, settings.boutique, provider)


def _postman(
    settings: Settings, storage: Storage, bus: Bus, clock: Clock, ui_dir: Path | None
) -> Postman | None:
    if not settings.smtp.ready:
        return None
    head = letterhead(settings, ui_dir)
    transport = SmtpTransport(settings.smtp)
    postman = Postman(storage.post, transport, head, bus.ask, clock)
    bus.listen(event_ask.LetterWritten, postman.hear)
    return postman


def _alert_post(
    settings: Settings,
    storage: Storage,
    bus: Bus,
    clock: Clock,
    say: Callable[[str], str],
    ui_dir: Path | None,
) -> AlertPost | None:
    if not settings.smtp.ready:
        return None
    head = letterhead(settings, ui_dir)
    post = AlertPost(SmtpTransport(settings.smtp), storage.alert_box, head, say, clock)
    bus.listen(traffic_ask.TrafficAlert, post.hear)
    return post


def letterhead(settings: Settings, ui_dir: Path | None = None) -> Letterhead:
    """Who writes letters and passes, with the words and typefaces of the built screens."""
    assets = Assets.find(ui_dir)
    folder = assets.catalogue_folder
    words = Catalogue(folder / "letters" if folder else None, settings.language)
    return Letterhead.of(settings, words.say, assets.folder)


def _embedded(settings: Settings) -> EmbeddedBroker | None:
    if not settings.mqtt_embedded:
        return None
    return EmbeddedBroker(
        settings.mqtt_host,
        settings.mqtt_port,
        settings.mqtt_anonymous,
        settings.mqtt_username,
        settings.mqtt_password,
    )


def _health(bus: Bus, reader: Reader, door: FrontDoor, quarantine: Quarantine) -> HealthView:
    waiting = bus.waiting()
    keeps_up = waiting <= WAITING_AT_MOST
    parts = (
        HealthPart("broker", "ok" if reader.connected else "down"),
        HealthPart("bus", "ok" if keeps_up else "degraded", f"{waiting} waiting"),
        HealthPart("intake", "ok", f"{door.readings} readings, {quarantine.total} unreadable"),
    )
    return HealthView("ok" if reader.connected and keeps_up else "degraded", parts)
