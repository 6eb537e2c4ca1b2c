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
    assert _said(program) == "[]"


def test_a_country_s_holidays_do_not_bring_those_of_the_world() -> None:
    program = (
        "import sys; from datetime import date;"
        "from store_server.domain.kinds_of_day import holiday;"
        "print(holiday('FR', date(2026, 7, 14), 'fr'), 'holidays' in sys.modules)"
    )
    assert _said(program) == "Fête nationale False"


def _said(program: str) -> str:
    command = [sys.executable, "-X", "utf8", "-c", program]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    return done.stdout.decode().strip()
