"""Baskets, for those who serve: filled, proposed, locked, paid, given back, delivered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from payments.basket import Farewell
from store_server.payment_messages import (
    AbandonBasket,
    AmendBasket,
    CancelDelivery,
    ChangeLine,
    ChooseDelivery,
    CloseBasket,
    LinkScanner,
    OpenBasket,
    RefundBasket,
    RenewBasketLink,
    ResolveConflict,
    SayFarewell,
    UnlockBasket,
)
from store_server.payment_views import BasketView
from store_server.web import tokens
from store_server.web.api import selling_inputs as inputs
from store_server.web.api import till
from store_server.web.callers import FLOOR, MANAGER, SignedIn
from store_server.web.house import House
from store_server.web.operations import PREFIX, Reply, Resource

RESOURCE = Resource(
    "Baskets",
    "Prices, tax and stock are the server's: no request carries the amount of a line. Locking "
    "fixes them and holds the pieces for ten minutes; paying goes on at the provider's.",
)


class BasketSearch(Struct, forbid_unknown_fields=True):
    open_only: bool = True
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class Scanner(Struct, forbid_unknown_fields=True):
    device_id: Annotated[str, Meta(min_length=1, max_length=128)]
    linked: bool = True


class Closed(Struct, forbid_unknown_fields=True):
    """`released`: the courier or the client has it. Else all is done with it."""

    released: bool = False


@RESOURCE.post("/baskets", allow=FLOOR, status=201)
def open_basket(house: House, who: SignedIn, body: inputs.NewBasket) -> Reply[till.BasketLink]:
    """Open a basket, with the link by which its client sees and pays it."""
    token = tokens.new_token()
    basket_id: str = house.ask(
        OpenBasket(
            currency=body.currency or house.settings.payments.currency,
            token_hash=tokens.fingerprint(token),
            language=body.language,
            basket_id=body.id,
            client_id=body.client_id,
            associate_id=who.associate_id,
            exchange_of_id=body.exchange_of_id,
        )
    )
    house.ask(RenewBasketLink(basket_id, tokens.fingerprint(token)))
    view = house.selling.queries.basket(basket_id)
    opened = till.BasketLink(view, token, till.link(house, token))
    return Reply(opened, location=f"{PREFIX}/baskets/{basket_id}")


@RESOURCE.get("/baskets", allow=FLOOR)
def list_baskets(house: House, query: BasketSearch) -> Sequence[BasketView]:
    """The baskets of the house, the one that changed last first."""
    return house.selling.queries.baskets(query.open_only, query.limit)


@RESOURCE.get("/baskets/{basket_id}", allow=FLOOR)
def read_basket(house: House, basket_id: str) -> BasketView:
    """A basket with its lines, its bill, what was paid and what was given back."""
    return house.selling.queries.basket(basket_id)


@RESOURCE.patch("/baskets/{basket_id}", allow=FLOOR)
def amend_basket(
    house: House, who: SignedIn, basket_id: str, body: inputs.BasketChanges
) -> BasketView:
    """Whose it is, in which language, whether a receipt without prices or tax-free is wanted."""
    names = ("language", "gift_receipt", "tax_free", "client_id", "associate_id")
    fields = till.changes(body, names)
    if fields:
        house.ask(AmendBasket(basket_id, fields, by_id=who.id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/baskets/{basket_id}/link", allow=FLOOR)
def renew_basket_link(house: House, basket_id: str) -> till.BasketLink:
    """A new link for the client; the one before is void."""
    token = tokens.new_token()
    house.ask(RenewBasketLink(basket_id, tokens.fingerprint(token)))
    view = house.selling.queries.basket(basket_id)
    return till.BasketLink(view, token, till.link(house, token))


@RESOURCE.post("/baskets/{basket_id}/lines", allow=FLOOR)
def add_line(house: House, who: SignedIn, basket_id: str, body: inputs.NewLine) -> BasketView:
    """Put an article in, by its number or by a code as it was scanned.

    `proposed`: the client sees it on their phone, and says yes or no.
    """
    till.add_line(house, basket_id, body, who.id, body.proposed)
    return house.selling.queries.basket(basket_id)


@RESOURCE.patch("/baskets/{basket_id}/lines/{line_id}", allow=FLOOR)
def change_line(house: House, basket_id: str, line_id: str, body: inputs.LineChanges) -> BasketView:
    """How many, and whether it is a present."""
    till.change_line(house, basket_id, line_id, body)
    return house.selling.queries.basket(basket_id)


@RESOURCE.delete("/baskets/{basket_id}/lines/{line_id}", allow=FLOOR)
def remove_line(house: House, basket_id: str, line_id: str) -> BasketView:
    """Take it out again."""
    house.ask(ChangeLine(basket_id, line_id, quantity=0))
    return house.selling.queries.basket(basket_id)


@RESOURCE.put("/baskets/{basket_id}/scanner", allow=FLOOR)
def link_scanner(house: House, who: SignedIn, basket_id: str, body: Scanner) -> None:
    """What a scanner or a tray reads goes into this basket, until ten minutes pass unused."""
    target = basket_id if body.linked else None
    house.ask(LinkScanner(body.device_id, target, by_id=who.id))


@RESOURCE.post("/baskets/{basket_id}/lock", allow=FLOOR)
def lock_basket(house: House, basket_id: str, body: inputs.Lock) -> BasketView:
    """Fix prices and tax, hold the pieces, and make the bill. Twice is once."""
    till.lock(house, basket_id, body)
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/baskets/{basket_id}/unlock", allow=FLOOR)
def unlock_basket(house: House, basket_id: str) -> BasketView:
    """Back to choosing; only while nobody has begun to pay."""
    house.ask(UnlockBasket(basket_id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/baskets/{basket_id}/split", allow=FLOOR)
def split_bill(house: House, basket_id: str, body: inputs.Split) -> till.BillSplit:
    """Share the bill among two to twelve: equally, by amount, by percentage or by article.

    Each payer has a link. All are charged once every share is authorised, or nobody is.
    """
    return till.split(house, basket_id, body)


@RESOURCE.post("/baskets/{basket_id}/pay", allow=FLOOR)
def pay_basket(house: House, who: SignedIn, basket_id: str, body: inputs.Pay) -> BasketView:
    """Begin to pay, on the provider's page or at a reader; begun twice, it goes on.

    The share's `page` is where its payer goes. It is there a moment later: read the basket again,
    or hear of it on the socket.
    """
    till.pay(house, basket_id, body, None, f"{house.settings.url}/pay", who.id)
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/baskets/{basket_id}/top-up", allow=FLOOR)
def top_up(house: House, basket_id: str, body: inputs.TopUpInput) -> till.ShareLink:
    """Somebody pays part of a share that was declined."""
    return till.top_up(house, basket_id, body)


@RESOURCE.post("/baskets/{basket_id}/shares/{share_id}/link", allow=FLOOR)
def renew_share_link(house: House, basket_id: str, share_id: str) -> till.ShareLink:
    """A new link for the payer of a share; the one before is void."""
    return till.share_link(house, basket_id, share_id)


@RESOURCE.post("/baskets/{basket_id}/refunds", allow=MANAGER)
def refund_basket(
    house: House, who: SignedIn, basket_id: str, body: inputs.RefundInput
) -> BasketView:
    """Give money back to where it came from: an amount, or what came back of the pieces, or all.

    Never more than was captured, several at the same time neither.
    """
    amount, reason = None, inputs.no_card(body.reason, "reason")
    if body.amount is not None:
        currency = house.selling.queries.basket(basket_id).currency
        amount = inputs.money(body.amount, currency)
    house.ask(RefundBasket(basket_id, amount, body.lines, reason, by_id=who.id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/baskets/{basket_id}/resolve", allow=MANAGER)
def resolve_basket(house: House, who: SignedIn, basket_id: str) -> BasketView:
    """Somebody has looked at a bill that does not agree, and all that was charged went back."""
    house.ask(ResolveConflict(basket_id, by_id=who.id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.put("/baskets/{basket_id}/delivery", allow=FLOOR)
def choose_delivery(house: House, basket_id: str, body: inputs.DeliveryInput) -> BasketView:
    """It is taken to an address, within the hour that was chosen."""
    house.ask(ChooseDelivery(inputs.delivery(basket_id, body)))
    return house.selling.queries.basket(basket_id)


@RESOURCE.delete("/baskets/{basket_id}/delivery", allow=FLOOR)
def cancel_delivery(house: House, basket_id: str) -> BasketView:
    """It is carried after all."""
    house.ask(CancelDelivery(basket_id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/baskets/{basket_id}/exit-pass", allow=FLOOR)
def issue_exit_pass(house: House, basket_id: str) -> till.Leave:
    """The code that is shown at the door: once, within half an hour."""
    return till.exit_pass(house, basket_id)


@RESOURCE.put("/baskets/{basket_id}/farewell/{step}", allow=FLOOR)
def say_farewell(house: House, who: SignedIn, basket_id: str, step: Farewell) -> BasketView:
    """A step of the closing ceremony was done. Whoever said so first did it."""
    house.ask(SayFarewell(basket_id, step, by_id=who.associate_id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.delete("/baskets/{basket_id}/farewell/{step}", allow=FLOOR)
def take_farewell_back(house: House, who: SignedIn, basket_id: str, step: Farewell) -> BasketView:
    """It was not done after all."""
    house.ask(SayFarewell(basket_id, step, by_id=who.associate_id, done=False))
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/baskets/{basket_id}/abandon", allow=FLOOR)
def abandon_basket(house: House, who: SignedIn, basket_id: str) -> BasketView:
    """Nobody wants it any more."""
    house.ask(AbandonBasket(basket_id, by_id=who.id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/baskets/{basket_id}/close", allow=FLOOR)
def close_basket(house: House, who: SignedIn, basket_id: str, body: Closed) -> BasketView:
    """The courier has it, or all is done."""
    house.ask(CloseBasket(basket_id, body.released, by_id=who.id))
    return house.selling.queries.basket(basket_id)
