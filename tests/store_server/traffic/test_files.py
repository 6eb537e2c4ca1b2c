"""A series as a file: semicolons, commas and a mark for Excel in French; gaps stay empty."""

from __future__ import annotations

import csv
import re
import zipfile
from io import BytesIO, StringIO

from tests.store_server.traffic.conftest import Counted

RANGE = "measure=people_in&from=2026-03-14&to=2026-03-14&by=hour&against=last_week"


def test_a_french_excel_reads_the_csv(counted: Counted) -> None:
    counted.counts(counted.crosses(5, 3), counted.crosses(5 - 7 * 24 * 60, 2))
    counted.clock_shows(90)
    answer = counted.manager.get(f"/traffic/export?{RANGE}")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "people_in-2026-03-14-2026-03-14.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][3] == "people_in (people)"
    assert rows[11][:6] == ["2026-03-14 10:00", "2026-03-14 11:00", "", "3", "1", ""]
    assert rows[11][6:] == ["2026-03-07 10:00", "2", ""]
    assert rows[10][3:6] == ["", "1", "closed"]
    assert rows[-1][3:6] == ["", "0", "ahead"]
    counted.manager.put("/traffic/settings", {"people_per_group": 2})
    groups = counted.manager.get(f"/traffic/export?{RANGE.replace('people_in', 'groups')}")
    assert ";1,5;" in groups.data.decode()


def test_the_workbook_has_numbers_and_moments(counted: Counted) -> None:
    counted.counts(counted.crosses(5, 3))
    counted.clock_shows(90)
    answer = counted.manager.get(f"/traffic/export?{RANGE}&form=xlsx")
    with zipfile.ZipFile(BytesIO(answer.data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<c r="D12"[^>]*><v>3</v>', sheet)
    assert "<f>" not in sheet
