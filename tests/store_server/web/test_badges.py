"""A manager gives a badge and takes it back; nobody else does, and its secret never comes out."""

from __future__ import annotations

import pytest

from tests.store_server.web.boutique import Boutique


def test_a_badge_is_given_shown_and_taken_back(boutique: Boutique) -> None:
    manager, claire = boutique.person("manager"), boutique.associate("Claire")
    path = f"/associates/{claire}/badges"
    given = manager.post(path, {"kind": "ibeacon", "key": "ibeacon:c:1:1", "label": "Key ring"})
    assert given.status_code == 201, given.text
    (shown,) = manager.get("/badges").json
    assert shown == given.json
    assert (shown["associate_id"], shown["label"]) == (claire, "Key ring")
    again = manager.post(path, {"kind": "ibeacon", "key": "ibeacon:c:1:1"})
    assert again.status_code == 409
    taken = manager.delete(f"{path}/{shown['id']}")
    assert taken.status_code == 204
    assert manager.get("/badges").json == []
    assert manager.delete(f"{path}/{shown['id']}").status_code == 404


def test_a_secret_goes_in_and_never_comes_out(boutique: Boutique) -> None:
    manager, claire = boutique.person("manager"), boutique.associate("Claire")
    secret = "0123456789abcdef" * 2
    given = manager.post(
        f"/associates/{claire}/badges", {"kind": "eddystone_eid", "secret_hex": secret}
    )
    assert given.status_code == 201, given.text
    assert secret not in given.text + manager.get("/badges").text


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "pass", "key": "CLAIRE"}, "kind"),
        ({"kind": "ibeacon"}, "key"),
        ({"kind": "irk"}, "secret_hex"),
        ({"kind": "eddystone_eid"}, "secret_hex"),
    ],
)
def test_what_cannot_be_worn_is_refused_by_name(
    boutique: Boutique, body: dict[str, str], field: str
) -> None:
    manager, claire = boutique.person("manager"), boutique.associate("Claire")
    answer = manager.post(f"/associates/{claire}/badges", body)
    assert answer.status_code == 422
    assert answer.json["field"] == field


def test_a_badge_is_nobodys_who_does_not_work_here(boutique: Boutique) -> None:
    answer = boutique.person("manager").post(
        "/associates/nobody/badges", {"kind": "ibeacon", "key": "ibeacon:c:1:1"}
    )
    assert answer.status_code == 404
