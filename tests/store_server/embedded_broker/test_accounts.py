"""Accounts on the embedded broker: the real amqtt, and real paho clients."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from store_server.device_ports import BrokerAccount
from store_server.embedded_broker import EmbeddedBroker
from store_server.handlers.device_register import topics_of
from store_server.passwords import hash_password
from tests.services import free_port
from tests.store_server.embedded_broker.peer import Peer

DOOR = "accueil/v1/paris-1/door-1"
SALON = "accueil/v1/paris-1/salon-1"
CUT_WITHIN_S = 2.0


@cache
def account(hardware: str, topics: tuple[str, ...] = ()) -> BrokerAccount:
    publish, subscribe = topics_of("paris-1", hardware, topics)
    return BrokerAccount(hardware, hash_password(f"{hardware}-secret"), publish, subscribe)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def broker(port: int) -> Iterator[EmbeddedBroker]:
    broker = EmbeddedBroker("127.0.0.1", port)
    broker.keep([account("door-1"), account("salon-1")])
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def server(broker: EmbeddedBroker, port: int) -> Iterator[Peer]:
    """The boutique's server, which hears everything."""
    with Peer(port, broker.username, broker.password) as peer:
        assert peer.may_hear("#")
        yield peer


@pytest.fixture
def door(broker: EmbeddedBroker, port: int) -> Iterator[Peer]:
    with Peer(port, "door-1", "door-1-secret", "door-1") as peer:
        assert not peer.refused
        yield peer


@pytest.mark.usefixtures("broker")
@pytest.mark.parametrize(
    ("username", "password"),
    [("", ""), ("door-1", "wrong"), ("door-1", ""), ("nobody", "door-1-secret")],
)
def test_whoever_cannot_prove_who_they_are_stays_outside(
    port: int, username: str, password: str
) -> None:
    with Peer(port, username, password) as peer:
        assert peer.refused


def test_a_device_is_heard_on_its_own_topics(server: Peer, door: Peer) -> None:
    for kind in ("state", "sighting", "scan", "answer"):
        door.says(f"{DOOR}/{kind}")
        assert server.hears(f"{DOOR}/{kind}")


def test_what_a_device_says_in_anothers_name_reaches_nobody(server: Peer, door: Peer) -> None:
    foreign = (
        f"{SALON}/scan",
        f"{DOOR}/command",
        "home/x/BTtoMQTT/y",
        "accueil/v1/lyon-1/door-1/scan",
    )
    for topic in foreign:
        door.says(topic)
    door.says(f"{DOOR}/state")  # the broker hands on in order: what came before has had its chance
    assert server.hears(f"{DOOR}/state")
    assert [topic for topic, _ in server.heard] == [f"{DOOR}/state"]


def test_a_device_hears_its_own_commands_and_no_others(server: Peer, door: Peer) -> None:
    assert door.may_hear(f"{DOOR}/command")
    for topic in (f"{SALON}/command", "accueil/v1/paris-1/+/command", "#", f"{SALON}/state"):
        assert not door.may_hear(topic)
    server.says(f"{SALON}/command")
    server.says(f"{DOOR}/command")
    assert door.hears(f"{DOOR}/command")
    assert [topic for topic, _ in door.heard] == [f"{DOOR}/command"]


def test_what_is_retained_for_others_is_not_told_to_a_newcomer(server: Peer, port: int) -> None:
    server.says(f"{SALON}/about", b"a model", retain=True)
    server.says(f"{DOOR}/command", b"retained", retain=True)
    with Peer(port, "door-1", "door-1-secret", "door-1", clean=False) as door:
        assert door.may_hear(f"{DOOR}/command")
        assert door.hears(f"{DOOR}/command")
        assert [topic for topic, _ in door.heard] == [f"{DOOR}/command"]


@pytest.mark.usefixtures("broker")
def test_a_last_will_speaks_in_nobody_elses_name(port: int) -> None:
    with Peer(port, "door-1", "door-1-secret", will=f"{SALON}/state") as peer:
        assert peer.refused


def test_a_devices_last_will_is_spoken(server: Peer, port: int) -> None:
    peer = Peer(port, "door-1", "door-1-secret", will=f"{DOOR}/state")
    peer.drop()
    assert server.hears(f"{DOOR}/state")


def test_nobody_takes_over_anothers_session(server: Peer, port: int) -> None:
    with Peer(port, "salon-1", "salon-1-secret", "salon-1", clean=False) as salon:
        assert salon.may_hear(f"{SALON}/command")
    with Peer(port, "door-1", "door-1-secret", "salon-1", clean=False) as thief:
        assert thief.refused
        server.says(f"{SALON}/command", b"for the salon alone")
        assert thief.heard == []
    with Peer(port, "salon-1", "salon-1-secret", "salon-1", clean=False) as salon:
        assert salon.hears(f"{SALON}/command")


def test_a_stranger_cannot_end_anothers_connection(door: Peer, server: Peer, port: int) -> None:
    for clean in (True, False):
        with Peer(port, "nobody", "", "door-1", clean=clean, will=f"{SALON}/state") as thief:
            assert thief.refused
    door.says(f"{DOOR}/state")
    assert server.hears(f"{DOOR}/state")
    assert not door.lost.is_set()
    door.drop()
    server.says(f"{DOOR}/command")
    assert server.hears(f"{DOOR}/command")
    assert [topic for topic, _ in server.heard] == [f"{DOOR}/state", f"{DOOR}/command"]


def test_whoever_loses_the_account_is_cut_off_and_stays_out(
    broker: EmbeddedBroker, door: Peer, port: int
) -> None:
    with Peer(port, "salon-1", "salon-1-secret") as salon:
        broker.keep([account("salon-1")])
        assert door.lost.wait(CUT_WITHIN_S)
        with Peer(port, "door-1", "door-1-secret") as again:
            assert again.refused
        assert not salon.lost.is_set()
        salon.says(f"{SALON}/state")


def test_a_new_password_ends_what_the_old_one_opened(
    broker: EmbeddedBroker, door: Peer, port: int
) -> None:
    publish, subscribe = topics_of("paris-1", "door-1", ())
    broker.keep([BrokerAccount("door-1", hash_password("another"), publish, subscribe)])
    assert door.lost.wait(CUT_WITHIN_S)
    with Peer(port, "door-1", "door-1-secret") as old, Peer(port, "door-1", "another") as new:
        assert (old.refused, new.refused) == (True, False)


def test_a_vendors_device_keeps_to_the_topics_that_it_was_given(
    broker: EmbeddedBroker, server: Peer, port: int
) -> None:
    broker.keep([account("theengs/salon", ("home/Theengs-salon/#",))])
    with Peer(port, "theengs/salon", "theengs/salon-secret") as gateway:
        gateway.says("home/Theengs-atelier/LWT")
        gateway.says("home/Theengs-salon/BTtoMQTT/A")
        assert server.hears("home/Theengs-salon/BTtoMQTT/A")
        assert len(server.heard) == 1


def test_where_strangers_are_let_in_they_may_speak_and_a_known_one_needs_the_password(
    port: int,
) -> None:
    broker = EmbeddedBroker("127.0.0.1", port, anonymous=True)
    broker.keep([account("door-1")])
    broker.start()
    try:
        with (
            Peer(port) as stranger,
            Peer(port, broker.username, broker.password) as server,
            Peer(port, "door-1", "wrong") as liar,
        ):
            assert (stranger.refused, liar.refused) == (False, True)
            assert server.may_hear("#")
            stranger.says("home/x/LWT")
            assert server.hears("home/x/LWT")
    finally:
        broker.stop()
