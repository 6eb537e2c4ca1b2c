"""When a client is likely to buy again, and for how much: BG/NBD with Gamma-Gamma.

Fader, Hardie and Lee 2005 ("Counting your customers the easy way"): while a client is one, they buy
at a rate of their own (gamma: `r`, `alpha`); after each purchase they stay away for good with a
probability of their own (beta: `a`, `b`). Fader and Hardie 2013 for what a purchase is worth: each
client has a mean of their own (gamma: `p`, `q`, `v`). Times are in weeks throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

FEWEST_CLIENTS = 30  # of whom some came back: fewer say nothing of anybody
FEWEST_REPEATS = 10
PENALTY = 0.01  # of all clients together: keeps a fit of few of them from running away
STEPS = 4_000


class TooFewClientsError(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class History:
    """`repeats` are the days of purchase after the first, `recency` is from the first to the last
    of them, `age` from the first to now, `mean` what a repeat was worth."""

    repeats: int
    recency: float
    age: float
    mean: float = 0.0


@dataclass(frozen=True, slots=True)
class Buying:
    """What is known of all clients of a boutique together."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, one: History) -> float:
        """The probability that they have not gone for good."""
        if not one.repeats:
            return 1.0
        away = (self.r + one.repeats) * log((self.alpha + one.age) / (self.alpha + one.recency))
        return 1 / (1 + self.a / (self.b + one.repeats - 1) * exp(min(away, 500.0)))

    def within(self, one: History, share: float) -> float:
        """So many weeks after the last purchase this share of those like them, who are still
        clients, have bought again."""
        rate = self.r + one.repeats
        return (self.alpha + one.recency) * (float((1 - share) ** (-1 / rate)) - 1)

    def expected(self, one: History, weeks: float) -> float:
        """How many purchases in the weeks to come."""
        from scipy.special import hyp2f1

        r, alpha, a, b, x = self.r, self.alpha, self.a, self.b, one.repeats
        since = alpha + one.age
        part = float(hyp2f1(r + x, b + x, a + b + x - 1, weeks / (since + weeks)))
        grown = 1 - float((since / (since + weeks)) ** (r + x)) * part
        return (a + b + x - 1) / (a - 1) * grown * self.alive(one)


@dataclass(frozen=True, slots=True)
class Spending:
    p: float
    q: float
    v: float

    def mean(self, one: History) -> float:
        """What their next purchase is worth: their own mean, drawn towards everybody's."""
        whole = self.p * one.repeats + self.q - 1
        return self.p * (self.v + one.repeats * one.mean) / whole


def fit_buying(clients: Sequence[History]) -> Buying:
    """Raises `TooFewClientsError`."""
    import numpy as np

    again = sum(1 for one in clients if one.repeats)
    if len(clients) < FEWEST_CLIENTS or again < FEWEST_REPEATS:
        raise TooFewClientsError
    x = np.array([one.repeats for one in clients], dtype=float)
    seen, age = (np.array([getattr(one, of) for one in clients]) for of in ("recency", "age"))
    scale = 10 / max(float(age.max()), 1e-9)  # the fit is quicker near one
    found = _least(lambda logs: -_buying(logs, x, seen * scale, age * scale), 4)
    r, alpha, a, b = found
    return Buying(r, alpha / scale, a, b)


def likelihood(buying: Buying, clients: Sequence[History]) -> float:
    """The logarithm of how likely these histories are."""
    import numpy as np

    x = np.array([one.repeats for one in clients], dtype=float)
    seen, age = (np.array([getattr(one, of) for one in clients]) for of in ("recency", "age"))
    logs = np.log([buying.r, buying.alpha, buying.a, buying.b])
    return float(_each(logs, x, seen, age).sum())


def fit_spending(clients: Sequence[History]) -> Spending:
    """Of those who came back. Raises `TooFewClientsError`."""
    import numpy as np

    again = [one for one in clients if one.repeats and one.mean > 0]
    if len(again) < FEWEST_REPEATS:
        raise TooFewClientsError
    x = np.array([one.repeats for one in again], dtype=float)
    mean = np.array([one.mean for one in again])
    scale = 10 / float(mean.mean())
    p, q, v = _least(lambda logs: -_spending(logs, x, mean * scale), 3)
    return Spending(p, q, v / scale)


# ------------------------------------------------------------------------------------ likelihoods


def _each(logs: Any, x: Any, seen: Any, age: Any) -> Any:
    import numpy as np
    from scipy.special import betaln, gammaln

    r, alpha, a, b = np.exp(logs)
    begun = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stays = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
    gone = betaln(a + 1, b + np.maximum(x, 1) - 1) - betaln(a, b) - (r + x) * np.log(alpha + seen)
    return begun + np.where(x > 0, np.logaddexp(stays, gone), stays)


def _buying(logs: Any, x: Any, seen: Any, age: Any) -> float:
    import numpy as np

    return float(_each(logs, x, seen, age).mean() - PENALTY * np.square(logs).sum() / len(x))


def _spending(logs: Any, x: Any, mean: Any) -> float:
    import numpy as np
    from scipy.special import gammaln

    p, q, v = np.exp(logs)
    each = (
        gammaln(p * x + q)
        - gammaln(p * x)
        - gammaln(q)
        + q * np.log(v)
        + (p * x - 1) * np.log(mean)
        + p * x * np.log(x)
        - (p * x + q) * np.log(x * mean + v)
    )
    return float(each.mean() - PENALTY * np.square(logs).sum() / len(x))


def _least(cost: Callable[[Any], float], numbers: int) -> tuple[float, ...]:
    import numpy as np
    from scipy.optimize import minimize

    found = minimize(
        cost,
        np.zeros(numbers),
        method="Nelder-Mead",
        options={"maxiter": STEPS, "maxfev": STEPS, "xatol": 1e-6, "fatol": 1e-9},
    )
    return tuple(float(one) for one in np.exp(found.x))
