"""C2: one pass at many gates in the same instant, each gate a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from store_server.admission_messages import Door, ShowPass, ShowTogether
from store_server.web.doorway import Doorway
from tests.store_server.doors.evening import Evening

ROUNDS = 40
GATE = Path(__file__).parent / "gate.py"
BEGINS_IN_S = 4.0  # all gates have started by then; who is late shows at once
EVERY_S = 0.05


@pytest.mark.parametrize("gates", [2, 8])
def test_c2_one_is_admitted_at_many_gates_in_the_same_instant(evening: Evening, gates: int) -> None:
    codes = [evening.pass_of(evening.guest(f"Guest {number}")) for number in range(ROUNDS)]
    kiosks = [evening.kiosk() for _ in range(gates)]
    evening.web.start()
    try:
        begins = time.time() + BEGINS_IN_S
        processes = []
        for number, kiosk in enumerate(kiosks):
            told = {
                "port": evening.web.server.port,
                "cookie": f"accueil_kiosk={kiosk.cookie('accueil_kiosk')}",
                "codes": codes,
                "gate": number,
                "begins": begins,
                "every_s": EVERY_S,
            }
            process = subprocess.Popen(
                [sys.executable, str(GATE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            processes.append((process, json.dumps(told).encode()))
        for process, told in processes:
            assert process.stdin is not None
            process.stdin.write(told)
            process.stdin.close()
            process.stdin = None
        verdicts = [json.loads(process.communicate(timeout=90)[0]) for process, _ in processes]
    finally:
        evening.web.stop()
    for each in zip(*verdicts, strict=True):
        assert Counter(each) == {"welcome": 1, "already": gates - 1}
    assert (evening.entered(), evening.inside()) == (ROUNDS, ROUNDS)
    assert len(evening.rows()) == ROUNDS * gates


def test_those_who_come_at_once_share_a_commit(one_evening: Evening) -> None:
    """While the bus is busy they gather; the next round takes them all."""
    evening = one_evening
    codes = [evening.pass_of(evening.guest(f"Guest {number}")) for number in range(6)]
    evening.bus.stop()
    rounds: list[int] = []
    inner = evening.bus._handlers[ShowTogether]

    def counted(command: ShowTogether) -> object:
        taken = command.take()
        rounds.append(len(taken))
        return inner(ShowTogether(lambda: taken))

    evening.bus._handlers[ShowTogether] = counted
    doorway = Doorway(evening.bus)
    evening.bus.post(ShowPass(scan_id="one-first", gate="g", door=Door.SCANNER, code=codes[0]))
    asked = [
        doorway.submit(ShowPass(scan_id=f"scan-{one}-at-once", gate="g", door=Door.KIOSK, code=one))
        for one in codes[1:]
    ]
    evening.bus.start()
    assert all(one.result(20).kept.decision.through for one in asked)
    assert rounds == [5]
    assert evening.entered() == 6
