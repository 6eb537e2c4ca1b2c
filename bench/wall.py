"""`python -m bench.wall`: a day of the back office's television in Chromium, and its memory.

The wall is open on a real house. A day of news, one in ten seconds, is given to its live line as
the server would, with a reconnection each simulated hour, after which all is read anew. At the end
of each hour the garbage is collected and what is left is written down: heap, nodes, listeners.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

from playwright.sync_api import CDPSession, Page, sync_playwright
from rich.console import Console

from store_server.settings import Settings
from tests.broker import Publisher
from tests.browser.boutique import Boutique
from tests.browser.conftest import ARGUMENTS
from tests.browser.screens import Witness, open_screen
from tests.services import MissingProgramError, Mosquitto, find_program, free_port

HOURS, EVERY_S = 24, 10
SCREEN = {"width": 1920, "height": 1080}
WARM = 6  # hours until what is kept on purpose is there

HOUR = """
async ([hour, news, everyS]) => {
  const board = document.querySelector('accueil-dashboard');
  const began = (window.began ??= Date.parse(board.traffic.at));
  const told = (event, ...more) => board.socket.listeners(event).forEach((hear) => hear(...more));
  told('connect');
  await new Promise((done) => setTimeout(done, 400));
  for (let number = 0; number < news; number += 1) {
    const now = board.traffic;
    const moment = began + (hour * 3600 + number * everyS) * 1000;
    const at = new Date(moment).toISOString();
    const start = new Date(Math.floor(moment / 900000) * 900000).toISOString();
    const last = now.today.find((one) => Date.parse(one.start) === Date.parse(start));
    const came = (last?.people_in ?? 0) + 1;
    const people_in = now.totals.people_in + 1;
    const people = (hour * 7 + number) % 40;
    told('traffic', {
      seq: now.seq + 1, at, day: now.day, doors: [], zones: [],
      occupancy: { ...now.occupancy, people },
      totals: { ...now.totals, people_in },
      quarters: [
        { start, people_in: came, people_out: 0, occupancy: people, why: null },
      ],
      gaps: number % 60 ? null : [], events: null, alerts: null,
    });
    await board.updateComplete;
    const wall = board.shadowRoot.querySelector('accueil-wall');
    await wall.updateComplete;
    await wall.shadowRoot.querySelector('accueil-chart')?.updateComplete;
  }
  return board.traffic.totals.people_in;
}
"""


@dataclass(frozen=True, slots=True)
class Left:
    """After an hour, when the garbage is collected."""

    hour: int
    heap_kb: float
    nodes: int
    listeners: int


def main() -> None:
    options = _options()
    began = time.monotonic()
    with _wall() as page:
        hours = list(_day(page, options.hours))
    settled = hours[min(WARM, len(hours) - 1) :]
    early, late = settled[: len(settled) // 3 or 1], settled[-(len(settled) // 3 or 1) :]
    grown_kb = mean(one.heap_kb for one in late) - mean(one.heap_kb for one in early)
    if options.json:
        print(json.dumps({"grown_kb": grown_kb, "hours": [asdict(one) for one in hours]}))
        return
    console = Console()
    for one in (hours[0], settled[0], hours[-1]):
        console.print(
            f"  after {one.hour:>2} h: {one.heap_kb:,.0f} kB, {one.nodes:,} nodes,"
            f" {one.listeners:,} listeners"
        )
    console.print(
        f"  {options.hours} hours, {options.hours * 3600 // EVERY_S:,} news, in"
        f" {time.monotonic() - began:.0f} s: the last third holds {grown_kb:+,.0f} kB against the"
        " first"
    )


def _day(page: Page, hours: int) -> Iterator[Left]:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    for hour in range(1, hours + 1):
        page.evaluate(HOUR, [hour, 3600 // EVERY_S, EVERY_S])
        yield _left(devtools, hour)


def _left(devtools: CDPSession, hour: int) -> Left:
    for _ in range(2):  # what the first frees holds what the second frees
        devtools.send("HeapProfiler.collectGarbage")
    told = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
    return Left(
        hour, told["JSHeapUsedSize"] / 1e3, int(told["Nodes"]), int(told["JSEventListeners"])
    )


@contextmanager
def _wall() -> Iterator[Page]:
    chromium = find_program("chromium", "/usr/bin/chromium")
    if chromium is None:
        raise MissingProgramError("chromium", "chromium")
    with _boutique() as boutique, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        manager = boutique.associate("Hélène Marchand", role="manager", on_shift=False)
        screen = open_screen(browser, boutique, Witness(boutique.url), viewport=SCREEN)
        screen.sign_in(manager, "/dashboard#wall")
        screen.page.locator("accueil-wall .count").wait_for()
        yield screen.page
        browser.close()


@contextmanager
def _boutique() -> Iterator[Boutique]:
    broker = Mosquitto()
    broker.start()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            boutique="wall-1",
            boutique_name="Rive gauche",
            data_dir=Path(folder),
            port=free_port(),
            mqtt_host=broker.host,
            mqtt_port=broker.port,
            adopt_unknown=True,
        )
        publisher = Publisher(broker.host, broker.port)
        boutique = Boutique(settings, publisher).open()
        try:
            boutique.place("door-1")
            yield boutique
        finally:
            boutique.close()
            publisher.close()
            broker.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=HOURS)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
