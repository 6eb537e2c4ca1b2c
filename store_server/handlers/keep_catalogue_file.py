"""A catalogue's file, looked through before anything of it is written."""

from __future__ import annotations

from collections.abc import Sequence

from payments.article import Article, ArticleKind
from payments.catalogue_file import ReadLine
from store_server.payment_views import ImportLineView
from store_server.ports import UnitOfWork


def look_through(uow: UnitOfWork, lines: Sequence[ReadLine]) -> list[ImportLineView]:
    """What each line would do. Reads only."""
    codes = {rate.code for rate in uow.articles.rates()}
    gtins: dict[str, int] = {}
    return [_look(uow, one, codes, gtins) for one in lines]


def _look(
    uow: UnitOfWork, line: ReadLine, codes: set[str], gtins: dict[str, int]
) -> ImportLineView:
    if line.article is None:
        return ImportLineView(line.line, line.sku, "refused", line.column, line.problem)
    article = line.article
    known = uow.articles.by_sku(article.sku)
    column, problem = _wrong(uow, line, article, known, codes, gtins)
    if problem:
        return ImportLineView(line.line, line.sku, "refused", column, problem)
    if known is None:
        return ImportLineView(line.line, line.sku, "adds")
    same = _same(article, known) and not _new_serials(uow, line, known)
    return ImportLineView(line.line, line.sku, "nothing" if same else "changes")


def _wrong(
    uow: UnitOfWork,
    line: ReadLine,
    article: Article,
    known: Article | None,
    codes: set[str],
    gtins: dict[str, int],
) -> tuple[str, str]:
    """The column and what is wrong with it; two empty texts where nothing is."""
    if article.vat not in codes:
        return "vat", f"there is no rate {article.vat!r}"
    if article.kind is ArticleKind.UNIQUE and article.stock > 1:
        return "stock", "there is only one of what is unique"
    if line.serials and article.kind is not ArticleKind.SERIAL:
        return "serials", "only an article of the kind serial has numbered pieces"
    if known is not None and article.kind is not ArticleKind.SERIAL and article.stock < known.held:
        return "stock", "more than that is held for clients who are paying"
    if article.gtin:
        other = uow.articles.by_gtin(article.gtin)
        if other is not None and other.sku != article.sku:
            return "gtin", f"it is the number of {other.sku} already"
        if article.gtin in gtins:
            return "gtin", f"line {gtins[article.gtin]} has the same"
        gtins[article.gtin] = line.line
    return "", ""


def _same(article: Article, known: Article) -> bool:
    def told(one: Article) -> tuple[object, ...]:
        prices = sorted((price.code, price.units) for price in one.prices)
        stock = 0 if one.kind is ArticleKind.SERIAL else one.stock
        options = dict(one.options)
        return (one.name, one.vat, one.kind, one.gtin, one.model, options, prices, stock)

    return told(article) == told(known) and known.active


def _new_serials(uow: UnitOfWork, line: ReadLine, known: Article) -> bool:
    return any(uow.articles.piece_by_serial(known.id, serial) is None for serial in line.serials)
