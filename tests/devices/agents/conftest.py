"""An agent's link on a real broker, and the server that it speaks to."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.agents.link import Link, LinkConfig
from tests.devices.agents.boutique_server import BoutiqueServer
from tests.services import Mosquitto

BOUTIQUE = "agents-1"

_numbers = itertools.count(1)


@pytest.fixture
def device() -> str:
    """A name that no other test has."""
    return f"agent-{next(_numbers)}"


@pytest.fixture
def config(device: str, mosquitto: Mosquitto, tmp_path: Path) -> LinkConfig:
    return LinkConfig(BOUTIQUE, device, tmp_path, mosquitto.host, mosquitto.port)


@pytest.fixture
def server(device: str, mosquitto: Mosquitto) -> Iterator[BoutiqueServer]:
    server = BoutiqueServer(mosquitto.host, mosquitto.port, BOUTIQUE, device)
    yield server
    server.close()


@pytest.fixture
def open_link(config: LinkConfig) -> Iterator[Callable[..., Link]]:
    """Makes a link and starts it; the changes to its configuration are named."""
    links: list[Link] = []

    def open_one(**changes: Any) -> Link:
        link = Link(dataclasses.replace(config, **changes))
        link.about(kind="scanner", model="Test", zone="salon")
        links.append(link)
        link.start()
        assert link.wait_online(10)
        return link

    yield open_one
    for link in links:
        link.stop()
