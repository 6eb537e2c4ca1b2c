"""When a client is likely to come again, as the card asks it."""

from __future__ import annotations

from datetime import datetime, timedelta

from store_server.clock import new_id
from store_server.nightly import Nightly
from store_server.settings import Settings
from store_server.storage.tables import PurchaseRow
from tests.store_server.storage.house import HandClock
from tests.store_server.web.boutique import OPENING, Boutique

TODAY = OPENING.date()


def buys(boutique: Boutique, client_id: str, *days_ago: int) -> None:
    rows = [
        {
            "id": new_id(),
            "client_id": client_id,
            "bought_on": TODAY - timedelta(days=days),
            "label": "Foulard",
            "amount_minor": 40_000,
            "currency": "EUR",
            "boutique": "paris-1",
        }
        for days in days_ago
    ]
    with boutique.storage.engine.begin() as connection:
        connection.execute(PurchaseRow.__table__.insert(), rows)


def test_it_is_learnt_at_night_and_said_of_whom_something_is_known(boutique: Boutique) -> None:
    """Thirty clients came every five to eight weeks; one of them two weeks ago, one never."""
    regular = [boutique.client(f"Client {n}") for n in range(30)]
    never = boutique.client("Nobody Yet")
    for n, client_id in enumerate(regular):
        gap = 35 + n % 4 * 7
        buys(boutique, client_id, *(14 + gap * k for k in range(5)))
    buys(boutique, regular[0], 14)  # a second piece on the same day
    manager = boutique.person("manager")
    path = f"/clients/{regular[0]}/next-purchase"
    assert manager.get(path).json["last_on"] is None  # nothing was learnt yet
    settings = boutique.settings
    night = Nightly(boutique.storage.returning.learn, boutique.clock, settings.zone)
    night.look()
    told = manager.get(path).json
    assert (told["purchases"], told["since_days"]) == (5, 14)
    assert 14 < told["usually_days"] < told["latest_days"] < 150
    assert told["still_client"] > 0.8
    assert 40_000 < told["worth_minor"] < 50_000  # the mean of their four repeats is 50,000
    assert manager.get(f"/clients/{never}/next-purchase").json["last_on"] is None
    assert manager.get(f"/clients/{new_id()}/next-purchase").status_code == 404


def test_it_is_learnt_once_a_night() -> None:
    """The night ends at four by the boutique's clock."""
    clock, learnt = HandClock(), list[datetime]()
    night = Nightly(lambda: learnt.append(clock.now()), clock, Settings().zone)
    for hours in (0, 1, 24, 1):
        clock.at += timedelta(hours=hours)
        night.look()
    assert len(learnt) == 2
