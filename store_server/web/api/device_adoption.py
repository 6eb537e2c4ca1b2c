"""Taking devices in: our agents come with a code, bought ones wait until somebody says yes."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from flask import Request
from msgspec import Meta, Struct

from store_server.device_messages import AdoptByCode, AdoptDevice, Adopted, NewKeys, RenewKeys
from store_server.device_views import (
    AdoptedView,
    AdoptionCodeView,
    AdoptionView,
    BrokerAccountView,
    KeysView,
    WaitingDeviceView,
    WelcomeView,
)
from store_server.domain.device import topic_trouble
from store_server.ports import NotFoundError
from store_server.web import adoption_codes, tokens
from store_server.web.api.inputs import DeviceKind, Hardware, Id, Name, OnPlan, Zone, place
from store_server.web.callers import ANYONE, HOUSE, SignedIn
from store_server.web.dialects import dialect_trouble
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import InvalidInputError, NotSignedInError

RESOURCE = Resource(
    "Adoption", "A device is taken in by a person. What it proves itself with is shown once."
)

Topic = Annotated[str, Meta(min_length=1, max_length=256, examples=["home/Theengs-salon/#"])]


class DeviceWanted(Struct, forbid_unknown_fields=True):
    """A bought device: one that waits, or one that has not spoken yet.

    With `topics` it gets an account on the broker for them; with `push` an address to push to.
    """

    hardware: Annotated[
        Hardware,
        Meta(description="The name under which it speaks", examples=["espresense/office"]),
    ]
    name: Name | None = None
    zone: Zone | None = None
    x: OnPlan | None = None
    y: OnPlan | None = None
    kind: DeviceKind | None = None
    dialect: Annotated[str, Meta(max_length=64, examples=["espresense"])] | None = None
    topics: Annotated[tuple[Topic, ...], Meta(max_length=16)] = ()
    push: bool = False


class AdoptionWanted(Struct, forbid_unknown_fields=True):
    """What the device will be called and stand for, where that is known already."""

    name: Name | None = None
    zone: Zone | None = None
    x: OnPlan | None = None
    y: OnPlan | None = None
    replaces: Annotated[Id, Meta(description="The device whose place it takes")] | None = None


class CodeUse(Struct, forbid_unknown_fields=True):
    """From an agent of ours. `device` is the name that it would like to speak under."""

    code: Annotated[str, Meta(max_length=32, examples=["BCDF-GHJK"])]
    kind: Literal["ble_gateway", "scanner", "camera", "display", "kiosk"]
    model: Annotated[str, Meta(max_length=128)] | None = None
    firmware: Annotated[str, Meta(max_length=128)] | None = None
    device: (
        Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$", examples=["door-1"])]
        | None
    ) = None
    request: (
        Annotated[
            str, Meta(max_length=4096, description="For a certificate: PEM, of a key on P-256")
        ]
        | None
    ) = None


@RESOURCE.get("/waiting-devices", allow=HOUSE)
def list_waiting_devices(house: House) -> Sequence[WaitingDeviceView]:
    """Who speaks and was not adopted, the last heard first: what they say has no effect."""
    return house.device_queries.waiting()


@RESOURCE.post("/devices", allow=HOUSE, status=201)
def adopt_device(house: House, who: SignedIn, request: Request, body: DeviceWanted) -> AdoptedView:
    """Take in a device that was bought."""
    _check(body)
    adopted: Adopted = house.ask(
        AdoptDevice(
            body.hardware,
            name=body.name,
            zone=body.zone,
            at=_place(body.x, body.y),
            kind=body.kind,
            dialect=body.dialect,
            topics=body.topics,
            push=body.push,
            by_id=who.id,
        )
    )
    return AdoptedView(house.queries.device(adopted.device_id), _keys(house, request, adopted.keys))


@RESOURCE.post("/devices/{device_id}/keys", allow=HOUSE)
def renew_device_keys(house: House, who: SignedIn, request: Request, device_id: str) -> KeysView:
    """Give a device another password and another address to push to; the old ones end at once."""
    adopted: Adopted = house.ask(RenewKeys(device_id, by_id=who.id))
    return _keys(house, request, adopted.keys)


@RESOURCE.post("/device-pairings", allow=HOUSE, status=201)
def offer_adoption(house: House, who: SignedIn, body: AdoptionWanted) -> AdoptionCodeView:
    """Make a code by which an agent of ours comes: for ten minutes, for one device."""
    return adoption_codes.offer(
        house.settings,
        house.clock,
        house.ask,
        body.name,
        body.zone,
        _place(body.x, body.y),
        body.replaces,
        who.id,
    )


@RESOURCE.get("/device-pairings/{code_id}", allow=HOUSE)
def read_adoption(house: House, code_id: str) -> AdoptionView:
    """Whether the code was used, and by which device; not found once it has expired."""
    return house.device_queries.adoption(code_id)


@RESOURCE.post("/devices/adopt", allow=ANYONE, status=201)
def adopt_by_code(house: House, request: Request, body: CodeUse) -> WelcomeView:
    """An agent comes with its code, and gets an account of its own on the broker.

    Where the broker takes certificates and the agent asks for one, that is what it comes in with,
    and it has no password. Ten wrong codes from one address in ten minutes are the last for a
    while.
    """
    address = house.gate.address(request)
    house.adoption_failures.check(address)
    letters = tokens.read_code(body.code)
    try:
        if letters is None:
            raise NotFoundError("no code is written like this")
        adopted: Adopted = house.ask(
            AdoptByCode(
                tokens.fingerprint(letters),
                body.kind,
                body.model,
                body.firmware,
                body.device,
                body.request,
            )
        )
    except NotFoundError as error:
        house.adoption_failures.note(address)
        raise NotSignedInError(
            "this code is wrong, used up or expired", slug="wrong-code"
        ) from error
    account = _account(house, request, adopted.keys)
    certificate = adopted.keys.certificate or None
    return WelcomeView(adopted.hardware, house.settings.boutique, account, certificate)


def _check(wanted: DeviceWanted) -> None:
    for number, topic in enumerate(wanted.topics):
        if (trouble := topic_trouble(topic)) is not None:
            raise InvalidInputError(trouble, field=f"topics[{number}]")
    if (trouble := dialect_trouble(wanted.dialect, wanted.push)) is not None:
        raise InvalidInputError(trouble, field="dialect")


def _place(x: float | None, y: float | None) -> tuple[float, float] | None:
    return place(x, y) or None


def _keys(house: House, request: Request, keys: NewKeys) -> KeysView:
    push_url = f"{house.settings.url}/devices/push/{keys.push_token}" if keys.push_token else None
    return KeysView(_account(house, request, keys) if keys.username else None, push_url)


def _account(house: House, request: Request, keys: NewKeys) -> BrokerAccountView:
    settings = house.settings
    port = settings.mqtt_certificate_port if keys.certificate else settings.mqtt_device_port
    return BrokerAccountView(
        settings.mqtt_device_host or _broker_host(settings.mqtt_host, request),
        port or settings.mqtt_port,
        settings.mqtt_device_tls or bool(keys.certificate),
        keys.username,
        keys.password,
        keys.publish,
        keys.subscribe,
    )


def _broker_host(host: str, request: Request) -> str:
    """As others on the network reach it: one on this machine is where this server was found."""
    try:
        address = ip_address(host)
        ours = address.is_loopback or address.is_unspecified
    except ValueError:
        ours = host == "localhost"
    return urlsplit(request.host_url).hostname or host if ours else host
