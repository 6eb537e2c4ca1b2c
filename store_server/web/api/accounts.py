"""Coming in: pair a device, enter a PIN, leave."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Request, Response
from msgspec import Meta, Struct

from store_server.domain.staff import Role
from store_server.views import Me
from store_server.web.api.cash import takes_cash
from store_server.web.auth import KINDS, Kind
from store_server.web.callers import ANYONE, DEVICES, PEOPLE, PHONE, OnDevice, SignedIn
from store_server.web.house import House
from store_server.web.operations import Reply, Resource
from store_server.web.strong import Standing

RESOURCE = Resource("Signing in", "A device is paired once; a person then signs in by PIN.")


class PairingUse(Struct, forbid_unknown_fields=True):
    code: Annotated[
        str, Meta(max_length=32, examples=["BCDF-GHJK"], description="Case and dashes are free")
    ]
    label: Annotated[
        str, Meta(max_length=80, description="What to call this device, else whose it is and what")
    ] = ""


class Paired(Struct, frozen=True):
    """What this device has become. `needs_pin`: a person signs in on it next.

    `pin_is_set` False: they choose their PIN now (`new` true). `home` is the page that it opens.
    `strong` says whether more than a PIN is needed of them and still to be chosen, or set already.
    """

    kind: Literal["associate", "kiosk", "client"]
    home: Literal["/associate", "/dashboard", "/kiosk", "/client"]
    needs_pin: bool
    pin_is_set: bool = False
    associate_name: str | None = None
    strong: Standing = "none"


class Known(Struct, frozen=True):
    """`me` is who is signed in, `phone` the associate's phone that this is; `kinds` are all."""

    me: Me | None = None
    phone: Paired | None = None
    kinds: tuple[Kind, ...] = ()


class PinEntry(Struct, forbid_unknown_fields=True):
    pin: Annotated[str, Meta(pattern=r"^[0-9]{4,8}$", examples=["246813"])]
    new: Annotated[bool, Meta(description="True the first time: this is the PIN from now on")] = (
        False
    )


@RESOURCE.post("/auth/pair", allow=ANYONE)
def pair_device(house: House, request: Request, body: PairingUse) -> Reply[Paired]:
    """Use a pairing code on this device.

    Sets the long-lived cookie of the device. Ten wrong codes from one address in ten minutes are
    the last for a while.
    """
    device, token = house.gate.pair(body.code, request, body.label)
    if not body.label:
        name = house.names.of(device.kind, device.associate_id, request)
        house.accounts.name_paired_device(device.id, name)

    def dress(response: Response) -> None:
        house.gate.remember_device(response, device, token)
        if device.kind == "associate":
            house.gate.forget_session(response)

    return Reply(_paired(house, OnDevice(device)), dress=dress)


@RESOURCE.get("/auth/device", allow=DEVICES)
def read_device_pairing(house: House, who: OnDevice) -> Paired:
    """What this device is paired as."""
    return _paired(house, who)


@RESOURCE.post("/auth/pin", allow=PHONE)
def sign_in(house: House, who: OnDevice, body: PinEntry) -> Reply[Me]:
    """Sign in with the PIN of this phone's owner.

    After five wrong ones it is locked for half a minute, and twice as long each further time.
    """
    house.strong.refuse_pin_alone(house.queries.associate(who.device.associate_id or ""))
    session, token = house.gate.sign_in(who.device, body.pin, body.new)
    person = SignedIn(session, who.device)
    return Reply(
        me_of(house, person), dress=lambda response: house.gate.remember_session(response, token)
    )


@RESOURCE.post("/auth/sign-out", allow=PEOPLE)
def sign_out(house: House, who: SignedIn) -> Reply[None]:
    """End this session on every socket it holds. The phone stays paired."""
    line = house.deed(who.id, "signed-out", who.device.id)
    house.accounts.end_session(who.session.id, line.at, line)
    house.sockets.end_session(who.session.id)
    return Reply(None, dress=house.gate.forget_session)


@RESOURCE.get("/auth/who", allow=ANYONE)
def read_who(house: House, request: Request) -> Known:
    """What this browser is to the house, be it nothing. A page asks this first."""
    devices = {kind: house.gate.device(request, kind) for kind in KINDS}
    person, phone = house.gate.person(request), devices["associate"]
    return Known(
        me=me_of(house, person) if person else None,
        phone=_paired(house, OnDevice(phone)) if phone else None,
        kinds=tuple(kind for kind, device in devices.items() if device),
    )


@RESOURCE.get("/auth/me", allow=PEOPLE)
def read_me(house: House, who: SignedIn) -> Me:
    """Who is signed in here, with the token that changes need."""
    return me_of(house, who)


def me_of(house: House, who: SignedIn) -> Me:
    return Me(
        associate=house.queries.associate(who.associate_id),
        boutique=house.settings.boutique,
        boutique_name=house.settings.boutique_name,
        brand_name=house.settings.brand_name,
        quiet=house.quiet(),
        push_key=house.pusher.public_key,
        csrf=who.session.csrf,
        last_seq=house.queries.last_seq(who.associate_id),
        time_zone=house.settings.time_zone,
        house_language=house.settings.language,
        takes_cash=takes_cash(house, who),
    )


def _paired(house: House, who: OnDevice) -> Paired:
    device = who.device
    match device.kind:
        case "associate":
            associate = house.queries.associate(device.associate_id or "")
            return Paired(
                "associate",
                home="/dashboard" if associate.role == Role.MANAGER else "/associate",
                needs_pin=True,
                pin_is_set=house.accounts.pin_of(associate.id).hash is not None,
                associate_name=associate.display_name,
                strong=house.strong.standing(associate),
            )
        case "kiosk":
            return Paired("kiosk", home="/kiosk", needs_pin=False)
        case _:
            return Paired("client", home="/client", needs_pin=False)
