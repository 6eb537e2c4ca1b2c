"""Who stands at the door, and what each of them is called in the allow-lists."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from store_server.account_ports import ApiKey, PairedDevice, Session
from store_server.domain.staff import Role


class Who(StrEnum):
    """Roles of people who are signed in, and kinds of devices that are paired."""

    ASSOCIATE = "associate"
    HOST = "host"
    GUARD = "guard"
    MANAGER = "manager"
    OPERATOR = "operator"
    PHONE = "phone"  # an associate's paired phone, before the PIN
    KIOSK = "kiosk"
    CLIENT = "client"
    SYSTEM = "system"  # a program of the brand's, by its key
    ANYONE = "anyone"


PEOPLE = frozenset(Who(role.value) for role in Role)
FLOOR = frozenset({Who.ASSOCIATE, Who.HOST, Who.MANAGER})
GUARDED = FLOOR | {Who.GUARD}  # at the doors of an event
MANAGER = frozenset({Who.MANAGER})
HOUSE = frozenset({Who.MANAGER, Who.OPERATOR})
KIOSK = frozenset({Who.KIOSK})
CLIENT = frozenset({Who.CLIENT})
PHONE = frozenset({Who.PHONE})
DEVICES = frozenset({Who.PHONE, Who.KIOSK, Who.CLIENT})
SYSTEMS = frozenset({Who.SYSTEM})
ANYONE = frozenset({Who.ANYONE})

SOCKETS = {"/associate": FLOOR, "/dashboard": MANAGER, "/kiosk": KIOSK}

WITH_A_LINK = {"/basket": FLOOR | ANYONE}  # whoever has the token of a link, or serves

KIND_OF_DEVICE = {Who.PHONE: "associate", Who.KIOSK: "kiosk", Who.CLIENT: "client"}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person, by their session on their own paired device."""

    session: Session
    device: PairedDevice

    @property
    def associate_id(self) -> str:
        return self.session.associate_id

    @property
    def id(self) -> str:
        """Who it is, for the audit."""
        return self.session.associate_id

    @property
    def who(self) -> Who:
        return Who(self.session.role.value)


@dataclass(frozen=True, slots=True)
class OnDevice:
    """A paired device by itself: a kiosk, a client's phone, or an associate's before the PIN."""

    device: PairedDevice

    @property
    def id(self) -> str:
        return f"device:{self.device.id}"

    @property
    def who(self) -> Who:
        return next(who for who, kind in KIND_OF_DEVICE.items() if kind == self.device.kind)


@dataclass(frozen=True, slots=True)
class Program:
    """One of the brand's systems, by a key that somebody of the house gave it."""

    key: ApiKey

    @property
    def id(self) -> str:
        return f"key:{self.key.id}"

    @property
    def who(self) -> Who:
        return Who.SYSTEM


@dataclass(frozen=True, slots=True)
class Stranger:
    id: str = "anyone"
    who: Who = Who.ANYONE


Caller = SignedIn | OnDevice | Program | Stranger
