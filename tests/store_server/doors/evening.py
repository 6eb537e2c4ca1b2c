"""The evening of an event in a whole boutique: guests with passes, gates that show them."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events.event import Kind, PrivateEvent, Rules
from events.guest import Guest, Origin, Standing
from events.passes import Pass, Signer, key_id
from events.programme import Stage
from store_server.admission_messages import Answered, Door, ShowPass
from store_server.bus import Bus
from store_server.clock import new_id
from store_server.event_ports import GrantedPass, SigningKey
from tests.store_server.web.boutique import OPENING, Boutique, Browser

DOORS = OPENING - timedelta(minutes=10)
TITLES = {"fr": "Un soir au jardin", "en": "An evening in the garden"}
_scans = itertools.count(1)


def a_scan() -> str:
    return f"scan-{next(_scans):05}"


@dataclass
class Evening(Boutique):
    event: PrivateEvent = field(init=False)
    signer: Signer = field(default_factory=lambda: Signer(Ed25519PrivateKey.generate()))

    def open(self) -> Evening:
        """With the bus on its own thread, as those who come at once need it."""
        super().open()
        self.bus.start()
        return self

    def close(self) -> None:
        self.bus.stop()
        super().close()

    def restart(self) -> None:
        """As after a power cut: nothing of what was in memory is left."""
        self.close()
        self.bus = Bus()
        self.open()

    def tick(self) -> None:
        """Let time pass once, on the bus."""
        self.bus.stop()
        self.bus.tick()
        self.bus.start()

    def plan(self, **changed: Any) -> PrivateEvent:
        """Another event, and the one that is meant from now on."""
        starts = changed.pop("starts", DOORS + timedelta(minutes=30))
        rules = changed.pop("rules", Rules())
        with self.storage.store.begin() as uow:
            event = PrivateEvent(
                id=new_id(),
                number=uow.events.next_number(),
                kind=Kind.COCKTAIL,
                titles=changed.pop("titles", TITLES),
                starts=starts,
                ends=changed.pop("ends", starts + timedelta(hours=3)),
                capacity=changed.pop("capacity", 40),
                stage=changed.pop("stage", Stage.RUNNING),
                rules=rules,
                created_at=self.clock.now(),
                **changed,
            )
            uow.events.add(event)
            self.keep_key(uow, self.signer)
            uow.commit()
        self.event = event
        return event

    def keep_key(self, uow: Any, signer: Signer) -> None:
        if signer.public not in uow.passes.public_keys():
            name, secret = key_id(signer.public), signer.key.private_bytes_raw()
            uow.passes.add_key(SigningKey(name, signer.public, secret, self.clock.now()))

    def amend(self, **changed: Any) -> PrivateEvent:
        with self.storage.store.begin() as uow:
            self.event = uow.events.save(replace(uow.events.get(self.event.id), **changed))
            uow.commit()
        return self.event

    def rules(self, **changed: Any) -> None:
        self.amend(rules=replace(self.event.rules, **changed))

    # ------------------------------------------------------------------ guests

    def guest(self, name: str = "Noor", **fields: Any) -> Guest:
        fields = {"standing": Standing.CONFIRMED, "language": "en", "origin": Origin.HAND} | fields
        link = fields.pop("link", None)
        guest = Guest(
            id=new_id(),
            event_id=self.event.id,
            given_name=name,
            family_name=fields.pop("family_name", "Al-Sayed"),
            created_at=self.clock.now(),
            **fields,
        )
        with self.storage.store.begin() as uow:
            uow.guests.add(guest, hashlib.sha256(link.encode()).hexdigest() if link else None)
            uow.commit()
        return guest

    def change(self, guest: Guest, **changed: Any) -> Guest:
        with self.storage.store.begin() as uow:
            saved = uow.guests.save(replace(uow.guests.get(guest.id), **changed))
            uow.commit()
        return saved

    def pass_of(self, guest: Guest, live: bool = False, signer: Signer | None = None) -> str:
        """A new pass, without revoking those that were given before."""
        valid_from = self.event.doors_open
        with self.storage.store.begin() as uow:
            number = uow.passes.next_number()
            granted = Pass(
                event=self.event.number,
                session=guest.session,
                number=number,
                valid_from=valid_from,
                valid_until=valid_from + timedelta(hours=8),
                live=live,
            )
            uow.passes.add(
                GrantedPass(
                    number=number,
                    event_id=self.event.id,
                    guest_id=guest.id,
                    issued_at=self.clock.now(),
                    valid_from=granted.valid_from,
                    valid_until=granted.valid_until,
                    live=live,
                    session=guest.session,
                )
            )
            uow.commit()
        return (signer or self.signer).sign(granted)

    def revoke(self, guest: Guest) -> None:
        with self.storage.store.begin() as uow:
            uow.passes.revoke_of(guest.id, self.clock.now())
            uow.commit()

    # ------------------------------------------------------------------ at a door

    def show(self, code: str | None = None, **more: Any) -> Answered:
        """At a scanner that nobody stands at, unless it is said otherwise."""
        usual = {"scan_id": a_scan(), "gate": "door-1", "door": Door.SCANNER, "code": code}
        answered: Answered = self.bus.ask(ShowPass(**(usual | more)))
        return answered

    def verdict(self, code: str | None = None, **more: Any) -> tuple[str, str]:
        decision = self.show(code, **more).kept.decision
        return decision.verdict.value, decision.reason.value

    def told_later(self, code: str, shown_at: datetime, **more: Any) -> Answered:
        """By a gate that had no network and let in."""
        usual = {"let_in": True, "door": Door.GATE, "sent_at": self.clock.now()}
        return self.show(code, shown_at=shown_at, **(usual | more))

    # ------------------------------------------------------------------ over the wire

    @cached_property
    def host(self) -> Browser:
        return self.person("host", "Hélène")

    @cached_property
    def manager(self) -> Browser:
        return self.person("manager", "Maud")

    @cached_property
    def door_kiosk(self) -> Browser:
        return self.kiosk()

    def post_showing(self, browser: Browser | None = None, **body: Any) -> Any:
        answer = (browser or self.host).post(
            f"/events/{self.event.id}/showings", {"scan_id": a_scan()} | body
        )
        assert answer.status_code == 200, answer.text
        return answer.json

    def door_list(self, **query: Any) -> Any:
        path = f"/events/{self.event.id}/door"
        answer = self.host.get(path, query_string=query)
        assert answer.status_code == 200, answer.text
        return answer.json

    # ------------------------------------------------------------------ what is kept

    def rows(self) -> list[Any]:
        with self.storage.engine.connect() as connection:
            return list(
                connection.exec_driver_sql(
                    "select verdict, reason, entered, code, code_size, scan_id, late, undone_at"
                    " from event_showings order by received_at, id"
                )
            )

    def entered(self) -> int:
        return sum(bool(row.entered) and row.undone_at is None for row in self.rows())

    def inside(self, session: int = 0) -> int:
        with self.storage.store.begin() as uow:
            return uow.admissions.inside(self.event.id, session)
