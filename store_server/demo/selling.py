"""What the demo's boutique sells, and the hours in which it delivers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from payments.article import Article, ArticleKind, VatRate
from payments.money import Money
from payments.register import Slot
from store_server.clock import new_id
from store_server.ports import UnitOfWork

DELIVERED_FROM, DELIVERED_UNTIL = 10, 20
ADDRESSES_AN_HOUR = 2
DAYS_AHEAD = 3
IN_FORCE = date(2014, 1, 1)


def _article(
    sku: str,
    name: str,
    euros: str,
    yen: str,
    gtin: str = "",
    stock: int = 8,
    kind: ArticleKind = ArticleKind.PLAIN,
) -> Article:
    prices = (Money.parse(euros, "EUR"), Money.parse(yen, "JPY"))
    return Article(new_id(), sku, name, "standard", kind, gtin, prices=prices, stock=stock)


def catalogue() -> tuple[tuple[Article, tuple[str, ...]], ...]:
    """Each article with the numbers of its pieces."""
    unique, serial = ArticleKind.UNIQUE, ArticleKind.SERIAL
    return (
        (_article("FOUL-01", "Foulard Jardin de nuit", "420.00", "68000", "03596710323845"), ()),
        (_article("GANT-01", "Gants agneau", "310.00", "50000", "04006381333931"), ()),
        (_article("PARF-01", "Eau de parfum Aube", "145.00", "23500", "00614141123452"), ()),
        (_article("SAC-01", "Sac Rivoli", "3900.00", "630000", "03596710323852", 3), ()),
        (
            _article("MONT-01", "Montre Minuit", "8200.00", "1320000", "03596710323869", 3, serial),
            ("MN-0117", "MN-0118", "MN-0119"),
        ),
        (_article("COLL-01", "Collier Aurore", "24500.00", "3950000", "", 1, unique), ()),
    )


def numbers() -> tuple[str, ...]:
    """As they stand on the labels."""
    return tuple(article.sku for article, _serials in catalogue())


def stock_up(uow: UnitOfWork, now: datetime, zone: ZoneInfo) -> None:
    """Articles that are there already stay as they are; so do the hours."""
    uow.articles.save_rate(VatRate("standard", IN_FORCE, Fraction(20)))
    for article, serials in catalogue():
        if uow.articles.by_sku(article.sku) is None:
            uow.articles.save(article, now)
            uow.articles.add_pieces(article.id, serials)
    today = now.astimezone(zone).date()
    for day in range(DAYS_AHEAD):
        for hour in range(DELIVERED_FROM, DELIVERED_UNTIL):
            starts = datetime.combine(today + timedelta(days=day), time(hour), zone)
            uow.slots.save(Slot(new_id(), starts, ADDRESSES_AN_HOUR))
