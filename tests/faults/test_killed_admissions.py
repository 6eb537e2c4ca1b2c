"""A server killed while a guest is let in: they are in with all that follows, or not at all."""

from __future__ import annotations

import random
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPException

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from events.event import Kind, PrivateEvent
from events.guest import Guest, Standing
from events.passes import Pass, Signer, key_id
from events.programme import Stage
from store_server.clock import SystemClock, new_id
from store_server.event_ports import GrantedPass, SigningKey
from store_server.storage import Storage, open_storage
from store_server.storage.engine import reading
from store_server.web import Pairings
from tests.caller import Caller
from tests.faults.books import Books
from tests.faults.server import Server

SEED = 20261210
GUESTS = 5
LATEST_KILL_S = 0.04  # an admission takes some ten milliseconds: before it, within it, after it


def test_an_admission_that_a_kill_interrupts_is_whole_or_not_at_all_and_once(
    server: Server, books: Books
) -> None:
    chance = random.Random(SEED)
    storage = open_storage(server.settings)
    codes = plan(storage, books.associate_id)
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


def plan(storage: Storage, host_id: str) -> list[str]:
    now, signer = datetime.now(UTC), Signer(Ed25519PrivateKey.generate())
    event = PrivateEvent(
        id=new_id(),
        number=1,
        kind=Kind.COCKTAIL,
        titles={"fr": "Un soir"},
        starts=now,
        ends=now + timedelta(hours=3),
        capacity=GUESTS,
        stage=Stage.RUNNING,
        host_id=host_id,
        created_at=now,
    )
    with storage.store.begin() as uow:
        event = replace(event, number=uow.events.next_number())
        uow.events.add(event)
        secret = signer.key.private_bytes_raw()
        uow.passes.add_key(SigningKey(key_id(signer.public), signer.public, secret, now))
        codes = []
        for number in range(1, GUESTS + 1):
            guest = Guest(new_id(), event.id, f"Guest {number}", "", "fr", Standing.CONFIRMED)
            uow.guests.add(replace(guest, created_at=now))
            granted = GrantedPass(number, event.id, guest.id, now, now, event.ends)
            uow.passes.add(granted)
            codes.append(signer.sign(Pass(event.number, 0, number, now, event.ends)))
        uow.commit()
    return codes


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
