"""A guest list from a file over REST: previewed, taken whole or not at all, and once."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.store_server.web.boutique import Boutique
from tests.store_server.web.guests import GuestList

FILE = "prénom;nom;e-mail\nZoé;Moreau;zoe@x.example\n=cmd();Evil;evil@x.example\n".encode()


def take(soiree: GuestList, raw: bytes, preview: bool = False) -> TestResponse:
    path = f"{soiree.path}/guests/file?preview={str(preview).lower()}"
    return soiree.manager.ask("POST", path, data=raw, content_type="text/csv")


def test_a_preview_writes_nothing(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    seen = take(soiree, FILE, preview=True).json
    assert (seen["fresh"], seen["known"], seen["added"]) == (2, 0, 0)
    assert soiree.read()["guests"] == []


def test_the_same_file_twice_changes_nothing_also_after_a_name_was_corrected(
    boutique: Boutique,
) -> None:
    soiree = GuestList(boutique)
    assert take(soiree, FILE).json["added"] == 2
    guest = soiree.line("Zoé")
    soiree.manager.patch(f"/guests/{guest['id']}", {"given_name": "Zoë", "note": "window"})
    before = soiree.read()["guests"]
    again = take(soiree, FILE).json
    assert (again["fresh"], again["known"], again["added"]) == (0, 2, 0)
    assert soiree.read()["guests"] == before


def test_with_one_mistake_nothing_of_the_file_is_taken(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    wrong = take(soiree, FILE + b"Max;Lund;nobody\n").json
    (mistake,) = wrong["mistakes"]
    assert (mistake["line"], mistake["column"], mistake["slip"]) == (4, "email", "no_email")
    assert (wrong["added"], soiree.read()["guests"]) == (0, [])


def test_what_is_exported_holds_no_formula_and_comes_back_as_it_was(boutique: Boutique) -> None:
    soiree = GuestList(boutique)
    take(soiree, FILE)
    file = soiree.manager.get(f"{soiree.path}/guests/file").data
    assert "'=cmd()" in file.decode("utf-8-sig")
    assert take(soiree, file).json["added"] == 0
