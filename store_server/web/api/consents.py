"""A client's consents: given with a proof, withdrawn in one tap."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from store_server.domain.consent import Purpose
from store_server.messages import GiveConsent, WithdrawConsent
from store_server.views import ClientView
from store_server.web.callers import FLOOR, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Consents", "Nobody is recognised without one. Withdrawal holds at once.")


class ConsentGiven(Struct, forbid_unknown_fields=True):
    proof: Annotated[str, Meta(min_length=1, max_length=200, examples=["signed on paper, 12 May"])]
    text_version: Annotated[
        str, Meta(min_length=1, max_length=40, description="Which words the client read")
    ]


@RESOURCE.put("/clients/{client_id}/consents/{purpose}", allow=FLOOR)
def give_consent(
    house: House, who: SignedIn, client_id: str, purpose: Purpose, body: ConsentGiven
) -> ClientView:
    """Note that a client has agreed to a purpose, with the proof and the words they read."""
    house.ask(GiveConsent(client_id, purpose, body.proof, body.text_version, by_id=who.id))
    return house.queries.client(client_id)


@RESOURCE.delete("/clients/{client_id}/consents/{purpose}", allow=FLOOR)
def withdraw_consent(house: House, who: SignedIn, client_id: str, purpose: Purpose) -> ClientView:
    """Note that a client has taken a consent back; it holds on every screen within a second."""
    house.ask(WithdrawConsent(client_id, purpose, by_id=who.id))
    return house.queries.client(client_id)
