"""`make bench`: every measurement, one after the other, on this machine alone.

Each can be had by itself, with its own options: `python -m bench.arrivals --help`, and so on.
"""

from __future__ import annotations

import subprocess
import sys

PARTS = (
    "arrivals",
    "admissions",
    "kiosk",
    "devices",
    "agent",
    "qr",
    "camera",
    "baskets",
    "basket_phone",
    "ledger",
    "traffic",
    "dashboards",
    "wall",
)


def main() -> int:
    """Answers how many could not be measured. Options are for the arrivals: `--quick`."""
    failed = 0
    for part in PARTS:
        options = sys.argv[1:] if part == "arrivals" else []
        measuring = [sys.executable, "-m", f"bench.{part}", *options]
        failed += bool(subprocess.run(measuring, check=False).returncode)
    return failed


if __name__ == "__main__":
    sys.exit(main())
