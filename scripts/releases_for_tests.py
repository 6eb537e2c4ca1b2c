"""Three releases to switch between: ours, one with another table, and one that is not well.

The second and the third grow the database, as releases do, so that going back is tried on tables
that are newer than the program.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import release

VERSIONS = Path("store_server/storage/migrations/versions")
GROWS = '''"""Another table, as a release may bring."""

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("grown_{number}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("grown_{number}")
'''
DIES = """

_start = House.start


def _die(house: House) -> None:
    _start(house)
    raise SystemExit("this release is not well")


House.start = _die  # type: ignore[method-assign]
"""


@dataclass(frozen=True)
class Builds:
    folder: Path
    first: str
    second: str
    broken: str


def write(root: Path, folder: Path) -> Builds:
    builds, tree = folder / "build", folder / "tree"
    for name in (*release.ROOMS, *release.SCREENS):
        shutil.copytree(root / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in release.FILES:
        shutil.copy(root / name, tree / name)
    first = release.write(tree, builds)
    _grow(tree)
    second = release.write(tree, builds)
    _grow(tree)
    app = tree / "store_server" / "app.py"
    app.write_text(app.read_text(encoding="utf-8") + DIES, encoding="utf-8")
    broken = release.write(tree, builds)
    shutil.rmtree(tree)
    return Builds(builds, first, second, broken)


def _grow(tree: Path) -> None:
    names = [path.name for path in (tree / VERSIONS).glob("*.py")]
    before = max(name[:4] for name in names if re.match(r"\d{4}_", name))
    number = f"{int(before) + 1:04d}"
    text = GROWS.format(number=number, before=before)
    (tree / VERSIONS / f"{number}_grown.py").write_text(text, encoding="utf-8")
