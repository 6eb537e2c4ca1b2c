"""Every type that comes in over the network is learnt by one thread before a second one runs."""

from __future__ import annotations

import subprocess
import sys

from store_server.known_types import learn
from store_server.web import api

HAMMERED = """
from __future__ import annotations
import sys, threading
from typing import Annotated
import msgspec
from msgspec import Meta, Struct
from store_server.known_types import learn

sys.setswitchinterval(1e-6)
TEXT = '''
class Part{0}(Struct):
    a: int = 0
class Asked{0}(Struct):
    a: int = 0
    b: str | None = None
    c: Annotated[str, Meta(max_length=5)] = ""
    d: list[int] = []
    e: Part{0} | None = None
'''
for number in range(400):
    exec(TEXT.format(number))
learn()
kinds = [kind for name, kind in list(globals().items()) if name.startswith("Asked")]
told = {"a": "1", "b": "x", "c": "yy", "d": [], "e": {"a": "2"}}
for kind in kinds:
    together = threading.Barrier(8)
    def ask():
        together.wait()
        msgspec.convert(told, kind, strict=False)
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads: one.start()
    for one in threads: one.join()
print(len(kinds), "asked")
"""


def test_what_is_learnt_is_asked_for_by_many_threads_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HAMMERED], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "400 asked\n"), done.stderr


def test_all_that_the_api_takes_in_is_learnt() -> None:
    learnt = learn()
    taken = {
        kind
        for resource in api.RESOURCES
        for operation in resource.operations
        for kind in (operation.body, operation.query)
        if isinstance(kind, type)
    }
    assert len(taken) > 50
    assert taken <= learnt
