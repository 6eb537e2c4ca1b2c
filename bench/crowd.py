"""The load: a process that publishes sightings at a steady rate and spends little on it.

All packets are made beforehand, with a blank for the time and one for the round; a block of
them goes out every few milliseconds, after two replacements in it. The rate is kept by the clock,
not by the answers: a broker that is slow finds the same load waiting.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection

from bench import cast, wire
from bench.cast import Spoken

EVERY_S = 0.005
BLOCKS = 200  # different blocks before they are sent again with another round in their ids
CONNECTIONS = 4

TIME = b"2000-01-01T00:00:00.000Z"
ROUND = b"~~~~~~"


@dataclass(frozen=True, slots=True)
class Load:
    """Half of the sightings are strangers', half those of clients who are in the shop."""

    rate: int  # sightings a second
    batch: int = 1  # sightings a message

    @property
    def name(self) -> str:
        if not self.rate:
            return "alone"
        how = "one a message" if self.batch == 1 else f"{self.batch} a message"
        return f"{self.rate:,}/s, {how}"


def one_payload(spoken: Spoken, number: str, ts: str) -> bytes:
    beacon = spoken.beacon
    return (
        f'{{"id":"{number}","ts":"{ts}","rssi_dbm":{spoken.rssi_dbm},"tx_power_dbm":-59,'
        f'"address":"{spoken.address}","beacon":{{"type":"ibeacon","uuid":"{beacon.uuid}",'
        f'"major":{beacon.major},"minor":{beacon.minor}}}}}'
    ).encode()


def packets(gateway: str, payloads: Sequence[bytes], batch: int) -> bytes:
    topic = f"accueil/v1/{cast.BOUTIQUE}/{gateway}/"
    if batch == 1:
        return b"".join(wire.publish_packet(f"{topic}sighting", one) for one in payloads)
    return wire.publish_packet(f"{topic}sightings", b'{"sightings":[' + b",".join(payloads) + b"]}")


def blocks(load: Load, seed: int = 1) -> list[bytes]:
    """What is sent each `EVERY_S`, in turn."""
    drawn = random.Random(seed)
    messages = round(load.rate * EVERY_S / load.batch)
    made: list[bytes] = []
    for number in range(BLOCKS):
        block = []
        for place in range(messages):
            gateway = drawn.randrange(cast.GATEWAYS)
            payloads = [
                one_payload(
                    _spoken(drawn, gateway),
                    f"{ROUND.decode()}-{number}-{place}-{which}",
                    TIME.decode(),
                )
                for which in range(load.batch)
            ]
            block.append(packets(cast.gateway(gateway), payloads, load.batch))
        made.append(b"".join(block))
    return made


def _spoken(drawn: random.Random, gateway: int) -> Spoken:
    if drawn.random() < 0.5:
        who = drawn.randrange(cast.STRANGERS)
        beacon, rssi_dbm = cast.strangers_beacon(who), drawn.randint(-95, -55)
    else:
        who = _heard_by(drawn, gateway)
        beacon, rssi_dbm = cast.beacon_of(who), drawn.randint(-74, -62)
    return Spoken(cast.gateway(gateway), beacon, rssi_dbm, cast.address(who))


def _heard_by(drawn: random.Random, gateway: int) -> int:
    """A client of the gateway's own zone."""
    zone = gateway % cast.ZONES
    return drawn.randrange(cast.PRESENT // cast.ZONES) * cast.ZONES + zone


def iso(unix_s: float) -> bytes:
    moment = datetime.fromtimestamp(unix_s, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.").encode() + b"%03dZ" % (moment.microsecond // 1000)


def run(load: Load, port: int, home: Connection) -> None:
    """A process's whole life: tell when ready, send until told to stop, answer how many."""
    ring = blocks(load)
    brokers = [wire.connect(port, f"crowd-{number}") for number in range(CONNECTIONS)]
    home.send("ready")
    home.recv()
    began = time.monotonic()
    late_s = 0.0
    turn = 0
    while not home.poll():
        due = began + turn * EVERY_S
        wait_s = due - time.monotonic()
        if wait_s > 0:
            time.sleep(wait_s)
        late_s = max(late_s, -wait_s)
        rounds = b"%06d" % (turn // BLOCKS)
        block = ring[turn % BLOCKS].replace(TIME, iso(time.time())).replace(ROUND, rounds)
        brokers[turn % CONNECTIONS].sendall(block)
        turn += 1
    lasted_s = time.monotonic() - began
    per_turn = round(load.rate * EVERY_S / load.batch) * load.batch
    home.send((turn * per_turn, lasted_s, late_s))
    for broker in brokers:
        broker.close()
