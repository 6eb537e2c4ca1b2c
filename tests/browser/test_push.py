"""A push wakes the phone: no name on a locked screen, and silence where silence is due."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.boutique import Boutique, until
from tests.browser.conftest import Launch
from tests.browser.screens import NewScreen, Screen
from tests.browser.words import fr

NOTIFICATIONS = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
    .map((one) => ({ title: one.title, body: one.body, silent: one.silent, tag: one.tag }))"""


class Vendor:
    """Hands a push to the service worker as a vendor's service does, through DevTools."""

    def __init__(self, phone: Screen) -> None:
        self._phone = phone
        self._registrations: list[dict[str, Any]] = []
        self._tools = phone.context.new_cdp_session(phone.page)
        self._tools.on("ServiceWorker.workerRegistrationUpdated", self._seen)
        self._tools.send("ServiceWorker.enable")

    def _seen(self, update: dict[str, Any]) -> None:
        self._registrations += update["registrations"]

    def pushes(self, **payload: object) -> dict[str, Any]:
        """Deliver, and answer the notification that the phone then shows."""
        self._phone.page.evaluate("async () => void (await navigator.serviceWorker.ready)")
        until(lambda: self._phone.page.wait_for_timeout(50) or bool(self._registrations))
        self._tools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": self._phone.boutique.url,
                "registrationId": self._registrations[-1]["registrationId"],
                "data": json.dumps(payload),
            },
        )
        shown: list[dict[str, Any]] = []

        def appeared() -> bool:
            shown[:] = self._phone.page.evaluate(NOTIFICATIONS)
            return any(one["tag"] == payload["s"] for one in shown)

        until(appeared)
        return next(one for one in shown if one["tag"] == payload["s"])


@pytest.fixture
def phone(boutique: Boutique, new_screen: NewScreen, launch: Launch) -> Iterator[Screen]:
    """A whole browser, for it is the browser that shows what is pushed."""
    with launch() as browser:
        phone: Screen = new_screen(boutique, browser=browser)
        phone.sign_in(boutique.associate("Camille Laurent"))
        phone.context.grant_permissions(["notifications"], origin=boutique.url)
        yield phone


def test_a_push_shows_no_name(boutique: Boutique, phone: Screen) -> None:
    guest = boutique.client()
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    shown = Vendor(phone).pushes(n=1, s="signal-1")
    assert shown["title"] == fr("notification.title")
    assert guest.name not in json.dumps(shown, ensure_ascii=False)


def test_a_push_of_a_quiet_hour_is_silent(phone: Screen) -> None:
    vendor = Vendor(phone)
    assert vendor.pushes(n=2, s="signal-2", q=True)["silent"] is True
    assert not vendor.pushes(n=3, s="signal-3")["silent"]
