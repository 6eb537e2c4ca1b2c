"""`accueil doctor`: what is configured, reachable or wrong, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

import click

from store_server.commands.boutique import read_settings, said
from store_server.commands.printing import console, json_option, table, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store_server.commands.checks.finding import Check, Finding
    from store_server.settings import Settings

MARKS = {"ok": "[green]✓[/]", "warn": "[yellow]![/]", "fail": "[red]✗[/]"}
HIDDEN = "•••"


@click.command("doctor")
@click.option(
    "--settings",
    "list_settings",
    is_flag=True,
    help="Every setting's value, and nothing else.",
)
@json_option
def command(list_settings: bool, as_json: bool) -> int:
    """What is configured, reachable or wrong, and how to mend it.

    Looks, and makes or changes nothing. The exit status is 1 if anything is wrong (✗), 0 if there
    are at most remarks (!).

    \b
    Examples:
      accueil doctor
      accueil doctor --settings
      accueil doctor --json | jq '.checks[] | select(.state != "ok")'
    """
    from store_server.settings import SettingError

    try:
        settings = read_settings()
    except SettingError as error:
        return _report([_unreadable(error)], as_json)
    if list_settings:
        return _list(settings, as_json)
    return _report(list(examine(settings)), as_json)


def checks() -> tuple[Check, ...]:
    from store_server.commands.checks import configuration, connections, machine, operation, records

    return (
        machine.python,
        machine.own_environment,
        machine.sqlite,
        machine.tls,
        machine.zbar,
        machine.clock,
        machine.steady_clock,
        machine.open_files,
        machine.disk,
        machine.data_folder,
        configuration.settings,
        configuration.boutique,
        configuration.time_zone,
        configuration.address,
        configuration.quiet_hour,
        configuration.secret_key,
        configuration.vapid_key,
        configuration.vapid_contact,
        configuration.screens,
        connections.port,
        connections.server,
        connections.broker,
        connections.broker_kind,
        connections.broker_account,
        connections.mail,
        records.database,
        records.tables,
        records.people,
        records.managers,
        records.pins,
        records.shift,
        records.consents,
        records.devices,
        records.unplaced,
        records.unreadable,
        records.letters,
        records.payments,
        operation.newest_record,
        operation.cameras,
        operation.queues,
        operation.certificate,
        operation.device_certificates,
        operation.backups,
    )


def examine(settings: Settings) -> Iterator[Finding]:
    from store_server.commands.checks.finding import Site

    site = Site(settings, said())
    for check in checks():
        yield check(site)


def values(settings: object, prefix: str = "ACCUEIL_") -> Iterator[tuple[str, str]]:
    """Every setting by the name of its variable; what is secret is not shown."""
    for field in fields(settings):  # type: ignore[arg-type]  # frozen dataclasses, one in another
        value = getattr(settings, field.name)
        name = prefix + field.name.upper()
        if hasattr(value, "__dataclass_fields__"):
            yield from values(value, f"{name}_")
        elif not field.repr and value:
            yield name, HIDDEN
        else:
            yield name, str(value)


def _unreadable(error: Exception) -> Finding:
    from store_server.commands.checks.finding import Finding

    return Finding(
        "settings",
        "fail",
        str(error),
        "The server does not start with a setting that it cannot use.",
        "Correct it, in the file or the variable; accueil config show lists all names.",
    )


def _list(settings: Settings, as_json: bool) -> int:
    if as_json:
        click.echo(to_json({"settings": dict(values(settings))}))
    else:
        table("Settings", ("Variable", "Value"), values(settings))
    return 0


def _report(findings: list[Finding], as_json: bool) -> int:
    wrong = sum(finding.state == "fail" for finding in findings)
    if as_json:
        click.echo(to_json({"ok": not wrong, "checks": [asdict(one) for one in findings]}))
        return 1 if wrong else 0
    _print(findings)
    remarks = sum(finding.state == "warn" for finding in findings)
    click.echo(f"{len(findings)} looked at: {wrong} wrong, {remarks} to be thought about.")
    return 1 if wrong else 0


def _print(findings: list[Finding]) -> None:
    from rich.markup import escape

    out = console()
    breadth = max(len(finding.check) for finding in findings) + 2
    for finding in findings:
        out.print(f" {MARKS[finding.state]} {finding.check:<{breadth}}{escape(finding.what)}")
        for line in (finding.why, finding.mend and f"→ {finding.mend}"):
            if line:
                out.print(f"   {'':<{breadth}}[dim]{escape(line)}[/]")
