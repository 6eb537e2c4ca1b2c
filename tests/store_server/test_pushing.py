"""A bought device that can only push: adopted, heard without any broker, suspended."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from store_server.app import House, build
from store_server.device_messages import AdoptDevice, Adopted, SuspendDevice
from store_server.settings import Settings
from tests.services import free_port

BODY = json.dumps([{"type": "Gateway", "mac": "AC233FC03641"}]).encode()


@pytest.fixture
def house(tmp_path: Path, sqlite_url: str) -> Iterator[House]:
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url, port=0, mqtt_port=free_port())
    house = build(settings)
    house.start()
    yield house
    house.stop()


def adopted(house: House) -> Adopted:
    answer = house.bus.ask(AdoptDevice("minew/entrance", dialect="minew", push=True, by_id="test"))
    assert isinstance(answer, Adopted)
    return answer


def push(house: House, token: str) -> int:
    url = f"http://127.0.0.1:{house.web.server.port}/devices/push/{token}"
    asked = urllib.request.Request(url, data=BODY, method="POST")
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_it_is_heard_by_its_token_while_there_is_no_broker(house: House) -> None:
    device = adopted(house)
    assert push(house, device.keys.push_token) == 200
    house.bus.stop()  # what was asked has been done
    (kept,) = [one for one in house.storage.queries.devices() if one.id == device.device_id]
    assert kept.last_heard_at is not None
    assert push(house, "guessed") == 404


def test_suspended_it_is_told_so(house: House) -> None:
    device = adopted(house)
    house.bus.ask(SuspendDevice(device.device_id, by_id="test"))
    assert push(house, device.keys.push_token) == 403
