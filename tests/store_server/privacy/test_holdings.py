"""The one list is whole: no table and no column with a person in it is left out of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Enum, LargeBinary, MetaData, String, Table
from sqlalchemy.types import TypeEngine

from store_server.domain.processing import ACTIVITIES, BY_KEY, ENDS_WITH_ERASURE
from store_server.settings import PrivacySettings
from store_server.storage.privacy import retention
from store_server.storage.privacy.holdings import (
    HOLDINGS,
    IDS_ALONE,
    NOBODYS,
    Blanked,
    Gone,
    Holding,
)
from store_server.storage.tables import Table as OurTable

TABLES = OurTable.metadata
LISTED = {holding.table.__tablename__: holding for holding in HOLDINGS}
# Who refers to one of these refers to somebody.
SOMEBODY = ("clients", "guests", "signals", "visits", "baskets", "bills", "shares")
SOUNDS_LIKE_SOMEBODY = re.compile(
    r"name|mail|phone|address|street|note|text|reason|label|payer|companion|birth|image|photo"
    r"|client|guest|person|comment|wish|allerg|whom|secret"
)
HARMLESS = {
    "device_certificates.name": "a device's",
    "adoption_codes.wishes": "what a device is to be called",
    "audit_addresses.address": "of the network, for a month; no table says whose it was",
    "alert_rules.mail": "the house's own, for alarms",
    "api_keys.name": "a program's",
    "badges.label": "what a colleague's beacon is called",
    "badges.secret": "a colleague's beacon's, sealed",
    "badges.secret_mark": "a colleague's beacon's",
    "articles.name": "an article's",
    "associates.display_name": "staff",
    "count_corrections.reason": "of a number of people",
    "count_doors.name": "a door's",
    "counters.name": "a number's",
    "device_alarms.detail": "a device's",
    "device_commands.reason": "a device's answer",
    "device_keys.username": "a device's",
    "devices.name": "a device's",
    "event_allocations.guests": "how many",
    "event_costs.label": "what is paid for",
    "event_pictures.image": "the invitation's, chosen by the manager",
    "occupancy_resets.reason": "of a number of people",
    "passkeys.label": "a key's of a colleague",
    "quarantine.reason": "why a message could not be read",
    "signing_keys.secret": "the house's own",
    "zones.name": "a room's",
}


def forgotten_by_the_list(metadata: MetaData) -> set[str]:
    """Tables with somebody in them that no eraser names."""
    known = {*LISTED, *NOBODYS, *IDS_ALONE}
    strange = {name for name in metadata.tables if name not in known}
    return strange | {
        table.name
        for table in metadata.tables.values()
        if table.name not in LISTED and any(_of_somebody(column) for column in table.columns)
    }


def _of_somebody(column: Column[Any]) -> bool:
    return any(key.column.table.name in SOMEBODY for key in column.foreign_keys)


def _holds_words(kind: TypeEngine[Any]) -> bool:
    if isinstance(kind, Enum):
        return False
    return isinstance(kind, JSON | LargeBinary | String)


def test_every_table_is_on_the_list_or_said_to_be_nobodys() -> None:
    assert forgotten_by_the_list(TABLES) == set()
    assert set(LISTED) | set(NOBODYS) | set(IDS_ALONE) == set(TABLES.tables)


def test_a_new_table_that_nobody_erases_is_found() -> None:
    grown = MetaData()
    for table in TABLES.tables.values():
        table.to_metadata(grown)
    Table("loyalty_cards", grown, Column("id", String, primary_key=True))
    assert forgotten_by_the_list(grown) == {"loyalty_cards"}


@pytest.mark.parametrize("name", sorted(NOBODYS))
def test_a_table_of_nobodys_has_no_column_that_sounds_like_somebody(name: str) -> None:
    for column in TABLES.tables[name].columns:
        if _holds_words(column.type) and SOUNDS_LIKE_SOMEBODY.search(column.name):
            assert f"{name}.{column.name}" in HARMLESS


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda one: one.table.__tablename__)
def test_what_stays_of_a_person_is_said_column_by_column(holding: Holding) -> None:
    """Where rows outlive an erasure, every column that can hold words is emptied or named."""
    columns = holding.table.__table__.columns
    assert holding.words | holding.hidden | set(holding.sealed) <= {one.name for one in columns}
    if isinstance(holding.erasing, Gone):
        return
    blanked = holding.erasing.values if isinstance(holding.erasing, Blanked) else {}
    assert set(blanked) <= {one.name for one in columns}
    for column in columns:
        ours = column.primary_key or column.foreign_keys or column.name in holding.words
        if _holds_words(column.type) and not ours and not column.name.endswith("_id"):
            assert column.name in blanked, column.name


def test_every_holding_serves_a_purpose_and_every_purpose_is_known() -> None:
    for holding in HOLDINGS:
        assert holding.activity in BY_KEY
    assert {*NOBODYS.values()} - {"house"} <= set(BY_KEY)


def test_every_period_is_a_setting_has_a_rule_and_serves_a_purpose() -> None:
    periods = set(PrivacySettings().periods)
    assert periods == set(retention.ROWS) | set(retention.PEOPLE)
    assert set(retention.PEOPLE) == set(ENDS_WITH_ERASURE)
    assert periods == {period for activity in ACTIVITIES for period in activity.periods}
