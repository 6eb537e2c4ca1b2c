"""One setting measured: a fresh server, a load, and three hundred arrivals seen on the phone."""

from __future__ import annotations

import heapq
import multiprocessing
import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import psutil

from bench import cast, crowd, phone, wire
from bench.boutique import Databases, Server
from bench.crowd import Load
from bench.machine import Usage
from tests.services import Mosquitto

ARRIVALS_PER_S = 15.0
FIRST_ARRIVALS = 10  # not counted: the first of everything is slow
WARM_UP_S = 2.0
WITHOUT_ARRIVALS_S = 3.0
BETWEEN_S = 0.12  # from an arrival's first sighting to its second; nearer would be a repeat
STRONG_DBM = -52
LATEST_NOTICE_S = 5.0
COUNTED_WITHIN_S = 5.0
READY_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Latencies in milliseconds, of the arrivals that were seen on the phone."""

    name: str
    rate: int
    batch: int
    arrivals: int
    unseen: int
    median_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float
    sent_per_s: float
    lost: int
    committed: int
    cpu_us_a_sighting: float | None  # of the server, while nobody arrives
    cpu_ms_an_arrival: float | None  # of the server, where nothing else happens
    server_cores: float
    broker_cores: float
    others_cores: float
    rss_mb: float
    rss_at_start_mb: float
    ready_after_s: float
    latencies_ms: list[float] = field(repr=False, default_factory=list)

    @property
    def sustained(self) -> bool:
        """It kept up: nothing lost, and 99 of 100 arrivals known within a quarter of a second."""
        kept_rate = self.sent_per_s >= 0.97 * self.rate
        return self.p99_ms <= 250 and not self.lost and not self.unseen and kept_rate


def quantile(sorted_values: list[float], part: float) -> float:
    """The value that `part` of all are at most: one that was measured, none made up between."""
    if not sorted_values:
        return float("inf")
    place = max(0, -(-int(part * 1000) * len(sorted_values) // 1000) - 1)
    return sorted_values[place]


class Bench:
    """The processes that stay from one setting to the next."""

    def __init__(self, databases: Databases, broker: Mosquitto) -> None:
        self._databases = databases
        self._broker = broker
        self._broker_pid = listening_on(broker.port)

    def measure(self, load: Load, arrivals: int) -> Measured:
        settings = self._databases.copy(busy=load.rate > 0)
        server = Server(settings, self._broker.port, self._databases.cookies)
        server.start()
        try:
            with self._phone(server) as seen, self._crowd(load) as stop_crowd:
                return self._run(server, load, arrivals, seen, stop_crowd)
        finally:
            server.stop()

    def _run(
        self, server: Server, load: Load, arrivals: int, seen: Any, stop_crowd: Any
    ) -> Measured:
        rss_at_start_mb = server.rss_mb
        door = wire.connect(self._broker.port, "door")
        time.sleep(WARM_UP_S)
        cpu_us = self._cpu_us_a_sighting(server) if load.rate else None
        arrive(door, range(cast.PRESENT, cast.PRESENT + FIRST_ARRIVALS))
        usage = Usage(server=server.pid, broker=self._broker_pid)
        first = cast.PRESENT + FIRST_ARRIVALS
        sent_at = arrive(door, range(first, first + arrivals))
        usage.stop()
        rss_mb = server.rss_mb
        heard_at = _collect(seen, set(sent_at))
        crowd_sent, crowd_lasted_s, _late_s = stop_crowd()
        sent = crowd_sent + 2 * (arrivals + FIRST_ARRIVALS)
        counted = _count(server, sent)
        door.close()
        server.stop()
        present = cast.PRESENT if load.rate else 0
        waits_ms = sorted(1000 * (at - sent_at[who]) for who, at in heard_at.items())
        return Measured(
            name=load.name,
            rate=load.rate,
            batch=load.batch,
            arrivals=len(sent_at),
            unseen=len(sent_at) - len(heard_at),
            median_ms=quantile(waits_ms, 0.5),
            p95_ms=quantile(waits_ms, 0.95),
            p99_ms=quantile(waits_ms, 0.99),
            worst_ms=quantile(waits_ms, 1.0),
            sent_per_s=crowd_sent / crowd_lasted_s if load.rate else 0.0,
            lost=sent - counted,
            committed=server.visits() - present,
            cpu_us_a_sighting=cpu_us,
            cpu_ms_an_arrival=None if load.rate else 1e3 * usage.used_s["server"] / arrivals,
            server_cores=usage.used_s["server"] / usage.lasted_s,
            broker_cores=usage.used_s["broker"] / usage.lasted_s,
            others_cores=usage.others_cores,
            rss_mb=rss_mb,
            rss_at_start_mb=rss_at_start_mb,
            ready_after_s=server.ready_after_s,
            latencies_ms=[round(wait, 3) for wait in waits_ms],
        )

    def _cpu_us_a_sighting(self, server: Server) -> float:
        usage = Usage(server=server.pid)
        before = server.readings()
        time.sleep(WITHOUT_ARRIVALS_S)
        usage.stop()
        return 1e6 * usage.used_s["server"] / (server.readings() - before)

    @contextmanager
    def _phone(self, server: Server) -> Iterator[Connection]:
        with _process(phone.run, server.url, self._databases.cookies.associate) as home:
            _await(home)
            yield home

    @contextmanager
    def _crowd(self, load: Load) -> Iterator[Any]:
        if not load.rate:
            yield lambda: (0, 1.0, 0.0)
            return
        with _process(crowd.run, load, self._broker.port) as home:
            _await(home)
            home.send("begin")

            def stop() -> Any:
                home.send("stop")
                return home.recv()

            yield stop


def listening_on(port: int) -> int:
    """The process that listens on a port of this machine."""
    for found in psutil.net_connections("tcp"):
        if found.status == psutil.CONN_LISTEN and found.laddr.port == port and found.pid:
            return found.pid
    raise LookupError(f"nobody listens on port {port}")


def arrive(door: socket.socket, numbers: range) -> dict[str, float]:
    """Let clients come in at random moments; when each one's second sighting was sent."""
    drawn = random.Random(numbers.start)
    due_s = time.monotonic()
    agenda: list[tuple[float, int, bool]] = []
    for number in numbers:
        due_s += drawn.uniform(0.6, 1.4) / ARRIVALS_PER_S
        agenda.append((due_s, number, False))
    sent_at: dict[str, float] = {}
    while agenda:
        due_s, number, second = heapq.heappop(agenda)
        _sleep_until(due_s)
        packet = _strong(number, second)
        now_s = time.monotonic()
        door.sendall(packet)
        if second:
            sent_at[cast.client_id(number)] = now_s
        else:
            heapq.heappush(agenda, (now_s + BETWEEN_S, number, True))
    return sent_at


def _strong(number: int, second: bool) -> bytes:
    gateway = cast.gateway(number % cast.GATEWAYS)
    beacon, address = cast.beacon_of(number), cast.address(number)
    spoken = cast.Spoken(gateway, beacon, STRONG_DBM, address)
    ts = crowd.iso(time.time()).decode()
    return crowd.packets(gateway, [crowd.one_payload(spoken, f"a{number}-{second:d}", ts)], 1)


def _sleep_until(due_s: float) -> None:
    wait_s = due_s - time.monotonic()
    if wait_s > 0:
        time.sleep(wait_s)


def _collect(seen: Connection, expected: set[str]) -> dict[str, float]:
    heard_at: dict[str, float] = {}
    deadline = time.monotonic() + LATEST_NOTICE_S
    while len(heard_at) < len(expected) and seen.poll(max(0.0, deadline - time.monotonic())):
        client_id, at_s = seen.recv()
        if client_id in expected:
            heard_at.setdefault(client_id, at_s)
    return heard_at


def _count(server: Server, expected: int) -> int:
    """What the server has counted, once it has counted all or had the time to."""
    deadline = time.monotonic() + COUNTED_WITHIN_S
    while (counted := server.readings()) < expected and time.monotonic() < deadline:
        time.sleep(0.1)
    return counted


@contextmanager
def _process(run: Any, *arguments: Any) -> Iterator[Connection]:
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=run, args=(*arguments, theirs), daemon=True)
    process.start()
    try:
        yield ours
    finally:
        with suppress(OSError):
            ours.send("stop")
        process.join(5)
        if process.is_alive():
            process.kill()


def _await(home: Connection) -> None:
    if not home.poll(READY_WITHIN_S):
        raise RuntimeError("a process of the benchmark did not become ready")
    home.recv()
