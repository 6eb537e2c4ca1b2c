"""A scanner was stolen, and its account with it: it reveals no client, and admits nobody.

The broker is Mosquitto, with the passwords and the access list that `ansible/roles/broker` writes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from store_server import messages as ask
from store_server.app import House, build
from store_server.device_ports import BrokerAccount
from store_server.domain.consent import Purpose
from store_server.handlers.device_register import topics_of
from store_server.passwords import hash_password
from store_server.settings import Settings
from tests.ansible.programs import ROLES, load
from tests.caller import Caller
from tests.services import Mosquitto, free_port
from tests.store_server.embedded_broker.peer import Peer
from tests.waiting import wait_for

BOUTIQUE, BASE = "stolen-1", "accueil/v1/stolen-1"
BEACON = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100002"
NAMES = (b"Alienor", b"Castelmaure")


def account(name: str, publish: tuple[str, ...], subscribe: tuple[str, ...]) -> BrokerAccount:
    return BrokerAccount(name, hash_password(f"{name}-secret"), publish, subscribe)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    accounts = [account("house", ("#",), ("#",))]
    accounts += [account(one, *topics_of(BOUTIQUE, one, ())) for one in ("scanner", "gateway")]
    plain = [_plain(one) for one in accounts]
    passwords, access = load(ROLES / "broker" / "files" / "accueil-broker-accounts").written(plain)
    made = Mosquitto("password_file passwords\nacl_file acl")
    for name, text in (("passwords", passwords), ("acl", access)):
        path = made.folder / name
        path.write_text(text)
        path.chmod(0o600)
        shutil.chown(path, made.folder.stat().st_uid, made.folder.stat().st_gid)
    config = made.folder / "mosquitto.conf"
    told = config.read_text().replace("allow_anonymous true", "allow_anonymous false")
    told = told.replace("password_file ", f"password_file {made.folder}{os.sep}")
    config.write_text(told.replace("acl_file ", f"acl_file {made.folder}{os.sep}"))
    made.start()
    yield made
    made.stop()


def _plain(one: BrokerAccount) -> dict[str, object]:
    return {
        "username": one.username,
        "password_hash": one.password_hash,
        "publish": list(one.publish),
        "subscribe": list(one.subscribe),
    }


@pytest.fixture
def house(broker: Mosquitto, tmp_path: Path) -> Iterator[House]:
    made = build(
        Settings(
            boutique=BOUTIQUE,
            data_dir=tmp_path / "data",
            port=free_port(),
            mqtt_port=broker.port,
            mqtt_username="house",
            mqtt_password="house-secret",
            adopt_unknown=True,  # the house believes the scanner, as it did before it was stolen
        )
    )
    made.start()
    assert made.reader.wait_connected(10)
    yield made
    made.stop()


def client_of(house: House) -> str:
    client_id: str = house.bus.ask(
        ask.RegisterClient({"given_name": "Alienor", "family_name": "Castelmaure"})
    )
    house.bus.ask(ask.EnrolIdentity(client_id, "ibeacon", key=f"{BEACON}:1:1"))
    house.bus.ask(ask.EnrolIdentity(client_id, "pass", key="TEST-0001"))
    house.bus.ask(ask.GiveConsent(client_id, Purpose.PRESENCE, "signed", "1"))
    return client_id


def scans(house: House) -> list[str]:
    """The devices that scans are noted of."""
    with house.storage.engine.connect() as connection:
        return list(connection.exec_driver_sql("select device_id from scans").scalars())


def said(number: int, **more: object) -> bytes:
    return msgspec.json.encode({"id": f"s-{number}", "ts": "2026-11-29T12:00:00Z", **more})


def seen(number: int) -> bytes:
    return said(
        number, rssi_dbm=-50, beacon={"type": "ibeacon", "uuid": BEACON, "major": 1, "minor": 1}
    )


def test_a_stolen_account_hears_its_own_commands_and_nothing_else(
    broker: Mosquitto, house: House
) -> None:
    client_of(house)
    with (
        Peer(broker.port, "scanner", "scanner-secret") as thief,
        Peer(broker.port, "gateway", "gateway-secret") as gateway,
    ):
        for topic in ("#", f"{BASE}/#", f"{BASE}/+/command", "$SYS/#", "homeassistant/#"):
            thief.may_hear(topic)
        gateway.says(f"{BASE}/gateway/sighting", seen(1))
        house.reader.publish(f"{BASE}/gateway/command", b"for the gateway")
        thief.says(f"{BASE}/scanner/scan", said(1, symbology="qr", data="TEST-0001"))
        wait_for(
            lambda: any(topic.endswith("/command") for topic, _ in thief.heard),
            "the scanner heard no verdict",
        )
        heard = list(thief.heard)
    assert {topic for topic, _ in heard} <= {f"{BASE}/scanner/command"}
    assert not any(name in payload for name in NAMES for _, payload in heard)


def test_a_stolen_account_brings_nobody_in_and_speaks_for_no_other_device(
    broker: Mosquitto, house: House
) -> None:
    client_of(house)
    with Peer(broker.port, "scanner", "scanner-secret") as thief:
        for number in range(8):
            thief.says(f"{BASE}/gateway/sighting", seen(number))
            thief.says(f"{BASE}/gateway/scan", said(number, symbology="qr", data="TEST-0001"))
            thief.says(
                f"{BASE}/scanner/scan", said(100 + number, symbology="qr", data=f"G-{number}")
            )
        thief.says(f"{BASE}/scanner/command", b'{"do":"show","verdict":"welcome"}')
        thief.says(f"{BASE}/scanner/scan", said(999, symbology="qr", data="the last"))
        wait_for(lambda: len(scans(house)) >= 9, "the scans were not noted")
    with house.storage.engine.connect() as connection:
        admitted = connection.exec_driver_sql("select count(*) from event_attendances").scalar()
        visits = connection.exec_driver_sql("select count(*) from visits").scalar()
    assert set(scans(house)) == {"scanner"}
    assert (admitted, visits) == (0, 0)


def test_a_stolen_account_is_none_of_the_houses_other_doors(
    broker: Mosquitto, house: House
) -> None:
    client_of(house)
    caller = Caller(house.settings.port)
    for path in ("/clients?q=alienor", "/floor", "/devices", "/audit"):
        assert caller.get(path).status == 401
    assert caller.post("/auth/pair", {"code": "scanner-secret"}).status == 401
    with Peer(broker.port, "scanner", "guessed") as guesser:
        assert guesser.refused
