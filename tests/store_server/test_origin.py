"""One id from the MQTT message to the phone: in the journal, in the notice, in the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.readings import IBeacon
from store_server import messages as ask
from store_server.app import House, build
from store_server.domain.consent import Purpose
from store_server.settings import Settings
from store_server.web.log_lines import JsonLines
from store_server.web.tokens import hash_pin
from tests.broker import Publisher
from tests.caller import Caller
from tests.faults.beacons import Beacons
from tests.services import Mosquitto, free_port
from tests.waiting import wait_for

PIN = "2580"
BEACON = IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 1, 7)


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, mosquitto: Mosquitto) -> Iterator[House]:
    settings = Settings(
        boutique="faults-1",
        data_dir=tmp_path,
        database_url=sqlite_url,
        port=free_port(),
        mqtt_host=mosquitto.host,
        mqtt_port=mosquitto.port,
        adopt_unknown=True,
    )
    house = build(settings)
    house.start()
    assert house.reader.wait_connected(10)
    yield house
    house.stop()


def signed_in(house: House, associate_id: str) -> Caller:
    house.storage.accounts.set_pin(associate_id, hash_pin(PIN))
    caller = Caller(house.settings.port)
    caller.sign_in(house.web.pairings.create("associate", associate_id=associate_id).code, PIN)
    return caller


def origins(house: House) -> dict[str, str]:
    """Of the last line of each kind in the journal."""
    with house.storage.store.begin() as uow:
        return {entry.kind: entry.origin for entry in uow.journal.after(0)}


def test_an_arrival_and_a_claim_are_named_by_what_they_began_with(
    house: House, mosquitto: Mosquitto
) -> None:
    me = house.bus.ask(ask.AddAssociate("Camille", "associate", ("fr",)))
    house.bus.ask(ask.StartShift(me))
    client_id = house.bus.ask(ask.RegisterClient({"given_name": "Ana", "family_name": "Li"}))
    house.bus.ask(ask.EnrolIdentity(client_id, "ibeacon", key=BEACON.key))
    house.bus.ask(ask.GiveConsent(client_id, Purpose.PRESENCE, "signed", "1"))
    phone = signed_in(house, me)
    heard: list[str] = []
    house.bus.listen(ask.NoticesWritten, lambda told: heard.append(told.lines[0].notice.origin))

    publisher = Publisher(mosquitto.host, mosquitto.port)
    with Beacons(publisher).advertising(BEACON):
        wait_for(lambda: heard, "nobody was told")
    publisher.close()
    journal = origins(house)
    assert len(heard[0]) == 36  # of the message that made it an arrival
    assert journal["ClientArrived"] == journal["SignalRaised"] == heard[0]
    (notice,) = house.storage.queries.notices_after(me, 0)[:1]
    assert notice.origin == heard[0]

    path = f"/signals/{notice.signal_id}/claim"
    body = json.dumps({"tap_id": "t"}).encode()
    answer = phone.send("POST", path, body, X_Request_ID="asked-by-the-proxy")
    assert answer.headers["x-request-id"] == "asked-by-the-proxy"
    assert origins(house)["SignalClaimed"] == "asked-by-the-proxy"
    assert house.storage.queries.notices_after(me, 0)[-1].origin == "asked-by-the-proxy"


def test_a_line_of_the_log_from_the_bus_names_what_it_began_with(house: House) -> None:
    said: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(JsonLines().format(record))

    def listen(_event: object) -> None:
        logging.getLogger("store_server.tried").warning("heard of it")

    handler = Kept()
    logging.getLogger("store_server.tried").addHandler(handler)
    house.bus.listen(ask.FloorChanged, listen)
    manager = signed_in(house, house.bus.ask(ask.AddAssociate("Hélène", "manager", ("fr",))))
    said.clear()
    asked = manager.send("PUT", "/shift", b'{"on_shift":true}', X_Request_ID="shift-request")
    assert asked.status == 200, asked.body
    wait_for(lambda: said, "nothing was logged")
    logging.getLogger("store_server.tried").removeHandler(handler)
    assert json.loads(said[-1])["origin"] == "shift-request"
