"""`python -m bench.baskets`: baskets paid a second, with the simulated provider.

A house without doors: real bus, real database, the worker threads, and a bank that answers at once.
Its own delay, which in life is the longest part, is not in these figures.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from rich.console import Console

from bench.boutique import DurablePostgreSQL
from payments.article import Article, VatRate
from payments.money import Money
from payments.providers.port import Means
from payments.providers.simulated import SimulatedProvider
from store_server import payment_messages as ask
from store_server.bus import Bus
from store_server.clock import SystemClock
from store_server.furnishing import Outside, furnish
from store_server.provider_calls import ProviderCalls
from store_server.settings import PaymentSettings, Settings
from store_server.storage import Storage, open_storage

PAID_WITHIN_S = 60.0


@dataclass
class Counter:
    """Tells whoever waits that their basket was paid."""

    paid: dict[str, threading.Event] = field(default_factory=dict)

    def hear(self, event: ask.BasketPaid) -> None:
        self.paid[event.basket_id].set()


@dataclass
class Shop:
    bus: Bus
    storage: Storage
    counter: Counter
    article_id: str = ""
    scans_ms: list[float] = field(default_factory=list)
    pays_ms: list[float] = field(default_factory=list)

    def sell(self) -> None:
        """One basket, from opening to its exit pass."""
        basket: str = self.bus.ask(
            ask.OpenBasket("EUR", f"t-{threading.get_ident()}-{time.time_ns()}")
        )
        self.counter.paid[basket] = threading.Event()
        self.scans_ms.append(_ms(lambda: self.bus.ask(ask.AddLine(basket, self.article_id))))
        self.bus.ask(ask.LockBasket(basket))
        with self.storage.store.begin() as uow:
            share = uow.payments.shares(uow.payments.bills_of(basket)[-1].id)[0].id
        self.pays_ms.append(_ms(lambda: self._pay(basket, share)))

    def _pay(self, basket: str, share: str) -> None:
        self.bus.ask(ask.PayShare(share, Means.READER, reader="r1"))
        if not self.counter.paid[basket].wait(PAID_WITHIN_S):
            raise TimeoutError("a basket was not paid")
        self.bus.ask(ask.IssueExitPass(basket))


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="accueil-bench-", dir=options.folder) as folder:
        if options.postgresql:
            server = DurablePostgreSQL()
            server.start()
            try:
                _measure(options, Path(folder), server.create_database("baskets"))
            finally:
                server.clean_up()
        else:
            _measure(options, Path(folder), "")


def _measure(options: argparse.Namespace, folder: Path, url: str) -> None:
    payments = PaymentSettings(provider="simulated")
    settings = Settings(data_dir=folder, database_url=url, payments=payments)
    bus, clock = Bus(), SystemClock()
    storage = open_storage(settings, clock)
    storage.start()
    calls = ProviderCalls(SimulatedProvider(b"bench"), bus.post)
    furnish(bus, storage, settings, clock, Outside(calls=calls))()
    counter = Counter()
    bus.listen(ask.BasketPaid, counter.hear)
    bus.start()
    calls.start()
    shop = Shop(bus, storage, counter, _stocked(bus, options.baskets))
    began_s = time.perf_counter()
    _all(shop, options.baskets, options.clients)
    took_s = time.perf_counter() - began_s
    calls.stop()
    bus.stop()
    storage.close()
    _tell(options, shop, took_s, "PostgreSQL" if url else "SQLite")


def _all(shop: Shop, baskets: int, clients: int) -> None:
    left = iter(range(baskets))
    lock = threading.Lock()

    def client() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            shop.sell()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def _stocked(bus: Bus, stock: int) -> str:
    bus.ask(ask.SaveVatRate(VatRate("standard", date(2014, 1, 1), Fraction(20))))
    scarf = Article(
        "", "FOUL-1", "Foulard", "standard", prices=(Money(420_00, "EUR"),), stock=stock
    )
    article_id: str = bus.ask(ask.SaveArticle(scarf))
    return article_id


def _tell(options: argparse.Namespace, shop: Shop, took_s: float, database: str) -> None:
    console = Console(highlight=False)
    console.print(f"{database}: {options.baskets} baskets by {options.clients} clients at once")
    console.print(f"  baskets paid a second     {options.baskets / took_s:8.1f}")
    for name, times in (("scan -> line", shop.scans_ms), ("pay -> exit pass", shop.pays_ms)):
        p95 = statistics.quantiles(times, n=20)[-1]
        console.print(f"  {name:18} median  {statistics.median(times):8.1f} ms   p95 {p95:8.1f} ms")


def _ms(do: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    do()
    return (time.perf_counter() - began_s) * 1000


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.baskets", description=__doc__)
    parser.add_argument("--baskets", type=int, default=200)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--postgresql", action="store_true", help="with PostgreSQL, not SQLite")
    parser.add_argument("--folder", help="where the database is; its disk is what is measured")
    return parser.parse_args()


if __name__ == "__main__":
    main()
