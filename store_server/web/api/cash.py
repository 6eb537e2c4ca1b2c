"""Cash, for those who serve: taken for a basket, given back, and counted in the drawer."""

from __future__ import annotations

from msgspec.structs import replace

from payments.cash import CashError
from payments.money import Money
from store_server.payment_messages import BeginDrawer, CountDrawer, ReturnCash, TakeCash
from store_server.payment_views import BasketView, DrawerView
from store_server.web.api import selling_inputs as inputs
from store_server.web.api import till
from store_server.web.callers import FLOOR, SignedIn, Who
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import ForbiddenError, InvalidInputError

RESOURCE = Resource(
    "Cash",
    "Where the boutique takes any: `payments.cash_by` says whether each associate does, or the "
    "manager alone. What is due is rounded to the smallest coin; the difference stands beside it.",
)


@RESOURCE.post("/baskets/{basket_id}/cash", allow=FLOOR)
def take_cash(house: House, who: SignedIn, basket_id: str, body: inputs.CashInput) -> BasketView:
    """A share was paid into the hand of whoever serves. Told twice, it was taken once.

    A bill that nobody shares is paid with that; of one that is shared the cash waits in the drawer
    for the others.
    """
    _may(house, who)
    view = house.selling.queries.basket(basket_id)
    share_id = till.which_share(view, body.share_id)
    given = None if body.given is None else inputs.money(body.given, view.currency, "given")
    try:
        house.ask(TakeCash(share_id, given, by_id=who.id))
    except CashError as error:
        raise InvalidInputError(str(error), field=error.field) from error
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/baskets/{basket_id}/cash/{share_id}/return", allow=FLOOR)
def return_cash(house: House, who: SignedIn, basket_id: str, share_id: str) -> BasketView:
    """The cash that waited for the other payers is in its payer's hand again."""
    _may(house, who)
    till.which_share(house.selling.queries.basket(basket_id), share_id)
    house.ask(ReturnCash(share_id, by_id=who.id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.get("/till/drawer", allow=FLOOR)
def read_drawer(house: House, who: SignedIn) -> DrawerView:
    """What should lie in the drawer now, since it was begun, and how it was counted."""
    _may(house, who)
    return _drawer(house)


@RESOURCE.put("/till/drawer", allow=FLOOR)
def begin_drawer(house: House, who: SignedIn, body: inputs.DrawerInput) -> DrawerView:
    """The day begins with so much in the drawer."""
    _may(house, who)
    house.ask(BeginDrawer(_amount(house, body), by_id=who.id))
    return _drawer(house)


@RESOURCE.post("/till/drawer/counts", allow=FLOOR)
def count_drawer(house: House, who: SignedIn, body: inputs.DrawerInput) -> DrawerView:
    """So much was counted. What is missing or too much stands there under the name of whoever did.

    Nothing is put right by it: a count is a count.
    """
    _may(house, who)
    house.ask(CountDrawer(_amount(house, body), by_id=who.id))
    return _drawer(house)


def takes_cash(house: House, who: SignedIn) -> bool:
    """Whether this person does, in this house."""
    by = house.settings.payments.cash_by
    return by == "associate" or (by == "manager" and who.who is Who.MANAGER)


def _may(house: House, who: SignedIn) -> None:
    if house.settings.payments.cash_by and not takes_cash(house, who):
        raise ForbiddenError("here the manager takes cash, and nobody else")


def _amount(house: House, body: inputs.DrawerInput) -> Money:
    return inputs.money(body.amount, house.settings.payments.currency)


def _drawer(house: House) -> DrawerView:
    view = house.selling.queries.drawer(house.ledger.till)
    met = {view.begun_by_id, *(one.by_id for one in view.counts)}
    names = {one.id: one.display_name for one in house.queries.associates() if one.id in met}
    return replace(view, names=names)
