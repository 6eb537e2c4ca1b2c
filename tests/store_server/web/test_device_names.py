"""A phone, kiosk or browser has a name that says whose it is and what, and can be given another."""

from __future__ import annotations

import pytest

from store_server.account_ports import PairedDevice
from tests.store_server.web.boutique import Boutique, Browser


def label_of(boutique: Boutique, device_id: str) -> str:
    devices = boutique.storage.accounts.paired_devices()
    return next(one.label for one in devices if one.id == device_id)


def paired(boutique: Boutique, system: str, kind: str, **whose: str) -> str:
    """Answers its name."""
    browser, known = boutique.browser(), {one.id for one in devices(boutique)}
    code = boutique.web.pairings.create(kind, **whose).code
    answer = browser.post("/auth/pair", {"code": code}, headers={"User-Agent": f"X ({system})"})
    assert answer.status_code == 200
    return next(one.label for one in devices(boutique) if one.id not in known)


def devices(boutique: Boutique) -> list[PairedDevice]:
    return list(boutique.storage.accounts.paired_devices())


@pytest.mark.parametrize(
    ("system", "name"),
    [
        ("iPhone", "Camille · téléphone"),
        ("Linux; Android 15", "Camille · téléphone"),
        ("iPad", "Camille · tablette"),
        ("X11; Linux", "Camille · ordinateur"),
    ],
)
def test_an_associates_device_is_called_by_them_and_what_it_is(
    boutique: Boutique, system: str, name: str
) -> None:
    camille = boutique.associate("Camille Laurent")
    assert paired(boutique, system, "associate", associate_id=camille) == name
    assert paired(boutique, system, "associate", associate_id=camille) == f"{name} 2"


def test_a_kiosk_is_called_so_and_a_clients_phone_has_no_name_of_theirs(
    boutique: Boutique,
) -> None:
    assert paired(boutique, "Linux", "kiosk") == "Borne"
    assert paired(boutique, "Linux", "kiosk") == "Borne 2"
    ana = boutique.client("Ana")
    assert paired(boutique, "iPhone", "client", client_id=ana) == "iPhone"


def test_a_name_that_is_given_at_pairing_is_kept(boutique: Boutique) -> None:
    code = boutique.web.pairings.create("kiosk").code
    boutique.browser().post("/auth/pair", {"code": code, "label": "Kiosk at the door"})
    assert [one.label for one in boutique.storage.accounts.paired_devices()] == [
        "Kiosk at the door"
    ]


def test_a_manager_gives_any_device_another_name_and_the_audit_says_so(
    boutique: Boutique,
) -> None:
    manager = boutique.person("manager", "Hélène")
    boutique.kiosk()
    kiosk = next(one for one in manager.get("/paired-devices").json if one["kind"] == "kiosk")
    path = f"/paired-devices/{kiosk['id']}"
    assert manager.patch(path, {"label": " Kiosk at the stairs "}).status_code == 204
    assert label_of(boutique, kiosk["id"]) == "Kiosk at the stairs"
    assert (boutique.me(manager), "device.named", kiosk["id"]) in boutique.audited()
    for nothing in ("", "   ", "x" * 81):
        assert manager.patch(path, {"label": nothing}).status_code == 422
    assert manager.patch("/paired-devices/nobody", {"label": "x"}).status_code == 404


def own_device(browser: Browser) -> str:
    (session,) = browser.get("/auth/sessions").json
    device_id: str = session["device_id"]
    return device_id


def test_everybody_names_their_own_devices_and_no_others(boutique: Boutique) -> None:
    camille, lea = boutique.person("associate", "Camille"), boutique.person("associate", "Léa")
    device = own_device(camille)
    assert camille.patch(f"/auth/devices/{device}", {"label": "My phone"}).status_code == 204
    assert label_of(boutique, device) == "My phone"
    assert lea.patch(f"/auth/devices/{device}", {"label": "Mine"}).status_code == 404
    assert lea.patch(f"/paired-devices/{device}", {"label": "Mine"}).status_code == 403
    assert label_of(boutique, device) == "My phone"
