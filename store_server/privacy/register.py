"""The register of processing, from the code's own list of purposes, tables and periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from store_server.domain.processing import ACTIVITIES, Activity
from store_server.privacy.words import said_days, words
from store_server.settings import Settings
from store_server.storage.privacy.holdings import HOLDINGS, NOBODYS


@dataclass(frozen=True, slots=True)
class Entry:
    """One purpose, in words."""

    key: str
    purpose: str
    why: str
    basis: str
    whose: str
    data: tuple[str, ...]
    until: tuple[str, ...]


def entries(settings: Settings, language: str) -> list[Entry]:
    said = words(language)
    return [
        Entry(
            key=activity.key,
            purpose=said[f"activity.{activity.key}"],
            why=said[f"activity.{activity.key}.why"],
            basis=said[f"basis.{activity.basis}"],
            whose=", ".join(said[f"whose.{one}"] for one in activity.whose),
            data=tuple(_data(activity, said)),
            until=tuple(_until(activity, settings, said)),
        )
        for activity in ACTIVITIES
    ]


def responsible(settings: Settings) -> str:
    fiscal = settings.fiscal
    named = fiscal.seller or settings.brand_name
    return ", ".join(one for one in (named, *fiscal.address.split(" / ")) if one)


def receivers(settings: Settings, language: str) -> list[str]:
    """Whom this boutique's settings let something be told to."""
    said = words(language)
    found = [said["receiver.push"]]
    if settings.payments.provider == "stripe":
        found.append(said["receiver.stripe"])
    if settings.smtp.ready:
        found.append(said["receiver.mail"].format(host=settings.smtp.host))
    return found


def register(settings: Settings, language: str) -> str:
    """The whole document, as Markdown."""
    said = words(language)
    place = f"{settings.brand_name} {settings.boutique_name}"
    lines = [
        f"# {said['register.title']}",
        "",
        said["register.intro"],
        "",
        f"- {said['register.controller']}: {responsible(settings)}",
        f"- {said['register.place']}: {place}",
        "",
        table(settings, language),
        f"## {said['register.receivers']}",
        "",
        said["register.receivers_text"],
        "",
        *(f"- {one}" for one in receivers(settings, language)),
        "",
        f"## {said['register.safety']}",
        "",
        said["register.safety_text"],
        "",
    ]
    return "\n".join(lines)


def table(settings: Settings, language: str) -> str:
    """The purposes as a table of Markdown, a line each."""
    said = words(language)
    heads = [said[f"register.{one}"] for one in ("purpose", "basis", "whose", "data", "until")]
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for one in entries(settings, language):
        purpose = f"**{one.purpose}**. {one.why}"
        cells = (purpose, one.basis, one.whose, "; ".join(one.data), "; ".join(one.until))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _data(activity: Activity, said: Mapping[str, str]) -> Iterator[str]:
    for holding in HOLDINGS:
        if holding.activity == activity.key:
            name = holding.table.__tablename__
            yield said.get(f"table.{name}", name.replace("_", " "))
    if activity.key in NOBODYS.values():
        yield said[f"group.{activity.key}"]


def _until(activity: Activity, settings: Settings, said: Mapping[str, str]) -> Iterator[str]:
    if f"until.{activity.key}" in said:
        yield said[f"until.{activity.key}"]
    periods = settings.privacy.periods
    for period in activity.periods:
        yield said[f"period.{period}"].format(days=said_days(periods[period], said))
