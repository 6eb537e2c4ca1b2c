"""Whatever is asked, and whoever asks: an answer or a problem, and never a mistake of ours."""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest
from werkzeug.test import TestResponse

from store_server.web.callers import PEOPLE, Who
from store_server.web.operations import Operation
from tests.effort import SEED, tries
from tests.store_server.web import guests, programme, selling
from tests.store_server.web.boutique import API, Boutique, Browser
from tests.store_server.web.drawn_requests import OPERATIONS, Drawn, Known, draw, raw

OF_EACH = tries(2, 25)
SOME = tries(3, 1)  # all operations read their bodies by the same few lines
UNHURRIED_S = 12.0  # between two requests, so that no throttle hides what stands behind it
PAIRING_OPENS_S = 601.0  # wrong codes that were drawn close it for whoever comes next
THEY_CHANGE_WHO_KNOCKS = {"sign_out", "sign_in", "pair_device"}  # a fresh stranger asks these


@pytest.fixture
def boutique(boutique: Boutique) -> Iterator[Boutique]:
    yield boutique
    boutique.bus.stop()


class Crowd:
    """One of each kind of caller. Who was sent away by what another asked for comes again."""

    def __init__(self, boutique: Boutique) -> None:
        self._boutique = boutique
        self._browsers: dict[Who, Browser] = {}
        self._clients = 0
        self.answered: Counter[tuple[Who, int]] = Counter()

    def send(self, who: Who, one: Drawn) -> TestResponse:
        self._boutique.clock.passes(UNHURRIED_S)
        if one.operation.id in THEY_CHANGE_WHO_KNOCKS:
            return _sent(self._boutique.browser(), one)
        if who not in self._browsers:
            self._boutique.clock.passes(PAIRING_OPENS_S)
            self._browsers[who] = self._new(who)
        answer = _sent(self._browsers[who], one)
        self.answered[who, answer.status_code] += 1
        if answer.status_code == 401 and may(who, one.operation):
            del self._browsers[who]
        return answer

    def _new(self, who: Who) -> Browser:
        if who is not Who.CLIENT:
            return self._boutique.who(who)
        self._clients += 1
        return self._boutique.client_phone(self._boutique.client(f"Own {self._clients}"))


def _sent(browser: Browser, one: Drawn) -> TestResponse:
    return browser.client.open(
        API + one.path(),
        method=one.operation.method,
        query_string={name: str(value) for name, value in one.query.items()},
        data=one.raw(),
        content_type=one.content_type if one.body is not None else None,
        headers=browser.headers(),
    )


def may(who: Who, operation: Operation) -> bool:
    phone_too = who in PEOPLE and Who.PHONE in operation.allow
    return phone_too or bool({who, Who.ANYONE} & operation.allow)


def askers(operation: Operation, chance: random.Random) -> list[Who]:
    """What a stranger may ask, a stranger asks."""
    allowed = [who for who in Who if may(who, operation)]
    one = Who.ANYONE if Who.ANYONE in operation.allow else chance.choice(allowed)
    return tries([one], allowed)


def furnish(boutique: Boutique, known: Known) -> None:
    """Something of everything has happened, and what the answers named is known."""
    manager = boutique.person("manager")
    boutique.arrives(boutique.client("Ana", primary_associate_id=boutique.me(manager)))
    programme.answers(manager)
    guests.answers(boutique)
    selling.answers(boutique, manager)
    for operation in OPERATIONS.values():
        if not operation.changes and not operation.names:
            known.learn(operation.path, manager.get(operation.path))


def stumbles(
    crowd: Crowd, asked: Iterable[tuple[Who, Drawn]], learn: Callable[[str, TestResponse], None]
) -> list[str]:
    """What made the house fail, by the operation and what was sent."""
    found = []
    for who, one in asked:
        answer = crowd.send(who, one)
        learn(one.operation.path, answer)
        if answer.status_code >= 500:
            sent = f"{one.operation.method} {one.path()} {one.query} {one.raw()!r:.2000}"
            found.append(f"{who} {one.operation.id}: {answer.status_code} to {sent}")
    return found


@pytest.mark.timeout(tries(600, 1800))
def test_no_request_of_anybody_makes_the_house_stumble(
    boutique: Boutique, caplog: pytest.LogCaptureFixture
) -> None:
    """Each is sent by one who may ask it (at length: by all of them), and by whoever comes by."""
    chance = random.Random(SEED)
    known, crowd = Known(chance), Crowd(boutique)
    furnish(boutique, known)
    boutique.bus.start()  # what waits for it, as a kiosk does for a verdict, is answered
    drawn = draw(OF_EACH, SEED)
    chance.shuffle(drawn)
    asked = (
        (who, known.put_into(one))
        for one in drawn
        for who in (*askers(one.operation, chance), chance.choice(list(Who)))
    )
    assert stumbles(crowd, asked, known.learn) == []
    failed = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert failed == [], "what follows from a request failed, of which its caller does not hear"
    for who in Who:
        good = sum(crowd.answered[who, status] for status in (200, 201, 202, 204))
        assert good > 0, f"{who} was never let in"
    print(f"{crowd.answered.total()} requests, none answered by a 5xx; seed {SEED}")


def test_no_bytes_as_a_body_make_the_house_stumble(boutique: Boutique) -> None:
    asked = (
        (next(who for who in Who if may(who, operation)), one)
        for number, operation in enumerate(OPERATIONS.values())
        for one in raw(operation)[number % SOME :: SOME]
    )
    assert stumbles(Crowd(boutique), asked, lambda _path, _answer: None) == []
