"""An agent's link: what is kept arrives, in order and until stored; commands are obeyed once."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable, Iterator

import pytest

from devices.agents.connection import LinkConfig
from devices.agents.link import Link, OutboxFullError, RefusedError
from devices.canonical.driver import DRIVER
from devices.readings import DeviceHealth
from tests.devices.agents.boutique_server import BoutiqueServer
from tests.services import Mosquitto
from tests.waiting import wait_for

OpenLink = Callable[..., Link]


@pytest.fixture
def mortal() -> Iterator[Mosquitto]:
    """A broker that the test may kill."""
    broker = Mosquitto()
    broker.start()
    yield broker
    broker.clean_up()


def test_an_agent_introduces_itself_and_is_remembered(
    server: BoutiqueServer, open_link: OpenLink
) -> None:
    open_link()
    server.wait_for("about")
    assert server.retained("state")["state"] == "online"
    assert server.retained("about") == {"kind": "scanner", "model": "Test", "zone": "salon"}


def test_one_that_ends_says_goodbye(server: BoutiqueServer, config: LinkConfig) -> None:
    link = Link(config)
    link.start()
    server.wait_for("state")
    link.stop()
    assert [said["state"] for said in server.wait_for("state", lambda said: len(said) == 2)] == [
        "online",
        "offline",
    ]


def test_one_that_vanishes_leaves_a_last_will(server: BoutiqueServer, open_link: OpenLink) -> None:
    link = open_link()
    line = link._connection._client.socket()
    assert isinstance(line, socket.socket)
    line.shutdown(socket.SHUT_RDWR)  # no word of farewell
    server.wait_for("state", lambda said: {"state": "offline"} in said)


def test_what_is_said_waits_for_no_receipt(server: BoutiqueServer, open_link: OpenLink) -> None:
    link = open_link()
    server.wait_for("about")
    line = link._connection._client.socket()
    assert isinstance(line, socket.socket)
    assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_is_reported_is_forgotten_once_it_is_stored(
    server: BoutiqueServer, open_link: OpenLink
) -> None:
    link = open_link()
    ids = link.report_all("scan", [{"data": str(number)} for number in range(50)])
    assert link.outbox.messages > 0
    wait_for(lambda: link.outbox.messages == 0, "it was not forgotten")
    assert [one["id"] for one in server.said("scan")] == ids
    assert [one["data"] for one in server.said("scan")] == [str(number) for number in range(50)]


def test_what_was_reported_while_nobody_listened_comes_after_a_restart(
    server: BoutiqueServer, config: LinkConfig
) -> None:
    server.stores = False
    link = Link(config)
    ids = [link.report("count", {"line": "door", "in": number}) for number in (1, 2)]
    link.start()
    server.wait_for("count", lambda said: len(said) == 2)
    link.stop()
    server.stores = True

    again = Link(config)
    again.start()
    wait_for(lambda: again.outbox.messages == 0, "it was not stored")
    again.stop()
    assert [one["id"] for one in server.said("count")] == ids + ids


def test_what_a_killed_broker_had_acknowledged_is_said_again(
    mortal: Mosquitto, config: LinkConfig, open_link: OpenLink, caplog: pytest.LogCaptureFixture
) -> None:
    server = BoutiqueServer(mortal.host, mortal.port, config.boutique, config.device)
    server.stores = False
    link = open_link(port=mortal.port)
    first = link.report("scan", {"data": "before"})
    server.wait_for("scan")
    wait_for(lambda: not link._connection._client._out_messages, "it was not acknowledged")
    with caplog.at_level(logging.WARNING):
        mortal.kill()
        wait_for(lambda: not link.online, "the link did not notice")
        second = link.report("scan", {"data": "meanwhile"})
        server.stores = True
        mortal.start()
        wait_for(lambda: link.outbox.messages == 0, "it was not stored")
    server.close()
    assert [one["id"] for one in server.said("scan")][-2:] == [first, second]
    assert caplog.text.count("trying on") == 1
    assert caplog.text.count("the broker is back") == 1


def test_silence_of_the_server_is_asked_about(server: BoutiqueServer, open_link: OpenLink) -> None:
    server.stores = False
    link = open_link(ask_again_s=0.1)
    link.report("scan", {"data": "lost by the broker"})
    server.wait_for("scan")
    server.stores = True
    wait_for(lambda: link.outbox.messages == 0, "it was not said again")


def test_what_the_server_will_never_take_is_let_go_and_told(
    server: BoutiqueServer, open_link: OpenLink, caplog: pytest.LogCaptureFixture
) -> None:
    server.stores = False
    link = open_link()
    bad = link.report("scan", {"data": ""})
    server.wait_for("scan")
    server.commands({"id": "1", "do": "refused", "ids": [bad], "reason": "data: too short"})
    wait_for(lambda: link.outbox.messages == 0, "it was not let go")
    assert "data: too short" in caplog.text


def test_an_outbox_alarms_half_full_and_full_once_each_and_refuses_the_newest(
    server: BoutiqueServer, open_link: OpenLink, caplog: pytest.LogCaptureFixture
) -> None:
    server.stores = False
    link = open_link(outbox_messages=4, health_every_s=0.05)
    link.report_all("scan", [{"data": "1"}, {"data": "2"}])
    wait_for(lambda: "2 messages wait for the server: 50 % full" in caplog.text, "no alarm")
    link.report_all("scan", [{"data": "3"}, {"data": "4"}])
    with pytest.raises(OutboxFullError):
        link.report("scan", {"data": "one too many"})
    wait_for(lambda: "4 messages wait for the server: 100 % full" in caplog.text, "no alarm")
    pulses = server.wait_for("health", lambda said: bool(said) and said[-1]["outbox_pct"] == 100)
    assert pulses[-1]["uptime_s"] >= 0
    wait_for(lambda: len(server.said("health")) >= len(pulses) + 3, "the pulse stopped")
    assert caplog.text.count("wait for the server") == 2


def test_the_server_reads_the_alarm_in_the_pulse(
    server: BoutiqueServer, open_link: OpenLink
) -> None:
    link = open_link(outbox_messages=4, health_every_s=0.05)
    link.on_health(lambda: {"fps": 25.0})
    said = server.wait_for("health", lambda said: bool(said) and "fps" in said[-1])[-1]
    (pulse,) = DRIVER.decode(f"{server.base}/health", json.dumps(said).encode())
    assert isinstance(pulse, DeviceHealth)
    assert (pulse.outbox_pct, pulse.fps) == (0.0, 25.0)


def test_what_is_only_told_is_dropped_where_nobody_can_hear_it(config: LinkConfig) -> None:
    link = Link(config)
    assert not link.tell("sightings", {"sightings": []})
    link.start()
    assert link.wait_online(10)
    assert link.tell("occupancy", {"people": 1})
    link.stop()


def test_a_message_beyond_the_protocols_limit_is_refused_at_once(config: LinkConfig) -> None:
    link = Link(config)
    with pytest.raises(ValueError, match="more than the protocol allows"):
        link.report("scan", {"data": "x" * 70_000})
    assert link.outbox.messages == 0
    link.start()
    link.stop()


def test_a_command_is_obeyed_once_and_answered_each_time(
    server: BoutiqueServer, open_link: OpenLink
) -> None:
    link = open_link()
    obeyed: list[str] = []
    link.on_command("identify", lambda said: obeyed.append(said["id"]))

    def refuse(_said: object) -> None:
        raise RefusedError("not now")

    link.on_command("configure", refuse)
    server.commands({"id": "1", "do": "identify"})
    server.commands({"id": "1", "do": "identify"})
    server.commands({"id": "2", "do": "configure"})
    server.commands({"id": "3", "do": "dance"})
    answers = server.wait_for("answer", lambda said: len(said) >= 4)
    assert obeyed == ["1"]
    assert answers == [
        {"id": "1", "ok": True},
        {"id": "1", "ok": True},
        {"id": "2", "ok": False, "reason": "not now"},
        {"id": "3", "ok": False, "reason": "this device cannot do that"},
    ]


def test_commands_that_cannot_be_read_stop_nobody(
    server: BoutiqueServer, open_link: OpenLink
) -> None:
    open_link()
    publish = server._client.publish
    for junk in (b"", b"{", b"[]", b"\xff", b"[" * 5_000, b'{"do":"stored","ids":7}', b'{"do":7}'):
        publish(f"{server.base}/command", junk, 1)
    server.commands({"id": "after", "do": "dance"})
    assert server.wait_for("answer")[0]["id"] == "after"
