"""Our agents come by a certificate of the boutique's, which lets in nobody once they are suspended.

The broker is Mosquitto, with the listener, the passwords, the access list and the list of void
certificates that `ansible/roles/broker` makes.
"""

from __future__ import annotations

import dataclasses
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
import pytest
from cryptography import x509
from paho.mqtt.enums import CallbackAPIVersion

from devices.agents import renewal
from devices.agents.certificate import Papers
from devices.agents.link import Link, LinkConfig
from devices.agents.pairing import read_account
from store_server import device_messages as ask
from store_server.app import House, build
from store_server.clock import SystemClock
from store_server.commands.agent.options import AgentSetup, set_up
from store_server.device_authority import DeviceAuthority
from store_server.settings import Settings
from store_server.web.adoption_codes import offer
from tests.services import free_port
from tests.store_server.certified_broker import HOUSE, CertifiedBroker
from tests.waiting import wait_for

BOUTIQUE, BASE = "sealed-1", "accueil/v1/sealed-1"


@pytest.fixture
def broker() -> Iterator[CertifiedBroker]:
    made = CertifiedBroker()
    made.hears_of_accounts()
    yield made
    made.service.clean_up()


@pytest.fixture
def house(broker: CertifiedBroker, tmp_path: Path) -> Iterator[House]:
    made = build(
        Settings(
            boutique=BOUTIQUE,
            data_dir=tmp_path / "data",
            port=free_port(),
            mqtt_port=broker.port,
            mqtt_username=HOUSE,
            mqtt_password="house-secret",
            mqtt_client_id=HOUSE,
            mqtt_accounts_file=str(broker.accounts),
            mqtt_certificate_port=broker.certificate_port,
        )
    )
    made.start()
    assert made.reader.wait_connected(10)
    broker.hears_of_accounts()
    yield made
    made.stop()


def adopt(house: House, broker: CertifiedBroker, folder: Path, name: str) -> AgentSetup:
    """As `accueil agent … --pair` does."""
    made = offer(house.settings, SystemClock(), house.bus.ask)
    nothing = dict.fromkeys(("boutique", "zone", "host", "port", "username", "password", "tls"))
    setup = set_up(
        "scanner",
        made.url,
        folder / name,
        device=name,
        ca=broker.trusted,
        outbox_messages=100,
        outbox_mb=1,
        **nothing,
    )
    broker.hears_of_accounts()
    return setup


def started(config: LinkConfig) -> Link:
    link = Link(config)
    link.start()
    return link


class Comer:
    """Somebody who comes with a certificate, and perhaps a name."""

    def __init__(self, broker: CertifiedBroker, file: Path | None, name: str = "") -> None:
        self.came: list[Any] = []
        self.granted: list[int] = []
        self.heard: list[str] = []
        self.gone = threading.Event()
        context = ssl.create_default_context(cafile=broker.trusted)
        if file is not None:
            context.load_cert_chain(file)
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.tls_set_context(context)
        if name:
            self._client.username_pw_set(name, "whatever")
        self._client.on_connect = lambda *said: self.came.append(said[3])
        self._client.on_subscribe = lambda *said: self.granted.append(said[3][0].value)
        self._client.on_disconnect = lambda *_said: self.gone.set()
        self._client.on_message = lambda *said: self.heard.append(said[2].topic)
        self._port = broker.certificate_port

    def is_let_in(self) -> bool:
        """A TLS 1.3 client hears of its refusal only when it reads."""
        try:
            self._client.connect("127.0.0.1", self._port)
            self._client.loop_start()
        except OSError:
            return False
        wait_for(lambda: self.came or self.gone.is_set(), "neither let in nor refused")
        return bool(self.came) and not self.came[0].is_failure

    def says(self, topic: str) -> None:
        self._client.publish(topic, b"{}", 1).wait_for_publish(10)

    def asks_for(self, topic: str) -> None:
        before = len(self.granted)
        self._client.subscribe(topic, 1)
        wait_for(lambda: len(self.granted) > before, "no answer to a subscription")

    def goes(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


def let_in(broker: CertifiedBroker, file: Path | None, name: str = "") -> bool:
    comer = Comer(broker, file, name)
    try:
        return comer.is_let_in()
    finally:
        comer.goes()


def serial_of(file: Path) -> int:
    return x509.load_pem_x509_certificate(file.read_bytes()).serial_number


def foreign(tmp_path: Path, name: str) -> Path:
    """A certificate of that name, by an authority that calls itself as ours does."""
    papers = Papers(tmp_path / "thief")
    request = papers.ask()
    other = DeviceAuthority(b"t" * 32, BOUTIQUE)
    papers.take(other.sign(request, name, datetime.now(UTC)).certificate)
    return papers.file


def test_an_agent_is_adopted_and_comes_in_by_its_certificate(
    house: House, broker: CertifiedBroker, tmp_path: Path
) -> None:
    setup = adopt(house, broker, tmp_path, "till-1")
    account = read_account(tmp_path / "till-1")
    assert account is not None
    assert (account.mqtt.port, account.mqtt.password) == (broker.certificate_port, "")
    kept = tmp_path / "till-1" / "certificate.pem"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "till-1" / "next-key.pem").exists()
    signed = x509.load_pem_x509_certificate(kept.read_bytes())
    left = signed.not_valid_after_utc - datetime.now(UTC)
    assert timedelta(days=89) < left <= timedelta(days=90)
    setup.link.start()
    assert setup.link.wait_online(10)
    wait_for(
        lambda: [one.state for one in house.storage.queries.devices()] == ["online"],
        "the house did not hear the agent",
    )
    setup.link.stop()
    assert "till-1:" not in (broker.folder / "passwords").read_text()


def test_nobody_comes_in_without_a_certificate_of_ours(
    house: House, broker: CertifiedBroker, tmp_path: Path
) -> None:
    adopt(house, broker, tmp_path, "till-1")
    assert not let_in(broker, None)
    assert not let_in(broker, None, "till-1")
    assert not let_in(broker, foreign(tmp_path, "till-1"))
    assert let_in(broker, tmp_path / "till-1" / "certificate.pem")


def test_the_name_in_the_certificate_is_the_account_whatever_is_said(
    house: House, broker: CertifiedBroker, tmp_path: Path
) -> None:
    for name in ("till-1", "till-2"):
        adopt(house, broker, tmp_path, name)
    thief = Comer(broker, tmp_path / "till-1" / "certificate.pem", name=HOUSE)
    assert thief.is_let_in()
    for topic in ("#", f"{BASE}/till-2/command", f"{BASE}/till-1/command"):
        thief.asks_for(topic)
    house.reader.publish(f"{BASE}/till-2/command", b"{}")
    house.reader.publish(f"{BASE}/till-1/command", b"{}")
    wait_for(lambda: bool(thief.heard), "its own command did not come")
    thief.says(f"{BASE}/till-2/state")
    thief.goes()
    assert set(thief.heard) == {f"{BASE}/till-1/command"}


def test_a_device_that_calls_itself_as_the_server_does_becomes_nobody_but_itself(
    house: House, broker: CertifiedBroker, tmp_path: Path
) -> None:
    adopt(house, broker, tmp_path, HOUSE)
    adopt(house, broker, tmp_path, "till-1")
    thief = Comer(broker, tmp_path / HOUSE / "certificate.pem")
    assert thief.is_let_in()
    for topic in ("#", f"{BASE}/+/command"):
        thief.asks_for(topic)
    house.reader.publish(f"{BASE}/till-1/command", b"{}")
    house.reader.publish(f"{BASE}/{HOUSE}/command", b"{}")
    wait_for(lambda: bool(thief.heard), "its own command did not come")
    thief.goes()
    assert set(thief.heard) == {f"{BASE}/{HOUSE}/command"}
    assert house.reader.connected


def test_a_suspended_device_is_refused_with_a_certificate_that_holds_and_comes_back_resumed(
    house: House, broker: CertifiedBroker, tmp_path: Path
) -> None:
    setup = adopt(house, broker, tmp_path, "till-1")
    kept = tmp_path / "till-1" / "certificate.pem"
    setup.link.start()
    assert setup.link.wait_online(10)
    house.bus.ask(ask.SuspendDevice("till-1"))
    broker.hears_of_accounts()
    wait_for(lambda: not setup.link.online, "its connection stands")
    assert not let_in(broker, kept)
    house.bus.ask(ask.ResumeDevice("till-1"))
    broker.hears_of_accounts()
    assert setup.link.wait_online(40)
    setup.link.stop()


@pytest.mark.parametrize("way", ["forgotten", "other keys"])
def test_what_was_taken_back_lets_nobody_in_whoever_is_called_so_later(
    house: House, broker: CertifiedBroker, tmp_path: Path, way: str
) -> None:
    adopt(house, broker, tmp_path / "first", "till-1")
    stolen = tmp_path / "first" / "till-1" / "certificate.pem"
    if way == "forgotten":
        house.bus.ask(ask.ForgetDevice("till-1"))
        adopt(house, broker, tmp_path / "second", "till-1")
        assert let_in(broker, tmp_path / "second" / "till-1" / "certificate.pem")
    else:
        adopted = house.bus.ask(ask.RenewKeys("till-1"))
        assert adopted.keys.password
        broker.hears_of_accounts()
    assert not let_in(broker, stolen)


def test_an_agent_renews_its_certificate_by_itself(
    house: House, broker: CertifiedBroker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = adopt(house, broker, tmp_path, "till-1")
    kept = tmp_path / "till-1" / "certificate.pem"
    before = serial_of(kept)
    setup.link.start()
    assert setup.link.wait_online(10)
    setup.link.stop()
    assert serial_of(kept) == before
    monkeypatch.setattr(renewal, "RENEWED_BEFORE_DAYS", 91.0)
    link = started(dataclasses.replace(setup.config, health_every_s=0.2))
    wait_for(lambda: serial_of(kept) != before, "it was not renewed")
    link.stop()
    again = started(setup.config)
    assert again.wait_online(10)
    again.stop()


def test_a_suspended_device_renews_nothing(
    house: House, broker: CertifiedBroker, tmp_path: Path
) -> None:
    adopt(house, broker, tmp_path, "till-1")
    papers = Papers(tmp_path / "till-1")
    house.bus.ask(ask.SuspendDevice("till-1"))
    house.bus.ask(ask.RenewCertificate("till-1", "x", papers.ask()))
    with house.storage.store.begin() as uow:
        assert len(uow.devices.unended_certificates()) == 1
