"""Giving passes, taking them away, and the keys that sign them.

    granted = passes.issue(work, guest, event)      the one that stands, or a new one
    passes.revoke(work, guest)
    text = passes.text(granted, event, work.uow.passes.keys())

What is shown is signed when it is shown; what is stored is what it is good for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from events.event import PrivateEvent
from events.guest import Guest, Standing
from events.letters import LetterKind
from events.passes import Pass, Signer, key_id
from store_server.event_messages import (
    KeysChanged,
    PassesChanged,
    ReissuePass,
    RevokePass,
    RotateKeys,
)
from store_server.event_ports import GrantedPass, SigningKey
from store_server.handlers import letters
from store_server.handlers.desk import Desk, Work
from store_server.ports import ConflictError


def issue(work: Work, guest: Guest, event: PrivateEvent) -> GrantedPass:
    """The guest's pass for the session of their line. To be called again after any change.

    Where the event was moved the pass keeps its number, so that what the guest printed still lets
    them in; where the session or the live code changed it is another pass, and the old one is void.
    """
    _keep_a_key(work)
    valid_from, valid_until = validity(event, guest.session)
    standing = work.uow.passes.standing_of(guest.id)
    if standing is None:
        return _grant(work, guest, event)
    if (standing.session, standing.live) != (guest.session, event.rules.live_pass):
        return reissue(work, guest, event)
    if (standing.valid_from, standing.valid_until) == (valid_from, valid_until):
        return standing
    moved = replace(standing, valid_from=valid_from, valid_until=valid_until)
    work.uow.passes.move(moved.number, valid_from, valid_until)
    work.tell(PassesChanged(event.id))
    return moved


def reissue(work: Work, guest: Guest, event: PrivateEvent) -> GrantedPass:
    """Another pass; every one before is revoked."""
    revoke(work, guest)
    _keep_a_key(work)
    return _grant(work, guest, event)


def revoke(work: Work, guest: Guest) -> int:
    """Whatever passes of theirs stand; answers how many did."""
    revoked = work.uow.passes.revoke_of(guest.id, work.at)
    if revoked:
        work.record("PassRevoked", guest=guest.id, event=guest.event_id)
        work.tell(PassesChanged(guest.event_id))
    return revoked


def validity(event: PrivateEvent, session: int) -> tuple[datetime, datetime]:
    """From when to when the doors let in for a session. Raises `ConflictError`."""
    plan = event.session(session)
    if plan is None:
        raise ConflictError("this event has no such session")
    opens = plan.starts - timedelta(minutes=event.rules.doors_open_before_min)
    closes = plan.ends + timedelta(minutes=event.rules.doors_close_after_min)
    return opens.replace(second=0, microsecond=0), closes


def text(granted: GrantedPass, event: PrivateEvent, keys: Sequence[SigningKey]) -> str:
    """What the QR code holds; of a live pass, without the changing code."""
    signing = next(one for one in keys if one.retired_at is None)
    signer = Signer(Ed25519PrivateKey.from_private_bytes(signing.secret))
    return signer.sign(
        Pass(
            event=event.number,
            session=granted.session,
            number=granted.number,
            valid_from=granted.valid_from,
            valid_until=granted.valid_until,
            live=granted.live,
        )
    )


class KeepPasses:
    """Each method handles the command of its name."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def reissue(self, command: ReissuePass) -> int:
        with self._desk.work() as work:
            guest = work.uow.guests.get(command.guest_id)
            event = work.uow.events.get(guest.event_id)
            if guest.standing is not Standing.CONFIRMED:
                raise ConflictError("only a guest who has confirmed has a pass")
            granted = reissue(work, guest, event)
            letters.write(work, LetterKind.NEW_PASS, guest, event)
            work.audit(command.by_id, "pass.reissued", guest.id)
        return granted.number

    def revoke(self, command: RevokePass) -> None:
        with self._desk.work() as work:
            guest = work.uow.guests.get(command.guest_id)
            if revoke(work, guest):
                work.audit(command.by_id, "pass.revoked", guest.id)

    def rotate(self, command: RotateKeys) -> int:
        with self._desk.work() as work:
            keys = work.uow.passes.keys()
            for old in keys:
                if old.retired_at is None:
                    work.uow.passes.retire_key(old.key_id, work.at)
            made = _new_key(work)
            work.audit(command.by_id, "keys.rotated", str(made.key_id))
        return made.key_id


def _grant(work: Work, guest: Guest, event: PrivateEvent) -> GrantedPass:
    valid_from, valid_until = validity(event, guest.session)
    granted = GrantedPass(
        number=work.uow.passes.next_number(),
        event_id=event.id,
        guest_id=guest.id,
        issued_at=work.at,
        valid_from=valid_from,
        valid_until=valid_until,
        live=event.rules.live_pass,
        session=guest.session,
    )
    work.uow.passes.add(granted)
    work.record("PassIssued", number=granted.number, guest=guest.id, event=event.id)
    work.tell(PassesChanged(event.id))
    return granted


def _keep_a_key(work: Work) -> None:
    """The boutique's first key is made when the first pass is."""
    keys = work.uow.passes.keys()
    if all(one.retired_at is not None for one in keys):
        _new_key(work)


def _new_key(work: Work) -> SigningKey:
    """A key whose two-byte name no other key has."""
    keys = work.uow.passes.keys()
    taken = {one.key_id for one in keys}
    while True:
        private = Ed25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        if key_id(public) not in taken:
            break
    made = SigningKey(key_id(public), public, private.private_bytes_raw(), work.at)
    work.uow.passes.add_key(made)
    work.record("SigningKeyMade", key=made.key_id)
    work.tell(KeysChanged(made.key_id))
    return made
