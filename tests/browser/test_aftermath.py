"""The morning after: a guest tells us by their link, a host crosses out what is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from events.event import Kind, PrivateEvent
from events.guest import Guest, Standing
from events.programme import Stage
from store_server.admission_messages import Door, ShowPass
from store_server.aftermath_messages import FollowUp
from store_server.clock import new_id
from tests.browser.boutique import Boutique
from tests.browser.screens import DESK, NewScreen, Screen
from tests.browser.test_accessibility import AXE, RUN, SERIOUS
from tests.browser.words import fr, say

LIGHT_BYTES = 100_000
TRANSFERRED = """() => performance.getEntriesByType('navigation')
  .concat(performance.getEntriesByType('resource'))
  .map(entry => [entry.name.split('/').pop(), entry.transferSize])"""


class LastNight:
    """An event that is running, with one guest who came and one who did not."""

    def __init__(self, boutique: Boutique) -> None:
        self.boutique = boutique
        self.host = boutique.associate("Camille Laurent", role="host")
        self.manager = boutique.associate("Hélène Marchand", role="manager", on_shift=False)
        now = datetime.now(UTC).replace(microsecond=0)
        self.event_id = new_id()
        with boutique.house.storage.store.begin() as uow:
            uow.events.add(
                PrivateEvent(
                    id=self.event_id,
                    number=uow.events.next_number(),
                    kind=Kind.COCKTAIL,
                    titles={"fr": "Un soir au jardin"},
                    starts=now - timedelta(hours=1),
                    ends=now + timedelta(hours=1),
                    capacity=40,
                    stage=Stage.RUNNING,
                    host_id=self.host,
                    created_at=now,
                )
            )
            self.noor = self._guest(uow, "Noor")
            self.bea = self._guest(uow, "Béatrice")
            self.link = uow.links.token(self.noor)
            uow.commit()
        admit = ShowPass(
            scan_id="scan-00001",
            gate="door-1",
            door=Door.LIST,
            guest_id=self.noor,
            event_id=self.event_id,
            by_id=self.host,
        )
        answered = boutique.bus.ask(admit)
        assert answered.kept.decision.verdict == "admitted", answered

    def _guest(self, uow: Any, name: str) -> str:
        guest = Guest(
            id=new_id(),
            event_id=self.event_id,
            given_name=name,
            family_name="Al-Sayed",
            language="fr",
            standing=Standing.CONFIRMED,
            email=f"{name[0].lower()}@guest.example",
            phone="+33 6 12 34 56 78",
            created_at=datetime.now(UTC),
        )
        uow.guests.add(guest)
        return guest.id

    def ends(self) -> None:
        with self.boutique.house.storage.store.begin() as uow:
            event = uow.events.get(self.event_id)
            now = datetime.now(UTC).replace(microsecond=0)
            uow.events.save(replace(event, stage=Stage.OVER, ends=now))
            uow.commit()


@pytest.fixture
def night(boutique: Boutique) -> LastNight:
    return LastNight(boutique)


def is_accessible(screen: Screen, where: str) -> None:
    screen.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = screen.page.evaluate(RUN)
    faults = [
        f"{where}: {one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]
    assert not faults, "\n".join(faults)


def test_what_a_guest_tells_by_their_link_stands_in_the_report(
    night: LastNight, new_screen: NewScreen
) -> None:
    hers = new_screen(night.boutique)
    hers.goto(f"/f/{night.link}")
    hers.page.get_by_role("radio").nth(3).check()
    hers.page.get_by_label(fr("invitation.feedback_text")).fill("Une soirée d'exception")
    is_accessible(hers, "feedback")
    hers.button(fr("invitation.feedback_send")).click()
    hers.shows(fr("invitation.feedback_thanks"))
    night.ends()
    desk = new_screen(night.boutique, viewport=DESK).sign_in(
        night.manager, f"/dashboard#events/{night.event_id}/report"
    )
    desk.shows("Une soirée d'exception")
    desk.shows(fr("report.of_five", mean="4"))
    is_accessible(desk, "the report")
    desk.button(fr("report.thank_now")).click()
    desk.shows(fr("report.thanked"))
    hers.button(fr("invitation.feedback_take_back")).click()
    expect(hers.text(fr("invitation.feedback_thanks"))).to_have_count(0)
    desk.page.reload()
    desk.shows(fr("report.no_opinion"))


def test_a_host_crosses_out_what_is_owed_and_puts_it_back(
    night: LastNight, new_screen: NewScreen
) -> None:
    night.ends()
    night.boutique.bus.ask(FollowUp(night.event_id))
    phone = new_screen(night.boutique).sign_in(night.host)
    phone.page.get_by_role("navigation").get_by_text(fr("nav.tasks")).click()
    phone.shows(fr("task.kind.thank"))
    phone.shows(fr("task.kind.missed"))
    call = phone.page.get_by_role("link", name=fr("task.call", guest="Noor Al-Sayed"))
    expect(call).to_have_attribute("href", "tel:+33612345678")
    is_accessible(phone, "follow-ups")
    phone.button(fr("task.done_named", guest="Noor Al-Sayed")).click()
    undo = phone.button(fr("task.undo_named", guest="Noor Al-Sayed"))
    expect(undo).to_be_visible()
    tasks = night.boutique.house.storage.event_queries.aftermath.tasks
    assert [one.guest_id for one in tasks(night.host)] == [night.bea]
    undo.click()
    expect(phone.button(fr("task.done_named", guest="Noor Al-Sayed"))).to_be_visible()
    assert len(tasks(night.host)) == 2


@pytest.mark.parametrize(("locale", "language"), [("fr-FR", "fr"), ("ar-AE", "ar")])
def test_a_guests_page_with_its_stars_is_light(
    night: LastNight, new_screen: NewScreen, locale: str, language: str
) -> None:
    hers = new_screen(night.boutique, locale=locale)
    hers.goto(f"/f/{night.link}")
    hers.shows(say(language, "invitation.feedback"))
    hers.page.wait_for_load_state("networkidle")
    transferred = hers.page.evaluate(TRANSFERRED)
    assert sum(size for _, size in transferred) < LIGHT_BYTES, transferred
