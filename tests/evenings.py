"""An evening in a few words, for tests whose subject is something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events.event import Kind, PrivateEvent
from events.guest import Guest, Standing
from events.passes import Pass, Signer, key_id
from events.programme import Stage
from store_server.clock import new_id
from store_server.event_ports import GrantedPass, SigningKey
from store_server.storage import Storage


def an_evening(storage: Storage, host_id: str | None, guests: int) -> list[str]:
    """An evening whose doors are open, with so many guests; answers their passes."""
    now, signer = datetime.now(UTC), Signer(Ed25519PrivateKey.generate())
    event = PrivateEvent(
        id=new_id(),
        number=1,
        kind=Kind.COCKTAIL,
        titles={"fr": "Un soir"},
        starts=now,
        ends=now + timedelta(hours=3),
        capacity=guests,
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
        for number in range(1, guests + 1):
            guest = Guest(new_id(), event.id, f"Guest {number}", "", "fr", Standing.CONFIRMED)
            uow.guests.add(replace(guest, created_at=now))
            granted = GrantedPass(number, event.id, guest.id, now, now, event.ends)
            uow.passes.add(granted)
            codes.append(signer.sign(Pass(event.number, 0, number, now, event.ends)))
        uow.commit()
    return codes
