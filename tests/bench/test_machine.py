"""What a bench says of the processor time of others."""

from __future__ import annotations

import subprocess
import sys

from bench.machine import Usage

BURNT_S = 0.4
NEARLY = 0.9  # the system counts in hundredths of a second
BURNS = f"""
import sys, time
while time.process_time() < {BURNT_S}:
    pass
print("burnt", flush=True)
sys.stdin.readline()
"""
PARENT = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {BURNS!r}])
print("alone", flush=True)
sys.stdin.readline()
"""


def test_the_time_of_a_child_that_has_ended_is_not_taken_away() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        at_first = Usage()
        before = Usage(server=parent.pid)
        assert parent.stdout.readline() == "burnt\n"
        between = Usage(server=parent.pid)
        print(file=parent.stdin, flush=True)
        assert parent.stdout.readline() == "alone\n"
        for usage in (at_first, before, between):
            usage.stop()
        print(file=parent.stdin, flush=True)
    assert before.used_s["server"] > NEARLY * BURNT_S
    assert 0 <= between.used_s["server"] < NEARLY * BURNT_S
    assert at_first.used_s["bench"] > NEARLY * BURNT_S
