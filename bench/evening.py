"""An event that is running in a boutique to be measured: guests with passes, each with a host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events.event import Kind, PrivateEvent
from events.guest import Guest, Standing
from events.passes import Pass, Signer, key_id
from events.programme import Stage
from store_server.clock import new_id
from store_server.domain.staff import Associate
from store_server.event_ports import GrantedPass, SigningKey
from store_server.settings import Settings
from store_server.storage import Storage, open_storage
from store_server.web import tokens
from store_server.web.auth import DEVICE_COOKIES

BOUTIQUE = "bench-1"
HOSTS = 8
SCANNER = "door-1"


@dataclass(frozen=True, slots=True)
class Evening:
    """Who comes, and how a door is known."""

    codes: Sequence[str]
    kiosk: str
    public_key: bytes


def fill(settings: Settings, guests: int) -> Evening:
    storage = open_storage(settings)
    now, signer = datetime.now(UTC), Signer(Ed25519PrivateKey.generate())
    with storage.store.begin() as uow:
        hosts = [new_id() for _ in range(HOSTS)]
        for number, host in enumerate(hosts):
            uow.staff.add(Associate(host, f"Host {number}", languages=("fr",)))
            uow.staff.start_shift(host, now)
        uow.places.save_device(SCANNER, {})
        event = PrivateEvent(
            id=new_id(),
            number=uow.events.next_number(),
            kind=Kind.COCKTAIL,
            titles={"fr": "Un soir", "en": "An evening"},
            starts=now,
            ends=now + timedelta(hours=4),
            capacity=guests,
            stage=Stage.RUNNING,
            created_at=now,
        )
        uow.events.add(event)
        secret = signer.key.private_bytes_raw()
        uow.passes.add_key(SigningKey(key_id(signer.public), signer.public, secret, now))
        codes = [
            _guest(uow, event, signer, number, hosts[number % HOSTS]) for number in range(guests)
        ]
        uow.commit()
    kiosk = _kiosk(storage, now)
    storage.close()
    return Evening(codes, kiosk, signer.public)


def _guest(uow: Any, event: PrivateEvent, signer: Signer, number: int, host: str) -> str:
    guest = Guest(
        id=new_id(),
        event_id=event.id,
        given_name="Guest",
        family_name=f"Number {number}",
        language="fr",
        standing=Standing.CONFIRMED,
        host_id=host,
        created_at=event.created_at,
    )
    uow.guests.add(guest)
    granted = Pass(event.number, 0, number + 1, event.starts, event.ends)
    uow.passes.add(
        GrantedPass(number + 1, event.id, guest.id, event.starts, event.starts, event.ends)
    )
    return signer.sign(granted)


def _kiosk(storage: Storage, now: datetime) -> str:
    token = tokens.new_token()
    storage.accounts.add_paired_device("kiosk", None, None, tokens.fingerprint(token), "bench", now)
    return f"{DEVICE_COOKIES['kiosk']}={token}"
