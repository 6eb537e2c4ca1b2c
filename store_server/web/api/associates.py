"""The people of the boutique, and who of them is on shift."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from store_server.domain.staff import Role
from store_server.messages import AddAssociate, AmendAssociate, EndShift, StartShift
from store_server.views import AssociateView
from store_server.web.api.inputs import Language, Name
from store_server.web.callers import MANAGER, PEOPLE, SignedIn, Who
from store_server.web.house import House
from store_server.web.operations import PREFIX, Reply, Resource

RESOURCE = Resource("Associates", "Only who is on shift is ever signalled.")

Spoken = Annotated[tuple[Language, ...], Meta(min_length=1, max_length=12)]


class NewAssociate(Struct, forbid_unknown_fields=True):
    display_name: Name
    role: Role = Role.ASSOCIATE
    languages: Spoken = ("fr",)


class AssociateChanges(Struct, forbid_unknown_fields=True):
    """What is left out stays. `active` False ends every session of theirs."""

    display_name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    languages: Spoken | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class Shift(Struct, forbid_unknown_fields=True):
    on_shift: bool


@RESOURCE.get("/associates", allow=PEOPLE - {Who.GUARD})
def list_associates(house: House) -> Sequence[AssociateView]:
    """Everybody who works here, with their shift and how many clients they are with."""
    return house.queries.associates()


@RESOURCE.post("/associates", allow=MANAGER, status=201)
def add_associate(house: House, who: SignedIn, body: NewAssociate) -> Reply[AssociateView]:
    """Add a colleague. Their phone is paired next."""
    associate_id: str = house.ask(
        AddAssociate(body.display_name.strip(), body.role.value, body.languages, by_id=who.id)
    )
    return Reply(
        house.queries.associate(associate_id), location=f"{PREFIX}/associates/{associate_id}"
    )


@RESOURCE.patch("/associates/{associate_id}", allow=MANAGER)
def amend_associate(
    house: House, who: SignedIn, associate_id: str, body: AssociateChanges
) -> AssociateView:
    """Change a colleague's name, role or languages, or let them leave the house."""
    before = house.queries.associate(associate_id)
    changes: dict[str, Any] = {
        name: value
        for name in body.__struct_fields__
        if (value := getattr(body, name)) is not UNSET
    }
    if changes:
        house.ask(AmendAssociate(associate_id, changes, by_id=who.id))
    if body.active is False:
        house.accounts.end_sessions_of(associate_id, house.clock.now())
        return before
    return house.queries.associate(associate_id)


@RESOURCE.delete("/associates/{associate_id}/pin", allow=MANAGER)
def reset_pin(house: House, who: SignedIn, associate_id: str) -> None:
    """Forget a colleague's PIN and end their sessions; they choose a new one on their phone."""
    house.queries.associate(associate_id)
    line = house.deed(who.id, "pin.reset", associate_id)
    house.accounts.set_pin(associate_id, None, line)
    house.accounts.end_sessions_of(associate_id, line.at)


@RESOURCE.put("/shift", allow=PEOPLE)
def change_own_shift(house: House, who: SignedIn, body: Shift) -> AssociateView:
    """Come on shift, or go off it."""
    return _change_shift(house, who.associate_id, body.on_shift)


@RESOURCE.put("/associates/{associate_id}/shift", allow=MANAGER)
def change_shift(house: House, associate_id: str, body: Shift) -> AssociateView:
    """Put a colleague on shift, or off it."""
    return _change_shift(house, associate_id, body.on_shift)


def _change_shift(house: House, associate_id: str, on_shift: bool) -> AssociateView:
    house.queries.associate(associate_id)
    house.ask(StartShift(associate_id) if on_shift else EndShift(associate_id))
    return house.queries.associate(associate_id)
