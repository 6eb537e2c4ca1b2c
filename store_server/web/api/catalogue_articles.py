"""The catalogue: articles, their pieces, prices and rates; by hand, by program and by file."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

from msgspec import Meta, Struct

from payments.article import Article, VatRate
from payments.catalogue_file import FileError, read
from store_server.payment_messages import ImportArticles, SaveArticle, SaveVatRate
from store_server.payment_views import ArticleView, ImportLineView, ImportView, VatRateView
from store_server.web.api.inputs import Language
from store_server.web.api.selling_inputs import ArticleInput, RateInput, Sku, money
from store_server.web.body import File
from store_server.web.callers import FLOOR, HOUSE, SYSTEMS, Program, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import InvalidInputError

RESOURCE = Resource("Catalogue", "What this boutique sells: articles, pieces, prices, VAT rates.")

TOLD_AT_MOST = 500  # lines of a file's preview, those that are refused first

Csv = Annotated[bytes, File(media=("text/csv",), largest_bytes=5 * 1024 * 1024)]


class ArticleSearch(Struct, forbid_unknown_fields=True):
    q: Annotated[str, Meta(max_length=100, description="Name, number, model or GTIN")] = ""
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    language: Language | None = None


class Apply(Struct, forbid_unknown_fields=True):
    apply: bool = False


@RESOURCE.get("/articles", allow=FLOOR | HOUSE | SYSTEMS)
def find_articles(house: House, query: ArticleSearch) -> Sequence[ArticleView]:
    """Find articles that are sold, with prices as a language writes them."""
    return house.selling.queries.articles(query.q, query.limit, query.language or "")


@RESOURCE.get("/articles/{article_id}", allow=FLOOR | HOUSE | SYSTEMS)
def read_article(house: House, article_id: str) -> ArticleView:
    """An article, with the pieces that could be sold now."""
    return house.selling.queries.article(article_id)


@RESOURCE.put("/articles/{sku}", allow=HOUSE | SYSTEMS)
def save_article(
    house: House, who: SignedIn | Program, sku: Sku, body: ArticleInput
) -> ArticleView:
    """Add an article, or write over the one of this number. The same twice changes nothing."""
    article = Article(
        id="",
        sku=sku,
        name=body.name.strip(),
        vat=body.vat,
        kind=body.kind,
        gtin=body.gtin,
        model=body.model,
        options=body.options,
        prices=tuple(money(one.amount, one.currency, "prices") for one in body.prices),
        stock=body.stock,
        active=body.active,
    )
    article_id: str = house.ask(SaveArticle(article, body.serials, by_id=who.id))
    return house.selling.queries.article(article_id)


@RESOURCE.post("/articles/import", allow=HOUSE | SYSTEMS)
def import_articles(house: House, who: SignedIn | Program, query: Apply, body: Csv) -> ImportView:
    """Look through a CSV file, and with `apply` bring it in: all of it, or nothing.

    Columns: sku, name, vat, and if you like gtin, kind, model, stock, serials, one `price EUR` a
    currency and one `option colour` an option. Errors are told by line and column. The same file
    brought in twice changes nothing the second time.
    """
    try:
        lines = tuple(read(body))
    except FileError as error:
        raise InvalidInputError(str(error), field=error.column) from error
    looked: list[ImportLineView] = house.ask(ImportArticles(lines, query.apply, by_id=who.id))
    looked.sort(key=lambda one: one.does != "refused")
    refused = sum(one.does == "refused" for one in looked)
    return ImportView(
        adds=sum(one.does == "adds" for one in looked),
        changes=sum(one.does == "changes" for one in looked),
        refused=refused,
        done=query.apply and not refused,
        lines=tuple(looked[:TOLD_AT_MOST]),
    )


@RESOURCE.get("/vat-rates", allow=FLOOR | HOUSE | SYSTEMS)
def list_vat_rates(house: House) -> Sequence[VatRateView]:
    """Each rate holds from its day on, until the next one of the same code."""
    return house.selling.queries.vat_rates()


@RESOURCE.put("/vat-rates", allow=HOUSE | SYSTEMS)
def save_vat_rate(house: House, who: SignedIn | Program, body: RateInput) -> Sequence[VatRateView]:
    """Write a rate, in force from a day on."""
    rate = VatRate(body.code, body.valid_from, Fraction(body.rate))
    house.ask(SaveVatRate(rate, by_id=who.id))
    return house.selling.queries.vat_rates()
