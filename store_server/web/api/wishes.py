"""A client's wishes, beside what the boutique has of them: from the sheet into a basket."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from store_server.payment_views import ArticleView
from store_server.web.api.inputs import Language
from store_server.web.callers import FLOOR, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Wishes", "What a client wishes for, and the articles that it may be.")

WORD = re.compile(r"\w{3,}")
ASKED_WORDS = 6
FOUND_A_WORD = 20
SHOWN = 3


class WishView(Struct, frozen=True):
    """`text` is as it was noted; `articles` share most of its words, the nearest first."""

    text: str
    articles: tuple[ArticleView, ...]


class Spoken(Struct, forbid_unknown_fields=True):
    language: Language | None = None


@RESOURCE.get("/clients/{client_id}/wishes", allow=FLOOR)
def list_wishes(house: House, who: SignedIn, client_id: str, query: Spoken) -> Sequence[WishView]:
    """Each wish of a client with what of the catalogue it may be, prices as a language writes."""
    client = house.queries.client(client_id)
    house.audit(who.id, "client.wishes", client_id)
    return [WishView(wish, _near(house, wish, query.language or "")) for wish in client.wishes]


def _near(house: House, wish: str, language: str) -> tuple[ArticleView, ...]:
    """A note is no article number: whoever shares the most words with it stands first."""
    words = sorted(set(WORD.findall(wish)), key=len, reverse=True)[:ASKED_WORDS]
    found: dict[str, ArticleView] = {}
    for word in words:
        for article in house.selling.queries.articles(
            word, FOUND_A_WORD, language, as_written=True
        ):
            found[article.id] = article
    wished = _words(wish)
    shared = {one.id: len(wished & _words(one.name)) for one in found.values()}
    near = [one for one in found.values() if shared[one.id]]
    near.sort(key=lambda one: (-shared[one.id], not one.free, one.name))
    return tuple(near[:SHOWN])


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return set(WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))
