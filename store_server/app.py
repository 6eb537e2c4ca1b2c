"""Wiring: the only place where concrete parts meet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from devices.decoding import Router
from devices.drivers import discover
from payments.exit_pass import ExitSigner
from payments.providers.port import Provider
from payments.receipt_links import ReceiptLinks
from store_server import admission_messages as at_door
from store_server import aftermath_messages as afterwards
from store_server import event_messages as event_ask
from store_server import guest_messages as guest_ask
from store_server import messages as ask
from store_server import traffic_messages as traffic_ask
from store_server.accounts_file import AccountsFile
from store_server.bus import Bus
from store_server.clock import SystemClock
from store_server.count_views import TalliesView
from store_server.device_ports import Line, NoLine
from store_server.domain.code import CodeKind
from store_server.domain.device_clock import DeviceClocks
from store_server.domain.presence import Presence
from store_server.embedded_broker import EmbeddedBroker
from store_server.handlers.admit import Admit
from store_server.handlers.admit_walk_ins import AdmitWalkIns
from store_server.handlers.adopt_devices import AdoptDevices
from store_server.handlers.answer_invitations import AnswerInvitations
from store_server.handlers.arrivals import Arrivals
from store_server.handlers.close_evenings import CloseEvenings
from store_server.handlers.command_devices import CommandDevices
from store_server.handlers.copy_events import CopyEvents
from store_server.handlers.desk import Desk
from store_server.handlers.device_register import DeviceRegister
from store_server.handlers.device_register import Reader as RegisterReader
from store_server.handlers.find_evening import EveningFinder
from store_server.handlers.follow_up import FollowUps
from store_server.handlers.guest_places import WatchPlaces
from store_server.handlers.invite_guests import InviteGuests
from store_server.handlers.keep_clients import KeepClients
from store_server.handlers.keep_consents import KeepConsents
from store_server.handlers.keep_counts import CountKeeper
from store_server.handlers.keep_devices import KeepDevices
from store_server.handlers.keep_event_things import KeepEventThings
from store_server.handlers.keep_events import KeepEvents
from store_server.handlers.keep_floor import KeepFloor
from store_server.handlers.keep_guests import KeepGuests
from store_server.handlers.keep_ledger import KeepLedger
from store_server.handlers.keep_photos import KeepPhotos
from store_server.handlers.keep_quarantine import KeepQuarantine
from store_server.handlers.keep_seating import KeepSeating
from store_server.handlers.keep_staff import KeepStaff
from store_server.handlers.keep_traffic import KeepTraffic
from store_server.handlers.passes import KeepPasses
from store_server.handlers.place_gateways import PlaceGateways
from store_server.handlers.read_at_gate import ReadAtGate
from store_server.handlers.read_pass import ReadClientPass
from store_server.handlers.read_scan import ReadScans
from store_server.handlers.receive_guests import ReceiveGuests
from store_server.handlers.serve_client import ServeClient
from store_server.handlers.settle_events import SettleEvents
from store_server.handlers.settle_letters import SettleLetters
from store_server.handlers.signalling import Signalling
from store_server.handlers.tell_verdicts import Show, TellVerdicts, to_nobody
from store_server.handlers.undo_showing import UndoShowings
from store_server.handlers.watch_devices import WatchDevices
from store_server.handlers.watch_presence import WatchPresence
from store_server.handlers.watch_traffic import WatchTraffic
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
from store_server.payment_messages import CloseLedger
from store_server.payment_ports import Calls, NoCalls
from store_server.payment_wiring import EXIT_KEY, furnish_payments, open_provider
from store_server.ports import Clock
from store_server.provider_calls import ProviderCalls
from store_server.settings import Settings
from store_server.storage import Storage, open_storage
from store_server.storage.reads.day import Day
from store_server.storage.rebuild import add_up_once
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
ARRIVALS_WAITING_AT_MOST = 1_000  # commands; beyond it the bus does not keep up


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
        for part in (self.postman, self.alert_post, self.watch):
            if part is not None:
                part.start()

    def stop(self) -> None:
        """The doors close first, so that nobody asks a bus that has stopped."""
        for part in (self.home_assistant, self.watch):
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


@dataclass(frozen=True, slots=True)
class Outside:
    """What the handlers reach outside the house: nobody, where there is no broker."""

    line: Line = field(default_factory=NoLine)
    readers: tuple[RegisterReader, ...] = ()  # whoever must know which devices are ours
    say: Callable[[str], str] = str  # the catalogue, in the boutique's language
    show: Show = to_nobody  # verdicts for scanners that hear none on MQTT
    calls: Calls = field(default_factory=NoCalls)  # to whoever moves the money


def furnish(
    bus: Bus, storage: Storage, settings: Settings, clock: Clock, outside: Outside | None = None
) -> Callable[[], None]:
    """Give every command its handler; answers how to take up what was unfinished."""
    outside = outside or Outside()
    desk = Desk(storage.store, clock, bus.tell)
    signalling = Signalling(desk, settings.signals, settings.zone)
    arrivals = Arrivals(desk, signalling, timedelta(seconds=settings.presence.visit_continues_s))
    watch = WatchPresence(desk, Presence(settings.presence), arrivals)
    passes = ReadClientPass(desk, arrivals, storage.queries)
    _handle_presence(bus, watch, arrivals, passes)
    scans = ReadScans(desk, settings.url)
    scans.reads(CodeKind.CLIENT_PASS, passes.decide)
    bus.handle(ask.ReadScan, scans.read)
    bus.handle(ask.ReadTogether, scans.read_together)
    verdicts = TellVerdicts(outside.line, settings.boutique, outside.say, outside.show)
    bus.listen(ask.ScanRead, verdicts.tell)
    _handle_signals(bus, signalling, ServeClient(desk, signalling))
    _handle_people(
        bus,
        KeepClients(desk, arrivals),
        KeepConsents(desk, arrivals),
        KeepStaff(desk, signalling),
    )
    photos = KeepPhotos(desk, arrivals)
    bus.handle(ask.KeepPhoto, photos.keep)
    bus.handle(ask.RemovePhoto, photos.remove)
    bus.handle(ask.KeepQuarantined, KeepQuarantine(storage.quarantine).keep)
    counts = CountKeeper(desk, settings.counts, settings.zone)
    bus.handle(ask.KeepCounts, counts.keep)
    _handle_traffic(bus, KeepTraffic(desk), WatchTraffic(desk))
    ledger = KeepLedger(desk, settings.fiscal.till, settings.zone)
    bus.handle(CloseLedger, ledger.close)
    bus.every_tick(ledger.tick)
    register = DeviceRegister(desk, settings.boutique, storage.device_queries.revision)
    register.tell(PlaceGateways(watch, clock).know)
    register.tell(verdicts.know)
    _handle_devices(bus, desk, register, settings, outside)
    take_up_payments = furnish_payments(
        bus, desk, scans, settings, outside.calls, ledger, storage.box.derive(EXIT_KEY)
    )
    bus.listen(ask.IdentitiesChanged, watch.read_identities)
    _handle_events(bus, desk, settings)
    _handle_doors(bus, desk, scans, arrivals, signalling)
    _handle_letters(bus, desk)

    def resume() -> None:
        add_up_once(storage.engine, settings.zone)
        signalling.resume()
        watch.resume()
        register.read()
        take_up_payments()

    return resume


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
    if broker is not None:
        keep = broker.keep
        readers.append(lambda register: keep(register.accounts))
    if settings.mqtt_accounts_file:
        tell = AccountsFile(Path(settings.mqtt_accounts_file)).keep
        readers.append(lambda register: tell(register.accounts))
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
        Outside(reader, tuple(readers), say, board.put, calls or NoCalls()),
    )

    def recognise(_event: ask.IdentitiesChanged | None = None) -> None:
        with storage.store.begin() as uow:
            known = uow.identities.recognisable()
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
        _alert_post(settings, bus, clock, say, ui_dir),
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
    return SellingDesk(storage.payment_queries, signer.public, settings.boutique, provider)


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
    settings: Settings, bus: Bus, clock: Clock, say: Callable[[str], str], ui_dir: Path | None
) -> AlertPost | None:
    if not settings.smtp.ready:
        return None
    post = AlertPost(SmtpTransport(settings.smtp), letterhead(settings, ui_dir), say, clock)
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


def _handle_presence(
    bus: Bus, watch: WatchPresence, arrivals: Arrivals, passes: ReadClientPass
) -> None:
    bus.handle(ask.ObserveSightings, watch.observe)
    bus.handle(ask.NoteGateway, watch.note_gateway)
    bus.handle(ask.NoteClock, watch.note_clock)
    bus.handle(ask.NoteBroker, watch.note_broker)
    bus.handle(ask.ReportPresence, arrivals.report_presence)
    bus.handle(ask.ReportDeparture, watch.report_departure)
    bus.handle(ask.ReadPass, passes.read)
    bus.every_tick(watch.tick)
    bus.every_tick(arrivals.tick)


def _handle_signals(bus: Bus, signalling: Signalling, serve: ServeClient) -> None:
    bus.handle(ask.ClaimSignal, serve.claim)
    bus.handle(ask.WelcomeClient, serve.welcome)
    bus.handle(ask.StayWithClient, serve.stay)
    bus.handle(ask.FinishSignal, serve.finish)
    bus.handle(ask.HandOverSignal, serve.hand_over)
    bus.handle(ask.DeclineSignal, serve.decline)
    bus.every_tick(signalling.tick)


def _handle_people(
    bus: Bus, clients: KeepClients, consents: KeepConsents, staff: KeepStaff
) -> None:
    bus.handle(ask.RegisterClient, clients.register)
    bus.handle(ask.AmendClient, clients.amend)
    bus.handle(ask.MergeClients, clients.merge)
    bus.handle(ask.GiveConsent, consents.give)
    bus.handle(ask.WithdrawConsent, consents.withdraw)
    bus.handle(ask.EnrolIdentity, consents.enrol)
    bus.handle(ask.NoteLearnt, consents.note_learnt)
    bus.handle(ask.OfferExchange, consents.offer_exchange)
    bus.handle(ask.RemoveIdentity, consents.remove)
    bus.handle(ask.AddAssociate, staff.add)
    bus.handle(ask.AmendAssociate, staff.amend)
    bus.handle(ask.StartShift, staff.start_shift)
    bus.handle(ask.EndShift, staff.end_shift)


def _handle_doors(
    bus: Bus, desk: Desk, scans: ReadScans, arrivals: Arrivals, signalling: Signalling
) -> None:
    receive = ReceiveGuests(arrivals, signalling)
    admit = Admit(desk, EveningFinder(), receive.follow)
    bus.handle(at_door.ShowPass, admit.show)
    bus.handle(at_door.ShowTogether, admit.show_together)
    bus.handle(at_door.UndoShowing, UndoShowings(desk, signalling).undo)
    bus.handle(at_door.AdmitWalkIn, AdmitWalkIns(desk, admit).admit)
    bus.every_tick(CloseEvenings(desk, signalling).tick)
    gates = ReadAtGate(admit)
    scans.reads(CodeKind.EVENT_PASS, gates.decide)
    scans.reads(CodeKind.INVITATION, gates.decide)


def _handle_devices(
    bus: Bus, desk: Desk, register: DeviceRegister, settings: Settings, outside: Outside
) -> None:
    floor = KeepFloor(desk)
    adopt = AdoptDevices(desk, register, settings.boutique)
    keep = KeepDevices(desk, register)
    watch = WatchDevices(desk, register, outside.line, settings.devices, settings.adopt_unknown)
    command = CommandDevices(
        desk, outside.line, settings.boutique, settings.devices.answered_within_s
    )
    for reader in (watch.know, command.know, *outside.readers):
        register.tell(reader)
    bus.handle(ask.AmendZone, floor.amend_zone)
    bus.handle(ask.KeepFloorPlan, floor.keep_plan)
    bus.handle(ask.OfferAdoption, adopt.offer)
    bus.handle(ask.AdoptByCode, adopt.by_code)
    bus.handle(ask.AdoptDevice, adopt.adopt)
    bus.handle(ask.RenewKeys, adopt.renew)
    bus.handle(ask.AmendDevice, keep.amend)
    bus.handle(ask.SuspendDevice, keep.suspend)
    bus.handle(ask.ResumeDevice, keep.resume)
    bus.handle(ask.ReplaceDevice, keep.replace)
    bus.handle(ask.ForgetDevice, keep.forget)
    bus.handle(ask.NoteTogether, watch.note)
    bus.handle(ask.NoteWaiting, watch.note_waiting)
    bus.handle(ask.CommandDevice, command.ask)
    bus.handle(ask.NoteAnswer, command.note_answer)
    bus.every_tick(register.tick)
    bus.every_tick(watch.tick)
    bus.every_tick(command.tick)


def _handle_traffic(bus: Bus, keep: KeepTraffic, watch: WatchTraffic) -> None:
    bus.handle(traffic_ask.NoteFindings, watch.note)
    bus.handle(traffic_ask.KeepTrafficSettings, keep.keep_settings)
    bus.handle(traffic_ask.NameDoor, keep.name_door)
    bus.handle(traffic_ask.CorrectCount, keep.correct_count)
    bus.handle(traffic_ask.TellOccupancy, keep.tell_occupancy)
    bus.handle(traffic_ask.KeepAlertRule, keep.keep_rule)
    bus.handle(traffic_ask.RemoveAlertRule, keep.remove_rule)
    bus.handle(traffic_ask.AcknowledgeAlert, keep.acknowledge)


def _handle_letters(bus: Bus, desk: Desk) -> None:
    letters = SettleLetters(desk)
    bus.handle(event_ask.SettleLetter, letters.settle)
    bus.handle(event_ask.DelayLetter, letters.delay)
    bus.handle(event_ask.SendAgain, letters.send_again)


def _handle_events(bus: Bus, desk: Desk, settings: Settings) -> None:
    programme = KeepEvents(desk, settings.language)
    bus.handle(event_ask.PlanEvent, programme.plan)
    bus.handle(event_ask.AmendEvent, programme.amend)
    bus.handle(event_ask.MoveEvent, programme.move)
    bus.every_tick(SettleEvents(desk).tick)
    copies = CopyEvents(desk, settings.language, settings.zone)
    bus.handle(event_ask.CopyEvent, copies.copy)
    bus.handle(event_ask.DiscardEvent, copies.discard)
    things = KeepEventThings(desk)
    bus.handle(event_ask.KeepEventPicture, things.keep_picture)
    bus.handle(event_ask.RemoveEventPicture, things.remove_picture)
    bus.handle(event_ask.KeepBudget, things.keep_budget)
    seating = KeepSeating(desk)
    bus.handle(event_ask.ArrangeFurniture, seating.arrange)
    bus.handle(event_ask.SeatGuest, seating.seat)
    bus.handle(event_ask.UnseatGuest, seating.unseat)
    passes = KeepPasses(desk)
    bus.handle(event_ask.ReissuePass, passes.reissue)
    bus.handle(event_ask.RevokePass, passes.revoke)
    bus.handle(event_ask.RotateKeys, passes.rotate)
    _handle_guests(bus, desk, settings)
    _handle_aftermath(bus, FollowUps(desk, settings.zone))


def _handle_aftermath(bus: Bus, follow_ups: FollowUps) -> None:
    bus.handle(afterwards.FollowUp, follow_ups.follow_up)
    bus.handle(afterwards.AddTask, follow_ups.add_task)
    bus.handle(afterwards.SettleTask, follow_ups.settle_task)
    bus.handle(afterwards.TellFeedback, follow_ups.tell_feedback)
    bus.every_tick(follow_ups.tick)


def _handle_guests(bus: Bus, desk: Desk, settings: Settings) -> None:
    keep = KeepGuests(desk, settings.language)
    invitations = InviteGuests(desk)
    answers = AnswerInvitations(desk)
    places = WatchPlaces(desk)
    bus.handle(guest_ask.AddGuest, keep.add)
    bus.handle(guest_ask.AddClients, keep.add_clients)
    bus.handle(guest_ask.ImportGuests, keep.import_lines)
    bus.handle(guest_ask.AmendGuest, keep.amend)
    bus.handle(guest_ask.RuleOnGuest, keep.rule)
    bus.handle(guest_ask.SetAllocation, keep.allocate)
    bus.handle(guest_ask.InviteGuests, invitations.invite)
    bus.handle(guest_ask.ShowLink, invitations.show_link)
    bus.handle(guest_ask.AnswerInvitation, answers.answer)
    bus.handle(guest_ask.KeepNeeds, answers.keep_needs)
    bus.handle(guest_ask.GiveGuestConsent, answers.give_consent)
    bus.handle(guest_ask.WithdrawGuestConsent, answers.withdraw_consent)
    bus.listen(event_ask.ProgrammeChanged, places.heed)
    for tick in (places.tick, invitations.tick, answers.tick):
        bus.every_tick(tick)


def _health(bus: Bus, reader: Reader, door: FrontDoor, quarantine: Quarantine) -> HealthView:
    waiting = bus.waiting()
    keeps_up = waiting < ARRIVALS_WAITING_AT_MOST
    parts = (
        HealthPart("broker", "ok" if reader.connected else "down"),
        HealthPart("bus", "ok" if keeps_up else "degraded", f"{waiting} waiting"),
        HealthPart("intake", "ok", f"{door.readings} readings, {quarantine.total} unreadable"),
    )
    return HealthView("ok" if reader.connected and keeps_up else "degraded", parts)
