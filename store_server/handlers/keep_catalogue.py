"""The catalogue is written: by hand, by the brand's systems, by a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from payments.article import Article, ArticleError, ArticleKind, gtin_of
from store_server.clock import new_id
from store_server.handlers.desk import Desk, Work
from store_server.handlers.keep_catalogue_file import look_through
from store_server.payment_messages import ImportArticles, SaveArticle, SaveVatRate
from store_server.payment_views import ImportLineView
from store_server.ports import ConflictError


@dataclass(frozen=True, slots=True)
class KeepCatalogue:
    desk: Desk

    def save(self, command: SaveArticle) -> str:
        with self.desk.work() as work:
            article_id = self._save(work, command)
            work.record("ArticleSaved", article=article_id, by=command.by_id)
            work.audit(command.by_id, "article.saved", article_id)
        return article_id

    def bring_in(self, command: ImportArticles) -> list[ImportLineView]:
        """One line that is refused leaves all of them as they were."""
        with self.desk.work() as work:
            looked = look_through(work.uow, command.lines)
            wrong = any(one.does == "refused" for one in looked)
            if command.apply and not wrong:
                for line, view in zip(command.lines, looked, strict=True):
                    if line.article is not None and view.does != "nothing":
                        self._save(work, SaveArticle(line.article, line.serials))
                work.record("ArticlesImported", lines=len(looked), by=command.by_id)
                work.audit(command.by_id, "catalogue.imported", "")
        return looked

    def save_rate(self, command: SaveVatRate) -> None:
        rate = command.rate
        if not 0 <= rate.rate < 100:
            raise ArticleError("rate", "a rate is from 0 to less than 100 per cent")
        with self.desk.work() as work:
            work.uow.articles.save_rate(rate)
            work.record(
                "VatRateSaved", code=rate.code, valid_from=str(rate.valid_from), by=command.by_id
            )
            work.audit(command.by_id, "rate.saved", rate.code)

    def _save(self, work: Work, command: SaveArticle) -> str:
        articles = work.uow.articles
        known = articles.by_sku(command.article.sku)
        article = replace(
            command.article,
            id=known.id if known else new_id(),
            gtin=gtin_of(command.article.gtin),
            stock=_stock(command.article, known),
        )
        _check(article, command.serials)
        if not any(rate.code == article.vat for rate in articles.rates()):
            raise ArticleError("vat", f"there is no rate {article.vat!r}")
        articles.save(article, work.at)
        added = articles.add_pieces(article.id, command.serials)
        if added:
            articles.take_back(article.id, added)
        return article.id


def _stock(article: Article, known: Article | None) -> int:
    """What has numbers is counted by its pieces, whatever else is said."""
    if article.kind is ArticleKind.SERIAL:
        return known.stock if known else 0
    return article.stock


def _check(article: Article, serials: tuple[str, ...]) -> None:
    if not article.sku or not article.name:
        raise ArticleError("sku" if not article.sku else "name", "is missing")
    if article.stock < 0:
        raise ArticleError("stock", "is not less than nothing")
    if article.kind is ArticleKind.UNIQUE and article.stock > 1:
        raise ArticleError("stock", "there is only one of what is unique")
    if serials and article.kind is not ArticleKind.SERIAL:
        raise ArticleError("serials", "only an article of the kind serial has numbered pieces")
    for price in article.prices:
        if price.units <= 0 or not price.chargeable:
            raise ConflictError(f"prices: {price.plain()} {price.code} cannot be charged")
