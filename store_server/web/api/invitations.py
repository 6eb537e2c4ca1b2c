"""A guest's own page: no account, only the personal link. What it may do is theirs alone.

A link that opens nothing costs the caller a try; after too many of them from one address that
address waits, whatever it asks.
"""

from __future__ import annotations

from typing import Annotated

from flask import Request
from msgspec import Meta, Struct

from events.guest_consent import GuestPurpose
from store_server.domain.consent import Purpose
from store_server.guest_messages import (
    AnswerInvitation,
    GiveGuestConsent,
    KeepNeeds,
    WithdrawGuestConsent,
)
from store_server.guest_views import InvitationView
from store_server.messages import GiveConsent, WithdrawConsent
from store_server.ports import NotFoundError
from store_server.web import tokens
from store_server.web.api.guest_lists import SessionNumber
from store_server.web.api.inputs import Language
from store_server.web.api.my_guests import Companions
from store_server.web.callers import ANYONE
from store_server.web.house import House
from store_server.web.operations import Picture, Resource

RESOURCE = Resource("Invitations", "For the guest, by the personal link alone.")

Told = Annotated[str, Meta(max_length=500)]
TextVersion = Annotated[str, Meta(min_length=1, max_length=40, description="Which words were read")]
PROOF = "given on their own page"


class MyAnswer(Struct, forbid_unknown_fields=True):
    """`companions` are names, or "" for one whose name is not known yet."""

    coming: bool
    companions: Companions = ()
    session: SessionNumber | None = None
    language: Language | None = None


class MyNeeds(Struct, forbid_unknown_fields=True):
    """Kept with consent, until the event is over. Both empty: nothing is kept."""

    allergies: Told = ""
    access: Told = ""
    text_version: TextVersion = "1"


class Agreed(Struct, forbid_unknown_fields=True):
    text_version: TextVersion = "1"


@RESOURCE.get("/invitations/{token}", allow=ANYONE)
def read_invitation(house: House, request: Request, token: str) -> InvitationView:
    """Your invitation."""
    return house.guest_queries.invitation(guest_by_link(house, request, token))


@RESOURCE.get("/invitations/{token}/picture", allow=ANYONE)
def read_invitation_picture(house: House, request: Request, token: str) -> Picture:
    """The picture of the event that you are asked to."""
    event_id = house.guest_queries.guest(guest_by_link(house, request, token)).event_id
    found = house.event_queries.picture(event_id)
    if found is None:
        raise NotFoundError("there is no picture of this event")
    return Picture(found.image, found.content_type)


@RESOURCE.put("/invitations/{token}/answer", allow=ANYONE)
def answer_invitation(house: House, request: Request, token: str, body: MyAnswer) -> InvitationView:
    """Say that you come or that you do not; as often as you change your mind."""
    guest_id = guest_by_link(house, request, token)
    house.ask(AnswerInvitation(guest_id, body.coming, body.companions, body.session, body.language))
    return house.guest_queries.invitation(guest_id)


@RESOURCE.put("/invitations/{token}/needs", allow=ANYONE)
def tell_needs(house: House, request: Request, token: str, body: MyNeeds) -> InvitationView:
    """Tell of allergies and access needs: for your host and the kitchen, deleted afterwards."""
    guest_id = guest_by_link(house, request, token)
    house.ask(KeepNeeds(guest_id, body.allergies, body.access, body.text_version, PROOF))
    return house.guest_queries.invitation(guest_id)


@RESOURCE.put("/invitations/{token}/consents/{purpose}", allow=ANYONE)
def agree_as_guest(
    house: House, request: Request, token: str, purpose: GuestPurpose, body: Agreed
) -> InvitationView:
    """Agree to a purpose."""
    guest_id = guest_by_link(house, request, token)
    if (client_id := _client(house, guest_id, purpose)) is not None:
        house.ask(GiveConsent(client_id, Purpose.EVENTS, PROOF, body.text_version))
    else:
        house.ask(GiveGuestConsent(guest_id, purpose, body.text_version, PROOF))
    return house.guest_queries.invitation(guest_id)


@RESOURCE.delete("/invitations/{token}/consents/{purpose}", allow=ANYONE)
def take_back_as_guest(
    house: House, request: Request, token: str, purpose: GuestPurpose
) -> InvitationView:
    """Take a consent back; it holds at once, and with the one for needs the needs go."""
    guest_id = guest_by_link(house, request, token)
    if (client_id := _client(house, guest_id, purpose)) is not None:
        house.ask(WithdrawConsent(client_id, Purpose.EVENTS))
    else:
        house.ask(WithdrawGuestConsent(guest_id, purpose))
    return house.guest_queries.invitation(guest_id)


def guest_by_link(house: House, request: Request, token: str) -> str:
    """Whose link this is. Raises `NotFoundError`, and `TooManyError` for who guesses."""
    address = house.gate.address(request)
    house.link_failures.check(address)
    guest = house.guest_queries.guest_by_link(tokens.fingerprint(token))
    if guest is None:
        house.link_failures.note(address)
        raise NotFoundError("this link opens nothing")
    return guest.id


def _client(house: House, guest_id: str, purpose: GuestPurpose) -> str | None:
    """A client's consent to be invited stands in the book, and nowhere else."""
    if purpose is not GuestPurpose.EVENTS:
        return None
    return house.guest_queries.guest(guest_id).client_id
