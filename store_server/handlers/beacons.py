"""What a beacon is recognised by, a client's or a colleague's, from what was said of it."""

from __future__ import annotations

from store_server.badge_messages import GiveBadge
from store_server.clock import new_id
from store_server.handlers.desk import Work
from store_server.messages import EnrolIdentity
from store_server.ports import KnownIdentity

EID = "eddystone_eid"


def recognised_by(
    work: Work, given: EnrolIdentity | GiveBadge, client_id: str = ""
) -> KnownIdentity:
    """Under an id of its own. Raises `ConflictError` where its public half is no such half."""
    secret = bytes.fromhex(given.secret_hex)
    if given.exchange_hex:
        secret = work.uow.identities.exchanged_key(bytes.fromhex(given.exchange_hex))
    return KnownIdentity(
        id=new_id(),
        client_id=client_id,
        kind=given.kind,
        key=given.key,
        label=given.label,
        secret=secret,
        exponent=given.exponent,
        clock_offset_s=given.clock_s - work.at.timestamp() if given.kind == EID else 0.0,
    )
