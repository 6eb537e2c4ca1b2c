"""`accueil config`: the settings file, and what holds."""

from __future__ import annotations

import click

from store_server.commands.sections import Sections


@click.group(
    "config",
    cls=Sections,
    package="store_server.commands.config",
    sections={
        "Commands": {
            "check": "Every mistake in the settings file, with its line.",
            "show": "Every setting, its value, and where that comes from.",
        }
    },
)
def command() -> None:
    """The settings file, in TOML, and variables that hold over it.

    The file is named by `accueil --config FILE …` or ACCUEIL_CONFIG.
    """
