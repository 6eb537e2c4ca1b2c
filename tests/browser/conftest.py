"""Debian's Chromium, a house of each test's own, and screens that are looked after."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, sync_playwright

from store_server.settings import Settings, SignalSettings
from store_server.web.assets import Assets
from tests.broker import Publisher
from tests.browser.boutique import Boutique
from tests.browser.screens import NewScreen, Screen, Witness, open_screen
from tests.services import MissingProgramError, Mosquitto, find_program, free_port

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

_numbers = itertools.count(1)


class Launch(Protocol):
    def __call__(self, *arguments: str) -> Browser: ...


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Starts a browser of one's own, with further arguments; close it after use."""
    chromium = find_program("chromium", "/usr/bin/chromium")
    if chromium is None:
        raise MissingProgramError("chromium", "chromium")
    with sync_playwright() as playwright:
        yield lambda *arguments: playwright.chromium.launch(
            executable_path=chromium, args=[*ARGUMENTS, *arguments]
        )


@pytest.fixture(scope="session")
def browser(launch: Launch) -> Iterator[Browser]:
    with launch() as browser:
        yield browser


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


@contextmanager
def opened(
    database_url: str,
    data_dir: Path,
    mosquitto_of_the_run: Mosquitto,
    publisher: Publisher,
    unanswered_s: float,
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
) -> Iterator[Boutique]:
    with opened(sqlite_url, tmp_path, mosquitto_of_the_run, publisher, unanswered_s) as boutique:
        yield boutique


@pytest.fixture
def boutique_on_either(
    database_url: str,
    tmp_path: Path,
    mosquitto_of_the_run: Mosquitto,
    publisher: Publisher,
    unanswered_s: float,
) -> Iterator[Boutique]:
    """The same test on SQLite and on PostgreSQL."""
    with opened(database_url, tmp_path, mosquitto_of_the_run, publisher, unanswered_s) as boutique:
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
