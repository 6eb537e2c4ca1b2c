"""The doors of an event, for the colleagues who stand at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from events.admission import Reason
from events.comings import Way
from store_server.admission_messages import AdmitWalkIn, Door, ShowPass, UndoShowing
from store_server.admission_views import (
    AdmissionView,
    DoorView,
    EveningView,
    GateList,
    QueuedAnswers,
    ShowingView,
)
from store_server.web.api.inputs import Id, Language, Name, Phrase
from store_server.web.api.queued import QueuedShowings, keep_queued
from store_server.web.callers import FLOOR, GUARDED, MANAGER, SignedIn, Who
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import InvalidInputError
from store_server.web.typed import TypedAt

RESOURCE = Resource(
    "Event doors",
    "Who comes in. A refusal is an answer with a verdict and never an error; the same `scan_id` "
    "sent again is the same showing and has the same answer, for good.",
)

ScanId = Annotated[
    str,
    Meta(
        min_length=8,
        max_length=64,
        pattern=r"^[\x21-\x7e]+$",
        description="The caller's own, new for each showing (a UUID); the same when it is retried",
    ),
]
Shown = Annotated[
    str, Meta(max_length=16_384, description="What the code holds, as it was read; anything at all")
]
Answers = Annotated[
    dict[Annotated[str, Meta(max_length=64)], Annotated[str, Meta(max_length=500)]],
    Meta(max_length=20, description="By the question's id"),
]


class Showing(Struct, forbid_unknown_fields=True):
    """A pass that was shown (`code`), or a guest who was found on the list (`guest_id`)."""

    as_shown: ClassVar[tuple[str, ...]] = (
        "code",
    )  # whatever a code holds is judged, control characters too

    scan_id: ScanId
    code: Shown | None = None
    guest_id: Id | None = None
    way: Literal["in", "out"] = "in"
    plus_one: bool = False
    plus_one_name: Annotated[str, Meta(max_length=120)] = ""
    answers: Answers = {}
    override_reason: Annotated[
        Phrase, Meta(description="You answer for letting in who would be refused, and why")
    ] = ""
    gate: Annotated[Id | None, Meta(description="Where you stand; without it, your phone")] = None
    shown_at: datetime | None = None


class WalkIn(Struct, forbid_unknown_fields=True):
    """A client of the book, or a name."""

    scan_id: ScanId
    reason: Annotated[Name, Meta(description="Why you let them in")]
    client_id: Id | None = None
    given_name: Annotated[str, Meta(max_length=120)] = ""
    family_name: Annotated[str, Meta(max_length=120)] = ""
    language: Language | None = None
    gate: Id | None = None


class Undo(Struct, forbid_unknown_fields=True):
    reason: Phrase = ""
    gate: Id | None = None


class DoorQuery(Struct, forbid_unknown_fields=True):
    """`q` is a name, in any spelling; with it the likeliest come first."""

    q: Annotated[str, Meta(max_length=100)] = ""
    which: Literal["all", "inside", "missing", "conflicts"] = "all"
    session: Annotated[int, Meta(ge=0, le=255)] | None = None


class ShowingsQuery(Struct, forbid_unknown_fields=True):
    verdict: Literal["all", "admitted", "already", "needs_attention", "refused"] = "all"
    limit: Annotated[int, Meta(ge=1, le=1000)] = 200


@RESOURCE.get("/evenings", allow=GUARDED)
def list_evenings(house: House) -> Sequence[EveningView]:
    """Events whose doors are open now, or will be within the day; the next first."""
    return house.doors.queries.evenings()


@RESOURCE.post("/events/{event_id}/showings", allow=GUARDED)
def show_pass_at_event(house: House, who: SignedIn, event_id: str, body: Showing) -> AdmissionView:
    """Show a pass, or a guest from the list, at this event's door.

    The answer says what to do, why, and what to say in the guest's language. Asked with the same
    `scan_id` again, it is the same showing. Another showing under a `scan_id` that was used is a
    conflict.
    """
    if (body.code is None) == (body.guest_id is None):
        raise InvalidInputError("send either a code or a guest_id", field="code")
    guarded = who.who is Who.GUARD
    if guarded and (body.guest_id is not None or body.override_reason):
        raise InvalidInputError("a guard shows passes; call a host for the list", field="guest_id")
    typed = TypedAt(house, who.device.id)
    typed.check(body.code)
    answered = house.doors.doorway.show(
        ShowPass(
            scan_id=body.scan_id,
            gate=body.gate or who.device.id,
            door=Door.LIST if body.code is None else Door.PHONE,
            code=body.code,
            guest_id=body.guest_id,
            event_id=event_id,
            by_id=who.associate_id,
            way=Way(body.way),
            plus_one=body.plus_one,
            plus_one_name=body.plus_one_name,
            answers=body.answers,
            override_reason=body.override_reason.strip(),
            shown_at=body.shown_at,
        )
    )
    typed.heard(body.code, known=answered.kept.decision.reason is not Reason.UNKNOWN)
    return house.doors.answers.for_staff(answered, sees_guest=not guarded)


@RESOURCE.post("/events/{event_id}/walk-ins", allow=FLOOR)
def admit_walk_in(house: House, who: SignedIn, event_id: str, body: WalkIn) -> AdmissionView:
    """Let in somebody who is on no list, and answer for it: guest, attendance and host exist then.

    The same `scan_id` again is the same guest.
    """
    if (body.client_id is None) == (not body.given_name and not body.family_name):
        raise InvalidInputError("send either a client_id or a name", field="client_id")
    answered = house.ask(
        AdmitWalkIn(
            event_id=event_id,
            scan_id=body.scan_id,
            gate=body.gate or who.device.id,
            by_id=who.associate_id,
            reason=body.reason.strip(),
            client_id=body.client_id,
            given_name=body.given_name.strip(),
            family_name=body.family_name.strip(),
            language=body.language or house.settings.language,
        )
    )
    return house.doors.answers.for_staff(answered)


@RESOURCE.post("/events/{event_id}/showings/queued", allow=FLOOR)
def tell_queued_showings(
    house: House, who: SignedIn, event_id: str, body: QueuedShowings
) -> QueuedAnswers:
    """Tell what happened at your gate while it had no network, in its order.

    Whoever you let in is in; what the house would have said stands beside it as flags. Each is kept
    once, however often it is sent.
    """
    return keep_queued(house, body, event_id, who.device.id, who.associate_id)


@RESOURCE.post("/events/{event_id}/showings/{scan_id}/undo", allow=FLOOR)
def undo_showing(
    house: House, who: SignedIn, event_id: str, scan_id: str, body: Undo
) -> AdmissionView:
    """Take an admission back: for a minute at the gate that let in, later by the manager."""
    answered = house.ask(
        UndoShowing(
            event_id=event_id,
            scan_id=scan_id,
            gate=body.gate or who.device.id,
            by_id=who.associate_id,
            manager=who.who is Who.MANAGER,
            reason=body.reason.strip(),
        )
    )
    return house.doors.answers.for_staff(answered)


@RESOURCE.get("/events/{event_id}/showings", allow=MANAGER)
def list_showings(
    house: House, who: SignedIn, event_id: str, query: ShowingsQuery
) -> Sequence[ShowingView]:
    """What happened at the doors, refusals too, the latest first."""
    house.audit(who.id, "showings.listed", event_id)
    verdicts = () if query.verdict == "all" else (query.verdict,)
    return house.doors.queries.showings(event_id, verdicts, query.limit)


@RESOURCE.get("/events/{event_id}/door", allow=FLOOR)
def read_door_list(house: House, who: SignedIn, event_id: str, query: DoorQuery) -> DoorView:
    """The live list: who is in, who is missing; and whoever is looked for by name."""
    house.audit(who.id, "door.listed", event_id)
    return house.doors.queries.list_of(event_id, query.q, query.session, query.which)


@RESOURCE.get("/events/{event_id}/gate-list", allow=FLOOR)
def read_gate_list(house: House, who: SignedIn, event_id: str) -> GateList:
    """All that a gate needs to go on by itself, with no network, for hours."""
    house.audit(who.id, "gate-list.read", event_id)
    return house.doors.queries.gate_list(event_id)
