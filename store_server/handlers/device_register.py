"""Which devices are ours: read from the database once, and handed to everybody who must know.

What the command line changes, a running server notices by a number that grows with each change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from devices.canonical.driver import DRIVER
from store_server.device_ports import (
    BrokerAccount,
    Certificate,
    DeviceKeys,
    RegisteredDevice,
    certified,
)
from store_server.handlers.desk import Desk
from store_server.handlers.pace import Pace
from store_server.ports import StorageError

LOOKED_EVERY_S = 1.0
OUR_OWN = DRIVER.name


@dataclass(frozen=True, slots=True)
class Register:
    devices: Sequence[RegisteredDevice]
    accounts: Sequence[BrokerAccount]
    void: Sequence[str] = ()  # serial numbers of certificates that no longer let anybody in


Reader = Callable[[Register], None]


class DeviceRegister:
    """`revision` answers the number that grows. Readers are told on the bus thread."""

    def __init__(self, desk: Desk, boutique: str, revision: Callable[[], int]) -> None:
        self._desk = desk
        self._boutique = boutique
        self._revision = revision
        self._readers: list[Reader] = []
        self._read_at: int | None = None
        self._pace = Pace(LOOKED_EVERY_S)

    def tell(self, reader: Reader) -> None:
        self._readers.append(reader)

    def read(self) -> None:
        """Read it anew, and tell everybody."""
        revision = self._revision()  # first: what is changed meanwhile is read again
        with self._desk.store.look() as uow:
            devices, keys = uow.devices.everyone(), uow.devices.keys()
            certificates = uow.devices.unended_certificates()
        self._read_at = revision
        standing = accounts(self._boutique, devices, keys)
        register = Register(devices, standing, void(standing, certificates))
        for reader in self._readers:
            reader(register)

    def tick(self) -> None:
        if not self._pace.is_due(self._desk.clock):
            return
        try:
            if self._revision() != self._read_at:
                self.read()
        except StorageError:
            return  # the next look is in a second


def accounts(
    boutique: str, devices: Sequence[RegisteredDevice], keys: Sequence[DeviceKeys]
) -> Sequence[BrokerAccount]:
    """Of every device that is not suspended, the account that lets it be itself and no other."""
    standing = {device.id: device for device in devices if not device.suspended}
    return [
        BrokerAccount(
            certified(one.username) if one.by_certificate else one.username,
            one.password_hash or "",
            *topics_of(boutique, standing[one.device_id].hardware, one.topics),
        )
        for one in keys
        if one.device_id in standing and one.username
    ]


def void(standing: Sequence[BrokerAccount], certificates: Sequence[Certificate]) -> Sequence[str]:
    """Those that were taken back, and all of whoever has no account now: a suspended device's
    hold again once it is resumed."""
    names = {account.username for account in standing}
    return [one.serial for one in certificates if one.void or certified(one.name) not in names]


def topics_of(
    boutique: str, hardware: str, topics: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where a device may speak and what it may hear: a vendor's topics, or those of our own
    protocol, where it hears its commands alone."""
    if topics:
        return tuple(topics), tuple(topics)
    spoken = (topic.replace("{boutique}", boutique) for topic in DRIVER.topics)
    return (
        tuple(topic.replace("+", hardware) for topic in spoken),
        (command_topic(boutique, hardware),),
    )


def command_topic(boutique: str, hardware: str) -> str:
    return f"accueil/v1/{boutique}/{hardware}/command"
