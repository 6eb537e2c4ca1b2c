"""BG/NBD and Gamma-Gamma against what was published of CDNOW; cdnow/README.md says what it is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from store_server.domain.next_purchase import (
    Buying,
    History,
    Spending,
    TooFewClientsError,
    fit_buying,
    fit_spending,
    likelihood,
)

PUBLISHED = Buying(r=0.243, alpha=4.414, a=0.793, b=2.426)  # Fader, Hardie and Lee 2005, table 2
WEEKS_39 = 39.0


@pytest.fixture(scope="module")
def cdnow() -> list[History]:
    path = Path(__file__).parent / "cdnow" / "summary.csv"
    with path.open(newline="") as file:
        return [
            one
            for row in csv.DictReader(file)
            for one in [
                History(
                    int(row["repeats"]),
                    float(row["recency"]),
                    float(row["age"]),
                    float(row["mean"]),
                )
            ]
            * int(row["clients"])
        ]


def test_the_fit_of_cdnow_is_the_published_one(cdnow: list[History]) -> None:
    assert len(cdnow) == 2357
    found = fit_buying(cdnow)
    assert found.r == pytest.approx(0.243, abs=0.001)
    assert found.alpha == pytest.approx(4.414, abs=0.005)
    assert found.a == pytest.approx(0.793, abs=0.002)
    assert found.b == pytest.approx(2.426, abs=0.006)
    assert likelihood(found, cdnow) == pytest.approx(-9582.4, abs=0.1)


def test_what_cdnows_clients_spend_is_the_published_one(cdnow: list[History]) -> None:
    """Fader and Hardie 2013: p 6.25, q 3.74, gamma 15.44."""
    found = fit_spending(cdnow)
    assert (found.p, found.q, found.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.02)


def test_a_client_of_the_published_example() -> None:
    """Two repeats by week 30.43 of 38.86: 1.226 purchases are expected in the next 39 weeks."""
    one = History(2, 30.43, 38.86)
    assert PUBLISHED.expected(one, WEEKS_39) == pytest.approx(1.226, abs=0.002)
    assert PUBLISHED.alive(one) == pytest.approx(0.7266, abs=0.001)


def test_times_to_the_next_purchase_by_hand() -> None:
    """One repeat at week 6 with r 1 and alpha 2: the rate is gamma (2, 8), so half are back within
    8 (0.5^-1/2 - 1) = 3.31 weeks and eight of ten within 9.89."""
    buying, one = Buying(1.0, 2.0, 1.0, 2.0), History(1, 6.0, 8.0)
    assert buying.within(one, 0.5) == pytest.approx(3.3137, abs=0.001)
    assert buying.within(one, 0.8) == pytest.approx(9.8885, abs=0.001)
    # still there: 1 / (1 + 1/2 (10/8)^2)
    assert buying.alive(one) == pytest.approx(0.5614, abs=0.001)
    assert buying.alive(History(0, 0.0, 8.0)) == 1.0


def test_what_a_purchase_is_worth_lies_between_their_own_mean_and_everybodys() -> None:
    """p 6, q 4, v 15: everybody spends 6 x 15 / 3 = 30; one repeat of 60 makes 6 (15 + 60) / 9."""
    spending = Spending(6.0, 4.0, 15.0)
    assert spending.mean(History(0, 0.0, 8.0)) == pytest.approx(30.0)
    assert spending.mean(History(1, 6.0, 8.0, 60.0)) == pytest.approx(50.0)


def test_too_few_clients_say_nothing() -> None:
    with pytest.raises(TooFewClientsError):
        fit_buying([History(1, 2.0, 5.0, 30.0)] * 20)
    with pytest.raises(TooFewClientsError):
        fit_buying([History(0, 0.0, 5.0)] * 200)
    with pytest.raises(TooFewClientsError):
        fit_spending([History(0, 0.0, 5.0)] * 200)
