"""The programme of private events: planned, amended, moved from a draft to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from events.event import Kind, Question, Rules, SessionPlan
from events.programme import Stage
from store_server.event_messages import AmendEvent, CopyEvent, DiscardEvent, MoveEvent, PlanEvent
from store_server.event_views import EventFound, EventView, RulesView, Texts, Titles
from store_server.ports import NotFoundError
from store_server.web.api.inputs import Id, Moment, Zone
from store_server.web.callers import FLOOR, HOUSE, MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import PREFIX, Reply, Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource("Events", "Private events: soirées, masterclasses, a boutique privatised.")

People = Annotated[int, Meta(ge=1, le=100_000)]
Product = Annotated[str, Meta(min_length=1, max_length=120)]
Products = Annotated[tuple[Product, ...], Meta(max_length=200)]


class ProgrammeAsked(Struct, forbid_unknown_fields=True):
    since: Moment | None = None
    until: Moment | None = None
    templates: bool = False


class SessionWanted(Struct, forbid_unknown_fields=True):
    number: Annotated[int, Meta(ge=1, le=9_999)]
    starts: Moment
    ends: Moment
    capacity: People


Sessions = Annotated[tuple[SessionWanted, ...], Meta(max_length=100)]


class NewEvent(Struct, forbid_unknown_fields=True):
    kind: Kind
    titles: Titles
    starts: Moment
    ends: Moment
    capacity: Annotated[People, Meta(description="Where there are sessions, theirs counts")] = 1
    texts: Texts = msgspec.field(default_factory=dict)
    dress_codes: Titles = msgspec.field(default_factory=dict)
    zone: Zone | None = None
    sessions: Sessions = ()
    rules: RulesView = msgspec.field(default_factory=RulesView)
    answer_by: Moment | None = None
    remind_at: Moment | None = None
    host_id: Id | None = None
    products: Products = ()
    client_id: Id | None = None
    template: bool = False


class EventChanges(Struct, forbid_unknown_fields=True):
    """What is left out stays as it is. `revision` is the one that was looked at."""

    kind: Kind | UnsetType = UNSET
    titles: Titles | UnsetType = UNSET
    starts: Moment | UnsetType = UNSET
    ends: Moment | UnsetType = UNSET
    capacity: People | UnsetType = UNSET
    texts: Texts | UnsetType = UNSET
    dress_codes: Titles | UnsetType = UNSET
    zone: Zone | UnsetType | None = UNSET
    sessions: Sessions | UnsetType = UNSET
    rules: RulesView | UnsetType = UNSET
    answer_by: Moment | UnsetType | None = UNSET
    remind_at: Moment | UnsetType | None = UNSET
    host_id: Id | UnsetType | None = UNSET
    products: Products | UnsetType = UNSET
    client_id: Id | UnsetType | None = UNSET
    revision: int | None = None


class CopyWanted(Struct, forbid_unknown_fields=True):
    """`starts` is where the copy begins; its other times keep their distance."""

    starts: Moment | None = None
    template: bool = False


class StageWanted(Struct, forbid_unknown_fields=True):
    stage: Stage


@RESOURCE.get("/events", allow=FLOOR | HOUSE)
def list_events(house: House, query: ProgrammeAsked) -> Sequence[EventFound]:
    """The programme of a time, by when they start; or the templates."""
    return house.event_queries.programme(query.since, query.until, query.templates)


@RESOURCE.post("/events", allow=MANAGER, status=201)
def plan_event(house: House, who: SignedIn, body: NewEvent) -> Reply[EventView]:
    """Plan an event. It is a draft until it is opened."""
    fields = _fields(house, body, but=("template",))
    event_id: str = house.ask(PlanEvent(fields, body.template, by_id=who.id))
    return Reply(house.event_queries.event(event_id), location=f"{PREFIX}/events/{event_id}")


@RESOURCE.get("/events/{event_id}", allow=FLOOR | HOUSE)
def read_event(house: House, event_id: str) -> EventView:
    """An event in full."""
    return house.event_queries.event(event_id)


@RESOURCE.patch("/events/{event_id}", allow=MANAGER)
def amend_event(house: House, who: SignedIn, event_id: str, body: EventChanges) -> EventView:
    """Change an event that is not over."""
    fields = _fields(house, body, but=("revision",))
    if fields:
        house.ask(AmendEvent(event_id, fields, body.revision, by_id=who.id))
    return house.event_queries.event(event_id)


@RESOURCE.post("/events/{event_id}/stage", allow=MANAGER)
def move_event(house: House, who: SignedIn, event_id: str, body: StageWanted) -> EventView:
    """Open it, close it, end it, archive it or cancel it."""
    house.ask(MoveEvent(event_id, body.stage, by_id=who.id))
    return house.event_queries.event(event_id)


@RESOURCE.post("/events/{event_id}/copy", allow=MANAGER, status=201)
def copy_event(house: House, who: SignedIn, event_id: str, body: CopyWanted) -> Reply[EventView]:
    """Hold it again as a draft, or make a template of it: with picture, tables and costs.

    The hours stay those of the boutique's clock, also over the change to winter time.
    """
    copy_id: str = house.ask(CopyEvent(event_id, body.starts, body.template, by_id=who.id))
    return Reply(house.event_queries.event(copy_id), location=f"{PREFIX}/events/{copy_id}")


@RESOURCE.delete("/events/{event_id}", allow=MANAGER)
def discard_event(house: House, who: SignedIn, event_id: str) -> None:
    """Throw away a draft or a template that nobody is on the list of."""
    house.ask(DiscardEvent(event_id, by_id=who.id))


def _fields(house: House, body: Struct, but: tuple[str, ...]) -> dict[str, Any]:
    """As the domain's event has them; what was left out is left out."""
    found = {
        name: value
        for name in body.__struct_fields__
        if name not in but and (value := getattr(body, name)) is not UNSET
    }
    for name in ("titles", "texts", "dress_codes"):
        if name in found:
            found[name] = {tag: text.strip() for tag, text in found[name].items() if text.strip()}
    if "sessions" in found:
        found["sessions"] = tuple(
            SessionPlan(one.number, one.starts, one.ends, one.capacity) for one in found["sessions"]
        )
    if "rules" in found:
        found["rules"] = _rules(found["rules"])
    _check_known(house, found)
    return found


def _rules(wanted: RulesView) -> Rules:
    values = {name: getattr(wanted, name) for name in wanted.__struct_fields__}
    values["gates"] = frozenset(wanted.gates)
    values["questions"] = tuple(Question(one.id, one.texts) for one in wanted.questions)
    return Rules(**values)


def _check_known(house: House, found: dict[str, Any]) -> None:
    """Raise for a zone, a colleague or a client that the house does not know."""
    zone = found.get("zone")
    if zone is not None and zone not in {one.id for one in house.queries.zones()}:
        raise InvalidInputError("there is no such zone", field="zone")
    for field, known in (("host_id", house.queries.associate), ("client_id", house.queries.client)):
        if found.get(field) is not None:
            try:
                found[field] = known(found[field]).id
            except NotFoundError as error:
                raise InvalidInputError(str(error), field=field) from error
