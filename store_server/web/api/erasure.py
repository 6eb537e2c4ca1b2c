"""A client is erased by a manager who has proven, just now, to be that manager."""

from __future__ import annotations

from flask import Request
from msgspec import Struct

from store_server.privacy_messages import EraseClient
from store_server.privacy_views import TRAIL
from store_server.web.api.strong import Code, Secret, Shown
from store_server.web.callers import MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource(
    "Erasure", "Nothing of a client is left but what names nobody. It cannot be undone."
)


class ErasureSection(Struct, frozen=True):
    """`key` as in `HeldView`."""

    key: str
    entries: int


class ErasurePreview(Struct, frozen=True):
    """What would go. The ledger's records, the journal and the audit stay: they name nobody."""

    entries: int
    sections: tuple[ErasureSection, ...]


class Proof(Struct, forbid_unknown_fields=True):
    """Of the session's own manager: a passkey that is shown now, or their password and a code."""

    credential: Shown | None = None
    password: Secret = ""
    code: Code = ""


class Erased(Struct, frozen=True):
    rows: int


@RESOURCE.get("/clients/{client_id}/erasure", allow=MANAGER)
def preview_erasure(house: House, who: SignedIn, client_id: str) -> ErasurePreview:
    """What of a client would go, counted; nothing is done yet."""
    held = house.privacy.held_of_client(client_id)
    house.audit(who.id, "client.held-counted", client_id)
    sections = tuple(
        ErasureSection(one.key, len(one.rows)) for one in held.sections if one.key != TRAIL
    )
    return ErasurePreview(sum(one.entries for one in sections), sections)


@RESOURCE.post("/clients/{client_id}/erasure", allow=MANAGER)
def erase_client(
    house: House, who: SignedIn, request: Request, client_id: str, body: Proof
) -> Erased:
    """Erase a client for good, with a proof of who asks that is good once.

    A session alone is not enough, and a PIN is not either: a manager who has neither passkey nor
    password chooses one first. Refused with 409 while a payment or a
    delivery of theirs is under way.
    """
    if body.credential is not None:
        site = house.strong.site(request)
        house.strong.prove_by_passkey(who.id, site, body.credential, request)
    elif body.password:
        house.strong.prove_by_password(who.id, body.password, body.code, request)
    else:
        raise InvalidInputError("a passkey, or your password and a code", field="password")
    return Erased(house.ask(EraseClient(client_id, by_id=who.id)))
