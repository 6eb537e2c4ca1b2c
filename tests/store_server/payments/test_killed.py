"""P10: killed before the provider's call, during it or after it, the money is where it belongs."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store_server import payment_messages as ask
from store_server.provider_calls import ask_provider
from tests.store_server.payments.till import Till

ROOT = Path(__file__).parents[3]
POINTS = ("before", "during", "after")


def killed(database_url: str, folder: Path, doing: str, point: str) -> str:
    """Answers the basket's id."""
    module = "tests.store_server.payments.dies"
    died = subprocess.run(
        [sys.executable, "-m", module, database_url, str(folder), doing, point],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    return died.stdout.strip()


def settled(database_url: str, folder: Path) -> Till:
    till = Till(database_url, folder).open()
    till.passes(120, step_s=10)
    return till


@pytest.mark.parametrize("point", POINTS)
def test_p10_killed_around_the_authorisation(database_url: str, tmp_path: Path, point: str) -> None:
    basket = killed(database_url, tmp_path, "authorise", point)
    till = settled(database_url, tmp_path)
    try:
        expected = {"before": "open", "during": "paid", "after": "paid"}[point]
        if point == "before":  # the reader never heard of it, and is not told after all
            till.passes(600, step_s=20)
        assert till.state(basket) == expected
        assert len(list(till.bank.book.all())) == (point != "before")
        found = till.settled()  # as the doctor says it
        assert (found.charged, found.let_go) == {
            "before": (0, 1),
            "during": (1, 0),
            "after": (1, 0),  # killed with the capture on its way, which is made again
        }[point]
        _agree(till, 100_00 if expected == "paid" else 0)
    finally:
        till.close()


def test_a_reader_that_never_heard_of_it_is_free_again_after_a_minute_of_kills(
    database_url: str, tmp_path: Path
) -> None:
    """Each start asks the provider; so often asked, it is not asked less often for it."""
    basket = killed(database_url, tmp_path, "authorise", "before")
    till = Till(database_url, tmp_path).open()
    try:
        for _ in range(12):
            till.passes(1)
            till.killed_and_restarted(after_s=3)
        till.passes(11)
        assert till.standing(basket) == "submitting"  # it could still be on its way
        till.passes(2)
        assert till.standing(basket) == "failed"
        till.pay(basket)
        assert till.state(basket) == "paid"
        assert len(list(till.bank.book.all())) == 1
        _agree(till, 100_00)
    finally:
        till.close()


@pytest.mark.parametrize("doing", ["capture", "refund"])
@pytest.mark.parametrize("point", POINTS)
def test_p10_killed_around_a_capture_or_a_refund(
    sqlite_url: str, tmp_path: Path, doing: str, point: str
) -> None:
    basket = killed(sqlite_url, tmp_path, doing, point)
    till = settled(sqlite_url, tmp_path)
    try:
        assert till.state(basket) == "paid"
        found = till.settled()
        lost = 0 if point == "after" else 1
        assert (found.charged, found.refunded) == ((lost, 0) if doing == "capture" else (0, lost))
        _agree(till, 70_00 if doing == "refund" else 100_00)
    finally:
        till.close()


def hears_webhooks(till: Till) -> None:
    for charge in till.bank.book.all():
        body, headers = till.bank.webhook(charge)
        notice = till.bank.read_webhook(body, headers, till.clock.now())
        till.bus.ask(ask.HearWebhook("simulated", notice))


def test_a_refund_that_a_webhook_settles_after_a_kill_is_told_apart(
    sqlite_url: str, tmp_path: Path
) -> None:
    killed(sqlite_url, tmp_path, "refund", "during")
    till = Till(sqlite_url, tmp_path).open()
    try:
        hears_webhooks(till)  # before the call that was made once more has answered
        assert till.settled().refunded == 1
        till.passes(120, step_s=10)
        assert till.settled().refunded == 1
        _agree(till, 70_00)
    finally:
        till.close()


def test_a_webhook_that_only_comes_before_the_answer_is_nothing_to_tell(till: Till) -> None:
    basket = till.paid(till.article())
    till.refund(basket, "30.00")
    ask_provider(till.bank, till.calls.waiting[0])
    hears_webhooks(till)
    till.calls.run()
    assert till.settled().refunded == 0
    _agree(till, 70_00)


def _agree(till: Till, kept: int) -> None:
    """The provider's total equals the ledger's, to the unit."""
    totals = till.storage.ledger_queries.running(till.settings.fiscal.till)
    assert till.bank_total() == sum(one.total for one in totals) == kept
    due = till.storage.payment_queries.due()
    assert (due.unsettled, due.refunds) == (0, 0)
