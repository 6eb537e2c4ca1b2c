"""What the boutique keeps is readable by the server's own user, and by nobody else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from store_server.settings import Settings
from store_server.storage import open_storage


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("before", [None, 0o755, 0o750])
def test_the_data_folder_and_the_database_are_closed_to_others(
    tmp_path: Path, before: int | None
) -> None:
    folder = tmp_path / "data"
    if before is not None:
        folder.mkdir()
        folder.chmod(before)
        (folder / "accueil.db").touch(mode=0o644)
    storage = open_storage(Settings(data_dir=folder))
    storage.accounts.set_setting("a", "b")
    beside = [path for path in folder.iterdir() if path.name.startswith("accueil.db")]
    assert {path.name for path in beside} >= {"accueil.db", "accueil.db-wal"}
    assert {mode(path) for path in beside} == {0o600}
    assert mode(folder) == (0o700 if before is None else 0o750)
    storage.close()
