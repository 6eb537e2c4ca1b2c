"""From a scanner to its verdict in a running house, over a real broker."""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from devices.agents.link import Link, LinkConfig
from store_server import messages as ask
from store_server.app import House, build
from store_server.domain.consent import Purpose
from store_server.settings import Settings
from store_server.web.assets import Assets
from store_server.web.catalogue import Catalogue
from tests.broker import Publisher
from tests.evenings import an_evening
from tests.services import Mosquitto, free_port
from tests.waiting import wait_for

BOUTIQUE = "scan-1"
VERDICT_WITHIN_S = 1.0  # well under a second on a machine of its own; this one is shared
WITHIN_S = 10.0


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, mosquitto: Mosquitto) -> Iterator[House]:
    settings = Settings(
        boutique=BOUTIQUE,
        language="en",
        data_dir=tmp_path,
        database_url=sqlite_url,
        port=free_port(),
        mqtt_host=mosquitto.host,
        mqtt_port=mosquitto.port,
        adopt_unknown=True,
    )
    house = build(settings)
    house.start()
    assert house.reader.wait_connected(WITHIN_S)
    yield house
    house.stop()


@pytest.fixture
def scanner(house: House, tmp_path: Path) -> Iterator[Scanner]:
    scanner = Scanner(house, tmp_path / "agent")
    yield scanner
    scanner.link.stop()


class Scanner:
    """One of ours: what it reports is kept until stored, what it is told to show is shown."""

    def __init__(self, house: House, folder: Path) -> None:
        settings = house.settings
        self.link = Link(
            LinkConfig(BOUTIQUE, "door-1", folder, settings.mqtt_host, settings.mqtt_port)
        )
        self.shown: queue.SimpleQueue[Mapping[str, Any]] = queue.SimpleQueue()
        self.link.on_command("show", self.shown.put)
        self.link.about(kind="scanner")
        self.link.start()
        assert self.link.wait_online(WITHIN_S)

    def scan(self, data: str, symbology: str = "qr", **more: str) -> tuple[str, str]:
        """The verdict on a code and its words."""
        scan_id = self.link.report("scan", {"data": data, "symbology": symbology, **more})
        said = self.shown.get(timeout=WITHIN_S)
        assert said["scan"] == scan_id
        return said["verdict"], said["text"]


def scans_noted(house: House) -> list[dict[str, Any]]:
    with house.storage.store.begin() as uow:
        return [entry.payload for entry in uow.journal.after(0) if entry.kind == "ScanRead"]


def words(key: str) -> str:
    return Catalogue(Assets.find().catalogue_folder, "en").say("en", key)


def test_a_scanner_hears_what_came_of_each_code(house: House, scanner: Scanner) -> None:
    client_id = house.bus.ask(ask.RegisterClient({"given_name": "Ana", "family_name": "Silva"}))
    house.bus.ask(ask.GiveConsent(client_id, Purpose.PRESENCE, "signed", "1"))
    house.bus.ask(ask.EnrolIdentity(client_id, "pass", key="ANA-1"))
    assert scanner.scan("pass:ANA-1") == ("welcome", "Welcome.")
    assert [visit.client_id for visit in house.storage.queries.visits()] == [client_id]
    assert scanner.scan("pass:NOBODY") == ("wait", "One moment: please ask a colleague.")
    assert scanner.scan("WIFI:S=Guests;;")[0] == "stop"
    assert scanner.scan("4006381333931", "ean13") == ("wait", words("verdict.article"))
    wait_for(lambda: scanner.link.outbox.messages == 0, "the server stored it and did not say so")


def test_the_verdict_comes_in_under_a_second(scanner: Scanner) -> None:
    taken_s = []
    for number in range(20):
        begun_s = time.monotonic()
        scanner.scan(f"event:v1.{number}")
        taken_s.append(time.monotonic() - begun_s)
    assert sorted(taken_s)[len(taken_s) // 2] < VERDICT_WITHIN_S


def test_a_scan_that_is_sent_again_counts_once_and_is_answered_again(
    house: House, scanner: Scanner, mosquitto: Mosquitto
) -> None:
    assert scanner.scan("event:v1.x", id="s-1") == scanner.scan("event:v1.y", id="s-2")
    publisher = Publisher(mosquitto.host, mosquitto.port)
    try:
        again = {"id": "s-1", "data": "event:v1.x", "symbology": "qr"}
        publisher.publish(f"accueil/v1/{BOUTIQUE}/door-1/scan", json.dumps(again).encode())
        assert scanner.shown.get(timeout=WITHIN_S)["scan"] == "s-1"
    finally:
        publisher.close()
    assert [noted["scan"] for noted in scans_noted(house)] == ["s-1", "s-2"]


def test_a_readers_tags_are_noted_once_while_they_lie_there(
    house: House, mosquitto: Mosquitto
) -> None:
    batch = {"data": {"tagData": [{"EPCid": f"3074257BF7194E400000{n:04X}"} for n in range(5)]}}
    publisher = Publisher(mosquitto.host, mosquitto.port)
    try:
        for _ in range(6):
            publisher.publish("zebra/tray-1/tagReads", json.dumps(batch).encode())
        wait_for(lambda: len(scans_noted(house)) >= 5, "the tags were not noted")
        publisher.publish("zebra/tray-1/tagReads", b'{"data":{"idHex":"3074257BF7194E400000FFFF"}}')
        wait_for(lambda: len(scans_noted(house)) == 6, "more or fewer tags than lay there")
    finally:
        publisher.close()
    assert {noted["gtin"] for noted in scans_noted(house)} == {"80614141123458"}


def test_a_guests_pass_before_a_scanner_lets_them_in_and_says_so(
    house: House, scanner: Scanner
) -> None:
    noor, _ida = an_evening(house.storage, None, 2)
    assert scanner.scan(noor)[0] == "welcome"
    spoilt = noor[:30] + ("A" if noor[30] != "A" else "B") + noor[31:]
    assert scanner.scan(spoilt)[0] == "stop"
    with house.storage.store.begin() as uow:
        assert len(uow.admissions.occupied()) == 1
