"""Beacons that colleagues wear, so that the counters need not take them for visitors."""

from __future__ import annotations

from collections.abc import Sequence

from store_server.badge_messages import GiveBadge, TakeBadgeBack
from store_server.views import BadgeView
from store_server.web.api.identities import BeaconKind, NewBeacon, refuse_incomplete
from store_server.web.callers import MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import Reply, Resource

RESOURCE = Resource(
    "Badges", "A colleague who wears one is no visitor; who went through a door is not kept."
)


class NewBadge(NewBeacon, forbid_unknown_fields=True, kw_only=True):
    kind: BeaconKind


@RESOURCE.get("/badges", allow=MANAGER)
def list_badges(house: House) -> Sequence[BadgeView]:
    """Every badge that a colleague wears."""
    return house.queries.badges()


@RESOURCE.post("/associates/{associate_id}/badges", allow=MANAGER, status=201)
def give_badge(house: House, who: SignedIn, associate_id: str, body: NewBadge) -> Reply[BadgeView]:
    """Give a colleague a badge. At a door where it is heard they are counted no more."""
    house.queries.associate(associate_id)
    refuse_incomplete(body.kind, body)
    badge_id: str = house.ask(
        GiveBadge(
            associate_id,
            body.kind,
            by_id=who.id,
            key=body.key,
            label=body.label,
            secret_hex=body.secret_hex.lower(),
            exchange_hex=body.exchange_hex.lower(),
            exponent=body.exponent,
            clock_s=body.clock_s,
        )
    )
    return Reply(next(one for one in house.queries.badges() if one.id == badge_id))


@RESOURCE.delete("/associates/{associate_id}/badges/{badge_id}", allow=MANAGER)
def take_badge_back(house: House, who: SignedIn, associate_id: str, badge_id: str) -> None:
    """Take a badge back; it is a stranger's beacon from now on."""
    house.ask(TakeBadgeBack(associate_id, badge_id, by_id=who.id))
