"""A phone is paired once; its owner signs in by PIN."""

from __future__ import annotations

import re

from tests.browser.boutique import PIN, Boutique
from tests.browser.screens import NewScreen
from tests.browser.words import fr


def test_an_associate_pairs_the_phone_once_and_signs_in_with_a_pin(
    boutique_on_either: Boutique, new_screen: NewScreen
) -> None:
    boutique = boutique_on_either
    camille = boutique.associate("Camille Laurent", pin=False)
    code = boutique.code("associate", associate_id=camille).code
    phone = new_screen(boutique)

    phone.goto("/pair")
    phone.page.get_by_label(fr("pair.label")).fill("Téléphone du salon")
    phone.page.get_by_label(fr("pair.code"), exact=True).press_sequentially(code)
    phone.shows(fr("door.choose_pin"))
    phone.type_pin()
    phone.shows(fr("door.repeat_pin"))
    phone.type_pin()
    phone.shows(fr("empty.hello", name="Camille"))
    (device,) = boutique.house.storage.accounts.paired_devices()
    assert device.label == "Téléphone du salon"

    again = new_screen(boutique)
    again.witness.forgive("401 (UNAUTHORIZED)")
    again.goto(f"/pair#{code}")
    again.shows(fr("trouble.wrong_code"))


def test_a_paired_phone_asks_for_the_pin_again_and_refuses_a_wrong_one(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    camille = boutique.associate("Camille Laurent")
    phone = new_screen(boutique)
    phone.goto(f"/pair#{boutique.code('associate', associate_id=camille).code}")
    phone.shows(fr("door.enter_pin"))

    phone.witness.forgive("401 (UNAUTHORIZED)")
    phone.type_pin("1111")
    phone.shows(fr("door.wrong_pin"))
    phone.type_pin(PIN)
    phone.shows(fr("empty.hello", name="Camille"))

    phone.page.reload()
    phone.shows(fr("empty.hello", name="Camille"))


def test_the_code_of_a_pairing_stays_in_no_address(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    code = boutique.code("kiosk").code
    kiosk = new_screen(boutique)
    kiosk.goto(f"/pair#{code}")
    kiosk.page.wait_for_url(re.compile("/kiosk$"))
    kiosk.shows(fr("kiosk.type_or_call"))  # what it asks for itself has been asked by then
    assert code not in " ".join(kiosk.witness.asked[1:])


def test_an_associate_who_locks_the_app_opens_it_with_the_pin(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    phone = new_screen(boutique).sign_in(boutique.associate("Camille Laurent"))
    phone.button(fr("nav.settings")).click()
    phone.button(fr("settings.lock")).click()
    phone.shows(fr("door.enter_pin_named", name="Camille Laurent"))
    phone.type_pin()
    phone.shows(fr("shift.on"))
