"""A boutique at work, whatever becomes of its server, its broker, its database, disk and clock.

Five doors work at once: our agents count and scan, beacons arrive and are claimed on a phone,
guests are let in at the kiosk, and a till sells and is paid. What each was told is done is noted;
`evidence` compares it with the books. Whoever is not answered asks again, as the screens do.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, Literal

import msgspec

from devices.agents.link import Link, LinkConfig
from store_server.clock import SystemClock, new_id
from store_server.storage import Storage, open_storage
from store_server.web import Pairings
from tests.broker import Publisher
from tests.caller import Answer, Caller
from tests.evenings import an_evening
from tests.faults.beacons import Beacons
from tests.faults.books import Books
from tests.faults.server import Server
from tests.services import Mosquitto
from tests.waiting import wait_for

GUESTS, CLIENTS = 300, 120
BATCH = 5
HELD_AT_MOST = 10 * BATCH  # beyond it the agents wait for a slow house, which has other doors
PAUSE_S = 0.05
GIVES_UP_AFTER_S = 180.0
GONE_FOR_A_MOMENT = (429, 500, 502, 503, 507)
SCARF_EUR = "100.00"


class GaveUpError(AssertionError):
    """A door had no answer for three minutes."""


@dataclass
class Acknowledged:
    """What somebody was told is done, by its id."""

    arrivals: list[str] = field(default_factory=list)  # clients, once a phone showed their signal
    claims: list[str] = field(default_factory=list)
    admissions: list[str] = field(default_factory=list)  # scans, once "welcome" was shown
    payments: list[str] = field(default_factory=list)  # baskets, once the till showed "paid"
    scans: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)

    def of_each(self) -> bool:
        return all(astuple(self))


class Shop:
    """`open` once the server runs, then whatever a test does to it, then `close`."""

    def __init__(self, server: Server, books: Books, broker: Mosquitto, seed: int) -> None:
        self.done = Acknowledged()
        self.statuses: Counter[int] = Counter()  # of every answer, to see what faults looked like
        self.slowest_s = 0.0
        self._gives_up_after_s = GIVES_UP_AFTER_S
        self.settings = server.settings
        self._server, self._books, self._broker = server, books, broker
        self._chance = random.Random(seed)
        self._leaving = threading.Event()
        self._failed: list[BaseException] = []
        self._basket: Any = None  # as it was last seen
        self._clients = [books.client(number) for number in range(1, CLIENTS + 1)]
        self.storage: Storage = open_storage(server.settings)
        self._codes = an_evening(self.storage, books.associate_id, GUESTS)
        self._kiosk_code = (
            Pairings(server.settings, self.storage.accounts, SystemClock()).create("kiosk").code
        )
        self._phone, self._kiosk = Caller(server.port), Caller(server.port)
        self._till = self._phone
        self._article = ""
        self._links = {kind: self._link(kind) for kind in ("scan", "count")}

    def open(self) -> None:
        self._phone.sign_in(*self._books.phone(self._books.associate_id))
        assert self._kiosk.post("/auth/pair", {"code": self._kiosk_code}).status == 200
        self._furnish()
        for link in self._links.values():
            link.start()
        doors = (self._count, self._arrive, self._admit, self._sell)
        self._threads = [threading.Thread(target=self._work, args=(door,)) for door in doors]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Each door ends what it has begun, and the agents hand over what they hold."""
        self._leaving.set()
        for thread in self._threads:
            thread.join()
        until_s = time.monotonic() + self._gives_up_after_s
        while any(link.outbox.messages for link in self._links.values()):
            if time.monotonic() > until_s:
                self._failed.append(GaveUpError("the agents could not hand over what they hold"))
                break
            time.sleep(PAUSE_S)
        for link in self._links.values():
            link.stop()
        if self._failed:
            raise self._failed[0]

    @property
    def answered(self) -> int:
        """So many answers, of whatever kind, were given."""
        return self.statuses.total()

    @contextmanager
    def working(self) -> Iterator[None]:
        """All doors are at work before anything bad happens."""
        self.open()
        try:
            wait_for(self._all_work, "a door told of nothing done", self._gives_up_after_s)
            yield
        except BaseException:  # what went wrong is told, and not that nobody answers any more
            self._gives_up_after_s = 0.0
            with suppress(Exception):
                self.close()
            raise
        self.close()

    def _all_work(self) -> bool:
        return bool(self._failed) or self.done.of_each()

    # ------------------------------------------------------------------ the doors

    def _count(self) -> None:
        number = 0
        while not self._leaving.is_set():
            number += 1
            scans = [self._scan(number * BATCH + one) for one in range(BATCH)]
            self.done.scans += self._links["scan"].report_all("scan", scans)
            counts = [{"line": "door", "in": 1, "out": one % 2} for one in range(BATCH)]
            self.done.counts += self._links["count"].report_all("count", counts)
            time.sleep(self._chance.uniform(PAUSE_S, 6 * PAUSE_S))
            while self._held() > HELD_AT_MOST and not self._leaving.is_set():
                time.sleep(PAUSE_S)

    def _held(self) -> int:
        return max(link.outbox.messages for link in self._links.values())

    def _scan(self, number: int) -> dict[str, Any]:
        return {"symbology": "qr", "data": f"https://elsewhere.example/{number}"}

    def _arrive(self) -> None:
        publisher = Publisher(self._broker.host, self._broker.port)
        for client_id, beacon in self._clients:
            if self._leaving.is_set():
                break
            with Beacons(publisher).advertising(beacon):
                signal = self._until(lambda: self._signal_of(client_id))  # noqa: B023
            self.done.arrivals.append(client_id)
            path, tap = f"/signals/{signal}/claim", {"tap_id": f"tap-{client_id}"}
            assert self._ask(self._phone, "POST", path, tap).json["won"]
            self.done.claims.append(signal)
        publisher.close()

    def _signal_of(self, client_id: str) -> str | None:
        for signal in self._ask(self._phone, "GET", "/signals").json:
            if (signal.get("card") or {}).get("client_id") == client_id:
                return str(signal["id"])
        return None

    def _admit(self) -> None:
        for number, code in enumerate(self._codes):
            if self._leaving.is_set():
                return
            showing = {"scan_id": f"the-scan-{number}", "code": code}
            verdict = self._ask(self._kiosk, "POST", "/kiosk/showings", showing).json["verdict"]
            if verdict == "welcome":  # a clock that is a day wrong is no reason to let anybody in
                self.done.admissions.append(showing["scan_id"])
            time.sleep(PAUSE_S)

    def _sell(self) -> None:
        while not self._leaving.is_set():
            basket = new_id()
            self._ask(self._till, "POST", "/baskets", {"id": basket})
            self._until(lambda: self._line_in(basket))  # noqa: B023
            self._until(lambda: self._is_paid(basket))  # noqa: B023
            self.done.payments.append(basket)
            time.sleep(PAUSE_S)

    def _line_in(self, basket: str) -> bool:
        """Whoever does not know whether it was put in looks, and does not put in another."""
        if self._ask(self._till, "GET", f"/baskets/{basket}").json["lines"]:
            return True
        self._try(self._till, "POST", f"/baskets/{basket}/lines", {"article_id": self._article})
        return False

    def _is_paid(self, basket: str) -> bool:
        at = f"/baskets/{basket}"
        self._basket = self._ask(self._till, "GET", at).json
        state = self._basket["state"]
        if state == "open":
            self._ask(self._till, "POST", f"{at}/lock", {})
        elif state in ("locked", "paying") and self._is_payable():
            self._ask(self._till, "POST", f"{at}/pay", {"means": "reader", "reader": "r1"})
        return bool(state == "paid")

    def _is_payable(self) -> bool:
        """Nobody has begun; or it was in vain, as where the server died before the reader heard
        of it, which is known after a minute."""
        (share,) = self._basket["bill"]["shares"]
        return share["state"] in ("created", "failed", "expired", "voided")

    # ------------------------------------------------------------------ asking again

    def _work(self, door: Callable[[], None]) -> None:
        try:
            door()
        except BaseException as error:
            self._failed.append(error)
            raise

    def _until(self, done: Callable[[], Any]) -> Any:
        began_s = time.monotonic()
        while not (found := done()):
            if time.monotonic() - began_s > self._gives_up_after_s:
                seen = f"answers were {dict(self.statuses)}, the basket is {self._basket}"
                raise GaveUpError(f"a door waits in vain; {seen}")
            time.sleep(PAUSE_S)
        return found

    def _ask(self, who: Caller, method: str, path: str, body: Any = None) -> Answer:
        """Until the house says yes or no."""

        def answered() -> Answer | None:
            answer = self._try(who, method, path, body)
            return None if answer is None or answer.status in GONE_FOR_A_MOMENT else answer

        answer: Answer = self._until(answered)
        assert answer.status < 400 or answer.status == 409, (path, answer.status, answer.body)
        return answer

    def _try(self, who: Caller, method: str, path: str, body: Any = None) -> Answer | None:
        began_s = time.monotonic()
        try:
            answer = who.get(path) if method == "GET" else who.post(path, body)
        except (OSError, HTTPException):
            return None
        self.slowest_s = max(self.slowest_s, time.monotonic() - began_s)
        self.statuses[answer.status] += 1
        return answer

    # ------------------------------------------------------------------ before the doors open

    def _furnish(self) -> None:
        manager = Caller(self._server.port)
        manager.sign_in(*self._books.phone(self._books.manager_id))
        rate = {"code": "standard", "valid_from": "2020-01-01", "rate": "20"}
        self._put(manager, "/vat-rates", rate)
        price = {"amount": SCARF_EUR, "currency": "EUR"}
        scarf = {"name": "Foulard", "vat": "standard", "prices": [price], "stock": 10_000}
        self._article = self._put(manager, "/articles/FOUL-1", scarf).json["id"]

    def _put(self, who: Caller, path: str, body: Any) -> Answer:
        answer = who.send("PUT", path, msgspec.json.encode(body))
        assert answer.status < 300, answer.body
        return answer

    def _link(self, kind: Literal["scan", "count"]) -> Link:
        folder: Path = self._server.folder / f"agent-{kind}"
        return Link(
            LinkConfig("faults-1", f"agent-{kind}", folder, port=self._broker.port, ask_again_s=1.0)
        )
