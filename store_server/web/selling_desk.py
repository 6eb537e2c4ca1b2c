"""Selling and paying as the doors see them: what is read, whose pass is believed, who is paid."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from payments.providers.port import Provider
from store_server.domain.typed_code import TypedCodes
from store_server.payment_ports import PaymentQueries
from store_server.payment_views import BasketView, DeliveryView
from store_server.ports import NotFoundError
from store_server.web import tokens


@dataclass(frozen=True, slots=True)
class Holder:
    """Who came by a link: the basket's own, or that of one of its payers."""

    basket_id: str
    share_id: str | None

    @property
    def owner(self) -> bool:
        return self.share_id is None


@dataclass(frozen=True, slots=True)
class SellingDesk:
    queries: PaymentQueries
    exit_key: bytes
    exit_codes: TypedCodes
    boutique: str
    provider: Provider | None = None

    def holder(self, token: str) -> Holder:
        """Raises `NotFoundError`: a link that was renewed is nobody's."""
        hashed = tokens.fingerprint(token)
        basket_id = self.queries.basket_of_token(hashed)
        if basket_id is None:
            raise NotFoundError("this link is not valid, or not any more")
        return Holder(basket_id, self.queries.share_of_token(hashed))

    def owner(self, token: str) -> str:
        """The basket of its own link; a payer's link chooses nothing. Raises `NotFoundError`."""
        holder = self.holder(token)
        if not holder.owner:
            raise NotFoundError("this link pays a share; the basket is another's")
        return holder.basket_id

    def seen_by(self, holder: Holder) -> BasketView:
        """Where it is delivered to is not for everybody who pays a share of it."""
        view = self.queries.basket(holder.basket_id)
        if holder.share_id is None:
            return view
        hidden = None if view.delivery is None else _nameless(view.delivery)
        return replace(view, delivery=hidden, own_share_id=holder.share_id)


def _nameless(delivery: DeliveryView) -> DeliveryView:
    return replace(delivery, name="", address="", phone="", note="")
