"""A server killed while a guest is let in: they are in with all that follows, or not at all."""

from __future__ import annotations

import random
import threading
import time
from contextlib import suppress
from http.client import HTTPException

import pytest
from sqlalchemy import text

from store_server.clock import SystemClock
from store_server.storage import Storage, open_storage
from store_server.storage.engine import reading
from store_server.web import Pairings
from tests.caller import Caller
from tests.effort import SEED, tries
from tests.evenings import an_evening
from tests.faults.books import Books
from tests.faults.server import Server

GUESTS = tries(3, 25)
LATEST_KILL_S = 0.04  # an admission takes some ten milliseconds: before it, within it, after it


@pytest.mark.timeout(tries(120, 600))
def test_an_admission_that_a_kill_interrupts_is_whole_or_not_at_all_and_once(
    server: Server, books: Books
) -> None:
    chance = random.Random(SEED)
    storage = open_storage(server.settings)
    codes = an_evening(storage, books.associate_id, GUESTS)
    pairing = Pairings(server.settings, storage.accounts, SystemClock()).create("kiosk").code
    server.start()
    kiosk = Caller(server.port)
    assert kiosk.post("/auth/pair", {"code": pairing}).status == 200
    for number, code in enumerate(codes):
        showing = {"scan_id": f"the-scan-{number}", "code": code}
        interrupted = threading.Thread(target=shown, args=(kiosk, showing))
        interrupted.start()
        time.sleep(chance.uniform(0, LATEST_KILL_S))
        server.kill()
        interrupted.join()
        before = kept(storage, f"the-scan-{number}")
        assert before in ((0, 0, 0), (1, 1, 1)), before
        server.start()
        for _ in range(2):
            assert kiosk.post("/kiosk/showings", showing).json["verdict"] == "welcome"
        assert kept(storage, f"the-scan-{number}") == (1, 1, 1)
    assert "Traceback" not in server.log
    storage.close()


def shown(kiosk: Caller, showing: dict[str, str]) -> None:
    """The answer may never come: that is what is tried."""
    with suppress(OSError, HTTPException):
        kiosk.post("/kiosk/showings", showing)


def kept(storage: Storage, scan_id: str) -> tuple[int, int, int]:
    """Rows of the showing, whether its guest is in, signals for the guest."""
    with reading(storage.engine) as connection:
        rows = connection.execute(_SHOWN, {"scan": scan_id}).all()
        if not rows:
            return 0, 0, 0
        asked = {"guest": rows[0].guest_id}
        inside = connection.execute(_INSIDE, asked).scalar()
        signals = connection.execute(_SIGNALS, asked).scalar()
    return len(rows), inside or 0, signals or 0


_SHOWN = text("select guest_id from event_showings where scan_id = :scan")
_INSIDE = text("select inside from event_attendances where guest_id = :guest")
_SIGNALS = text("select count(*) from signals where guest_id = :guest")
