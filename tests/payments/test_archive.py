"""An archive proves itself, and says which record is not as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from payments.archive import ArchiveError, examine, fingerprint, public, write
from tests.payments.shelf import MONDAY, Shelf, week

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TOMORROW = MONDAY + timedelta(days=30)


def archive(first: int = 1) -> list[bytes]:
    shelf = Shelf()
    week(shelf)
    return list(write(shelf.records[first - 1 :], "paris-1", "1", TOMORROW, KEY))


@pytest.mark.parametrize("first", [1, 9])
def test_an_archive_as_it_was_written_has_no_flaw(first: int) -> None:
    verdict = examine(archive(first))
    assert (verdict.flaws, verdict.trouble) == ((), "")
    assert verdict.records == 28 - first
    assert verdict.key == fingerprint(public(KEY))


def test_an_altered_value_is_found_with_its_number_and_the_signature_fails() -> None:
    lines = archive()
    lines[5] = lines[5].replace(b'"gross":1999', b'"gross":1998', 1)
    verdict = examine(lines)
    assert verdict.flaws[0].number == 5
    assert verdict.trouble == "its signature is not that of what it holds"


def test_a_record_taken_out_is_missed_and_the_foot_counts_it() -> None:
    lines = archive()
    del lines[5]
    verdict = examine(lines)
    assert verdict.flaws[0].number == 5
    assert verdict.trouble == "its foot counts 27 records and there are 26"


def test_records_cut_off_at_the_end_are_missed_by_the_foot() -> None:
    lines = archive()
    del lines[-4:-1]
    verdict = examine(lines)
    assert verdict.flaws == ()
    assert "there are 24" in verdict.trouble


def test_an_archive_signed_anew_by_somebody_else_shows_another_key() -> None:
    other = Ed25519PrivateKey.generate()
    shelf = Shelf()
    week(shelf, days=1)
    verdict = examine(write(shelf.records, "paris-1", "1", TOMORROW, other))
    assert verdict.trouble == ""
    assert verdict.key != fingerprint(public(KEY))


def test_another_head_under_the_same_signature_does_not_hold() -> None:
    lines = archive()
    lines[0] = lines[0].replace(b"paris-1", b"milan-1")
    assert examine(lines).trouble == "its signature is not that of what it holds"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "line 1"),
        ([b"{}\n"], "line 1"),
        ([b"\x1f\x8b\x08 no text"], "line 1"),
        (archive()[:1], "ends too early"),
        ([*archive()[:4], b"rubbish\n", *archive()[4:]], "line 5"),
    ],
)
def test_what_is_no_archive_is_said_to_be_none(lines: list[bytes], words: str) -> None:
    with pytest.raises(ArchiveError, match=words):
        examine(lines)


def test_nothing_is_no_archive() -> None:
    with pytest.raises(ArchiveError, match="no records"):
        list(write([], "paris-1", "1", TOMORROW, KEY))
