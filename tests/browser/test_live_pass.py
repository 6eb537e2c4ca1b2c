"""A live pass on the guest's own phone: what it shows is believed, and soon is no longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest

from devices.vision.qr import QrReader
from events.passes import Keyring, Pass, PassError, check_live
from tests.browser.boutique import Boutique
from tests.browser.screens import NewScreen, Screen
from tests.browser.soiree import Soiree
from tests.browser.test_weight import LIGHT_BYTES, TRANSFERRED


def seen(phone: Screen) -> str:
    picture = np.frombuffer(phone.page.locator("accueil-qr").screenshot(), np.uint8)
    (code,) = QrReader().read(cv2.imdecode(picture, cv2.IMREAD_GRAYSCALE))
    return code.data


def read(soiree: Soiree, text: str) -> tuple[Pass, bytes, bytes]:
    with soiree.boutique.house.storage.store.begin() as uow:
        keys, secret = uow.passes.keys(), uow.passes.live_secret(soiree.id)
    return (*Keyring(one.public for one in keys).read(text), secret)


def test_the_phone_makes_codes_with_no_network_and_an_old_picture_is_refused(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    soiree = Soiree.planned(boutique, live_pass=True)
    phone = new_screen(boutique)
    guest_id = soiree.asks()
    soiree.comes(guest_id, phone)
    phone.goto(f"/p/{soiree.link(guest_id)}")
    phone.page.locator("accueil-qr svg").wait_for()
    phone.page.wait_for_load_state("networkidle")
    transferred = phone.page.evaluate(TRANSFERRED)
    assert sum(size for _, size in transferred) < LIGHT_BYTES, transferred
    first = seen(phone)
    check_live(*read(soiree, first), datetime.now(UTC))
    phone.context.set_offline(True)
    phone.page.wait_for_function(
        "shown => document.querySelector('accueil-live-pass').shadowRoot"
        ".querySelector('accueil-qr').value !== shown",
        arg=first,
        timeout=60_000,
    )
    check_live(*read(soiree, seen(phone)), datetime.now(UTC))
    with pytest.raises(PassError):
        check_live(*read(soiree, first), datetime.now(UTC) + timedelta(seconds=60))
