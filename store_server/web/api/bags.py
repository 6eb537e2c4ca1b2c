"""A basket on its client's own phone: known by its link, and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from flask import Request
from msgspec import Meta, Struct

from store_server.payment_messages import (
    AmendBasket,
    CancelDelivery,
    ChangeLine,
    ChooseDelivery,
    NoteLinkOpened,
    OpenBasket,
    UnlockBasket,
)
from store_server.payment_views import ArticleView, BasketView
from store_server.web import tokens
from store_server.web.api import selling_inputs as inputs
from store_server.web.api import till
from store_server.web.api.inputs import Language
from store_server.web.callers import ANYONE
from store_server.web.calls import CallView
from store_server.web.house import House
from store_server.web.operations import Reply, Resource

RESOURCE = Resource(
    "Bags",
    "For the client, and for each payer of a bill that is shared: whoever has the link. A "
    "payer's link sees the basket and pays; only the basket's own changes it.",
)

Token = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{20,64}$")]


class BagSearch(Struct, forbid_unknown_fields=True):
    q: Annotated[str, Meta(max_length=100)] = ""
    limit: Annotated[int, Meta(ge=1, le=50)] = 20
    language: Language | None = None


@RESOURCE.post("/bags", allow=ANYONE, status=201)
def open_bag(house: House, request: Request, body: inputs.NewBag) -> Reply[till.BasketLink]:
    """Begin a basket of one's own, in the boutique."""
    address = house.gate.address(request)
    house.strangers_bags.check(address)
    house.strangers_bags.note(address)
    token = tokens.new_token()
    basket_id: str = house.ask(
        OpenBasket(
            currency=body.currency or house.settings.payments.currency,
            token_hash=tokens.fingerprint(token),
            language=body.language,
        )
    )
    view = house.selling.queries.basket(basket_id)
    return Reply(till.BasketLink(view, token, till.link(house, token)))


@RESOURCE.get("/bags/{token}", allow=ANYONE)
def read_bag(house: House, token: Token) -> BasketView:
    """The basket of this link."""
    holder = house.selling.holder(token)
    view = house.selling.seen_by(holder)
    if holder.owner and not view.link_opened:
        house.ask(NoteLinkOpened(holder.basket_id))
    return view


@RESOURCE.patch("/bags/{token}", allow=ANYONE)
def amend_bag(house: House, token: Token, body: inputs.BagChanges) -> BasketView:
    """In which language, and whether there is a receipt without prices."""
    basket_id = house.selling.owner(token)
    fields = till.changes(body, ("language", "gift_receipt"))
    if fields:
        house.ask(AmendBasket(basket_id, fields))
    return house.selling.queries.basket(basket_id)


@RESOURCE.get("/bags/{token}/articles", allow=ANYONE)
def find_articles_for_bag(house: House, token: Token, query: BagSearch) -> Sequence[ArticleView]:
    """Find an article by its name or number, with prices as a language writes them."""
    house.selling.owner(token)
    return house.selling.queries.articles(query.q, query.limit, query.language or "")


@RESOURCE.post("/bags/{token}/lines", allow=ANYONE)
def add_line_to_bag(house: House, token: Token, body: inputs.NewLine) -> BasketView:
    """Put an article in, by its number or by a code as it was scanned."""
    basket_id = house.selling.owner(token)
    till.add_line(house, basket_id, body, None)
    return house.selling.queries.basket(basket_id)


@RESOURCE.patch("/bags/{token}/lines/{line_id}", allow=ANYONE)
def change_line_of_bag(
    house: House, token: Token, line_id: str, body: inputs.LineChanges
) -> BasketView:
    """How many, a present or not, and yes to what was proposed."""
    basket_id = house.selling.owner(token)
    till.change_line(house, basket_id, line_id, body)
    return house.selling.queries.basket(basket_id)


@RESOURCE.delete("/bags/{token}/lines/{line_id}", allow=ANYONE)
def remove_line_of_bag(house: House, token: Token, line_id: str) -> BasketView:
    """Take it out again."""
    basket_id = house.selling.owner(token)
    house.ask(ChangeLine(basket_id, line_id, quantity=0))
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/bags/{token}/lock", allow=ANYONE)
def lock_bag(house: House, token: Token) -> BasketView:
    """Prices are fixed and the pieces are held, for ten minutes."""
    basket_id = house.selling.owner(token)
    till.lock(house, basket_id, inputs.Lock())
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/bags/{token}/unlock", allow=ANYONE)
def unlock_bag(house: House, token: Token) -> BasketView:
    """Back to choosing; only while nobody has begun to pay."""
    basket_id = house.selling.owner(token)
    house.ask(UnlockBasket(basket_id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/bags/{token}/split", allow=ANYONE)
def split_bag(house: House, token: Token, body: inputs.Split) -> till.BillSplit:
    """Share the bill among two to twelve; a link for each."""
    return till.split(house, house.selling.owner(token), body)


@RESOURCE.post("/bags/{token}/pay", allow=ANYONE)
def pay_bag(house: House, token: Token, body: inputs.Pay) -> BasketView:
    """Begin to pay one's share, or another's, or all of it; begun twice, it goes on.

    The share's `page` is where the payer goes. It is there a moment later: read the bag again, or
    hear of it on the socket.
    """
    holder = house.selling.holder(token)
    back_to = till.link(house, token)
    till.pay(house, holder.basket_id, body, holder.share_id, back_to)
    return house.selling.seen_by(holder)


@RESOURCE.post("/bags/{token}/top-up", allow=ANYONE)
def top_up_bag(house: House, token: Token, body: inputs.TopUpInput) -> till.ShareLink:
    """Pay part of a share that was declined; the link pays that part."""
    return till.top_up(house, house.selling.holder(token).basket_id, body)


@RESOURCE.post("/bags/{token}/shares/{share_id}/link", allow=ANYONE)
def renew_share_link_of_bag(house: House, token: Token, share_id: str) -> till.ShareLink:
    """A new link for the payer of a share; the one before is void."""
    return till.share_link(house, house.selling.owner(token), share_id)


@RESOURCE.post("/bags/{token}/help", allow=ANYONE)
def call_colleague_to_bag(house: House, token: Token) -> CallView:
    """Ask for a colleague; the bag's number says whose. Asked again, it is the same call."""
    view = house.selling.queries.basket(house.selling.holder(token).basket_id)
    return house.calls.call(f"bag:{view.id}", f"№ {view.number}")


@RESOURCE.put("/bags/{token}/delivery", allow=ANYONE)
def choose_delivery_of_bag(house: House, token: Token, body: inputs.DeliveryInput) -> BasketView:
    """Have it taken home, within the hour that was chosen."""
    basket_id = house.selling.owner(token)
    house.ask(ChooseDelivery(inputs.delivery(basket_id, body)))
    return house.selling.queries.basket(basket_id)


@RESOURCE.delete("/bags/{token}/delivery", allow=ANYONE)
def cancel_delivery_of_bag(house: House, token: Token) -> BasketView:
    """Carry it after all."""
    basket_id = house.selling.owner(token)
    house.ask(CancelDelivery(basket_id))
    return house.selling.queries.basket(basket_id)


@RESOURCE.post("/bags/{token}/exit-pass", allow=ANYONE)
def issue_exit_pass_for_bag(house: House, token: Token) -> till.Leave:
    """The code that is shown at the door: once, within half an hour."""
    return till.exit_pass(house, house.selling.owner(token))
