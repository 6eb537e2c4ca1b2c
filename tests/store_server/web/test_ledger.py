"""The manager reads, closes and exports the ledger; nobody else does."""

from __future__ import annotations

import csv
import io

import pytest

from payments.archive import examine
from tests.store_server.web.boutique import Boutique, Browser
from tests.store_server.web.till import sold


@pytest.fixture
def manager(boutique: Boutique) -> Browser:
    return boutique.signed_in(boutique.associate("Hélène", "manager"))


def test_the_x_report_says_what_is_open_and_closes_nothing(
    boutique: Boutique, manager: Browser
) -> None:
    associate_id = boutique.associate("Camille")
    sold(boutique, "b1", "b2", by=associate_id)
    for _ in range(2):
        report = manager.get("/ledger/report").json
    (total,) = report["totals"]
    assert (total["sales"], total["total"]) == (2, 248_440)
    assert [(one["rate"], one["vat"]) for one in total["rates"]] == [("20", 40_000), ("5.5", 440)]
    assert [(one["means"], one["amount"]) for one in total["means"]] == [
        ("page", 200_000),
        ("reader", 48_440),
    ]
    assert report["names"] == {associate_id: "Camille"}


def test_a_day_is_closed_and_read_as_it_was_closed(boutique: Boutique, manager: Browser) -> None:
    sold(boutique, "b1")
    made = manager.post("/ledger/closings")
    assert made.status_code == 201
    (closing,) = made.json
    assert (closing["of"], closing["first"], closing["last"]) == ("2026-03-14", 1, 1)
    assert manager.post("/ledger/closings").json == []
    assert manager.get("/ledger/closings/2").json == closing
    assert manager.get("/ledger/closings").json == [closing]
    assert manager.get("/ledger/closings?kind=close_month").json == []
    assert manager.get("/ledger/closings/1").status_code == 404
    assert manager.get("/ledger").json["records"] == 2


def test_a_month_closes_when_it_is_over(boutique: Boutique) -> None:
    sold(boutique, "b1")
    boutique.clock.passes(40 * 24 * 3600)
    sold(boutique, "b2")
    manager = boutique.person("manager")  # nobody stays signed in for a month
    (month,) = manager.get("/ledger/closings?kind=close_month").json
    assert (month["of"], month["totals"][0]["total"]) == ("2026-03", 124_220)
    assert month["grand"] == [
        {"currency": "EUR", "count": 1, "total": 124_220, "absolute": 124_220}
    ]


def test_the_ledger_is_a_table_for_a_french_excel(boutique: Boutique, manager: Browser) -> None:
    sold(boutique, "b1")
    answer = manager.get("/ledger/export")
    assert answer.headers["Content-Disposition"] == "attachment; filename=ledger-paris-1-1.csv"
    text = answer.get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["label"], row["gross"]) for row in rows] == [
        ("Sac Aurore", "1200,00"),
        ("Livre", "42,20"),
        ("page", "1000,00"),
        ("reader", "242,20"),
    ]


def test_an_archive_proves_itself_to_whoever_has_the_key(
    boutique: Boutique, manager: Browser
) -> None:
    sold(boutique, "b1", "b2", "b3")
    archive = manager.get("/ledger/export?form=archive&first=2").get_data()
    verdict = examine(archive.splitlines(keepends=True))
    assert (verdict.records, verdict.flaws, verdict.trouble) == (2, (), "")
    assert verdict.key == manager.get("/ledger").json["key"]
    assert manager.get("/ledger/export?form=json&last=1").get_data().count(b"\n") == 1


def test_an_export_is_audited_and_one_of_nothing_is_none(
    boutique: Boutique, manager: Browser
) -> None:
    assert manager.get("/ledger/export").status_code == 404
    sold(boutique, "b1")
    assert manager.get("/ledger/export?first=2").status_code == 404
    assert manager.get("/ledger/export?form=pdf").json["field"] == "form"
    assert manager.get("/ledger/export?first=0").json["field"] == "first"


def test_a_number_that_no_record_can_have_is_refused(manager: Browser) -> None:
    largest = 2**53
    assert manager.get(f"/ledger/export?first={largest}").status_code == 404
    assert manager.get(f"/ledger/export?first={largest + 1}").json["field"] == "first"
    assert manager.get(f"/ledger/closings/{largest}").status_code == 404
    assert manager.get(f"/ledger/closings/{10**25}").json["field"] == "number"
    assert manager.get(f"/audit?before={10**25}").json["field"] == "before"


@pytest.mark.parametrize("role", ["associate", "host", "guard", "operator"])
def test_only_a_manager_reads_the_ledger(boutique: Boutique, role: str) -> None:
    someone = boutique.signed_in(boutique.associate("Camille", role))
    for path in ("", "/report", "/closings", "/closings/1", "/export"):
        assert someone.get(f"/ledger{path}").status_code == 403
    assert someone.post("/ledger/closings").status_code == 403
