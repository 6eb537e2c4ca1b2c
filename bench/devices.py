"""How fast devices are understood: messages of each dialect, and whose a rotating beacon is.

`python -m bench.devices` prints both tables. The messages are those of the dialects' own tests.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from devices.ble.eid import EidRegistration, EidWindow
from devices.ble.private_address import IrkRegistration, PrivateAddresses
from devices.decoding import Router
from devices.drivers import UnreadableError, discover
from tests.devices.samples import samples_of

MEASURED_FOR_S = 0.5
KEYS = 5_000
EXPONENT = 10  # a new identifier each seventeen minutes
NOW_S = 1_790_000_000.0
SEED = 5


@dataclass(frozen=True, slots=True)
class Dialect:
    name: str
    messages_per_s: float
    readings_per_s: float


def dialects() -> list[Dialect]:
    """Each driver on its own tests' messages, with the router in front, as the server has it."""
    router = Router(discover(), "paris-1")
    return [_dialect(router, driver.name) for driver in discover()]


def _dialect(router: Router, name: str) -> Dialect:
    messages = [one for one in samples_of(name) if _readings(router, *one)]
    done = readings = 0
    began_s = time.thread_time()
    while (took_s := time.thread_time() - began_s) < MEASURED_FOR_S:
        for topic, payload in messages:
            readings += len(router.decode(topic, payload))
        done += len(messages)
    return Dialect(name, done / took_s, readings / took_s)


def _readings(router: Router, topic: str, payload: bytes) -> int:
    try:
        return len(router.decode(topic, payload))
    except UnreadableError:
        return 0


@dataclass(frozen=True, slots=True)
class Cost:
    what: str
    microseconds: float


def keys() -> list[Cost]:
    """With 5,000 rotating beacons and 5,000 phones enrolled."""
    lots = random.Random(SEED)
    rotating = EidWindow(
        EidRegistration(str(number), lots.randbytes(16), EXPONENT) for number in range(KEYS)
    )
    last = EidRegistration(str(KEYS), lots.randbytes(16), EXPONENT)
    rotating.register(last)
    computing_us = _once(lambda: _refresh_all(rotating)) / KEYS
    eid, stranger = last.eid(NOW_S), os.urandom(8).hex()
    addresses = PrivateAddresses()
    for number in range(KEYS):
        addresses.register(IrkRegistration(str(number), lots.randbytes(16), "as_given"))
    known, unknown = "40:01:02:b2:12:da", "40:01:02:00:00:00"
    addresses.identity_of(known)
    trying_us = _once(lambda: addresses.work(KEYS + 1)) / KEYS
    addresses.identity_of(unknown)
    return [
        Cost("EID: computing one beacon's identifiers, a slice of them each turn", computing_us),
        Cost("EID: whose this identifier is", _each(lambda: rotating.resolve(eid, NOW_S))),
        Cost("EID: that it is nobody's", _each(lambda: rotating.resolve(stranger, NOW_S))),
        Cost("private address: trying one key on a new address", trying_us),
        Cost(
            "private address: one that was met before", _each(lambda: addresses.identity_of(known))
        ),
    ]


def _refresh_all(rotating: EidWindow) -> None:
    while rotating.refresh(NOW_S, KEYS):
        pass


def _once(act: Callable[[], object]) -> float:
    began_s = time.thread_time()
    act()
    return (time.thread_time() - began_s) * 1e6


def _each(act: Callable[[], object], times: int = 100_000) -> float:
    began_s = time.thread_time()
    for _ in range(times):
        act()
    return (time.thread_time() - began_s) * 1e6 / times


def show(console: Console) -> None:
    table = Table(
        box=box.SIMPLE_HEAD,
        title="Understanding devices: one core, the dialects' own test messages",
        title_justify="left",
    )
    table.add_column("dialect", no_wrap=True)
    table.add_column("messages a second", justify="right")
    table.add_column("readings a second", justify="right")
    for one in dialects():
        table.add_row(one.name, f"{one.messages_per_s:,.0f}", f"{one.readings_per_s:,.0f}")
    console.print(table)
    costs = Table(
        box=box.SIMPLE_HEAD,
        title=f"Recognising: {KEYS:,} rotating beacons and {KEYS:,} private addresses enrolled",
        title_justify="left",
        show_header=False,
    )
    for cost in keys():
        costs.add_row(cost.what, f"{cost.microseconds:.2f} µs")
    console.print(costs)


if __name__ == "__main__":
    show(Console(width=None if sys.stdout.isatty() else 130, highlight=False))
