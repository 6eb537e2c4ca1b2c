"""The boutique's traffic on the manager's screen: alive, honest of its gaps, and to take away."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from store_server.domain.device import AlarmKind
from tests.browser.boutique import Boutique, until
from tests.browser.screens import DESK, PHONE, NewScreen, Screen
from tests.browser.words import fr

DOOR = "door-street"
BYTE_ORDER_MARK = "\ufeff"


def counts(
    boutique: Boutique, number: int, people_in: int, people_out: int = 0, **more: str
) -> None:
    said = {"id": f"c-{number}", "line": "street", "in": people_in, "out": people_out, **more}
    topic = f"accueil/v1/{boutique.settings.boutique}/{DOOR}/count"
    boutique.publisher.publish(topic, json.dumps(said).encode())


def inside(desk: Screen) -> Locator:
    return desk.page.locator("accueil-traffic-today .count")


@pytest.fixture
def manager(boutique: Boutique) -> str:
    boutique.place(DOOR)
    return boutique.associate("Hélène Marchand", role="manager", on_shift=False)


@pytest.fixture
def desk(boutique: Boutique, manager: str, new_screen: NewScreen) -> Screen:
    desk: Screen = new_screen(boutique, viewport=DESK).sign_in(manager, "/dashboard")
    expect(inside(desk)).to_be_visible()
    return desk


def test_a_count_published_on_mqtt_moves_the_page(boutique: Boutique, desk: Screen) -> None:
    counts(boutique, 1, 3, 1)
    expect(inside(desk)).to_have_text("2")
    counts(boutique, 2, 4)
    expect(inside(desk)).to_have_text("6")
    desk.page.locator("accueil-chart .plot").focus()
    desk.page.keyboard.press("End")
    expect(desk.page.locator("accueil-chart .read")).to_contain_text(fr("traffic.running"))


def test_a_chart_drawn_wide_follows_the_window_that_becomes_narrow(desk: Screen) -> None:
    expect(desk.page.locator("accueil-chart canvas")).to_be_visible()
    desk.page.set_viewport_size(PHONE)
    desk.page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=3000)
    drawn = desk.page.locator("accueil-chart canvas").bounding_box()
    assert drawn is not None
    assert drawn["width"] < PHONE["width"]


def test_a_charts_letters_are_those_of_the_page_after_every_resize(desk: Screen) -> None:
    """On a desk of 4K all letters are half as large again; they are drawn anew as it narrows."""
    expect(desk.page.locator("accueil-chart canvas")).to_be_visible()
    for viewport, pixels in (({"width": 3840, "height": 2160}, 21), (PHONE, 14), (DESK, 14)):
        desk.page.set_viewport_size(viewport)
        desk.page.wait_for_function(
            """(pixels) => {
              const [chart] = document.querySelector("accueil-dashboard").shadowRoot
                .querySelector("accueil-floor").shadowRoot
                .querySelector("accueil-traffic-today").shadowRoot
                .querySelectorAll("accueil-chart");
              const font = chart.plot?.axes.map((axis) => axis.font[0]);
              return font?.every((one) => one.startsWith(`${pixels * devicePixelRatio}px `));
            }""",
            arg=pixels,
            timeout=5000,
        )


def test_what_was_missed_is_there_after_a_reconnection(boutique: Boutique, desk: Screen) -> None:
    counts(boutique, 1, 1)
    expect(inside(desk)).to_have_text("1")
    desk.network(there=False)
    counts(boutique, 2, 5)
    desk.network(there=True)
    expect(inside(desk)).to_have_text("6", timeout=20_000)


def test_a_silent_counter_is_a_gap_and_no_zero(
    boutique: Boutique, manager: str, new_screen: NewScreen
) -> None:
    counts(boutique, 1, 2)
    until(lambda: boutique.house.storage.queries.counts_of(DOOR).counts, within_s=10)
    with boutique.house.storage.store.begin() as uow:
        uow.device_records.raise_alarm(DOOR, AlarmKind.SILENT, "240", datetime.now(UTC))
        uow.commit()
    desk = new_screen(boutique, viewport=DESK).sign_in(manager, "/dashboard")
    desk.shows(fr("traffic.gap.silent"))


def test_each_hour_of_a_week_is_as_wide_as_the_next_however_little_it_holds(
    boutique: Boutique, desk: Screen
) -> None:
    counts(boutique, 1, 7)
    expect(inside(desk)).to_have_text("7")
    desk.goto("/dashboard#explore")
    week = desk.page.locator("accueil-heat-map")
    expect(week).to_be_visible()
    for day in (1200.4, 100_000.0):
        rows = [[None] * 9 + [0.2, day, None] + [day] * 8 + [0.1, None, None, None]] * 7
        heat = {"unit": "count", "rows": rows}
        week.evaluate("(map, heat) => Object.assign(map, { heat })", heat)
        widths = week.locator("thead th").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().width)"
        )
        assert max(widths) - min(widths) < 1
        over = week.locator("td").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
        )
        assert over == 0


def test_any_measure_is_explored_linked_to_and_taken_away(
    boutique: Boutique, desk: Screen, tmp_path: Path
) -> None:
    counts(boutique, 1, 7)
    expect(inside(desk)).to_have_text("7")
    desk.goto("/dashboard#explore")
    against = desk.page.locator("label", has_text=fr("traffic.against")).locator("select")
    against.select_option("")
    heading = desk.page.get_by_role("heading", name=fr("traffic.measure.people_in"))
    expect(heading).to_be_visible()
    desk.page.reload()
    expect(against).to_have_value("")
    csv, workbook = (taken(desk, fr(f"traffic.{kind}"), tmp_path) for kind in ("csv", "xlsx"))
    lines = csv.read_text(encoding="utf-8")
    assert lines.startswith(BYTE_ORDER_MARK)
    assert ";7" in lines
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(workbook).namelist()


def test_a_manager_sets_alerts_capacities_and_a_count_right(
    boutique: Boutique, desk: Screen
) -> None:
    """Three are inside where two are comfortable; 400 at once cannot be, and were 4."""
    counts(boutique, 1, 3)
    counts(boutique, 2, 400)
    expect(inside(desk)).to_have_text("3")
    desk.goto("/dashboard#counting")
    desk.page.get_by_label(fr("counting.comfort")).fill("2")
    desk.button(fr("common.save")).first.click()
    desk.shows(fr("common.saved"))
    desk.button(fr("alerts.add")).click()
    desk.page.get_by_label(fr("alerts.limit")).fill("2")
    desk.page.locator("accueil-sheet").get_by_role("button", name=fr("common.save")).click()
    desk.shows(fr("alerts.stands"), within_s=15)
    desk.page.locator("accueil-alert-history").get_by_role("button", name=fr("alerts.seen")).click()
    expect(desk.page.locator("accueil-alert-history")).to_contain_text("Hélène Marchand")
    doubts = desk.page.locator("accueil-doubts")
    expect(doubts).to_contain_text(fr("counting.flag.jump"))
    expect(doubts.get_by_role("button", name=fr("counting.accept"))).to_be_visible()
    doubts.get_by_role("button", name=fr("counting.correct")).click()
    doubts.get_by_label(fr("traffic.measure.people_in")).fill("4")
    doubts.get_by_role("button", name=fr("counting.set_right")).click()
    expect(doubts).to_contain_text("Hélène Marchand")
    desk.goto("/dashboard#floor")
    expect(inside(desk)).to_have_text("7")


def test_a_badge_is_given_on_the_teams_page_and_taken_back(
    boutique: Boutique, manager: str, desk: Screen
) -> None:
    boutique.associate("Camille Roy", on_shift=False)
    desk.goto("/dashboard#team")
    row = desk.page.locator("accueil-team li", has_text="Camille Roy")
    row.get_by_role("button", name=fr("badges.give")).click()
    badges = row.locator("accueil-team-badges")
    badges.get_by_label(fr("clients.label")).fill("Porte-clés")
    badges.get_by_label(fr("clients.key")).fill("ibeacon:f7826da6-4fa2-4e98-8024-bc5b71e0893e:1:7")
    badges.get_by_role("button", name=fr("common.save")).click()
    expect(badges).to_contain_text(fr("badges.one", name="Porte-clés"))
    badges.get_by_role("button", name=fr("badges.take_back_of", name="Camille Roy")).click()
    expect(badges).to_have_count(0)


def test_bad_input_waits_on_the_devices_page_for_a_verdict(
    boutique: Boutique, desk: Screen
) -> None:
    """One is inside, and two counts of tomorrow say 5 and 6. All were so, says Hélène: 12."""
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    for number, people in ((1, 5), (2, 6)):
        counts(boutique, number, people, ts=tomorrow)
    counts(boutique, 3, 1)
    expect(inside(desk)).to_have_text("1")
    desk.goto(f"/dashboard#places/{DOOR}")
    doubts = desk.page.locator("accueil-doubts")
    expect(doubts).to_contain_text(fr("counting.flag.ahead"))
    doubts.get_by_role("button", name=fr("counting.accept_all")).click()
    expect(doubts.get_by_text("Hélène Marchand")).to_have_count(2)
    desk.goto("/dashboard#floor")
    expect(inside(desk)).to_have_text("12")


def test_a_phone_has_every_room_within_two_taps(
    boutique: Boutique, manager: str, new_screen: NewScreen
) -> None:
    phone = new_screen(boutique, viewport=PHONE).sign_in(manager, "/dashboard")
    phone.page.get_by_text(fr("nav.more"), exact=True).click()
    phone.page.get_by_role("link", name=fr("rooms.places")).click()
    expect(phone.page.get_by_role("heading", name=fr("floor.zones"))).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_wall_shows_what_happens_and_nothing_to_touch(boutique: Boutique, desk: Screen) -> None:
    desk.goto("/dashboard#wall")
    counts(boutique, 1, 9)
    expect(desk.page.locator("accueil-wall .count")).to_have_text("9")
    assert desk.page.locator("accueil-wall a, accueil-wall button").count() == 0


def taken(desk: Screen, words: str, folder: Path) -> Path:
    with desk.page.expect_download() as download:
        desk.page.get_by_role("link", name=words, exact=True).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file
