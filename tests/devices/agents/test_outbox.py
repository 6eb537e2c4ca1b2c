"""What an agent keeps: on the disk, in order, within its limits, and not for two."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.agents.durable import DurableError
from devices.agents.outbox import Outbox, OutboxFullError


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "outbox.db", messages_at_most=10, bytes_at_most=1_000)
    yield outbox
    outbox.close()


def scans(*ids: str, payload: bytes = b"{}") -> list[tuple[str, str, bytes]]:
    return [(one, "scan", payload) for one in ids]


def test_the_oldest_come_first_and_go_when_they_are_stored(outbox: Outbox) -> None:
    outbox.add(scans("c", "a"))
    outbox.add(scans("b"))
    assert [kept.id for kept in outbox.after(0, 2)] == ["c", "a"]
    outbox.forget(["c", "never heard of"])
    assert [kept.id for kept in outbox.after(0, 9)] == ["a", "b"]
    assert outbox.messages == 2


def test_the_same_id_is_the_same_message(outbox: Outbox) -> None:
    outbox.add(scans("a"))
    outbox.add(scans("a", "b"))
    assert [kept.id for kept in outbox.after(0, 9)] == ["a", "b"]
    assert outbox.messages == 2


def test_a_full_outbox_keeps_the_oldest_and_refuses_the_newest(outbox: Outbox) -> None:
    outbox.add(scans(*"abcdefghi"))
    with pytest.raises(OutboxFullError, match="9 messages"):
        outbox.add(scans("j", "k"))
    assert [kept.id for kept in outbox.after(0, 99)] == list("abcdefghi")
    outbox.forget(["a"])
    outbox.add(scans("j", "k"))


def test_bytes_are_limited_as_well(outbox: Outbox) -> None:
    outbox.add(scans("a", payload=b"x" * 900))
    with pytest.raises(OutboxFullError, match="900 bytes"):
        outbox.add(scans("b", payload=b"x" * 101))


def test_it_alarms_when_it_is_half_full(outbox: Outbox) -> None:
    outbox.add(scans(*"abcd"))
    assert not outbox.alarming
    outbox.add(scans("e"))
    assert outbox.alarming
    assert outbox.filled == pytest.approx(0.5)
    assert not outbox.full


def test_it_is_full_when_one_was_refused_until_something_goes(outbox: Outbox) -> None:
    outbox.add(scans("a", payload=b"x" * 900))
    assert not outbox.full
    with pytest.raises(OutboxFullError):
        outbox.add(scans("b", payload=b"x" * 101))
    assert outbox.full
    outbox.forget(["a"])
    assert not outbox.full


def test_what_was_kept_outlives_a_killed_agent(tmp_path: Path) -> None:
    file = tmp_path / "outbox.db"
    agent = multiprocessing.get_context("spawn").Process(target=_add_and_die, args=(file,))
    agent.start()
    agent.join(30)
    assert agent.exitcode == -signal.SIGKILL
    outbox = Outbox(file)
    assert [kept.id for kept in outbox.after(0, 9)] == ["a", "b"]
    assert outbox.messages == 2
    outbox.close()


def _add_and_die(file: Path) -> None:
    Outbox(file).add(scans("a", "b"))
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_is_kept_is_for_nobody_else_on_this_computer(outbox: Outbox, tmp_path: Path) -> None:
    outbox.add([("1", "scan", b"pass:ANN-1")])
    files = list(tmp_path.glob("outbox.db*"))
    assert files
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []


def test_two_agents_of_one_name_do_not_share_it(outbox: Outbox, tmp_path: Path) -> None:
    with pytest.raises(DurableError, match="does the same agent run twice"):
        Outbox(tmp_path / "outbox.db")


def test_a_broken_file_is_set_aside_and_the_agent_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "outbox.db"
    file.write_bytes(b"no database at all" * 100)
    with caplog.at_level(logging.ERROR):
        outbox = Outbox(file)
    outbox.add(scans("a"))
    outbox.close()
    assert (tmp_path / "outbox.db.broken").read_bytes().startswith(b"no database")
    assert "set aside" in caplog.text


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DurableError, match="file/below cannot be made"):
        Outbox(tmp_path / "file" / "below" / "outbox.db")


def test_a_disk_that_is_full_refuses_the_newest_and_keeps_the_rest(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    outbox.add(scans("a"))
    ((pages,),) = outbox._file.read("PRAGMA page_count")
    outbox._file.read(f"PRAGMA max_page_count = {pages}")  # as full as a disk can be
    with pytest.raises(OutboxFullError, match="the disk did not take it"):
        outbox.add(scans("b", payload=b"x" * 50_000))
    assert [kept.id for kept in outbox.after(0, 9)] == ["a"]
    assert outbox.messages == 1
    outbox.close()
