"""Phones and other screens: a browser's pages, and a witness of all that they must not do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.browser.boutique import PIN, Boutique
from tests.browser.words import fr

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
KIOSK = {"width": 1080, "height": 1920}

OFFLINE = (
    "ERR_INTERNET_DISCONNECTED",
    "WebSocket is closed before the connection is established",  # cut off while it connected
    "Data frame received after close",  # cut off while something was on its way
)


@dataclass
class Witness:
    """Writes down errors in the console, broken policies and whatever leaves the house."""

    origin: str
    faults: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"thrown: {error.error}"))
        context.on("request", lambda request: self._went(request.url))
        context.on("page", lambda page: page.on("websocket", lambda ws: self._went(ws.url)))

    def forgive(self, words: str) -> None:
        """This test makes such a fault happen."""
        self.forgiven.append(words)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        where = str(message.location.get("url", ""))
        self.faults.append(f"{message.type}: {message.text} ({where})")

    def _went(self, url: str) -> None:
        self.asked.append(url)
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob"):
            return
        if parts.netloc != urlsplit(self.origin).netloc:
            self.faults.append(f"a request left the house: {url}")

    def unforgiven(self) -> list[str]:
        return [
            fault for fault in self.faults if not any(words in fault for words in self.forgiven)
        ]


@dataclass
class Screen:
    """One device with one page open on it."""

    boutique: Boutique
    context: BrowserContext
    page: Page
    witness: Witness

    def goto(self, path: str) -> None:
        self.page.goto(self.boutique.url + path)

    def pair(self, code: str) -> None:
        """As the pair page does, without its pixels."""
        answer = self.context.request.post(
            f"{self.boutique.url}/api/v1/auth/pair", data={"code": code}
        )
        assert answer.ok, answer.text()

    def sign_in(self, associate_id: str, path: str = "/associate") -> Screen:
        """Paired and signed in, with the page open and the feed live."""
        self.pair(self.boutique.code("associate", associate_id=associate_id).code)
        answer = self.context.request.post(
            f"{self.boutique.url}/api/v1/auth/pin", data={"pin": PIN}
        )
        assert answer.ok, answer.text()
        self.goto(path)
        if path == "/associate":
            expect(self.page.get_by_role("switch")).to_be_visible()
        return self

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    def text(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_text(words)

    def shows(self, words: str | re.Pattern[str], within_s: float = 5.0) -> float:
        """Wait for a visible text; answers after how many seconds it was there."""
        began_s = time.monotonic()
        expect(self.text(words).first).to_be_visible(timeout=within_s * 1000)
        return time.monotonic() - began_s

    def card(self, name: str) -> Locator:
        return self.page.get_by_role("article", name=name)

    def shows_card(self, name: str, within_s: float = 5.0) -> float:
        began_s = time.monotonic()
        expect(self.card(name)).to_be_visible(timeout=within_s * 1000)
        return time.monotonic() - began_s

    def type_pin(self, pin: str = PIN) -> None:
        for digit in pin:
            self.button(digit).click()
        self.button(fr("pin.done")).click()

    def network(self, there: bool) -> None:
        for fault in OFFLINE:
            self.witness.forgive(fault)
        self.context.set_offline(not there)


NewScreen = Callable[..., Screen]


def open_screen(
    browser: Browser,
    boutique: Boutique,
    witness: Witness,
    viewport: dict[str, int] | None = None,
    locale: str = "fr-FR",
    theme: str = "light",
    **more: Any,
) -> Screen:
    """A device that nobody has used before."""
    viewport = viewport or PHONE
    options: dict[str, Any] = {
        "viewport": viewport,
        "locale": locale,
        "timezone_id": "Europe/Paris",
        "color_scheme": theme,
        "reduced_motion": "reduce",
        "has_touch": viewport == PHONE,
        **more,
    }
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    witness.watch(context)
    return Screen(boutique, context, context.new_page(), witness)
