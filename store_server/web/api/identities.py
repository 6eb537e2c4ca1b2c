"""What proves that a client is here: beacons and passes."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from store_server.messages import EnrolIdentity, OfferExchange, RemoveIdentity
from store_server.views import IdentityView
from store_server.web.api.inputs import Label
from store_server.web.callers import FLOOR, SignedIn
from store_server.web.house import House
from store_server.web.operations import Reply, Resource
from store_server.web.problems import InvalidInputError

PASS_PREFIX = "pass:"  # noqa: S105 - how a code says that it is an entrance pass

RESOURCE = Resource("Identities", "A secret goes in once and never comes out again.")


BeaconKind = Literal[
    "ibeacon", "eddystone_uid", "eddystone_eid", "eddystone_url", "altbeacon", "vendor", "irk"
]


class NewBeacon(Struct, forbid_unknown_fields=True, kw_only=True):
    """What it is recognised by: a static one has a `key`; a rotating one has a secret instead.

    A phone or watch (`irk`) is known by its identity resolving key, in either order of its bytes.
    """

    key: Annotated[
        str,
        Meta(
            max_length=200,
            pattern=r"^[\x21-\x7e]*$",
            examples=["ibeacon:f7826da6-4fa2-4e98-8024-bc5b71e0893e:1:2"],
        ),
    ] = ""
    label: Label = ""
    secret_hex: Annotated[
        str,
        Meta(
            pattern=r"^([0-9a-fA-F]{32})?$",
            description="The EID's identity key, or the phone's identity resolving key",
        ),
    ] = ""
    exchange_hex: Annotated[
        str,
        Meta(
            pattern=r"^([0-9a-fA-F]{64})?$",
            description="Instead of the identity key: the EID beacon's public half (X25519), "
            "after it was given the boutique's",
        ),
    ] = ""
    exponent: Annotated[int, Meta(ge=0, le=15)] = 0
    clock_s: Annotated[
        int, Meta(ge=0, le=2**32 - 1, description="The beacon's clock now, in seconds")
    ] = 0


class NewIdentity(NewBeacon, forbid_unknown_fields=True, kw_only=True):
    """A beacon, or a pass, which has a `key`."""

    kind: BeaconKind | Literal["pass"]


@RESOURCE.post("/clients/{client_id}/identities", allow=FLOOR, status=201)
def enrol_identity(
    house: House, who: SignedIn, client_id: str, body: NewIdentity
) -> Reply[IdentityView]:
    """Give a client a beacon or a pass. It is recognised while the consent for presence stands."""
    refuse_incomplete(body.kind, body)
    identity_id: str = house.ask(
        EnrolIdentity(
            client_id,
            body.kind,
            key=body.key.removeprefix(PASS_PREFIX) if body.kind == "pass" else body.key,
            label=body.label,
            secret_hex=body.secret_hex.lower(),
            exchange_hex=body.exchange_hex.lower(),
            exponent=body.exponent,
            clock_s=body.clock_s,
            by_id=who.id,
        )
    )
    client = house.queries.client(client_id)
    return Reply(next(one for one in client.identities if one.id == identity_id))


def refuse_incomplete(kind: str, body: NewBeacon) -> None:
    """Raises `InvalidInputError`."""
    if kind not in ("eddystone_eid", "irk"):
        if not body.key:
            raise InvalidInputError("a beacon or a pass needs its key", field="key")
        if body.secret_hex:
            raise InvalidInputError("only what rotates has a secret", field="secret_hex")
    if kind == "irk" and not body.secret_hex:
        raise InvalidInputError("a phone needs its identity resolving key", field="secret_hex")
    if kind == "eddystone_eid" and bool(body.secret_hex) == bool(body.exchange_hex):
        raise InvalidInputError(
            "a rotating beacon needs its identity key, or its public half in exchange_hex",
            field="secret_hex",
        )
    if body.exchange_hex and kind != "eddystone_eid":
        raise InvalidInputError("only a rotating beacon is exchanged with", field="exchange_hex")


class ExchangeHalf(Struct):
    """32 bytes of an X25519 public key, in hexadecimal."""

    public_half_hex: str


@RESOURCE.get("/identities/exchange", allow=FLOOR)
def exchange_half(house: House, who: SignedIn) -> Reply[ExchangeHalf]:  # noqa: ARG001
    """The boutique's half, which a rotating beacon is given when it is registered."""
    return Reply(ExchangeHalf(house.ask(OfferExchange())))


@RESOURCE.delete("/clients/{client_id}/identities/{identity_id}", allow=FLOOR)
def remove_identity(house: House, who: SignedIn, client_id: str, identity_id: str) -> None:
    """Take a beacon or a pass back; it is a stranger's from now on."""
    house.ask(RemoveIdentity(client_id, identity_id, by_id=who.id))
