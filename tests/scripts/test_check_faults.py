"""What `make test-faults` says of known weaknesses, and where its figures go."""

from __future__ import annotations

import json
from pathlib import Path

import check_faults
from check_faults import Outcome, judged, write


def audited(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": list(packages)})


def test_what_a_scanner_skips_was_not_looked_at() -> None:
    well = {"name": "flask", "version": "3", "vulns": []}
    weak = {"name": "flask", "version": "1", "vulns": [{"id": "CVE-1"}]}
    skipped = {"name": "flask", "skip_reason": "not found on PyPI"}
    assert judged(audited(well), "") == "well"
    assert judged(audited(well, weak, skipped), "") == "wrong"
    assert judged(audited(well, skipped), "").endswith("knows nothing of 1 of 2")
    assert judged("", "no route\nto host") == "not looked at: to host"


def test_the_figures_stand_between_their_marks_and_all_else_stays(tmp_path: Path) -> None:
    report = tmp_path / "reliability.md"
    report.write_text(f"before\n{check_faults.BEGINS}\nold\n{check_faults.ENDS}\nafter\n")
    tally = {"what": "scans", "acknowledged": 12, "lost": 0, "twice": 0}
    line = {"fault": "disk full", "how": "twice", "database": "SQLite", "tallies": [tally, tally]}
    write(report, [line], [Outcome("faults", "well", 3.0)], 7)
    said = report.read_text()
    assert said.startswith("before\n")
    assert said.endswith("\nafter\n")
    assert "old" not in said
    assert "make test-faults SEED=7" in said
    assert "| disk full | twice | SQLite | scans | 12 | 0 | 0 |" in said
    assert "|  |  |  | scans | 12 | 0 | 0 |" in said
