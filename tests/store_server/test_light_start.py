"""What only some evenings need is not in memory on every day."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRINTING = ("fpdf", "fontTools", "uharfbuzz", "PIL", "qrcode", "icalendar", "xlsxwriter")
ELSEWHERE = ("numpy", "scipy", "cv2", "holidays", "stripe", "alembic", "amqtt", "bleak", "rich")


def test_the_house_is_built_without_what_prints_and_what_sees() -> None:
    heavy = (*PRINTING, *ELSEWHERE)
    program = (
        "import sys; import store_server.app, store_server.commands.serve;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == b"[]"
