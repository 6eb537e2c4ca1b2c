"""Debian's Chromium, a house of each test's own, and screens that are looked after.

Most screens are opened in Chromium's shell: the same engine without the windows of a browser, for
half the work. Whatever a browser itself says, shows or refuses is asked of the whole one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from store_server.settings import PaymentSettings, Settings, SignalSettings, SmtpSettings
from store_server.web.assets import Assets
from tests.broker import Publisher
from tests.browser import camera
from tests.browser.boutique import Boutique
from tests.browser.camera import Picture
from tests.browser.screens import NewScreen, Screen, Witness, open_screen
from tests.hashes import quick_hashes as quick_hashes
from tests.services import MissingProgramError, Mosquitto, find_program, free_port

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
CAMERA_ALLOWED = "--use-fake-ui-for-media-stream"

_numbers = itertools.count(1)


class Launch(Protocol):
    def __call__(self, *arguments: str) -> Browser: ...


class Seeing(Protocol):
    def __call__(self, picture: Picture, allowed: bool = True) -> Browser: ...


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def launch(playwright: Playwright) -> Launch:
    """Starts a whole browser of one's own, with further arguments; close it after use."""
    return _launcher(playwright, "chromium")


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with _launcher(playwright, "chromium-headless-shell")() as browser:
        yield browser


def _launcher(playwright: Playwright, package: str) -> Launch:
    program = find_program(package, f"/usr/bin/{package}")
    if program is None:
        raise MissingProgramError(package, package)
    return lambda *arguments: playwright.chromium.launch(
        executable_path=program, args=[*ARGUMENTS, *arguments]
    )


@pytest.fixture
def seeing(launch: Launch, tmp_path: Path) -> Iterator[Seeing]:
    """Browsers before whose camera a picture is held."""
    with ExitStack() as browsers:

        def open_eyes(picture: Picture, allowed: bool = True) -> Browser:
            film = camera.arguments(camera.film(tmp_path, picture))
            return browsers.enter_context(launch(*film, *([CAMERA_ALLOWED] if allowed else [])))

        yield open_eyes


@pytest.fixture(scope="session", autouse=True)
def screens() -> None:
    """Without them every page is a blank one, and each test would wait for it."""
    assert Assets.find().service_worker.is_file(), "the screens are not built: run `make ui`"


@pytest.fixture(scope="session")
def publisher(mosquitto_of_the_run: Mosquitto) -> Iterator[Publisher]:
    publisher = Publisher(mosquitto_of_the_run.host, mosquitto_of_the_run.port)
    yield publisher
    publisher.close()


@pytest.fixture
def unanswered_s() -> float:
    """How long the first in line has to answer; a module may be less patient."""
    return 20.0


@pytest.fixture
def smtp() -> SmtpSettings:
    """Letters wait, unless a module has a mail server."""
    return SmtpSettings()


@contextmanager
def opened(
    database_url: str,
    data_dir: Path,
    mosquitto_of_the_run: Mosquitto,
    publisher: Publisher,
    unanswered_s: float,
    smtp: SmtpSettings,
) -> Iterator[Boutique]:
    settings = Settings(
        boutique=f"browser-{next(_numbers)}",
        boutique_name="Rive gauche",
        brand_name="Maison Célandine",
        data_dir=data_dir,
        database_url=database_url,
        port=free_port(),
        mqtt_host=mosquitto_of_the_run.host,
        mqtt_port=mosquitto_of_the_run.port,
        adopt_unknown=True,
        signals=SignalSettings(unanswered_s=unanswered_s),
        smtp=smtp,
        payments=PaymentSettings(provider="simulated", cash_by="associate"),
    )
    boutique = Boutique(settings, publisher).open()
    try:
        yield boutique
    finally:
        boutique.close()


@pytest.fixture
def boutique(
    sqlite_url: str,
    tmp_path: Path,
    mosquitto_of_the_run: Mosquitto,
    publisher: Publisher,
    unanswered_s: float,
    smtp: SmtpSettings,
) -> Iterator[Boutique]:
    house = opened(sqlite_url, tmp_path, mosquitto_of_the_run, publisher, unanswered_s, smtp)
    with house as boutique:
        yield boutique


@pytest.fixture
def boutique_on_either(
    database_url: str,
    tmp_path: Path,
    mosquitto_of_the_run: Mosquitto,
    publisher: Publisher,
    unanswered_s: float,
    smtp: SmtpSettings,
) -> Iterator[Boutique]:
    """The same test on SQLite and on PostgreSQL."""
    house = opened(database_url, tmp_path, mosquitto_of_the_run, publisher, unanswered_s, smtp)
    with house as boutique:
        yield boutique


@pytest.fixture
def new_screen(browser: Browser) -> Iterator[NewScreen]:
    """Opens devices; at the end none of them may have done what a page of ours never does."""
    screens: list[Screen] = []

    def new(boutique: Boutique, **how: Any) -> Screen:
        own = how.pop("browser", None)
        screen = open_screen(own or browser, boutique, Witness(boutique.url), **how)
        screens.append(screen)
        return screen

    yield new
    for screen in screens:
        if screen.context.browser and screen.context.browser.is_connected():
            screen.context.close()
    faults = [fault for screen in screens for fault in screen.witness.unforgiven()]
    assert not faults, "\n".join(faults)
