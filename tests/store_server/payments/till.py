"""A till in a few words: a real bus, a real database, the simulated provider, a clock by hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from payments.article import Article, ArticleKind, VatRate
from payments.cash import held
from payments.ledger import verify
from payments.money import Money
from payments.providers.faults import Fault, FaultPlan
from payments.providers.port import Means
from payments.providers.simulated import SimulatedProvider, Tap
from payments.providers.simulated_book import Charge, SimulatedBook, totals
from payments.pursuit import standing_of
from payments.register import Basket, BillKept, Share
from store_server import messages
from store_server import payment_messages as ask
from store_server.bus import Bus
from store_server.furnishing import Outside, furnish
from store_server.payment_ports import Call
from store_server.payment_views import SettledView
from store_server.provider_calls import ask_provider, noted
from store_server.settings import PaymentSettings, Settings
from store_server.storage import Storage, open_storage

A, B = TypeVar("A"), TypeVar("B")

OPENING = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
TOLD = (
    ask.BasketPaid,
    ask.DepositPaid,
    ask.PaymentCaptured,
    ask.PaymentRefunded,
    ask.PaymentConflicted,
    ask.PaymentSettledLate,
    ask.RefundFailed,
    ask.CashToReturn,
    ask.BasketReleased,
)


def at_once(do: Callable[[A], B], each: Iterable[A]) -> list[B]:
    """Each of them on a thread of its own, at the same time; what each answered."""
    asked = list(each)
    with ThreadPoolExecutor(len(asked)) as threads:
        return list(threads.map(do, asked, timeout=60))


class HandClock:
    def __init__(self) -> None:
        self.at = OPENING
        self.turned_s = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 1000.0 + self.turned_s


@dataclass
class HandCalls:
    """Makes calls when the test says so, as the worker threads do when they come to it."""

    with_whom: SimulatedProvider
    bus: Bus
    waiting: deque[Call] = field(default_factory=deque)
    made: list[Call] = field(default_factory=list)

    @property
    def provider(self) -> str:
        return self.with_whom.name

    def make(self, call: Call) -> None:
        self.waiting.append(call)

    def run(self) -> None:
        """All that wait, and those that follow from them."""
        while self.waiting:
            self.run_one()

    def run_one(self) -> None:
        call = self.waiting.popleft()
        self.made.append(call)
        answer = ask_provider(self.with_whom, call)
        self.bus.ask(noted(call, answer))


@dataclass
class Till:
    database_url: str
    folder: Path
    clock: HandClock = field(default_factory=HandClock)
    told: list[Any] = field(default_factory=list)
    currency: str = "EUR"
    cash: dict[str, str] = field(default_factory=dict)  # its settings; empty: none is taken
    settings: Settings = field(init=False)
    bank: SimulatedProvider = field(init=False)
    bus: Bus = field(init=False)
    storage: Storage = field(init=False)
    calls: HandCalls = field(init=False)

    def open(self) -> Till:
        payments = PaymentSettings(provider="simulated", currency=self.currency, **self.cash)
        self.settings = Settings(
            data_dir=self.folder, database_url=self.database_url, payments=payments
        )
        book = SimulatedBook(self.folder / "bank.jsonl")
        self.bank = SimulatedProvider(
            b"secret", "/bank", book, FaultPlan(), now=lambda: self.clock.at
        )
        self.start()
        return self

    def start(self) -> None:
        self.bus = Bus()
        self.calls = HandCalls(self.bank, self.bus)
        self.storage = open_storage(self.settings, self.clock)
        resume = furnish(
            self.bus, self.storage, self.settings, self.clock, Outside(calls=self.calls)
        )
        for kind in TOLD:
            self.bus.listen(kind, self.told.append)
        resume()

    def killed_and_restarted(self, after_s: float = 5.0) -> None:
        """Calls on their way are lost; the bank keeps what it did."""
        self.storage.close()
        self.clock.at += timedelta(seconds=after_s)
        self.start()

    def close(self) -> None:
        self.storage.close()

    def passes(self, seconds: float, step_s: float = 1.0, run: bool = True) -> None:
        """Time goes by, with its ticks; calls are answered in between."""
        left = seconds
        while left > 0:
            self.clock.at += timedelta(seconds=min(step_s, left))
            self.clock.turned_s += min(step_s, left)
            left -= step_s
            self.bus.tick()
            if run:
                self.calls.run()

    # ------------------------------------------------------------------ selling

    def rate(self, code: str = "standard", percent: str = "20", since: date = LONG_AGO) -> None:
        self.bus.ask(ask.SaveVatRate(VatRate(code, since, Fraction(percent))))

    def article(self, name: str = "Scarf", price: str = "100.00", **fields: Any) -> str:
        with self.storage.store.begin() as uow:
            known = any(rate.code == "standard" for rate in uow.articles.rates())
        if not known:
            self.rate()
        serials = fields.pop("serials", ())
        fields = {"stock": 10, "sku": name.upper(), "vat": "standard", **fields}
        article = Article("", name=name, prices=(Money.parse(price, self.currency),), **fields)
        article_id: str = self.bus.ask(ask.SaveArticle(article, tuple(serials)))
        return article_id

    def one_of_a_kind(self, name: str = "Necklace", price: str = "100.00") -> str:
        return self.article(name, price, kind=ArticleKind.UNIQUE, stock=1)

    def basket(self, *articles: str, number: int = 0) -> str:
        token = f"token-{number or len(self.told)}-{self.clock.at.timestamp()}-{id(articles)}"
        basket_id: str = self.bus.ask(ask.OpenBasket(self.currency, token))
        for article in articles:
            self.bus.ask(ask.AddLine(basket_id, article))
        return basket_id

    def locked(self, *articles: str) -> str:
        basket_id = self.basket(*articles)
        self.bus.ask(ask.LockBasket(basket_id))
        return basket_id

    def split(self, basket_id: str, payers: int, **more: Any) -> list[str]:
        people = tuple(ask.Payer(f"payer {number}") for number in range(payers))
        shares: list[str] = self.bus.ask(
            ask.SplitBill(basket_id, more.get("how", "equal"), more.get("payers", people))
        )
        return shares

    @contextmanager
    def running(self) -> Iterator[None]:
        """The bus has its own thread meanwhile, as in a boutique."""
        self.bus.start()
        yield
        self.bus.stop()

    # ------------------------------------------------------------------ paying

    def share(self, basket_id: str) -> str:
        return self.shares(basket_id)[0].id

    def begin(self, share_id: str, means: Means = Means.PAGE) -> str:
        attempt_id: str = self.bus.ask(ask.PayShare(share_id, means))
        return attempt_id

    def tap(self, attempt_id: str, tap: Tap = Tap.PAY) -> None:
        """What the payer does on the page; we hear of it when we ask."""
        self.bank.tap(self.charge(attempt_id).page, tap)

    def pay(self, basket_id: str) -> str:
        """From a locked basket to a paid one."""
        attempt_id = self.begin(self.share(basket_id), Means.READER)
        self.calls.run()
        return attempt_id

    def paid(self, *articles: str) -> str:
        basket_id = self.locked(*articles)
        self.pay(basket_id)
        assert self.state(basket_id) == "paid"
        return basket_id

    def take_cash(self, share_id: str, given: str | None = None) -> str:
        put_down = None if given is None else Money.parse(given, self.currency)
        attempt_id: str = self.bus.ask(ask.TakeCash(share_id, put_down, by_id="Inès"))
        return attempt_id

    def return_cash(self, share_id: str) -> Money:
        coins: Money = self.bus.ask(ask.ReturnCash(share_id, by_id="Inès"))
        return coins

    def refund(self, basket_id: str, amount: str | None = None, **more: Any) -> list[str]:
        money = None if amount is None else Money.parse(amount, self.currency)
        refunds: list[str] = self.bus.ask(ask.RefundBasket(basket_id, money, **more))
        return refunds

    # ------------------------------------------------------------------ what is seen

    def charge(self, attempt_id: str) -> Charge:
        charge = self.bank.book.find(attempt_id)
        assert charge is not None, "the bank has never heard of it"
        return charge

    def basket_now(self, basket_id: str) -> Basket:
        with self.storage.store.begin() as uow:
            return uow.baskets.get(basket_id)

    def state(self, basket_id: str) -> str:
        return self.basket_now(basket_id).state.value

    def bill(self, basket_id: str) -> BillKept:
        with self.storage.store.begin() as uow:
            return uow.payments.bills_of(basket_id)[-1]

    def shares(self, basket_id: str) -> list[Share]:
        with self.storage.store.begin() as uow:
            return list(uow.payments.shares(uow.payments.bills_of(basket_id)[-1].id))

    def standings(self, basket_id: str) -> list[str]:
        with self.storage.store.begin() as uow:
            bill = uow.payments.bills_of(basket_id)[-1]
            told, attempts = uow.payments.facts(bill.id), uow.payments.attempts(bill.id)
            return [
                standing_of(share, told, attempts).state.value
                for share in uow.payments.shares(bill.id)
            ]

    def standing(self, basket_id: str) -> str:
        (only,) = self.standings(basket_id)
        return only

    def free(self, article_id: str) -> int:
        with self.storage.store.begin() as uow:
            return uow.articles.get(article_id).free

    def stock(self, article_id: str) -> tuple[int, int]:
        with self.storage.store.begin() as uow:
            article = uow.articles.get(article_id)
            return article.stock, article.held

    def heard(self, kind: type) -> list[Any]:
        return [event for event in self.told if isinstance(event, kind)]

    def drawer(self) -> Money:
        """What should lie in it."""
        with self.storage.store.begin() as uow:
            return held(uow.cash.drawer(self.settings.fiscal.till), self.currency)

    def means(self) -> dict[str, int]:
        """What the X report says of each means of payment, in smallest units."""
        running = self.storage.ledger_queries.running(self.settings.fiscal.till)
        return {means.means: means.amount for one in running for means in one.means}

    def bank_total(self) -> int:
        return int(totals(self.bank.book.all()).get(self.currency, 0))

    def our_total(self) -> int:
        """What the events that the ledger hears add up to, in smallest units."""
        taken = sum(event.amount.units for event in self.heard(ask.PaymentCaptured))
        return taken - sum(event.amount.units for event in self.heard(ask.PaymentRefunded))

    def settled(self) -> SettledView:
        """Of the last day, as the doctor says it."""
        return self.storage.payment_queries.settled(self.clock.now() - timedelta(days=1))

    def agrees(self) -> None:
        """Bank, events and ledger say the same, and the chain holds."""
        assert self.bank_total() == self.our_total()
        queries = self.storage.ledger_queries
        assert list(verify(queries.records(self.settings.fiscal.till))) == []
        running = sum(one.total for one in queries.running(self.settings.fiscal.till))
        assert running == self.bank_total()


__all__ = ["Fault", "Means", "Tap", "Till", "messages", "replace"]
