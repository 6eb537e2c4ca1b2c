"""The guest's own pass: by their link alone, on any phone, and read back by our own reader."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from icalendar import Calendar

from devices.vision.qr import QrReader
from events.passes import Keyring, Pass, PassError, check_live, live_text
from tests.store_server.web.boutique import Boutique
from tests.store_server.web.guests import GuestList

FILES = {
    "pass.png": "image/png",
    "pass.svg": "image/svg+xml",
    "pass.pdf": "application/pdf",
    "event.ics": "text/calendar",
}


class Door:
    """A confirmed guest's link, and a gate that believes the house's keys."""

    def __init__(self, boutique: Boutique, name: str = "Noor", **rules: Any) -> None:
        self.boutique = boutique
        self.list = GuestList(boutique, rules=rules)
        (self.token,) = self.list.invite(name, language="fr", email="guest@guests.example")
        self.list.accept(self.token)
        self.phone = boutique.web.app.test_client()

    def get(self, path: str = "") -> Any:
        return self.phone.get(f"/p/{self.token}{path}")

    def read(self, text: str) -> tuple[Pass, bytes]:
        with self.boutique.storage.store.begin() as uow:
            keys = uow.passes.keys()
        return Keyring(one.public for one in keys).read(text)

    def secret(self) -> bytes:
        with self.boutique.storage.store.begin() as uow:
            return uow.passes.live_secret(self.list.event["id"])


def seen(picture: bytes) -> str:
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    (code,) = QrReader().read(pixels)
    return code.data


def on_paper(pdf: bytes, folder: Path) -> bytes:
    """The first page as a printer would lay it down."""
    (folder / "pass.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "110", "-png", "-singlefile", "pass.pdf", "page"], cwd=folder, check=True
    )
    return (folder / "page.png").read_bytes()


def test_the_page_shows_the_pass_in_the_guests_language(boutique: Boutique) -> None:
    page = Door(boutique).get()
    assert page.status_code == 200
    assert page.headers["Content-Language"] == "fr"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Votre laissez-passer" in page.text
    assert "<script" not in page.text


def test_the_code_to_type_stands_on_page_and_paper_and_lets_in(
    boutique: Boutique, tmp_path: Path
) -> None:
    door = Door(boutique)
    granted, _ = door.read(seen(door.get("/pass.png").data))
    with boutique.storage.store.begin() as uow:
        code = uow.passes.typed_codes().of(granted.number)
    assert f'<code dir="ltr" translate="no">{code}</code>' in door.get().text
    (tmp_path / "pass.pdf").write_bytes(door.get("/pass.pdf").data)
    written = subprocess.run(
        ["pdftotext", "pass.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert code in written
    assert boutique.browser().get(f"/invitations/{door.token}").json["pass_typed"] == code


def test_a_live_pass_has_no_code_to_type(boutique: Boutique) -> None:
    door = Door(boutique, live_pass=True)
    assert "<code" not in door.get().text
    assert boutique.browser().get(f"/invitations/{door.token}").json["pass_typed"] == ""


def test_the_picture_and_the_paper_are_read_back_as_the_same_pass(
    boutique: Boutique, tmp_path: Path
) -> None:
    door = Door(boutique)
    text = seen(door.get("/pass.png").data)
    assert seen(on_paper(door.get("/pass.pdf").data, tmp_path)) == text
    assert door.read(text)[0].event == 1


def test_the_drawing_has_the_same_modules_as_the_picture(boutique: Boutique) -> None:
    door = Door(boutique)
    drawing = door.get("/pass.svg").text
    side = int(drawing.split('viewBox="0 0 ')[1].split()[0])
    drawn = np.full((side, side), 255, np.uint8)
    path = drawing.split('crispEdges" d="')[1].split('"')[0]
    for stroke in path.split("M")[1:]:
        place, length = stroke.split("h")
        x, y = place.split()
        drawn[int(float(y)), int(x) : int(x) + int(length)] = 0
    large = cv2.resize(drawn, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    (code,) = QrReader().read(large)
    assert code.data == seen(door.get("/pass.png").data)


def test_the_files_are_what_they_say(boutique: Boutique) -> None:
    door = Door(boutique)
    for name, kind in FILES.items():
        answer = door.get(f"/{name}")
        assert answer.content_type.startswith(kind)
        assert answer.headers["Cache-Control"] == "no-store"
    calendar = Calendar.from_ical(door.get("/event.ics").data)
    assert calendar["METHOD"] == "PUBLISH"


def test_a_live_pass_is_shown_on_the_phone_only(boutique: Boutique) -> None:
    door = Door(boutique, live_pass=True)
    page = door.get().text
    assert "<accueil-live-pass" in page
    assert door.secret().hex() not in page
    for name in ("pass.png", "pass.svg", "pass.pdf"):
        assert door.get(f"/{name}").status_code == 404


def test_a_live_pass_changes_and_an_old_picture_of_it_is_refused(boutique: Boutique) -> None:
    door = Door(boutique, live_pass=True)
    first = door.get("/now").json["text"]
    check_live(*door.read(first), door.secret(), boutique.clock.now())
    boutique.clock.passes(90)
    assert door.get("/now").json["text"] != first
    with pytest.raises(PassError):
        check_live(*door.read(first), door.secret(), boutique.clock.now())


def test_what_the_phone_computes_is_what_the_house_would_show(boutique: Boutique) -> None:

    door = Door(boutique, live_pass=True)
    page = door.get().text
    text = page.split('data-text="')[1].split('"')[0]
    key = bytes.fromhex(page.split('data-key="')[1].split('"')[0])
    later = boutique.clock.now() + timedelta(minutes=7)
    check_live(*door.read(live_text(text, key, later)), door.secret(), later)


def test_who_has_no_pass_reads_so(boutique: Boutique) -> None:
    door = Door(boutique)
    door.list.decline(door.token)
    assert "pas de laissez-passer" in door.get().text
    assert door.get("/pass.png").status_code == 404


def test_a_reissued_pass_is_another_one_at_once(boutique: Boutique) -> None:
    door = Door(boutique)
    before = seen(door.get("/pass.png").data)
    guest_id = door.list.line("Noor")["id"]
    assert door.list.manager.post(f"/guests/{guest_id}/pass").status_code == 200
    assert seen(door.get("/pass.png").data) != before
    assert door.list.letters()[-1] == ("new_pass", "Noor")


def test_a_revoked_pass_is_gone_from_the_page_at_once(boutique: Boutique) -> None:
    door = Door(boutique)
    guest_id = door.list.line("Noor")["id"]
    assert door.list.manager.delete(f"/guests/{guest_id}/pass").status_code == 204
    assert door.get("/pass.png").status_code == 404


def test_a_link_that_opens_nothing_says_so_and_guessing_ends_soon(boutique: Boutique) -> None:
    phone = boutique.web.app.test_client()
    page = phone.get("/p/nothing", headers={"Accept-Language": "it"})
    assert page.status_code == 404
    assert "Questo link non apre nulla" in page.text
    answers = [phone.get(f"/p/guess{number}").status_code for number in range(25)]
    assert answers[-1] == 429
    assert phone.get(f"/p/{'x' * 5_000}").status_code == 429


def test_markup_in_a_name_stays_text_on_the_page_and_on_paper(
    boutique: Boutique, tmp_path: Path
) -> None:
    door = Door(boutique, name="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in door.get().text
    assert seen(on_paper(door.get("/pass.pdf").data, tmp_path))


@pytest.mark.parametrize("name", ["李小龍", "نور الهدى", "さくら", "Łukasz", "🥂"])
def test_a_name_in_any_script_leaves_the_paper_readable(
    boutique: Boutique, tmp_path: Path, name: str
) -> None:
    door = Door(boutique, name=name)
    text = seen(on_paper(door.get("/pass.pdf").data, tmp_path))
    assert door.read(text)[0].number == 1


def test_the_page_speaks_the_language_of_the_page_before_it_and_offers_the_others(
    boutique: Boutique,
) -> None:
    door = Door(boutique)
    assert door.get().headers["Content-Language"] == "fr"
    page = door.get("?lang=en")
    assert page.headers["Content-Language"] == "en"
    assert 'href="?lang=fr"' in page.text
    assert door.get("?lang=xx").headers["Content-Language"] == "fr"
