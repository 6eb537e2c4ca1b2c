"""Finds clients by what somebody half remembers: spelling, accents and order are forgiven."""

from __future__ import annotations

import heapq
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from sqlalchemy import Connection, Row, select

from store_server.domain.client import Client
from store_server.domain.visit import Whereabouts
from store_server.storage.counters import last_number
from store_server.storage.reads.cards import monogram
from store_server.storage.reads.spelling import digits, sound, words
from store_server.storage.reads.visits import ZONE_NAME, with_zone_name
from store_server.storage.repositories.clients import CLIENTS_REVISION
from store_server.storage.tables import (
    ClientRow,
    ErasureRow,
    IdentityKind,
    IdentityRow,
    VisitRow,
)
from store_server.views import ClientFound

LONGEST_QUERY = 100
FEWEST_DIGITS = 3  # of a telephone number
ALIKE = 0.86  # Jaro-Winkler similarity from which two words may be one name
EXACT, BEGINS, WITHIN = 1.0, 0.97, 0.9
SOUNDS_ALIKE = 0.94
SHORTEST_WITHIN = 3
SHORTEST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    name: tuple[str, ...]  # sort key
    words: frozenset[str]
    phone: str
    email: str


class ClientIndex:
    """Names, numbers and addresses in memory, brought up to date before each search.

    Every change of a client raises the counter `CLIENTS_REVISION` in its own transaction, so only
    what changed is read again, whichever process changed it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = 0
        self._erased = 0
        self._entries: dict[str, _Entry] = {}
        self._holders: dict[str, set[str]] = defaultdict(set)  # who has a word in their name
        self._sounds: dict[str, str] = {}

    def find(self, connection: Connection, text: str, limit: int) -> Sequence[str]:
        """Client ids, the likeliest first."""
        text = text.strip()[:LONGEST_QUERY]
        with self._lock:
            self._refresh(connection)
            if not text:
                return self._first_by_name(self._entries, limit)
            return self._best(self._scores(text), limit)

    def _refresh(self, connection: Connection) -> None:
        newest = last_number(connection, CLIENTS_REVISION)
        if newest == self._revision:
            return
        seen = self._revision if newest > self._revision else 0  # smaller: another database
        rows = connection.execute(
            select(
                ClientRow.id,
                ClientRow.given_name,
                ClientRow.family_name,
                ClientRow.phone,
                ClientRow.email,
                ClientRow.merged_into_id,
            ).where(ClientRow.revision > seen)
        )
        for row in rows:
            self._forget(row.id)
            if row.merged_into_id is None:
                self._learn(row)
        gone = select(ErasureRow.position, ErasureRow.person_id).order_by(ErasureRow.position)
        for erased in connection.execute(gone.where(ErasureRow.position > self._erased)):
            self._forget(erased.person_id)
            self._erased = erased.position
        self._revision = newest

    def _learn(self, row: Row[*tuple[Any, ...]]) -> None:
        given, family = words(row.given_name), words(row.family_name)
        joined = ("".join(given), "".join(family))  # "Jean-Luc" is also looked for as jeanluc
        entry = _Entry(
            name=(*family, *given),
            words=frozenset((*given, *family, *(word for word in joined if word))),
            phone=digits(row.phone),
            email=row.email.casefold(),
        )
        self._entries[row.id] = entry
        for word in entry.words:
            self._holders[word].add(row.id)
            self._sounds.setdefault(word, sound(word))

    def _forget(self, client_id: str) -> None:
        entry = self._entries.pop(client_id, None)
        for word in entry.words if entry else ():
            self._holders[word].discard(client_id)
            if not self._holders[word]:
                del self._holders[word], self._sounds[word]

    def _scores(self, text: str) -> dict[str, float]:
        if "@" in text:
            address = text.casefold()
            return {key: EXACT for key, one in self._entries.items() if address in one.email}
        number = digits(text)
        if len(number) >= FEWEST_DIGITS and not any(letter.isalpha() for letter in text):
            return {
                key: EXACT if one.phone.endswith(number) else WITHIN
                for key, one in self._entries.items()
                if number in one.phone
            }
        return self._by_words(words(text))

    def _by_words(self, asked: Sequence[str]) -> dict[str, float]:
        """Every word that was asked for must be in the name, in some likeness."""
        total: dict[str, float] | None = None
        for word in asked:
            best: dict[str, float] = {}
            for known, score in self._alike(word).items():
                for client_id in self._holders[known]:
                    best[client_id] = max(best.get(client_id, 0.0), score)
            if total is None:
                total = best
            else:
                total = {key: total[key] + score for key, score in best.items() if key in total}
        return total or {}

    def _alike(self, word: str) -> dict[str, float]:
        """The known words that this one may be, and how likely."""
        found: dict[str, float] = {}
        heard = sound(word)
        for known, known_sound in self._sounds.items():
            if known == word:
                found[known] = EXACT
            elif known.startswith(word):
                found[known] = BEGINS
            elif len(word) >= SHORTEST_ALIKE and known_sound == heard:
                found[known] = SOUNDS_ALIKE
            elif len(word) >= SHORTEST_WITHIN and word in known:
                found[known] = WITHIN
        if len(word) >= SHORTEST_ALIKE:
            self._add_misspelt(word, heard, found)
        return found

    def _add_misspelt(self, word: str, heard: str, found: dict[str, float]) -> None:
        known = list(self._sounds)
        for asked, choices in ((word, known), (heard, list(self._sounds.values()))):
            near = process.extract(
                asked, choices, scorer=JaroWinkler.similarity, score_cutoff=ALIKE, limit=None
            )
            for _, likeness, place in near:
                score = likeness * WITHIN
                found[known[place]] = max(found.get(known[place], 0.0), score)

    def _best(self, scores: dict[str, float], limit: int) -> Sequence[str]:
        return heapq.nsmallest(
            limit, scores, key=lambda key: (-scores[key], self._entries[key].name, key)
        )

    def _first_by_name(self, keys: Iterable[str], limit: int) -> Sequence[str]:
        return heapq.nsmallest(limit, keys, key=lambda key: (self._entries[key].name, key))


def client_with_pass(connection: Connection, code: str) -> str | None:
    """Exactly this code, whatever its case."""
    codes = {code, code.upper(), code.lower()}
    query = select(IdentityRow.client_id).where(
        IdentityRow.kind == IdentityKind.PASS, IdentityRow.key.in_(codes)
    )
    return connection.execute(query).scalar()


def found(connection: Connection, client_ids: Sequence[str]) -> Sequence[ClientFound]:
    """The lines of a search, in the order of `client_ids`."""
    if not client_ids:
        return []
    query = (
        select(
            ClientRow.id,
            ClientRow.given_name,
            ClientRow.family_name,
            ClientRow.tier,
            ClientRow.language,
            VisitRow.id.label("visit_id"),
            ZONE_NAME.label("zone_name"),
        )
        .outerjoin(
            VisitRow,
            (VisitRow.client_id == ClientRow.id)
            & VisitRow.whereabouts.in_((Whereabouts.HERE, Whereabouts.NOT_KNOWN)),
        )
        .where(ClientRow.id.in_(client_ids))
    )
    rows = {row.id: row for row in connection.execute(with_zone_name(query))}
    return [_line(rows[client_id]) for client_id in client_ids if client_id in rows]


def _line(row: Row[Any]) -> ClientFound:
    return ClientFound(
        id=row.id,
        display_name=Client(row.id, row.given_name, row.family_name).display_name,
        monogram=monogram(row.given_name, row.family_name),
        tier=row.tier,
        language=row.language,
        here=row.visit_id is not None,
        zone_name=row.zone_name,
    )
