"""What an event would run into, asked before it is saved; and the boutique's opening hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from events.clashes import Clash, Surroundings, clashes
from events.event import Kind, PrivateEvent, Rules, SessionPlan
from events.plan import checked
from store_server.event_views import ClashView, Minutes
from store_server.ports import NotFoundError
from store_server.web.api.events import People, Sessions
from store_server.web.api.inputs import Id, Moment, Zone
from store_server.web.callers import MANAGER
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Event clashes", "Said before they hurt; none of them is a refusal.")

_A_TITLE = "-"  # there may be none yet, and no clash depends on it


class Considered(Struct, forbid_unknown_fields=True):
    """An event as it stands in the editor; `event_id` where it is saved already."""

    kind: Kind
    starts: Moment
    ends: Moment
    capacity: People = 1
    zone: Zone | None = None
    sessions: Sessions = ()
    host_id: Id | None = None
    doors_open_before_min: Minutes = 30
    doors_close_after_min: Minutes = 0
    event_id: Annotated[str, Meta(max_length=64)] = ""


@RESOURCE.post("/event-clashes", allow=MANAGER)
def consider_event(house: House, body: Considered) -> Sequence[ClashView]:
    """Other events, colleagues, opening hours and the size of the room, against this plan."""
    event = _event(house, body)
    beside = house.event_queries.beside(event.doors_open, event.doors_close)
    own = next((one.host_ids for one in beside if one.event.id == event.id), frozenset())
    zones = {one.id: one.capacity for one in house.queries.zones()}
    around = Surroundings(
        zone=house.settings.zone,
        hours=house.settings.hours,
        others=beside,
        holds=zones.get(event.zone or ""),
    )
    titles = {one.event.id: dict(one.event.titles) for one in beside}
    return [_view(house, one, titles) for one in clashes(event, around, own)]


def _event(house: House, body: Considered) -> PrivateEvent:
    language = house.settings.language
    event = PrivateEvent(
        id=body.event_id,
        number=0,
        kind=body.kind,
        titles={language: _A_TITLE},
        starts=body.starts,
        ends=body.ends,
        capacity=body.capacity,
        zone=body.zone,
        sessions=tuple(
            SessionPlan(one.number, one.starts, one.ends, one.capacity) for one in body.sessions
        ),
        rules=Rules(
            doors_open_before_min=body.doors_open_before_min,
            doors_close_after_min=body.doors_close_after_min,
        ),
        host_id=body.host_id,
    )
    return checked(event, language)


def _view(house: House, clash: Clash, titles: dict[str, dict[str, str]]) -> ClashView:
    return ClashView(
        kind=clash.kind.value,
        since=clash.since,
        until=clash.until,
        event_id=clash.event_id,
        titles=titles.get(clash.event_id or "", {}),
        host=_name(house, clash.host_id),
        holds=clash.holds,
    )


def _name(house: House, associate_id: str | None) -> str | None:
    if associate_id is None:
        return None
    try:
        return house.queries.associate(associate_id).display_name
    except NotFoundError:
        return None
