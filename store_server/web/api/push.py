"""Web Push: how a phone is reached when the app is closed."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from store_server.account_ports import PushSubscription
from store_server.web.callers import PEOPLE, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource("Push", "A push holds opaque ids only; the phone asks us for the rest.")

Endpoint = Annotated[str, Meta(min_length=12, max_length=2000, pattern=r"^https?://[\x21-\x7e]+$")]


class Keys(Struct, forbid_unknown_fields=True):
    """As the browser's `PushSubscription.toJSON()` has them: base64url."""

    p256dh: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{86,88}={0,2}$")]
    auth: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{21,24}={0,2}$")]


class Subscription(Struct):
    """The browser's own object; what else it holds is not looked at."""

    endpoint: Endpoint
    keys: Keys


class Unsubscription(Struct):
    endpoint: Endpoint


class SentTo(Struct, frozen=True):
    """To how many of your phones the test is under way."""

    phones: int


@RESOURCE.post("/push/subscriptions", allow=PEOPLE)
def subscribe(house: House, who: SignedIn, body: Subscription) -> None:
    """Let this phone be reached when the app is closed."""
    if not house.pusher.may_speak_to(body.endpoint):
        raise InvalidInputError("not a push service that we know", field="endpoint")
    house.accounts.save_subscription(
        PushSubscription(
            associate_id=who.associate_id,
            paired_device_id=who.device.id,
            endpoint=body.endpoint,
            p256dh=body.keys.p256dh.rstrip("="),
            auth=body.keys.auth.rstrip("="),
            created_at=house.clock.now(),
        )
    )


@RESOURCE.delete("/push/subscriptions", allow=PEOPLE)
def unsubscribe(house: House, who: SignedIn, body: Unsubscription) -> None:
    """Do not reach this phone any more."""
    own = {one.endpoint for one in house.accounts.subscriptions_of(who.associate_id)}
    if body.endpoint in own:
        house.accounts.drop_subscription(body.endpoint)


@RESOURCE.post("/push/test", allow=PEOPLE)
def try_push(house: House, who: SignedIn) -> SentTo:
    """ "Does it work?": send a test to each of your phones."""
    return SentTo(house.pusher.try_out(who.associate_id))
