"""`python -m bench.basket_phone`: from a scan to the line on the client's phone, and to the exit.

A server as anybody would start it, with the simulated provider; the phone is a real Socket.IO
client in a process of its own that looks at its basket. A scan is timed from the moment at which
its code is sent until the phone holds a basket with that line in it; paying from the tap until the
phone holds the exit pass. Loopback only; the bank answers at once.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import socketio
from rich.console import Console

from bench import machine
from bench.boutique import BROKER, Cookies, Server
from bench.measure import quantile
from payments.article import Article, VatRate
from payments.money import Money
from store_server.clock import new_id
from store_server.settings import Settings
from store_server.storage import open_storage
from tests.services import Mosquitto

API = "/api/v1"
GIVE_UP_S = 15.0
SEEN_WITHIN_S = 30.0
BETWEEN_SCANS_S = 0.3  # no hand is faster; a basket is shown ten times a second at most
GTINS = (
    "3596710321001",
    "3596710321018",
    "3596710321025",
    "3596710321032",
    "3596710321049",
)  # scanned into each basket, one after the other


@dataclass(frozen=True, slots=True)
class Seen:
    """A basket as the phone holds it from a moment on."""

    at_s: float
    lines: int
    pass_ready: bool


class House(Server):
    """One that sells."""

    def _environment(self) -> dict[str, str]:
        return {**super()._environment(), "ACCUEIL_PAYMENTS_PROVIDER": "simulated"}


def look(url: str, home: Connection) -> None:
    """The phone: looks at one basket after the other, by its token, and says each that it hears
    of; until it is told none."""
    while token := home.recv():
        _look_at(url, token, home)


def _look_at(url: str, token: str, home: Connection) -> None:
    client = socketio.Client(reconnection=False)

    @client.on("basket", namespace="/basket")
    def basket(view: dict[str, Any]) -> None:
        home.send(Seen(time.monotonic(), len(view["lines"]), view["exit_pass"]))

    client.connect(
        url,
        auth={"token": token},
        transports=["websocket"],
        namespaces=["/basket"],
        wait_timeout=GIVE_UP_S,
    )
    home.recv()
    client.disconnect()


@dataclass
class Doors:
    """What the phone asks of the house, over one connection as a browser does."""

    connection: http.client.HTTPConnection

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        self.connection.request(
            "POST", API + path, json.dumps(body), {"Content-Type": "application/json"}
        )
        answer = self.connection.getresponse()
        read = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {read[:300]!r}")
        return dict(json.loads(read)) if read else {}


@dataclass
class Figures:
    lines_ms: list[float]
    passes_ms: list[float]


def main() -> None:
    options = _options()
    console = Console(highlight=False)
    broker = Mosquitto(BROKER)
    with tempfile.TemporaryDirectory(prefix="accueil-bench-", dir=options.folder) as folder:
        broker.start()
        house = House(_stocked(Path(folder), options.baskets), broker.port, Cookies("", ""))
        try:
            house.start()
            figures = _measure(house, options.baskets)
        finally:
            house.stop()
            broker.clean_up()
        for what, how in machine.describe(Path(folder)).items():
            console.print(f"  [dim]{what:<10}[/dim] {how}")
    _tell(console, "scan -> line on the phone", figures.lines_ms)
    _tell(console, "pay -> exit pass on the phone", figures.passes_ms)


def _measure(house: House, baskets: int) -> Figures:
    figures = Figures([], [])
    doors = Doors(http.client.HTTPConnection("127.0.0.1", house.port, timeout=GIVE_UP_S))
    ours, theirs = multiprocessing.Pipe()
    phone = multiprocessing.get_context("spawn").Process(
        target=look, args=(house.url, theirs), daemon=True
    )
    phone.start()
    for _ in range(baskets):
        token: str = doors.post("/bags", {"language": "fr"})["token"]
        ours.send(token)
        _until(ours, lambda seen: seen.lines == 0)  # it looks
        _buy(doors, f"/bags/{token}", ours, figures)
        ours.send("enough")
    ours.send("")
    phone.join(timeout=GIVE_UP_S)
    return figures


def _buy(doors: Doors, at: str, phone: Connection, figures: Figures) -> None:
    for place, gtin in enumerate(GTINS, start=1):
        time.sleep(BETWEEN_SCANS_S)
        began_s = time.monotonic()
        doors.post(f"{at}/lines", {"code": gtin})
        seen = _until(phone, lambda seen, place=place: seen.lines == place)
        figures.lines_ms.append((seen.at_s - began_s) * 1000)
    time.sleep(BETWEEN_SCANS_S)
    began_s = time.monotonic()
    doors.post(f"{at}/lock", {})
    doors.post(f"{at}/pay", {"means": "reader", "reader": "r1"})
    _until(phone, lambda seen: seen.pass_ready)
    doors.post(f"{at}/exit-pass", {})
    figures.passes_ms.append((time.monotonic() - began_s) * 1000)


def _until(phone: Connection, wanted: Callable[[Seen], bool]) -> Seen:
    while phone.poll(SEEN_WITHIN_S):
        seen: Seen = phone.recv()
        if wanted(seen):
            return seen
    raise TimeoutError("the phone did not hear of it")


def _stocked(folder: Path, baskets: int) -> Settings:
    settings = Settings(data_dir=folder)
    storage = open_storage(settings)
    with storage.store.begin() as uow:
        uow.articles.save_rate(VatRate("standard", date(2014, 1, 1), Fraction(20)))
        for number, gtin in enumerate(GTINS):
            scarf = Article(
                new_id(),
                f"FOUL-{number}",
                f"Foulard {number}",
                "standard",
                gtin=gtin.zfill(14),
                prices=(Money(420_00, "EUR"),),
                stock=baskets,
            )
            uow.articles.save(scarf, datetime.now(UTC))
        uow.commit()
    storage.close()
    return settings


def _tell(console: Console, name: str, times_ms: list[float]) -> None:
    ordered = sorted(times_ms)
    median, p95 = quantile(ordered, 0.5), quantile(ordered, 0.95)
    console.print(f"  {name:30} median {median:7.1f} ms   p95 {p95:7.1f} ms   of {len(ordered)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.basket_phone", description=__doc__)
    parser.add_argument("--baskets", type=int, default=30)
    parser.add_argument("--folder", help="where the database is; its disk is what is measured")
    return parser.parse_args()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
