"""A beacon is published on the broker, and the card comes up on the phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from devices.readings import EddystoneUid, IBeacon
from devices.simulator.voices import Voice
from devices.simulator.voices.espresense import EspresenseVoice
from devices.simulator.voices.openmqttgateway import OpenMqttGatewayVoice
from devices.simulator.voices.theengs import TheengsVoice
from tests.browser.boutique import UUID, Boutique, Guest
from tests.browser.screens import NewScreen, Screen
from tests.browser.words import fr

SOON_S = 1.5
BAG = "Sac Orangerie, veau mousse"
FOULARD = "Carré « Herbarium »"


@pytest.fixture
def guest(boutique: Boutique) -> Guest:
    return boutique.client()


def phone_of(boutique: Boutique, new_screen: NewScreen, name: str = "Camille Laurent") -> Screen:
    phone: Screen = new_screen(boutique).sign_in(boutique.associate(name))
    phone.shows(fr("empty.calm"))
    return phone


def test_a_beacon_on_the_broker_brings_the_card_up_on_the_phone(
    boutique_on_either: Boutique, new_screen: NewScreen
) -> None:
    boutique = boutique_on_either
    guest = boutique.client(tier="circle", tastes=("cuir souple", "vert profond"))
    boutique.bought(guest, BAG, FOULARD)
    phone = phone_of(boutique, new_screen)

    boutique.walks_in(guest)

    phone.shows_card(guest.name, within_s=SOON_S)
    card = phone.card(guest.name)
    expect(card).to_contain_text(fr("tier.circle"))
    expect(card).to_contain_text("Salon")
    for words in ("cuir souple", "vert profond", BAG, FOULARD, re.compile(r"3\s890\s€")):
        expect(card.get_by_text(words).first).to_be_visible()
    expect(phone.button(fr("steps.claim"))).to_be_in_viewport()


@pytest.mark.parametrize(
    "voice",
    [
        pytest.param(TheengsVoice("TheengsGateway"), id="theengs"),
        pytest.param(OpenMqttGatewayVoice("OMG_salon"), id="openmqttgateway"),
        pytest.param(EspresenseVoice("salon"), id="espresense"),
    ],
)
def test_a_gateway_of_another_make_brings_the_card_up_as_well(
    boutique: Boutique, new_screen: NewScreen, voice: Voice
) -> None:
    carries_uid = boutique.client(
        "Beatrice", "Fontanesi", beacon=EddystoneUid("acc0e1ace1a9d19e0001", "000000000002")
    )
    carries_ibeacon = boutique.client("James", "Ashworth", beacon=IBeacon(UUID, 7, 7))
    phone = phone_of(boutique, new_screen)
    boutique.walks_in(carries_uid, voice)
    phone.shows_card(carries_uid.name)
    boutique.walks_in(carries_ibeacon, voice)
    phone.shows(fr("list.arrived", name=carries_ibeacon.name))


def test_a_client_without_a_consent_is_a_stranger(
    boutique: Boutique, guest: Guest, new_screen: NewScreen
) -> None:
    stranger = boutique.client("Sans", "Accord", consent=False)
    phone = phone_of(boutique, new_screen)
    boutique.walks_in_unknown(stranger)
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    expect(phone.text(stranger.name)).to_have_count(0)
    assert [visit.client_id for visit in boutique.visits()] == [guest.id]


def test_an_associate_off_shift_is_not_disturbed(
    boutique: Boutique, guest: Guest, new_screen: NewScreen
) -> None:
    on_shift = phone_of(boutique, new_screen)
    off_shift = new_screen(boutique).sign_in(boutique.associate("Matteo Valli", on_shift=False))
    off_shift.shows(fr("empty.off"))
    boutique.walks_in(guest)
    on_shift.shows_card(guest.name)
    expect(off_shift.text(guest.name)).to_have_count(0)
    off_shift.shows(fr("empty.off"))


def test_who_goes_on_shift_is_told_of_the_next_arrival(
    boutique: Boutique, guest: Guest, new_screen: NewScreen
) -> None:
    phone = new_screen(boutique).sign_in(boutique.associate("Camille Laurent", on_shift=False))
    phone.page.get_by_role("switch").click()
    phone.shows(fr("empty.calm"))
    boutique.walks_in(guest)
    phone.shows_card(guest.name)


def test_she_is_here_said_by_an_associate_is_an_arrival_too(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    matteo = boutique.associate("Matteo Valli")
    guest = boutique.client(primary_associate_id=matteo)
    camille = phone_of(boutique, new_screen)
    primary = new_screen(boutique).sign_in(matteo)

    camille.button(fr("nav.clients")).click()
    camille.page.get_by_role("searchbox").press_sequentially("alienor castelmor")
    camille.button(guest.name).click()
    camille.button(fr("find.say_here")).click()

    camille.shows(fr("find.told"))
    primary.shows_card(guest.name)
