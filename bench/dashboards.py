"""`python -m bench.dashboards`: from a count on MQTT to every open dashboard, and what it costs.

A door tells of people five times a second; 1, 50 or 200 dashboards look on, each a WebSocket of its
own, in one process beside the server. The clock runs from just before the count is given to the
broker's socket until a dashboard has read news that hold it. What the server used is its
processor time over that while, less what it used while nobody came.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import re
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles

import psutil
from rich.console import Console
from rich.table import Table

from bench import cast, wire
from bench.boutique import BROKER, Databases, Server
from bench.machine import describe
from tests.services import Mosquitto

DASHBOARDS = (1, 50, 200)
UPDATES_A_SECOND = 5
LASTS_S = 20.0
QUIET_S = 5.0
DOOR = "door-1"
CAME = re.compile(rb'"totals":\{"people_in":(\d+)')
TEXT, CLOSE, MASKED = 0x1, 0x8, 0x80


@dataclass
class Measured:
    dashboards: int
    median_ms: float
    p99_ms: float
    slowest_ms: float
    cores: float
    alone_cores: float
    bytes_a_news: int
    missed: int


@dataclass
class Looking:
    """What the dashboards have read: of each count, when the first and the last of them did."""

    sent_s: dict[int, float] = field(default_factory=dict)
    took_s: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    ready: int = 0

    def hear(self, seen: int, frame: bytes) -> int:
        """Answers the count that is seen now."""
        found = CAME.search(frame)
        if found is None:
            return seen
        came, at_s = int(found[1]), time.monotonic()
        self.sizes.append(len(frame))
        self.took_s += [
            at_s - self.sent_s[n] for n in range(seen + 1, came + 1) if n in self.sent_s
        ]
        return max(seen, came)


def main() -> None:
    options = _options()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(Path(folder), None)
        broker = Mosquitto(BROKER)
        broker.start()
        try:
            found = [_with(databases, broker.port, number) for number in options.dashboards]
        finally:
            broker.stop()
        described = describe(Path(folder))
    if options.json:
        print(json.dumps([asdict(one) for one in found]))
        return
    for what, how in described.items():
        console.print(f"  [dim]{what:<10}[/dim] {how}")
    columns = ("dashboards", "median ms", "p99 ms", "slowest ms", "cores", "bytes a news", "missed")
    table = Table(*columns, title=f"{UPDATES_A_SECOND} counts a second")
    for one in found:
        table.add_row(
            str(one.dashboards),
            f"{one.median_ms:.0f}",
            f"{one.p99_ms:.0f}",
            f"{one.slowest_ms:.0f}",
            f"{one.cores:.3f}",
            str(one.bytes_a_news),
            str(one.missed),
        )
    console.print(table)


def _with(databases: Databases, broker_port: int, number: int) -> Measured:
    server = Server(databases.copy(busy=False), broker_port, databases.cookies)
    server.start()
    try:
        return asyncio.run(measure(server, broker_port, databases.cookies.manager, number))
    finally:
        server.stop()


async def measure(server: Server, broker_port: int, cookies: str, number: int) -> Measured:
    looking, process = Looking(), psutil.Process(server.pid)
    screens = [asyncio.create_task(look(server.port, cookies, looking)) for _ in range(number)]
    while looking.ready < number:
        await asyncio.sleep(0.05)
    door = wire.connect(broker_port, "door")
    await asyncio.sleep(2.0)
    alone = await _cores(process, QUIET_S)
    used, began = _used_s(process), time.monotonic()
    counts = round(LASTS_S * UPDATES_A_SECOND)
    for count in range(1, counts + 1):
        looking.sent_s[count] = time.monotonic()
        said = {"id": f"c-{count}", "line": "door", "in": 1, "out": 0}
        topic = f"accueil/v1/{cast.BOUTIQUE}/{DOOR}/count"
        door.sendall(wire.publish_packet(topic, json.dumps(said).encode()))
        await asyncio.sleep(max(0.0, began + count / UPDATES_A_SECOND - time.monotonic()))
    cores = (_used_s(process) - used) / (time.monotonic() - began)
    await asyncio.sleep(1.5)
    door.close()
    for screen in screens:
        screen.cancel()
    await asyncio.gather(*screens, return_exceptions=True)
    took_ms = [1e3 * one for one in looking.took_s]
    return Measured(
        dashboards=number,
        median_ms=median(took_ms),
        p99_ms=quantiles(took_ms, n=100)[-1],
        slowest_ms=max(took_ms),
        cores=cores,
        alone_cores=alone,
        bytes_a_news=round(median(looking.sizes)),
        missed=counts * number - len(took_ms),
    )


async def look(port: int, cookies: str, looking: Looking) -> None:
    """A dashboard, as far as a server sees it: Engine.IO 4 on a WebSocket of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        (
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Origin: http://127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: {cookies}\r\n\r\n"
        ).encode()
    )
    answer = await reader.readuntil(b"\r\n\r\n")
    if b" 101 " not in answer.split(b"\r\n", 1)[0]:
        raise ConnectionError(answer.decode())
    seen, joined = 0, False
    while True:
        kind, frame = await _frame(reader)
        if kind == CLOSE:
            raise ConnectionError("the server has closed the line")
        if frame.startswith(b"0"):
            writer.write(_masked(b"40/dashboard,"))
        elif frame == b"2":
            writer.write(_masked(b"3"))
        elif frame.startswith(b"40/dashboard") and not joined:
            joined = True
            looking.ready += 1
        else:
            seen = looking.hear(seen, frame)


async def _frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readexactly(2)
    length = head[1] & 0x7F
    if length == 126:
        length = int.from_bytes(await reader.readexactly(2), "big")
    elif length == 127:
        length = int.from_bytes(await reader.readexactly(8), "big")
    return head[0] & 0x0F, await reader.readexactly(length)


def _masked(text: bytes) -> bytes:
    """A short frame of a client's; the mask is nought, which is one as any other."""
    return bytes([0x80 | TEXT, MASKED | len(text), 0, 0, 0, 0]) + text


def _used_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _cores(process: psutil.Process, lasts_s: float) -> float:
    before, began = _used_s(process), time.monotonic()
    await asyncio.sleep(lasts_s)
    return (_used_s(process) - before) / (time.monotonic() - began)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dashboards", type=int, nargs="+", default=list(DASHBOARDS))
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
