"""The week ahead on the manager's screen: the next seven days, and how wrong the last month was."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from store_server.traffic_ports import CountChange
from tests.browser.boutique import Boutique
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.soiree import ON_A_BUSY_MACHINE_S
from tests.browser.words import fr

DOOR = "door-street"


def test_the_week_ahead_says_how_wrong_it_was(boutique: Boutique, new_screen: NewScreen) -> None:
    """10 an hour and 12 an hour, week by week: the median is 11, and ten hours of a day have 110.
    It is wrong by 1 where "as a week ago" is wrong by 2, and by a little more near a holiday; the
    page says what the server reckoned."""
    boutique.place(DOOR)
    manager = boutique.associate("Hélène Marchand", role="manager", on_shift=False)
    now = datetime.now(UTC).replace(minute=5, second=0, microsecond=0)
    hours = (now - timedelta(hours=hour) for hour in range(1, 11 * 7 * 24))
    changes = [
        CountChange(at, DOOR, "street", None, 12 if at.toordinal() // 7 % 2 else 10, 0)
        for at in hours
    ]
    with boutique.house.storage.store.begin() as uow:
        uow.rollups.count(changes)
        uow.commit()
    boutique.house.storage.traffic_queries.forget()
    desk: Screen = new_screen(boutique, viewport=DESK).sign_in(manager, "/dashboard")
    desk.goto("/dashboard#explore")
    desk.page.get_by_role("link", name=fr("forecast.title")).click()
    ahead = desk.page.locator("accueil-week-ahead")
    expect(ahead.locator(".days > li")).to_have_count(7, timeout=ON_A_BUSY_MACHINE_S * 1000)
    expect(ahead.locator(".days")).to_contain_text("110")
    expect(ahead).to_contain_text(fr("forecast.model"))
    said = desk.page.evaluate("async () => (await fetch('/api/v1/traffic/forecast')).json()")
    assert 1 <= said["error"]["mean_absolute"] < 2
    people = f"{said['error']['mean_absolute']:.1f}".removesuffix(".0").replace(".", ",")
    expect(ahead).to_contain_text(re.compile(rf"fausse de {people}\svisiteur en moyenne"))
    less = round(100 * (1 - said["error"]["relative"]))
    expect(ahead).to_contain_text(re.compile(rf"est {less}\s% de moins"))
