"""Everybody who looks at a basket sees it change; nobody else does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import socketio

from store_server import payment_messages as ask
from tests.sockets import hang_up
from tests.store_server.web import selling
from tests.store_server.web.boutique import Boutique
from tests.store_server.web.test_realtime import live as live  # the fixture of an open boutique

PATIENCE_S = 30.0


class Looker:
    """A screen that looks at one basket."""

    def __init__(self, live: Boutique, token: str) -> None:
        self.seen: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self.client = socketio.Client(reconnection=False)
        self.client.on("basket", self._sees, namespace="/basket")
        self._url = f"http://127.0.0.1:{live.web.server.port}"
        self._token = token

    def connects(self) -> Looker:
        self.client.connect(
            self._url, namespaces=["/basket"], auth={"token": self._token}, wait_timeout=15
        )
        return self

    def leaves(self) -> None:
        hang_up(self.client)

    def waits_for(self, state: str) -> dict[str, Any]:
        with self._changed:
            found = self._changed.wait_for(
                lambda: any(view["state"] == state for view in self.seen), PATIENCE_S
            )
            assert found, f"never {state}: {[view['state'] for view in self.seen]}"
            return next(view for view in self.seen if view["state"] == state)

    def _sees(self, view: dict[str, Any]) -> None:
        with self._changed:
            self.seen.append(view)
            self._changed.notify_all()


@pytest.fixture
def lookers(live: Boutique) -> Iterator[list[Looker]]:
    made: list[Looker] = []
    yield made
    for one in made:
        one.leaves()


def test_client_and_payers_see_the_basket_change(live: Boutique, lookers: list[Looker]) -> None:
    manager = live.person("manager")
    basket, token = selling.opened(manager, selling.furnish(manager))
    hour = selling.slot(live, manager, 3)
    manager.put(f"/baskets/{basket}/delivery", {"slot_id": hour, **selling.HOME})
    client = Looker(live, token)
    lookers.append(client)
    client.connects().waits_for("open")
    manager.post(f"/baskets/{basket}/lock", {})
    two = {"how": "equal", "payers": [{"name": "A"}, {"name": "B"}]}
    links = manager.post(f"/baskets/{basket}/split", two).json["links"]
    payer = Looker(live, links[0]["token"])
    lookers.append(payer)
    seen = payer.connects().waits_for("locked")
    assert seen["delivery"]["address"] == ""
    live.bus.ask(ask.PayShare(links[0]["share_id"]))
    assert client.waits_for("paying")["delivery"]["address"] == selling.HOME["address"]
    payer.waits_for("paying")


def test_a_link_that_is_nobodys_sees_nothing(live: Boutique, lookers: list[Looker]) -> None:
    stranger = Looker(live, "x" * 40)
    lookers.append(stranger)
    with pytest.raises(socketio.exceptions.ConnectionError):
        stranger.connects()
    assert stranger.seen == []
