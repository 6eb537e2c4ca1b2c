"""How managers sign in, and everybody's own sessions and devices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from flask import Request, Response
from msgspec import Meta, Struct

from store_server.ports import NotFoundError
from store_server.views import AssociateView, Me
from store_server.web.api.accounts import me_of
from store_server.web.api.inputs import DeviceNamed
from store_server.web.callers import ANYONE, HOUSE, PEOPLE, PHONE, OnDevice, SignedIn
from store_server.web.device_names import browser_of
from store_server.web.house import House
from store_server.web.operations import Reply, Resource
from store_server.web.problems import ProblemError
from store_server.web.strong import ROLES

RESOURCE = Resource(
    "Managers' sign-in",
    "By passkey, or by password and a code that is good once; and everybody's own sessions.",
)

Options = Annotated[dict[str, Any], Meta(description="As WebAuthn's JSON has it")]
Shown = Annotated[dict[str, Any], Meta(description="`credential.toJSON()` of the browser")]
Pin = Annotated[str, Meta(pattern=r"^[0-9]{4,8}$")]
Login = Annotated[str, Meta(min_length=1, max_length=120, examples=["helene@maison.example"])]
Secret = Annotated[str, Meta(max_length=256)]
Code = Annotated[str, Meta(max_length=32, description="Six digits, or a recovery code")]


class PasskeyMade(Struct, forbid_unknown_fields=True):
    """`pin` is the one that was used so far, where it is not yet a session that asks."""

    credential: Shown
    label: Annotated[str, Meta(max_length=80)] = ""
    pin: Pin | None = None


class PasskeyShown(Struct, forbid_unknown_fields=True):
    credential: Shown


class PasswordBegun(Struct, forbid_unknown_fields=True):
    login: Login


class Authenticator(Struct, frozen=True):
    """`address` is for the QR code; `secret` for whoever cannot scan it. Shown once."""

    secret: str
    address: str


class NewPassword(Struct, forbid_unknown_fields=True):
    """`code` proves that the authenticator has the secret."""

    login: Login
    password: Secret
    code: Code
    pin: Pin | None = None


class PasswordEntry(Struct, forbid_unknown_fields=True):
    login: Login
    password: Secret
    code: Code


class Chosen(Struct, frozen=True):
    """`me` where this has signed them in; `recovery_codes` are never shown again."""

    me: Me | None = None
    recovery_codes: tuple[str, ...] = ()


class Anew(Struct, forbid_unknown_fields=True):
    """Who it is, once more: a passkey, or password and code; `pin` where there is neither."""

    credential: Shown | None = None
    password: Secret = ""
    code: Code = ""
    pin: Pin | None = None


class Proven(Struct, frozen=True):
    """Whether it was shown just now who this is."""

    proven: bool


class PasskeyView(Struct, frozen=True):
    id: str
    label: str
    created_at: datetime
    last_used_at: datetime | None


class Ways(Struct, frozen=True):
    """How somebody signs in. `login` is empty without a password."""

    passkeys: tuple[PasskeyView, ...]
    login: str = ""
    recovery_codes_left: int = 0
    pin_is_enough: bool = True


class SessionView(Struct, frozen=True):
    """`current` is the one that asks. It ends at `ends_at`, or earlier when it is idle."""

    id: str
    device_id: str
    label: str
    began_at: datetime
    last_used_at: datetime
    ends_at: datetime
    current: bool = False


@RESOURCE.post("/auth/passkeys/challenge", allow=ANYONE)
def challenge_passkey(house: House, request: Request) -> Options:
    """Ask this browser for a passkey, whosever it is."""
    return house.strong.ask_who(house.strong.site(request))


@RESOURCE.post("/auth/passkeys/sign-in", allow=ANYONE)
def sign_in_by_passkey(house: House, request: Request, body: PasskeyShown) -> Reply[Me]:
    """Sign in with a passkey, in any browser; it is paired by that."""
    site = house.strong.site(request)
    return _enter(house, request, house.strong.by_passkey(site, body.credential, request))


@RESOURCE.post("/auth/password/sign-in", allow=ANYONE)
def sign_in_by_password(house: House, request: Request, body: PasswordEntry) -> Reply[Me]:
    """Sign in with name, password and a code, in any browser; it is paired by that.

    Each code is good once. After five wrong tries the name is locked for half a minute, and twice
    as long each further time; ten from one address in ten minutes are the last for a while.
    """
    whose = house.strong.by_password(body.login, body.password, body.code, request)
    return _enter(house, request, whose)


@RESOURCE.get("/auth/proof", allow=HOUSE)
def read_proof(house: House, who: SignedIn) -> Proven:
    """Whether ways in may be added and removed now, or a proof is asked for first."""
    return Proven(house.strong.is_proven(who))


@RESOURCE.post("/auth/proof", allow=HOUSE)
def prove_anew(house: House, who: SignedIn, request: Request, body: Anew) -> Proven:
    """Prove anew who this is: for five minutes ways in may be added and removed.

    Signing in is such a proof, too. Wrong tries count as those at the door.
    """
    house.strong.prove(who, house.queries.associate(who.id), body, request)
    return Proven(True)


@RESOURCE.post("/auth/passkeys/begin", allow=PHONE | HOUSE)
def begin_passkey(house: House, who: SignedIn | OnDevice, request: Request) -> Options:
    """Ask this browser to make a passkey. A session has to be proven: 403 `proof-needed`."""
    if isinstance(who, SignedIn):
        house.strong.need_proof(who)
    return house.strong.ask_for_passkey(house.strong.site(request), _owner(house, who))


@RESOURCE.post("/auth/passkeys", allow=PHONE | HOUSE)
def keep_passkey(
    house: House, who: SignedIn | OnDevice, request: Request, body: PasskeyMade
) -> Reply[Chosen]:
    """Keep the passkey that was made. Before the first sign-in it is that sign-in, too."""
    owner = _owner(house, who)
    house.strong.may_choose(who, owner, body.pin)
    label = body.label.strip() or browser_of(request)
    house.strong.add_passkey(house.strong.site(request), owner.id, body.credential, label)
    return _chosen(house, who, ())


@RESOURCE.delete("/auth/passkeys/{passkey_id}", allow=HOUSE)
def remove_passkey(house: House, who: SignedIn, passkey_id: str) -> None:
    """Forget a passkey of one's own; one's other sessions end.

    The session has to be proven: 403 `proof-needed`.
    """
    house.strong.need_proof(who)
    line = house.deed(who.id, "passkey.removed", who.id)
    if not house.accounts.remove_passkey(who.id, passkey_id, line):
        raise NotFoundError("no such passkey of yours")
    _end_elsewhere(house, who)


@RESOURCE.post("/auth/password/begin", allow=PHONE | HOUSE)
def begin_password(house: House, who: SignedIn | OnDevice, body: PasswordBegun) -> Authenticator:
    """A secret for an authenticator app; it counts once a code of it has come back.

    A session has to be proven: 403 `proof-needed`.
    """
    if isinstance(who, SignedIn):
        house.strong.need_proof(who)
    owner = _owner(house, who)
    return Authenticator(*house.strong.begin_password(owner.id, body.login.strip()))


@RESOURCE.put("/auth/password", allow=PHONE | HOUSE)
def keep_password(house: House, who: SignedIn | OnDevice, body: NewPassword) -> Reply[Chosen]:
    """Keep a password and its authenticator. Before the first sign-in it is that sign-in, too.

    Answers ten recovery codes, each good once, for when the authenticator is lost; the ones before
    are void, and one's other sessions end.
    """
    owner = _owner(house, who)
    house.strong.may_choose(who, owner, body.pin)
    codes = house.strong.set_password(owner.id, body.login, body.password, body.code)
    if isinstance(who, SignedIn):
        _end_elsewhere(house, who)
    return _chosen(house, who, tuple(codes))


@RESOURCE.delete("/auth/password", allow=HOUSE)
def remove_password(house: House, who: SignedIn) -> None:
    """Forget one's password, its authenticator and its recovery codes; one's other sessions end.

    The session has to be proven: 403 `proof-needed`.
    """
    house.strong.need_proof(who)
    if not house.accounts.remove_password(who.id, house.deed(who.id, "password.removed", who.id)):
        raise NotFoundError("there is no password")
    _end_elsewhere(house, who)


@RESOURCE.get("/auth/ways", allow=HOUSE)
def read_ways(house: House, who: SignedIn) -> Ways:
    """How one signs in."""
    password = house.accounts.password_of(who.id)
    return Ways(
        tuple(
            PasskeyView(one.id, one.label, one.created_at, one.last_used_at)
            for one in house.accounts.passkeys_of(who.id)
        ),
        password.login if password else "",
        house.accounts.recovery_codes_left(who.id),
        house.strong.standing(house.queries.associate(who.id)) == "none",
    )


@RESOURCE.get("/auth/sessions", allow=PEOPLE)
def list_sessions(house: House, who: SignedIn) -> Sequence[SessionView]:
    """Where one is signed in, the one that was used last first."""
    return [
        SessionView(
            one.id,
            one.paired_device_id,
            one.label,
            one.created_at,
            one.last_used_at,
            one.ends_at,
            one.id == who.session.id,
        )
        for one in house.accounts.sessions_of(who.id, house.clock.now())
    ]


@RESOURCE.delete("/auth/sessions/{session_id}", allow=PEOPLE)
def end_session(house: House, who: SignedIn, session_id: str) -> None:
    """End a session of one's own, and its sockets, at once. The device stays paired."""
    theirs = house.accounts.sessions_of(who.id, house.clock.now())
    found = next((one for one in theirs if one.id == session_id), None)
    if found is None:
        raise NotFoundError("no such session of yours")
    line = house.deed(who.id, "session.ended", found.paired_device_id)
    house.accounts.end_session(session_id, line.at, line)
    house.sockets.end_session(session_id)


@RESOURCE.patch("/auth/devices/{paired_id}", allow=PEOPLE)
def name_own_device(house: House, who: SignedIn, paired_id: str, body: DeviceNamed) -> None:
    """Give a device of one's own a name, by which the house's lists and its audit call it."""
    if paired_id not in {
        one.id for one in house.accounts.paired_devices() if one.associate_id == who.id
    }:
        raise NotFoundError("no such device of yours")
    line = house.deed(who.id, "device.named", paired_id)
    house.accounts.name_paired_device(paired_id, body.label.strip(), line)


@RESOURCE.delete("/auth/devices/{paired_id}", allow=PEOPLE)
def unpair_device(house: House, who: SignedIn, paired_id: str) -> None:
    """Unpair a device of one's own: its sessions, sockets and push end at once."""
    if paired_id not in {
        one.id for one in house.accounts.paired_devices() if one.associate_id == who.id
    }:
        raise NotFoundError("no such device of yours")
    line = house.deed(who.id, "device.revoked", paired_id)
    house.accounts.revoke_paired_device(paired_id, line.at, line)
    house.sockets.end_device(paired_id)


def _end_elsewhere(house: House, who: SignedIn) -> None:
    """Whoever came in by what was taken away, or knew what was changed, is out."""
    for one in house.accounts.sessions_of(who.id, house.clock.now()):
        if one.id != who.session.id:
            line = house.deed(who.id, "session.ended", one.paired_device_id)
            house.accounts.end_session(one.id, line.at, line)
            house.sockets.end_session(one.id)


def _owner(house: House, who: SignedIn | OnDevice) -> AssociateView:
    owner = house.queries.associate(who.device.associate_id or "")
    if owner.role not in ROLES:
        raise ProblemError("only managers and operators sign in like this", slug="conflict")
    return owner


def _enter(house: House, request: Request, associate_id: str) -> Reply[Me]:
    device, fresh = house.strong.device_for(
        request, associate_id, house.names.of("associate", associate_id, request)
    )
    session, token = house.gate.open_session(device)

    def dress(response: Response) -> None:
        if fresh:
            house.gate.remember_device(response, device, fresh)
        house.gate.remember_session(response, token)

    return Reply(me_of(house, SignedIn(session, device)), dress=dress)


def _chosen(house: House, who: SignedIn | OnDevice, codes: tuple[str, ...]) -> Reply[Chosen]:
    if isinstance(who, SignedIn):
        return Reply(Chosen(None, codes))
    session, token = house.gate.open_session(who.device)
    me = me_of(house, SignedIn(session, who.device))
    return Reply(
        Chosen(me, codes), dress=lambda response: house.gate.remember_session(response, token)
    )
