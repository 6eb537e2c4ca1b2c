"""Whatever goes wrong, and in whatever order: money is conserved, and nobody is charged twice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from payments.providers.faults import Fault
from payments.providers.port import Means
from store_server import payment_messages as ask
from store_server.ports import ConflictError
from tests.store_server.payments.till import Tap, Till

PRICE = 100_00

FAULTS = st.lists(
    st.sampled_from([Fault.NONE, Fault.LOST_ANSWER, Fault.LOST_REQUEST, Fault.DECLINED]), max_size=8
)
FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def plans(*steps: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(steps), min_size=4, max_size=14)


STEPS = plans(
    "pay",
    "pay at the reader",
    "tap",
    "decline",
    "call",
    "webhook",
    "forget",
    "wait",
    "kill",
    "refund",
)


def once(till: Till, basket: str, step: str, shares: list[str]) -> None:
    """What a client, a bank, a clock or a power cut does next."""
    charges = [one for one in till.bank.book.all() if one.state in ("open", "challenged")]
    match step:
        case "pay" | "pay at the reader":
            means = Means.READER if step.endswith("reader") else Means.PAGE
            for share in shares:
                till.begin(share, means)
        case "tap" | "decline" if charges:
            till.bank.tap(charges[0].page, Tap.PAY if step == "tap" else Tap.DECLINE)
        case "call" if till.calls.waiting:
            till.calls.run_one()
        case "webhook":
            webhooks(till)
        case "forget":  # whatever is told again comes as if for the first time
            with till.storage.store.begin() as uow:
                uow.payments.forget_notices(till.clock.now() + timedelta(days=1), limit=1000)
                uow.commit()
        case "wait":
            till.passes(45, step_s=45)
        case "kill":
            till.killed_and_restarted()
        case "refund":
            till.refund(basket, "10.00")
        case _:
            in_cash(till, step, shares)


def in_cash(till: Till, step: str, shares: list[str]) -> None:
    match step:
        case "cash" | "cash of the last":
            till.take_cash(shares[-1] if step.endswith("last") else shares[0], given="200.00")
        case "cash back":
            till.return_cash(shares[0])


def webhooks(till: Till) -> None:
    for charge in till.bank.book.all():
        body, headers = till.bank.webhook(charge)
        notice = till.bank.read_webhook(body, headers, till.clock.now())
        till.bus.ask(ask.HearWebhook("simulated", notice))


@pytest.mark.parametrize("payers", [1, 2])
@FEW
@given(faults=FAULTS, steps=STEPS)
def test_money_is_conserved_under_every_plan_of_faults(
    sqlite_template: Path, payers: int, faults: list[Fault], steps: list[str]
) -> None:
    with opened(sqlite_template) as till:
        _run(till, payers, faults, steps)


@contextmanager
def opened(template: Path, **cash: str) -> Iterator[Till]:
    """One for each plan: it has sold nothing yet."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "till.db"
        file.write_bytes(template.read_bytes())
        till = Till(f"sqlite:///{file}", Path(folder), cash=cash).open()
        try:
            yield till
        finally:
            till.close()


def sold_under(
    till: Till, price: str, payers: int, faults: list[Fault], steps: list[str]
) -> tuple[str, str, list[str]]:
    """A bag that was to be paid while all of this happened, and was left until all had settled;
    answers the bag's, the basket's and the shares' ids."""
    bag = till.article("Bag", price, stock=1)
    basket = till.locked(bag)
    shares = till.split(basket, payers) if payers > 1 else [till.share(basket)]
    till.bank.plan.faults.extend(faults)
    for step in steps:
        try:
            once(till, basket, step, shares)
        except ConflictError:
            continue  # it was refused, which is an answer
    till.bank.plan.faults.clear()
    till.passes(2400, step_s=150)  # the faults are over: everything settles
    return bag, basket, shares


def _run(till: Till, payers: int, faults: list[Fault], steps: list[str]) -> None:
    bag, basket, _shares = sold_under(till, "100.00", payers, faults, steps)
    due = till.storage.payment_queries.due()
    assert (due.unsettled, due.refunds, due.conflicted) == (0, 0, 0)
    view = till.storage.payment_queries.basket(basket)
    kept = view.captured.units - view.refunded.units
    assert till.bank_total() == till.our_total() == kept, "the bank and we agree, to the unit"
    assert 0 <= kept <= PRICE
    if view.state == "paid":
        assert view.captured.units >= PRICE
        assert till.stock(bag) == (0, 0)
    else:
        assert view.state == "open"
        assert kept == 0, "nothing is kept of a basket that was not paid"
        assert till.stock(bag) == (1, 0)
    _the_ledger_says_the_same(till, kept)


WITH_CASH = plans(
    "cash",
    "cash of the last",
    "cash back",
    "pay",
    "pay at the reader",
    "tap",
    "decline",
    "call",
    "webhook",
    "wait",
    "kill",
    "refund",
)


@pytest.mark.parametrize("payers", [1, 2, 3])
@FEW
@given(faults=FAULTS, steps=WITH_CASH)
def test_money_is_conserved_where_some_of_it_is_cash(
    sqlite_template: Path, payers: int, faults: list[Fault], steps: list[str]
) -> None:
    with opened(sqlite_template, cash_by="associate", cash_step="0.05") as till:
        _run_with_cash(till, payers, faults, steps)


def _run_with_cash(till: Till, payers: int, faults: list[Fault], steps: list[str]) -> None:
    """99.98 EUR, of which no part is made of coins: the drawer's own sum has to be the ledger's."""
    bag, basket, shares = sold_under(till, "99.98", payers, faults, steps)
    for share in shares:  # what waited in vain is put back into its payer's hand
        try:
            till.return_cash(share)
        except ConflictError:
            continue
    till.passes(300, step_s=150)
    due = till.storage.payment_queries.due()
    assert (due.unsettled, due.refunds, due.conflicted) == (0, 0, 0)
    assert {one.kind for one in till.storage.payment_queries.alerts()} <= {"late"}
    view = till.storage.payment_queries.basket(basket)
    kept = view.captured.units - view.refunded.units
    assert till.our_total() == kept
    means = till.means()
    rounded = means.get("cash_rounding", 0)
    assert till.drawer().units == means.get("cash", 0), "what lies there is what the ledger says"
    assert till.drawer().units % 5 == 0, "and there are coins for it"
    assert till.bank_total() + till.drawer().units + rounded == kept
    assert abs(rounded) <= 2 * payers
    if view.state == "paid":
        assert view.captured.units >= 99_98
    else:
        assert view.state == "open"
        assert kept == 0
        assert till.drawer().units == 0, "nobody's cash is kept for nothing"
        assert till.stock(bag) == (1, 0)
    _the_ledger_says_the_same(till, kept)


def _the_ledger_says_the_same(till: Till, kept: int) -> None:
    totals = till.storage.ledger_queries.running(till.settings.fiscal.till)
    assert sum(means.amount for one in totals for means in one.means) == kept
