"""Our scanner on a real broker: one message a code, kept until stored, and a verdict to see."""

from __future__ import annotations

import json
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from devices.agents.link import Link, LinkConfig
from devices.agents.scanner.agent import LONGEST_DATA, ScannerAgent, Words
from devices.agents.scanner.camera import Camera
from devices.agents.scanner.source import Read, Take, Tell
from devices.canonical.driver import DRIVER
from devices.readings import DeviceHealth
from devices.vision.qr_code import Code
from tests.devices.agents.boutique_server import BoutiqueServer
from tests.waiting import wait_for

WORDS = Words(too_long="TOO LONG", full="FULL", kept="KEPT", here="HERE")
MakeAgent = Callable[..., ScannerAgent]


class Hand:
    """A source that reads what it is handed."""

    name = "hand"

    def __init__(self) -> None:
        self.codes: queue.SimpleQueue[Read | bool | Exception | None] = queue.SimpleQueue()

    def run(self, take: Take, tell: Tell, stopping: threading.Event) -> None:
        while not stopping.is_set():
            try:
                given = self.codes.get(timeout=0.05)
            except queue.Empty:
                continue
            if given is None:
                return
            if isinstance(given, Exception):
                raise given
            if isinstance(given, bool):
                tell(self.name, given)
            else:
                take(given)


class Shown:
    def __init__(self) -> None:
        self.verdicts: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()

    def show(self, verdict: str, text: str) -> None:
        self.verdicts.put((verdict, text))

    def next(self) -> tuple[str, str]:
        return self.verdicts.get(timeout=10)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def make_agent(config: LinkConfig, hand: Hand, shown: Shown) -> Iterator[MakeAgent]:
    agents: list[ScannerAgent] = []

    def make(verdict_within_s: float = 30.0, **changes: Any) -> ScannerAgent:
        link = Link(replace(config, **changes))
        agent = ScannerAgent(link, [hand], shown, WORDS, verdict_within_s)
        agents.append(agent)
        agent.start()
        assert link.wait_online(10)
        return agent

    yield make
    for agent in agents:
        agent.stop()


def test_a_code_is_told_and_its_verdict_is_shown(
    server: BoutiqueServer, make_agent: MakeAgent, hand: Hand, shown: Shown
) -> None:
    make_agent()
    hand.codes.put(Read("pass:1", "qr"))
    (scan,) = server.wait_for("scan")
    assert (scan["data"], scan["symbology"]) == ("pass:1", "qr")
    server.commands(
        {"id": "c1", "do": "show", "scan": scan["id"], "verdict": "welcome", "text": "Bienvenue."}
    )
    assert shown.next() == ("welcome", "Bienvenue.")
    assert server.wait_for("answer") == [{"id": "c1", "ok": True}]


def test_a_verdict_of_a_code_that_nobody_waits_for_is_not_shown(
    server: BoutiqueServer, make_agent: MakeAgent, shown: Shown
) -> None:
    make_agent()
    server.commands({"id": "c1", "do": "show", "scan": "old", "verdict": "stop", "text": "x"})
    server.commands({"id": "c2", "do": "show", "verdict": "wait", "text": "to everybody"})
    assert shown.next() == ("wait", "to everybody")


def test_whoever_waits_too_long_hears_that_the_code_is_kept(
    server: BoutiqueServer, make_agent: MakeAgent, hand: Hand, shown: Shown
) -> None:
    server.stores = False
    make_agent(verdict_within_s=0.1)
    hand.codes.put(Read("pass:1", "qr"))
    assert shown.next() == ("offline", "KEPT")
    (scan, *_) = server.wait_for("scan")
    server.commands({"id": "c", "do": "show", "scan": scan["id"], "verdict": "stop", "text": "No"})
    assert shown.next() == ("stop", "No")


def test_what_cannot_be_kept_is_said_at_once(
    server: BoutiqueServer, make_agent: MakeAgent, hand: Hand, shown: Shown
) -> None:
    server.stores = False
    make_agent(outbox_messages=1)
    hand.codes.put(Read("pass:1", "qr"))
    server.wait_for("scan")
    hand.codes.put(Read("pass:2", "qr"))
    assert shown.next() == ("stop", "FULL")
    hand.codes.put(Read("x" * (LONGEST_DATA + 1), "qr"))
    assert shown.next() == ("stop", "TOO LONG")


def test_a_source_that_goes_is_told_of_once_and_so_is_its_return(
    server: BoutiqueServer,
    make_agent: MakeAgent,
    hand: Hand,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_agent()
    with caplog.at_level(logging.WARNING, "devices.agents.scanner.agent"):
        for there in (True, False, False, True):
            hand.codes.put(there)
        told = server.wait_for(
            "health", lambda said: sum(one["sources"] == {"hand": "there"} for one in said) >= 2
        )
    assert {"hand": "lost"} in [one["sources"] for one in told]
    for one in told:  # the server reads it, and is not troubled by what it does not know
        (health,) = DRIVER.decode(f"{server.base}/health", json.dumps(one).encode())
        assert isinstance(health, DeviceHealth)
    assert [record.getMessage() for record in caplog.records] == [
        "hand is not there",
        "hand is back",
    ]


class Unplugged:
    """A camera that nobody has plugged in; `there` does."""

    def __init__(self) -> None:
        self.there = threading.Event()

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.there.is_set()

    def read(self) -> tuple[bool, Any]:
        return self.there.wait(0.01), np.zeros((4, 4, 3), np.uint8)

    def get(self, _prop: int) -> float:
        return 0.0

    def release(self) -> None:
        """Nothing is held."""


class Blank:
    def read(self, _picture: Any) -> list[Code]:
        return []


def test_a_camera_that_is_gone_is_an_alarm_at_the_boutique(
    server: BoutiqueServer, config: LinkConfig, shown: Shown
) -> None:
    frames = Unplugged()
    camera = Camera("7", Blank(), open_=lambda _where: frames, looked_for_every_s=0.05)
    agent = ScannerAgent(Link(config), [camera], shown, WORDS)
    agent.start()
    try:
        server.wait_for("health", lambda said: said and said[-1].get("lens") == "gone")
        frames.there.set()
        server.wait_for("health", lambda said: said[-1].get("lens") == "clear")
    finally:
        agent.stop()


def test_a_source_that_fails_begins_anew(
    server: BoutiqueServer, make_agent: MakeAgent, hand: Hand, caplog: pytest.LogCaptureFixture
) -> None:
    make_agent()
    hand.codes.put(RuntimeError("a driver's fault"))
    hand.codes.put(Read("pass:1", "qr"))
    assert [scan["data"] for scan in server.wait_for("scan")] == ["pass:1"]
    assert "hand stumbled" in caplog.text


def test_it_is_finished_once_all_is_read_and_stored(
    server: BoutiqueServer, make_agent: MakeAgent, hand: Hand
) -> None:
    agent = make_agent()
    hand.codes.put(Read("pass:1", "qr"))
    hand.codes.put(None)
    wait_for(agent.finished, "it never ends")
    assert len(server.said("scan")) == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"do": "identify"}, ("identify", "HERE")),
        ({"do": "light", "colour": "green"}, ("welcome", "")),
        ({"do": "light", "colour": "red"}, ("stop", "")),
        ({"do": "beep"}, ("beep", "")),
    ],
)
def test_it_lights_and_sounds_when_told(
    server: BoutiqueServer,
    make_agent: MakeAgent,
    shown: Shown,
    said: dict[str, str],
    expected: tuple[str, str],
) -> None:
    make_agent()
    server.commands({"id": "c1", **said})
    assert shown.next() == expected


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"do": "show", "verdict": "hurray"}, "verdict"),
        ({"do": "show", "verdict": "stop", "text": 5}, "text"),
        ({"do": "light", "colour": "mauve"}, "colour"),
    ],
)
def test_a_command_that_is_wrong_is_refused_by_its_field(
    server: BoutiqueServer, make_agent: MakeAgent, said: dict[str, Any], field: str
) -> None:
    make_agent()
    server.commands({"id": "c1", **said})
    (answer,) = server.wait_for("answer")
    assert not answer["ok"]
    assert answer["reason"].startswith(f"{field}: ")
