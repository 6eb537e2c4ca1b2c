"""The till's drawer as it should be, and as it was counted."""

from __future__ import annotations

from collections.abc import Sequence

from payments.cash import CashMove, Coins, held
from payments.money import Money, total
from store_server.payment_views import DrawerCountView, DrawerView
from store_server.storage.reads.selling import money


def drawer_view(moves: Sequence[CashMove], code: str, language: str) -> DrawerView:
    """`moves` since the drawer was begun, that one first."""

    def coins(*kinds: Coins) -> Money:
        return total((one.coins for one in moves if one.what in kinds), code)

    begun = next((one for one in moves if one.what is Coins.FLOAT), None)
    return DrawerView(
        begun_with=money(coins(Coins.FLOAT), language),
        begun_at=None if begun is None else begun.at,
        begun_by_id=None if begun is None else begun.by_id,
        taken=money(coins(Coins.TAKEN), language),
        given_back=money(coins(Coins.RETURNED, Coins.REFUNDED), language),
        expected=money(held(moves, code), language),
        counts=tuple(_count(one, language) for one in moves if one.what is Coins.COUNTED),
    )


def _count(one: CashMove, language: str) -> DrawerCountView:
    return DrawerCountView(
        one.at,
        one.by_id,
        expected=money(one.due, language),
        counted=money(one.coins, language),
        difference=money(one.difference, language),
    )
