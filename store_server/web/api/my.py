"""A client's own page: what is known of them, and a switch for each purpose."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from store_server.domain.consent import Purpose
from store_server.messages import GiveConsent, WithdrawConsent
from store_server.privacy_messages import AskForErasure, TakeErasureBack
from store_server.privacy_views import HeldView
from store_server.views import ClientView
from store_server.web.callers import CLIENT, OnDevice
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("My data", "For the client, on their own phone.")


class ErasureAsked(Struct, frozen=True):
    """None: it is not wished. Else it is done within so many days of it."""

    asked_at: datetime | None
    within_days: float


class Agreed(Struct, forbid_unknown_fields=True):
    text_version: Annotated[
        str, Meta(min_length=1, max_length=40, description="Which words were read")
    ] = "1"


@RESOURCE.get("/my", allow=CLIENT)
def read_my_data(house: House, who: OnDevice) -> ClientView:
    """All that the boutique keeps of you."""
    return house.queries.client(_own(who))


@RESOURCE.put("/my/consents/{purpose}", allow=CLIENT)
def give_my_consent(house: House, who: OnDevice, purpose: Purpose, body: Agreed) -> ClientView:
    """Agree to a purpose."""
    proof = f"given on their own page, {who.id}"
    house.ask(GiveConsent(_own(who), purpose, proof, body.text_version))
    return house.queries.client(_own(who))


@RESOURCE.delete("/my/consents/{purpose}", allow=CLIENT)
def withdraw_my_consent(house: House, who: OnDevice, purpose: Purpose) -> ClientView:
    """Take a consent back; it holds everywhere within a second."""
    house.ask(WithdrawConsent(_own(who), purpose))
    return house.queries.client(_own(who))


@RESOURCE.get("/my/held", allow=CLIENT)
def read_all_held_of_me(house: House, who: OnDevice) -> HeldView:
    """Everything that is held of you, by section: for you to read, and to take away."""
    return house.privacy.held_of_client(_own(who))


@RESOURCE.put("/my/erasure", allow=CLIENT)
def ask_for_my_erasure(house: House, who: OnDevice) -> ErasureAsked:
    """Ask to be erased. Until it is done, a day later at most, you may take it back."""
    house.ask(AskForErasure(_own(who)))
    return _asked(house, who)


@RESOURCE.delete("/my/erasure", allow=CLIENT)
def take_my_erasure_back(house: House, who: OnDevice) -> ErasureAsked:
    """Stay after all."""
    house.ask(TakeErasureBack(_own(who)))
    return _asked(house, who)


def _asked(house: House, who: OnDevice) -> ErasureAsked:
    client_id = house.queries.client(_own(who)).id
    days = house.settings.privacy.erasure_days
    return ErasureAsked(house.privacy.erasure_requests().get(client_id), days)


def _own(who: OnDevice) -> str:
    return who.device.client_id or ""
