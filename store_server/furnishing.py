"""Which handler acts on which command: the bus is furnished here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from store_server import admission_messages as at_door
from store_server import aftermath_messages as afterwards
from store_server import event_messages as event_ask
from store_server import guest_messages as guest_ask
from store_server import messages as ask
from store_server import privacy_messages as privacy_ask
from store_server import traffic_messages as traffic_ask
from store_server.badge_messages import GiveBadge, TakeBadgeBack
from store_server.bus import Bus
from store_server.device_messages import (
    AdoptByCode,
    AdoptDevice,
    AmendDevice,
    CommandDevice,
    ForgetDevice,
    KeepCounts,
    KeepFloorPlan,
    NoteAnswer,
    NoteTogether,
    NoteWaiting,
    OfferAdoption,
    RenewCertificate,
    RenewKeys,
    ReplaceDevice,
    ResumeDevice,
    SuspendDevice,
)
from store_server.device_ports import Authority, Line, NoLine
from store_server.domain.code import CodeKind
from store_server.domain.presence import Presence
from store_server.handlers.admit import Admit
from store_server.handlers.admit_walk_ins import AdmitWalkIns
from store_server.handlers.adopt_devices import AdoptDevices
from store_server.handlers.answer_invitations import AnswerInvitations
from store_server.handlers.arrivals import Arrivals
from store_server.handlers.certify_devices import CertifyDevices
from store_server.handlers.close_evenings import CloseEvenings
from store_server.handlers.command_devices import CommandDevices
from store_server.handlers.copy_events import CopyEvents
from store_server.handlers.desk import Desk
from store_server.handlers.device_register import DeviceRegister
from store_server.handlers.device_register import Reader as RegisterReader
from store_server.handlers.find_evening import EveningFinder
from store_server.handlers.follow_up import FollowUps
from store_server.handlers.forget_people import ForgetPeople
from store_server.handlers.guest_places import WatchPlaces
from store_server.handlers.invite_guests import InviteGuests
from store_server.handlers.keep_badges import KeepBadges
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
from store_server.handlers.keep_retention import KeepRetention
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
from store_server.handlers.tell_guests import TellGuests
from store_server.handlers.tell_verdicts import Show, TellVerdicts, to_nobody
from store_server.handlers.undo_showing import UndoShowings
from store_server.handlers.watch_badges import WatchBadges
from store_server.handlers.watch_devices import WatchDevices
from store_server.handlers.watch_presence import WatchPresence
from store_server.handlers.watch_traffic import WatchTraffic
from store_server.payment_messages import CloseLedger
from store_server.payment_ports import Calls, NoCalls
from store_server.payment_wiring import furnish_payments
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.storage import Storage
from store_server.storage.rebuild import add_up_once


@dataclass(frozen=True, slots=True)
class Outside:
    """What the handlers reach outside the house: nobody, where there is no broker."""

    line: Line = field(default_factory=NoLine)
    readers: tuple[RegisterReader, ...] = ()  # whoever must know which devices are ours
    say: Callable[[str], str] = str  # the catalogue, in the boutique's language
    show: Show = to_nobody  # verdicts for scanners that hear none on MQTT
    calls: Calls = field(default_factory=NoCalls)  # to whoever moves the money
    authority: Authority | None = None  # who signs devices' keys; none: they have passwords


def furnish(
    bus: Bus, storage: Storage, settings: Settings, clock: Clock, outside: Outside | None = None
) -> Callable[[], None]:
    """Give every command its handler; answers how to take up what was unfinished."""
    outside = outside or Outside()
    desk = Desk(storage.store, clock, bus.tell)
    signalling = Signalling(desk, settings.signals, settings.zone)
    arrivals = Arrivals(desk, signalling, timedelta(seconds=settings.presence.visit_continues_s))
    watch = WatchPresence(desk, Presence(settings.presence), arrivals, WatchBadges(desk))
    passes = ReadClientPass(desk, arrivals, storage.queries)
    forget = ForgetPeople(desk, arrivals, signalling)
    _handle_privacy(bus, forget, KeepRetention(desk, forget, settings.privacy, settings.zone))
    bus.listen(privacy_ask.PeopleForgotten, lambda _event: storage.checkpoints.empty())
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
    badges = KeepBadges(desk)
    bus.handle(GiveBadge, badges.give)
    bus.handle(TakeBadgeBack, badges.take_back)
    photos = KeepPhotos(desk, arrivals)
    bus.handle(ask.KeepPhoto, photos.keep)
    bus.handle(ask.RemovePhoto, photos.remove)
    bus.handle(ask.KeepQuarantined, KeepQuarantine(storage.quarantine).keep)
    counts = CountKeeper(desk, settings.counts, settings.zone)
    bus.handle(KeepCounts, counts.keep)
    _handle_traffic(bus, KeepTraffic(desk), WatchTraffic(desk))
    ledger = KeepLedger(desk, settings.fiscal.till, settings.zone)
    bus.handle(CloseLedger, ledger.close)
    bus.every_tick(ledger.tick)
    register = DeviceRegister(desk, settings.boutique, storage.device_queries.revision)
    register.tell(PlaceGateways(watch, clock).know)
    register.tell(verdicts.know)
    _handle_devices(bus, desk, register, settings, outside)
    take_up_payments = furnish_payments(
        bus, desk, scans, settings, outside.calls, ledger, storage.box
    )
    bus.listen(ask.IdentitiesChanged, watch.read_identities)
    _handle_events(bus, desk, settings)
    _handle_doors(bus, desk, scans, arrivals, signalling)
    _handle_letters(bus, desk)

    def resume() -> None:
        add_up_once(storage.engine, settings.zone)
        signalling.resume()
        watch.resume()
        forget.resume()
        register.read()
        take_up_payments()

    return resume


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


def _handle_privacy(bus: Bus, forget: ForgetPeople, retention: KeepRetention) -> None:
    bus.handle(privacy_ask.EraseClient, forget.erase_client)
    bus.handle(privacy_ask.EraseGuest, forget.erase_guest)
    bus.handle(privacy_ask.AskForErasure, forget.ask)
    bus.handle(privacy_ask.TakeErasureBack, forget.take_back)
    bus.every_tick(forget.tick)
    bus.every_tick(retention.tick)


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
    scans.judges(CodeKind.EVENT_PASS, gates.decide)
    scans.judges(CodeKind.INVITATION, gates.decide)


def _handle_devices(
    bus: Bus, desk: Desk, register: DeviceRegister, settings: Settings, outside: Outside
) -> None:
    floor = KeepFloor(desk)
    adopt = AdoptDevices(desk, register, settings.boutique, outside.authority)
    certify = CertifyDevices(desk, outside.line, settings.boutique, outside.authority)
    keep = KeepDevices(desk, register)
    watch = WatchDevices(desk, register, outside.line, settings.devices, settings.adopt_unknown)
    command = CommandDevices(
        desk, outside.line, settings.boutique, settings.devices.answered_within_s
    )
    for reader in (watch.know, command.know, *outside.readers):
        register.tell(reader)
    bus.handle(ask.AmendZone, floor.amend_zone)
    bus.handle(KeepFloorPlan, floor.keep_plan)
    bus.handle(OfferAdoption, adopt.offer)
    bus.handle(AdoptByCode, adopt.by_code)
    bus.handle(AdoptDevice, adopt.adopt)
    bus.handle(RenewKeys, adopt.renew)
    bus.handle(RenewCertificate, certify.renew)
    bus.handle(AmendDevice, keep.amend)
    bus.handle(SuspendDevice, keep.suspend)
    bus.handle(ResumeDevice, keep.resume)
    bus.handle(ReplaceDevice, keep.replace)
    bus.handle(ForgetDevice, keep.forget)
    bus.handle(NoteTogether, watch.note)
    bus.handle(NoteWaiting, watch.note_waiting)
    bus.handle(CommandDevice, command.ask)
    bus.handle(NoteAnswer, command.note_answer)
    bus.every_tick(register.tick)
    bus.every_tick(watch.tick)
    bus.every_tick(command.tick)


def _handle_traffic(bus: Bus, keep: KeepTraffic, watch: WatchTraffic) -> None:
    bus.handle(traffic_ask.NoteFindings, watch.note)
    bus.handle(traffic_ask.KeepTrafficSettings, keep.keep_settings)
    bus.handle(traffic_ask.NameDoor, keep.name_door)
    bus.handle(traffic_ask.CorrectCount, keep.correct_count)
    bus.handle(traffic_ask.JudgeCounts, keep.judge_counts)
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
    telling = TellGuests(desk)
    bus.listen(event_ask.ProgrammeChanged, telling.look_again)
    bus.every_tick(telling.tick)
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
