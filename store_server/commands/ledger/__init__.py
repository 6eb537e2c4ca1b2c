"""`accueil ledger`: what was sold, and the proof that nobody changed it."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "ledger",
    cls=Sections,
    package="store_server.commands.ledger",
    sections={
        "Look": {
            "verify": "Find the first record that is not as it was written.",
            "report": "What was sold since the last closing, or as a period was closed.",
            "key": "The key that archives are signed by.",
        },
        "Do": {
            "close": "Close the day as it stands.",
            "export": "Write the ledger as a table, JSON lines or a signed archive.",
        },
    },
)
def command() -> None:
    """What was sold, and the proof that nobody changed it.

    Every record is numbered without a gap and sealed together with the one before. Days, months
    and years close by themselves when they have ended. No names are in it.
    """
