"""The kiosk at an event's door: guests show their pass, colleagues help with a PIN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from flask import Request
from msgspec import Meta, Struct

from events.admission import Reason
from events.comings import Way
from store_server.admission_messages import Door, ShowPass, UndoShowing
from store_server.admission_views import (
    AdmissionView,
    DoorGuest,
    EveningView,
    GateList,
    KioskAnswer,
    QueuedAnswers,
)
from store_server.domain.staff import Role
from store_server.web.api.inputs import Id, Language, Phrase
from store_server.web.api.queued import QueuedShowings, keep_queued
from store_server.web.api.showings import Answers, ScanId, Shown
from store_server.web.callers import KIOSK, OnDevice
from store_server.web.house import House
from store_server.web.kiosk_staff import HEADER, UNLOCKED_FOR_S, AtKiosk
from store_server.web.operations import Resource
from store_server.web.problems import ForbiddenError, InvalidInputError
from store_server.web.typed import TypedAt

RESOURCE = Resource(
    "Kiosk at an event",
    "A guest never reads why not. What needs a colleague needs their PIN on this kiosk first, "
    f"and the header `{HEADER}` with what it answered.",
)


class KioskShowing(Struct, forbid_unknown_fields=True):
    """`guest_id` and `override_reason` need a colleague at the kiosk."""

    as_shown: ClassVar[tuple[str, ...]] = ("code",)

    scan_id: ScanId
    code: Shown | None = None
    guest_id: Id | None = None
    event_id: Id | None = None
    way: Literal["in", "out"] = "in"
    plus_one: bool = False
    plus_one_name: Annotated[str, Meta(max_length=120)] = ""
    answers: Answers = {}
    override_reason: Phrase = ""
    language: Annotated[
        Language | None, Meta(description="What the screen speaks; the guest's own goes before it")
    ] = None


class Colleague(Struct, frozen=True):
    id: str
    display_name: str


class Unlock(Struct, forbid_unknown_fields=True):
    associate_id: Id
    pin: Annotated[str, Meta(pattern=r"^[0-9]{4,12}$")]


class Unlocked(Struct, frozen=True):
    """`staff` goes into the header `X-Staff` of what only a colleague may do."""

    staff: str
    display_name: str
    manager: bool
    for_s: int


class GuestQuery(Struct, forbid_unknown_fields=True):
    q: Annotated[str, Meta(min_length=2, max_length=100)]
    event_id: Id


class KioskUndo(Struct, forbid_unknown_fields=True):
    event_id: Id
    reason: Phrase = ""


@RESOURCE.get("/kiosk/evenings", allow=KIOSK)
def list_kiosk_evenings(house: House, who: OnDevice) -> Sequence[EveningView]:
    """Events that this kiosk lets in to now or within the day, the next first."""
    return house.doors.queries.evenings(gate=who.device.id)


@RESOURCE.post("/kiosk/showings", allow=KIOSK)
def show_pass_at_kiosk(
    house: House, who: OnDevice, request: Request, body: KioskShowing
) -> KioskAnswer:
    """Show a pass. Without an `event_id` the house finds tonight's event.

    The same `scan_id` again is the same showing. A question or a plus-one's name that is wanted is
    sent with the same code and a new `scan_id`.
    """
    staff = _staff(house, who, request)
    if (body.code is None) == (body.guest_id is None):
        raise InvalidInputError("send either a code or a guest_id", field="code")
    if staff is None and (body.guest_id is not None or body.override_reason):
        raise _locked()
    typed = TypedAt(house, who.device.id)
    typed.check(body.code)
    answered = house.doors.doorway.show(
        ShowPass(
            scan_id=body.scan_id,
            gate=who.device.id,
            door=Door.KIOSK,
            code=body.code,
            guest_id=body.guest_id,
            event_id=body.event_id,
            by_id=staff.associate_id if staff else None,
            way=Way(body.way),
            plus_one=body.plus_one,
            plus_one_name=body.plus_one_name,
            answers=body.answers,
            override_reason=body.override_reason.strip(),
        )
    )
    typed.heard(body.code, known=answered.kept.decision.reason is not Reason.UNKNOWN)
    return house.doors.answers.for_kiosk(answered, body.language or "", staff is not None)


@RESOURCE.post("/kiosk/events/{event_id}/showings/queued", allow=KIOSK)
def tell_kiosk_showings(
    house: House, who: OnDevice, event_id: str, body: QueuedShowings
) -> QueuedAnswers:
    """Tell what happened at this kiosk while it had no network, in its order."""
    return keep_queued(house, body, event_id, who.device.id, None)


@RESOURCE.get("/kiosk/events/{event_id}/gate-list", allow=KIOSK)
def read_kiosk_gate_list(house: House, who: OnDevice, event_id: str) -> GateList:
    """All that this kiosk needs to go on by itself, with no network, for hours."""
    house.audit(who.id, "gate-list.read", event_id)
    return house.doors.queries.gate_list(event_id)


@RESOURCE.get("/kiosk/staff", allow=KIOSK)
def list_kiosk_staff(house: House) -> Sequence[Colleague]:
    """Colleagues on shift, one of whom may unlock this kiosk."""
    return [
        Colleague(one.id, one.display_name)
        for one in house.queries.associates()
        if one.on_shift and one.role in HELPERS
    ]


HELPERS = (Role.ASSOCIATE, Role.HOST, Role.MANAGER)


@RESOURCE.post("/kiosk/staff", allow=KIOSK)
def unlock_kiosk(house: House, who: OnDevice, body: Unlock) -> Unlocked:
    """A colleague unlocks this kiosk with their PIN, for five minutes."""
    house.gate.check_pin(body.associate_id, body.pin)
    colleague = house.queries.associate(body.associate_id)
    if colleague.role not in HELPERS:
        raise InvalidInputError("this colleague does not let guests in", field="associate_id")
    manager = colleague.role == Role.MANAGER
    staff = house.doors.staff.unlock(who.device.id, colleague.id, manager)
    house.accounts.audit(colleague.id, "kiosk.unlocked", who.id, house.clock.now())
    return Unlocked(staff, colleague.display_name, manager, int(UNLOCKED_FOR_S))


@RESOURCE.delete("/kiosk/staff", allow=KIOSK)
def lock_kiosk(house: House, who: OnDevice) -> None:
    """The colleague has gone."""
    house.doors.staff.lock(who.device.id)


@RESOURCE.get("/kiosk/guests", allow=KIOSK)
def find_guests_at_kiosk(
    house: House, who: OnDevice, request: Request, query: GuestQuery
) -> Sequence[DoorGuest]:
    """Find a guest by name, in any spelling. Needs a colleague at the kiosk."""
    staff = _staff(house, who, request)
    if staff is None:
        raise _locked()
    house.audit(staff.associate_id, "guests.searched", query.event_id)
    return house.doors.queries.list_of(query.event_id, query.q).guests


@RESOURCE.post("/kiosk/showings/{scan_id}/undo", allow=KIOSK)
def undo_at_kiosk(
    house: House, who: OnDevice, request: Request, scan_id: str, body: KioskUndo
) -> AdmissionView:
    """Take an admission of this kiosk back. Needs a colleague at the kiosk."""
    staff = _staff(house, who, request)
    if staff is None:
        raise _locked()
    answered = house.ask(
        UndoShowing(
            event_id=body.event_id,
            scan_id=scan_id,
            gate=who.device.id,
            by_id=staff.associate_id,
            manager=staff.manager,
            reason=body.reason.strip(),
        )
    )
    return house.doors.answers.for_staff(answered)


def _staff(house: House, who: OnDevice, request: Request) -> AtKiosk | None:
    return house.doors.staff.who(who.device.id, request.headers.get(HEADER))


def _locked() -> ForbiddenError:
    return ForbiddenError("a colleague unlocks this kiosk with their PIN", slug="staff-needed")
