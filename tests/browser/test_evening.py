"""An evening at the doors: what the kiosk says to a pass, to a name, and without a network."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import APIResponse, Route, expect

from events.event import Question
from store_server.domain.staff import Role
from tests.browser.boutique import Boutique, until
from tests.browser.camera import shown
from tests.browser.conftest import Seeing
from tests.browser.screens import NewScreen, Screen
from tests.browser.soiree import ON_A_BUSY_MACHINE_S, TITLE, Soiree, kiosk_of
from tests.browser.words import fr

HELD_MS = 1600


@pytest.fixture
def soiree(boutique: Boutique) -> Soiree:
    return Soiree.planned(boutique)


@pytest.fixture
def ines(soiree: Soiree, guests_phone: Screen) -> str:
    """The pass of a guest who comes; the doors are open."""
    granted = soiree.guest_with_pass(guests_phone)
    soiree.opens()
    return granted


@pytest.fixture
def kiosk(boutique: Boutique, soiree: Soiree, new_screen: NewScreen) -> Screen:
    return kiosk_of(boutique, new_screen)


@pytest.fixture
def guests_phone(boutique: Boutique, new_screen: NewScreen) -> Screen:
    phone: Screen = new_screen(boutique)
    return phone


def shows(kiosk: Screen, code: str) -> None:
    kiosk.page.get_by_role("textbox", name=fr("kiosk.code")).fill(code)
    kiosk.button(fr("kiosk.enter")).click()


def types(screen: Screen, letters: str) -> None:
    for letter in letters:
        screen.page.get_by_role("button", name=letter, exact=True).click()


WRITTEN = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap(
    (one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  return all(document).filter((one) => one.matches('input')).map((one) => one.value);
}"""


def colleague_at(kiosk: Screen, name: str) -> None:
    """The gesture, the name, the PIN."""
    kiosk.button(fr("kiosk.team")).click(delay=HELD_MS)
    kiosk.button(name).click()
    kiosk.type_pin()
    kiosk.page.get_by_role("searchbox").wait_for()


def test_the_same_pass_again_is_known_with_its_hour_and_nobody_comes_in_twice(
    soiree: Soiree, ines: str, kiosk: Screen
) -> None:
    shows(kiosk, ines)
    kiosk.shows(fr("kiosk.welcome_name", name="Inès"), ON_A_BUSY_MACHINE_S)
    kiosk.shows(fr("kiosk.type_or_call"), ON_A_BUSY_MACHINE_S)
    kiosk.page.wait_for_timeout(5000)  # the same code within five seconds is the same showing
    shows(kiosk, ines)
    kiosk.shows(fr("kiosk.already_name", name="Inès"), ON_A_BUSY_MACHINE_S)
    assert soiree.inside() == 1


@pytest.mark.parametrize("code", ["WIFI:T:WPA;S:Salon;P:secret;;", "BCD\n002\n1\nSCT", "0" * 190])
def test_whatever_else_is_held_up_is_one_moment_and_is_noted(
    soiree: Soiree, ines: str, kiosk: Screen, code: str
) -> None:
    assert ines != code
    shows(kiosk, code)
    kiosk.shows(fr("kiosk.moment"), ON_A_BUSY_MACHINE_S)
    until(lambda: soiree.showings(), ON_A_BUSY_MACHINE_S)
    assert (soiree.inside(), soiree.showings()[0][0]) == (0, "refused")


def test_companions_are_asked_for_by_number_and_by_name(
    boutique: Boutique, new_screen: NewScreen, guests_phone: Screen
) -> None:
    soiree = Soiree.planned(boutique, plus_ones=1, plus_one_names=True)
    granted = soiree.guest_with_pass(guests_phone, ("Léa",), plus_ones=1)
    soiree.opens()
    kiosk = kiosk_of(boutique, new_screen)
    shows(kiosk, granted)
    kiosk.shows(fr("kiosk.with_you"), ON_A_BUSY_MACHINE_S)
    kiosk.button("+ 1").click()
    kiosk.shows(fr("kiosk.name_wanted"), ON_A_BUSY_MACHINE_S)
    types(kiosk, "Lea")
    kiosk.button(fr("kiosk.go_on")).click()
    kiosk.shows(fr("kiosk.welcome_all"), ON_A_BUSY_MACHINE_S)
    assert soiree.inside() == 2
    kiosk.shows(fr("kiosk.type_or_call"), ON_A_BUSY_MACHINE_S)
    expect(kiosk.text(re.compile("Lea|Inès"))).to_have_count(0)
    assert kiosk.page.evaluate(WRITTEN) == [""]


def test_a_question_of_the_event_is_answered_before_the_door_opens(
    boutique: Boutique, new_screen: NewScreen, guests_phone: Screen
) -> None:
    question = Question("allergies", {"fr": "Une allergie ?"})
    soiree = Soiree.planned(boutique, questions=(question,))
    granted = soiree.guest_with_pass(guests_phone)
    soiree.opens()
    kiosk = kiosk_of(boutique, new_screen)
    shows(kiosk, granted)
    kiosk.shows("Une allergie ?", ON_A_BUSY_MACHINE_S)
    assert soiree.inside() == 0
    types(kiosk, "Noix")
    kiosk.button(fr("kiosk.go_on")).click()
    kiosk.shows(fr("kiosk.welcome_name", name="Inès"), ON_A_BUSY_MACHINE_S)
    assert soiree.inside() == 1


def test_a_kiosk_without_a_network_goes_on_and_tells_it_later(
    soiree: Soiree, ines: str, kiosk: Screen
) -> None:
    kiosk.network(there=False)
    kiosk.shows(fr("kiosk.offline"), ON_A_BUSY_MACHINE_S)
    shows(kiosk, ines)
    kiosk.shows(fr("kiosk.welcome_name", name="Inès"), ON_A_BUSY_MACHINE_S)
    assert soiree.inside() == 0
    kiosk.network(there=True)
    until(lambda: soiree.inside() == 1, ON_A_BUSY_MACHINE_S)
    assert len(soiree.showings()) == 1


def test_a_kiosk_opens_again_without_a_network_and_knows_its_guests(
    ines: str, kiosk: Screen
) -> None:
    kept = "caches.match('/kiosk').then(kept => kept !== undefined)"
    until(lambda: kiosk.page.evaluate(kept), ON_A_BUSY_MACHINE_S)
    kiosk.network(there=False)
    kiosk.page.reload()
    kiosk.shows(TITLE, ON_A_BUSY_MACHINE_S)
    shows(kiosk, ines)
    kiosk.shows(fr("kiosk.welcome_name", name="Inès"), ON_A_BUSY_MACHINE_S)


def test_a_host_finds_a_guest_by_a_misspelt_name_and_takes_it_back(
    boutique: Boutique, soiree: Soiree, new_screen: NewScreen, guests_phone: Screen
) -> None:
    boutique.associate("Camille Laurent", "host")
    soiree.guest_with_pass(guests_phone, given="Aliénor", family="Castelmaure")
    soiree.opens()
    kiosk = kiosk_of(boutique, new_screen)
    colleague_at(kiosk, "Camille Laurent")
    types(kiosk, "Kas")
    kiosk.page.get_by_role("searchbox").fill("alienor castelmor")
    kiosk.button(fr("kiosk.let_in")).click()
    kiosk.shows(fr("kiosk.welcome_name", name="Aliénor"), ON_A_BUSY_MACHINE_S)
    assert soiree.inside() == 1
    kiosk.shows(fr("kiosk.type_or_call"), ON_A_BUSY_MACHINE_S)
    colleague_at(kiosk, "Camille Laurent")
    expect(kiosk.button(fr("kiosk.leave"))).to_have_count(0)
    kiosk.button(fr("kiosk.undo", name="Aliénor")).click()
    until(lambda: soiree.inside() == 0, ON_A_BUSY_MACHINE_S)


def test_only_a_manager_leaves_the_kiosk(boutique: Boutique, kiosk: Screen) -> None:
    boutique.associate("Maud Marchand", Role.MANAGER)
    kiosk.button(fr("kiosk.team")).click()
    expect(kiosk.button("Maud Marchand")).to_have_count(0)
    colleague_at(kiosk, "Maud Marchand")
    kiosk.button(fr("kiosk.leave")).click()
    kiosk.page.wait_for_url(f"{boutique.url}/")


def test_whoever_calls_for_someone_reads_who_comes(
    boutique: Boutique, kiosk: Screen, new_screen: NewScreen
) -> None:
    phone = new_screen(boutique).sign_in(boutique.associate("Camille Laurent"))
    kiosk.button(fr("kiosk.call")).click()
    phone.button(fr("calls.go")).click()
    kiosk.shows(fr("kiosk.host", name="Camille"), ON_A_BUSY_MACHINE_S)
    expect(phone.button(fr("calls.go"))).to_have_count(0)


def test_an_older_answer_does_not_hide_who_calls(
    boutique: Boutique, kiosk: Screen, new_screen: NewScreen
) -> None:
    phone = new_screen(boutique)
    held: list[tuple[Route, APIResponse]] = []
    phone.page.route("**/api/v1/calls", lambda route: held.append((route, route.fetch())))
    with phone.page.expect_request("**/api/v1/calls"):
        phone.sign_in(boutique.associate("Camille Laurent"))
    kiosk.button(fr("kiosk.call")).click()
    expect(phone.button(fr("calls.go"))).to_be_visible()
    for route, nobody_yet in held:
        assert nobody_yet.json() == []
        with phone.page.expect_response("**/api/v1/calls"):
            route.fulfill(response=nobody_yet)
    phone.page.wait_for_timeout(200)
    expect(phone.button(fr("calls.go"))).to_be_visible()


def test_an_associate_scans_at_the_door_and_answers_for_whoever_did_not_reply(
    boutique: Boutique,
    soiree: Soiree,
    new_screen: NewScreen,
    guests_phone: Screen,
    seeing: Seeing,
) -> None:
    granted = soiree.guest_with_pass(guests_phone)
    soiree.asks("Yara", "Haddad")
    soiree.opens()
    phone = new_screen(boutique, browser=seeing(shown(granted)))
    phone.sign_in(boutique.associate("Camille Laurent", "host"))
    phone.button(fr("nav.evening")).click()
    phone.button(fr("evening.scan")).click()
    phone.shows(re.compile(fr("reason.welcome")), ON_A_BUSY_MACHINE_S)
    assert soiree.inside() == 1
    sheet = phone.page.get_by_role("dialog")
    sheet.get_by_role("button", name=fr("common.close")).click()
    phone.page.get_by_role("searchbox").fill("hadad")
    phone.button(fr("evening.in_named", name="Yara Haddad")).click()
    phone.shows(fr("reason.not_confirmed"), ON_A_BUSY_MACHINE_S)
    phone.page.get_by_label(fr("evening.reason")).fill("A friend of the maison")
    phone.button(fr("kiosk.all_the_same")).click()
    until(lambda: soiree.inside() == 2, ON_A_BUSY_MACHINE_S)


def typed_code(boutique: Boutique) -> str:
    """The code of the last pass that was given."""
    with boutique.house.storage.store.begin() as uow:
        (event,) = uow.events.unfinished()
        return uow.passes.typed_codes().of(uow.passes.of_event(event.id)[-1].number)


def test_a_guest_types_the_code_under_their_pass_at_a_kiosk_with_and_without_a_network(
    boutique: Boutique, soiree: Soiree, ines: str, kiosk: Screen
) -> None:
    shows(kiosk, "bcd fgh jkl")
    kiosk.shows(fr("kiosk.moment"), ON_A_BUSY_MACHINE_S)
    kiosk.shows(fr("kiosk.type_or_call"), ON_A_BUSY_MACHINE_S)
    kiosk.network(there=False)
    kiosk.shows(fr("kiosk.offline"), ON_A_BUSY_MACHINE_S)
    shows(kiosk, typed_code(boutique).lower())
    kiosk.shows(fr("kiosk.welcome_name", name="Inès"), ON_A_BUSY_MACHINE_S)
    kiosk.network(there=True)
    until(lambda: soiree.inside() == 1, ON_A_BUSY_MACHINE_S)
    kiosk.shows(fr("kiosk.type_or_call"), ON_A_BUSY_MACHINE_S)
    kiosk.page.wait_for_timeout(5000)
    shows(kiosk, ines)
    kiosk.shows(fr("kiosk.already_name", name="Inès"), ON_A_BUSY_MACHINE_S)


def test_a_host_without_a_camera_types_the_code_that_a_guest_reads_on_their_page(
    boutique: Boutique, soiree: Soiree, new_screen: NewScreen, guests_phone: Screen
) -> None:
    guest_id = soiree.asks()
    soiree.comes(guest_id, guests_phone)
    guests_phone.page.goto(f"{boutique.url}/p/{soiree.link(guest_id)}")
    code = guests_phone.page.locator(".typed code").inner_text()
    soiree.opens()
    phone = new_screen(boutique)
    phone.sign_in(boutique.associate("Camille Laurent", "host"))
    phone.button(fr("nav.evening")).click()
    phone.button(fr("evening.scan")).click()
    phone.page.get_by_role("textbox", name=fr("scan.code")).fill(code)
    phone.button(fr("scan.enter")).click()
    phone.shows(re.compile(fr("reason.welcome")), ON_A_BUSY_MACHINE_S)
    assert soiree.inside() == 1
