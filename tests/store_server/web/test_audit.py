"""Who saw and did what to whom: it stands in the log, can be read there, and only there is it."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from sqlalchemy import text

from store_server.audit_ports import AuditAsked
from store_server.domain.consent import Purpose
from store_server.ports import FullError
from store_server.web.api import audit
from store_server.web.auth import DEVICE_COOKIES
from store_server.web.trail import KEPT_AT_MOST, Trail
from tests.store_server.doors.test_shapes import check
from tests.store_server.web.boutique import Boutique, HandClock


def test_each_sight_of_a_client_is_in_the_log(boutique: Boutique) -> None:
    ana = boutique.client("Ana")
    phone = boutique.person()
    for path in (f"/clients/{ana}", f"/clients/{ana}/card", "/clients?q=ana"):
        assert phone.get(path).status_code == 200
    me = boutique.me(phone)
    seen = [line for line in boutique.audited() if line[0] == me and line[2] == ana]
    assert [what for _, what, _ in seen] == ["client.read", "card.read", "clients.searched"]


def test_a_search_says_who_was_shown_and_not_what_was_typed(boutique: Boutique) -> None:
    shown = {boutique.client("Ana"), boutique.client("Anna")}
    phone = boutique.person()
    phone.get("/clients?q=durand")
    (line,) = [line for line in boutique.audited() if line[1] == "clients.searched"]
    assert set(line[2].split()) == shown
    assert "durand" not in str(line).lower()


def test_each_change_of_a_client_is_in_the_log_with_who_made_it(boutique: Boutique) -> None:
    phone = boutique.person("manager")
    me = boutique.me(phone)
    made = phone.post("/clients", {"given_name": "Ana", "family_name": "Silva"}).json["id"]
    other = phone.post("/clients", {"given_name": "Anna", "family_name": "Silva"}).json["id"]
    consent = f"/clients/{made}/consents/{Purpose.PRESENCE}"
    assert phone.put(consent, {"proof": "signed", "text_version": "1"}).status_code < 300
    assert phone.post(f"/clients/{made}/here", {}).status_code == 200
    assert phone.post(f"/clients/{made}/gone").status_code < 300
    assert phone.delete(consent).status_code < 300
    assert phone.patch(f"/clients/{made}", {"note": "Likes tea"}).status_code == 200
    assert phone.post(f"/clients/{made}/merge", {"duplicate_id": other}).status_code == 200
    done = [(what, whom) for who, what, whom in boutique.audited() if who == me and made in whom]
    assert [what for what, _ in done if what != "card.listed"] == [
        "client.registered",
        "consent.given.presence",
        "client.said-here",
        "client.said-gone",
        "consent.withdrawn.presence",
        "client.amended",
        "client.merged",
    ]
    assert done[-1] == ("client.merged", f"{made} {other}")
    assert "tea" not in str(boutique.audited())


def test_a_clients_own_word_is_the_clients_own_deed(boutique: Boutique) -> None:
    ana = boutique.client("Ana", consent=False)
    own = boutique.client_phone(ana)
    assert own.put("/my/consents/presence", {"text_version": "1"}).status_code < 300
    assert (ana, "consent.given.presence", ana) in boutique.audited()


def test_signing_in_and_failing_to_is_in_the_log(boutique: Boutique) -> None:
    camille = boutique.associate("Camille")
    phone = boutique.signed_in(camille)
    phone.post("/auth/pin", {"pin": "000000"})
    phone.post("/auth/sign-out")
    boutique.browser().post("/auth/pair", {"code": "BCDF-GHJK"})
    lines = boutique.audited()
    assert [what for who, what, _ in lines if who == camille] == [
        *("device.paired", "pin.set", "signed-in", "pin.wrong", "signed-out")
    ]
    (stranger,) = [who for who, what, _ in lines if what == "pairing.refused"]
    (party,) = [one.who for one in boutique.storage.audit_queries.lines(AuditAsked(who=stranger))]
    assert (party.kind, party.name) == ("address", "127.0.0.1")
    assert "127.0.0.1" not in str(lines)  # it is kept apart, to be forgotten


def test_user_and_device_administration_is_in_the_log(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    me, kiosk = boutique.me(manager), boutique.kiosk()
    camille = manager.post(
        "/associates", {"display_name": "Camille", "role": "host", "languages": ["fr"]}
    ).json["id"]
    manager.patch(f"/associates/{camille}", {"role": "associate"})
    manager.post("/pairings", {"kind": "associate", "associate_id": camille})
    manager.delete(f"/associates/{camille}/pin")
    paired = next(one for one in manager.get("/paired-devices").json if one["kind"] == "kiosk")
    manager.delete(f"/paired-devices/{paired['id']}")
    done = [(what, whom) for who, what, whom in boutique.audited() if who == me]
    assert [line for line in done if line[1] in (camille, paired["id"])] == [
        ("associate.added", camille),
        ("associate.amended", camille),
        ("pairing.associate", camille),
        ("pin.reset", camille),
        ("device.revoked", paired["id"]),
    ]
    assert kiosk.cookie(DEVICE_COOKIES["kiosk"]) not in str(boutique.audited())


def test_a_change_that_did_not_hold_is_not_in_the_log(
    boutique: Boutique, monkeypatch: pytest.MonkeyPatch
) -> None:
    camille = boutique.associate("Camille")
    monkeypatch.setattr(
        "store_server.storage.accounts.pins.keep_in_audit", lambda *_: 1 / 0, raising=True
    )
    with pytest.raises(ZeroDivisionError):
        boutique.storage.accounts.set_pin(camille, "hash")
    assert boutique.storage.accounts.pin_of(camille).hash is None


def test_the_log_is_read_by_person_by_actor_by_deed_and_by_day(boutique: Boutique) -> None:
    ana, lea = boutique.client("Ana"), boutique.client("Léa")
    phone, manager = boutique.person("associate", "Camille"), boutique.person("manager")
    camille, chief = boutique.me(phone), boutique.me(manager)
    phone.get(f"/clients/{ana}/card")
    boutique.clock.passes(24 * 3600)
    phone, manager = boutique.signed_in(camille), boutique.signed_in(chief)
    phone.get(f"/clients/{ana}")
    phone.get(f"/clients/{lea}")
    boutique.audited()

    def read(**asked: object) -> list[tuple[str, str, list[str]]]:
        answer = manager.get("/audit", query_string=asked)
        assert answer.status_code == 200, answer.text
        return [
            (one["who"]["name"], one["what"], [party["name"] for party in one["whom"]])
            for one in answer.json["lines"]
        ]

    assert read(whom=ana, who=camille) == [
        ("Camille", "client.read", ["Ana Durand"]),
        ("Camille", "card.read", ["Ana Durand"]),
    ]
    assert read(whom=ana, who=camille, day="2026-03-14") == [
        ("Camille", "card.read", ["Ana Durand"])
    ]
    assert read(whom=ana, day="2026-03-13") == []
    assert len(read(whom=ana, who=camille, day="2026-03-14", until="2026-03-15")) == 2
    assert read(who=camille, what="client.read") == [
        ("Camille", "client.read", ["Léa Durand"]),
        ("Camille", "client.read", ["Ana Durand"]),
    ]


def test_the_log_is_read_page_by_page_and_knows_its_deeds(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    for number in range(5):
        boutique.client(f"Ana{number}")
        manager.get("/clients?q=durand")
        boutique.audited()
    positions: list[int] = []
    before: dict[str, int] = {}
    while True:
        page = manager.get("/audit", query_string={"limit": 3, "what": "clients.searched"} | before)
        positions += [one["position"] for one in page.json["lines"]]
        if page.json["before"] is None:
            break
        before = {"before": page.json["before"]}
    assert len(positions) == 5
    assert positions == sorted(positions, reverse=True)
    assert "clients.searched" in page.json["kinds"]


def test_reading_the_log_is_in_the_log(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    ana = boutique.client("Ana")
    manager.get("/audit", query_string={"whom": ana})
    manager.get("/audit/file", query_string={"whom": ana})
    me = boutique.me(manager)
    lines = boutique.audited()
    assert (me, "audit.read", ana) in lines
    assert (me, "audit.exported", ana) in lines


def test_an_operator_reads_the_log_without_clients_names(boutique: Boutique) -> None:
    ana = boutique.client("Ana")
    boutique.person("associate", "Camille").get(f"/clients/{ana}")
    boutique.audited()
    operator = boutique.person("operator")
    (line,) = operator.get("/audit", query_string={"what": "client.read"}).json["lines"]
    assert (line["who"]["name"], line["whom"]) == (
        "Camille",
        [{"id": ana, "kind": "client", "name": ""}],
    )
    assert "Durand" not in operator.get("/audit/file").text


def test_the_file_is_safe_to_open_and_has_every_line(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    ana = boutique.client("=HYPERLINK(0)", consent=False)
    manager.get(f"/clients/{ana}")
    boutique.audited()
    answer = manager.get("/audit/file", query_string={"whom": ana})
    assert answer.headers["Content-Disposition"] == "attachment; filename=audit-paris-1.csv"
    _, *rows = csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
    assert [(row[4], row[5], row[6]) for row in rows] == [
        ("client.read", "'=HYPERLINK(0) Durand", ana)
    ]
    assert rows[0][1] == "2026-03-14 10:00:00+01:00"


def test_a_line_that_was_changed_behind_our_back_shows(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    assert manager.get("/audit/check").json == {"whole": True, "broken_at": None}
    with boutique.storage.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET who = 'nobody' WHERE position = 2"))
    assert manager.get("/audit/check").json == {"whole": False, "broken_at": 2}


class Accounts:
    """A disk that is full until it is not."""

    def __init__(self) -> None:
        self.full = True
        self.kept: list[tuple[str, str, str]] = []
        self.transactions = 0

    def audit_all(self, lines: object) -> None:
        if self.full:
            raise FullError("the disk is full")
        self.transactions += 1
        assert isinstance(lines, list)
        self.kept += [(line.who, line.what, line.whom) for line in lines]


def test_looks_are_gathered_into_one_transaction_and_wait_for_a_full_disk() -> None:
    accounts = Accounts()
    trail = Trail(accounts, HandClock())
    for number in range(100):
        trail.look("ines", "card.read", str(number))
        trail.look("ines", "card.read", str(number))
    assert trail.write() is False
    trail.look("ines", "card.read", "after")
    accounts.full = False
    assert trail.write() is True
    assert accounts.transactions == 1
    assert len(accounts.kept) == 201  # a second look is a line of its own
    assert accounts.kept[-1][2] == "after"


def test_lines_that_wait_are_bounded_and_what_is_given_up_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    accounts = Accounts()
    trail = Trail(accounts, HandClock())
    for number in range(KEPT_AT_MOST + 7):
        trail.look("ines", "card.read", str(number))
    accounts.full = False
    trail.write()
    assert len(accounts.kept) == KEPT_AT_MOST
    assert "7 lines of the audit log were given up" in caplog.text


def test_a_look_that_was_left_is_written_when_the_doors_close() -> None:
    accounts = Accounts()
    accounts.full = False
    trail = Trail(accounts, HandClock())
    trail.start()
    trail.look("ines", "card.read", "ana")
    trail.stop()
    assert accounts.kept == [("ines", "card.read", "ana")]


def test_each_answer_has_the_shape_that_the_document_says(boutique: Boutique) -> None:
    manager = boutique.person("manager")
    boutique.client("Ana")
    asked = {
        "read_audit": manager.get("/audit"),
        "check_audit": manager.get("/audit/check"),
    }
    check(asked, audit.RESOURCE)
