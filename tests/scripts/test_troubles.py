"""Every way in which preparing can fail has one sentence that says what to do."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest
from steps import Steps, call
from troubles import TroubleError, explain, explain_os_error

SAID = {
    "OSError: [Errno 28] No space left on device": "The disk is full",
    "npm error code ENOSPC": "The disk is full",
    "Temporary failure in name resolution": "index cannot be reached",
    "error: Failed to fetch: `https://index.invalid/simple/flask/`": "index cannot be reached",
    "npm error code EAI_AGAIN": "index cannot be reached",
    "SSLError: certificate verify failed: unable to get local issuer": "does not trust",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES": "its hash differs",
    "npm error code EINTEGRITY": "its hash differs",
    "The virtual environment was not created because ensurepip is not available": "python3-venv",
    "npm error code EACCES": "may not be written",
    "ERROR: No matching distribution found for flask==3.1.3": "fits its Python",
    "FATAL ERROR: Reached heap limit Allocation failed": "out of memory",
}


@pytest.mark.parametrize("said", SAID)
def test_what_a_tool_says_becomes_a_sentence(said: str) -> None:
    assert SAID[said] in explain("a step", said, 1)


def test_a_tool_that_was_killed_ran_out_of_memory() -> None:
    assert "out of memory" in explain("a step", "", -9)


def test_an_unknown_failure_points_to_the_lines_above() -> None:
    assert explain("the screens", "whatever", 3) == (
        "“the screens” failed with status 3: the lines above say why."
    )


def test_a_full_disk_of_our_own_is_the_same_full_disk() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    assert "The disk is full" in explain_os_error("a step", full)


def test_a_failing_tool_shows_its_last_lines_and_the_sentence(tmp_path: Path) -> None:
    out = io.StringIO()
    steps = Steps(out)
    script = "seq 1 100; echo 'No space left on device' >&2; exit 1"
    with pytest.raises(TroubleError) as caught:
        steps.run("packages", ["sh", "-c", script], tmp_path)
    steps.trouble(caught.value)
    shown = out.getvalue()
    assert "✗ packages" in shown
    assert "│ 100" in shown
    assert "│ 1\n" not in shown
    assert shown.rstrip().splitlines()[-1].startswith("The disk is full")


def test_without_a_terminal_a_step_is_said_plainly_as_it_begins_and_ends(tmp_path: Path) -> None:
    out = io.StringIO()
    Steps(out).run("a step", ["true"], tmp_path)
    begun, done = out.getvalue().splitlines()
    assert begun == "  … a step"
    assert done.startswith("  ✓ a step  ")
    assert "\r" not in out.getvalue()
    assert "\x1b" not in out.getvalue()


def test_a_tool_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(TroubleError, match="No such file"):
        Steps(io.StringIO()).run("a step", [tmp_path / "nothing"], tmp_path)


def test_what_a_tool_asks_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(TroubleError):
        call("a step", ["sh", "-c", "read answer"], tmp_path)
