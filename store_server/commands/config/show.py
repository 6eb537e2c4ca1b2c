"""`accueil config show`: every setting, its value, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from store_server.commands.boutique import config_path, environment, read_settings
from store_server.commands.printing import json_lines, json_option, table

if TYPE_CHECKING:
    from store_server.settings import Settings

HIDDEN = "•••"
DEFAULT = "as it comes"


@dataclass(frozen=True, slots=True)
class Shown:
    name: str
    variable: str
    value: Any
    from_: str


@click.command("show")
@click.option("--all/--given", "everything", default=True, help="All, or those that are set.")
@json_option
def command(everything: bool, as_json: bool) -> None:
    """Every setting by its name in the file, its value, and where that comes from.

    What is secret is never shown, only that it is set.
    """
    shown = [one for one in _shown(read_settings()) if everything or one.from_ != DEFAULT]
    if as_json:
        json_lines(
            {"name": one.name, "variable": one.variable, "value": one.value, "from": one.from_}
            for one in shown
        )
        return
    table(
        "Settings",
        ("Name", "Value", "From"),
        [(one.name, _written(one.value), one.from_) for one in shown],
    )


def _shown(settings: Settings) -> Iterator[Shown]:
    from store_server.settings import secrets, variables

    origins, hidden = _origins(), secrets()
    for variable, name in variables().items():
        value: Any = settings
        for part in name.split("."):
            value = getattr(value, part)
        if name in hidden:
            value = HIDDEN if value else ""
        elif not isinstance(value, bool | int | float):
            value = str(value)
        yield Shown(name, variable, value, origins.get(variable, DEFAULT))


def _origins() -> Mapping[str, str]:
    """Where each variable's value comes from, where it is not as it comes."""
    from store_server.settings_file import FILE, read_file

    suffix, path = FILE.upper(), config_path()
    origins: dict[str, str] = {}
    if path is not None:
        for variable, line in read_file(path).lines.items():
            origins[variable.removesuffix(suffix)] = f"{path.name}:{line}"
    for variable in environment():
        origins[variable.removesuffix(suffix)] = variable
    return origins


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
