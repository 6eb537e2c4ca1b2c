"""Five thousand enrolled clients and forty gateways: memory stays bounded."""

from __future__ import annotations

import pytest

from store_server.domain.presence import Here, Presence
from store_server.domain.trail import LONGEST_TRAIL
from store_server.settings import PresenceSettings

CLIENTS = 5_000
GATEWAYS = 40
SETTINGS = PresenceSettings()


class Heard:
    __slots__ = ("at_s", "gateway_id", "identity_id", "rssi_dbm")

    def __init__(self, identity_id: str, gateway_id: str, rssi_dbm: float, at_s: float) -> None:
        self.identity_id = identity_id
        self.gateway_id = gateway_id
        self.rssi_dbm = rssi_dbm
        self.at_s = at_s


@pytest.mark.timeout(300)
def test_everybody_heard_by_every_gateway_is_kept_within_bounds():
    presence = Presence(SETTINGS)
    people = [f"client-{n}" for n in range(CLIENTS)]
    for moment in range(2):
        for person in people:
            for gateway in range(GATEWAYS):
                presence.observe(Heard(person, f"gateway-{gateway}", -78.0, float(moment)))
        presence.tick(float(moment) + 0.5)
    assert presence.sightings_kept <= CLIENTS * SETTINGS.ears_at_most * SETTINGS.trail_sightings


def test_somebody_present_all_day_keeps_a_handful_of_sightings():
    presence = Presence(SETTINGS)
    for tenth in range(36_000):
        presence.observe(Heard("ann", "salon", -60.0, tenth / 10))
        if tenth % 3 == 0:
            presence.tick(tenth / 10)
    assert presence.sightings_kept <= SETTINGS.trail_sightings + 3


def test_somebody_who_loiters_outside_all_day_keeps_ten_seconds():
    presence = Presence(SETTINGS)
    for tenth in range(36_000):
        presence.observe(Heard("ann", "door", -78.0, tenth / 10))
        if tenth % 3 == 0:
            presence.tick(tenth / 10)
    assert presence.sightings_kept <= 10 * (SETTINGS.here_window_s + SETTINGS.late_after_s) + 5


def test_a_flood_between_two_ticks_is_bounded():
    presence = Presence(SETTINGS)
    for n in range(20_000):
        presence.observe(Heard("ann", "door", -78.0, n / 1000))
    assert presence.sightings_kept <= LONGEST_TRAIL


def test_those_who_were_not_heard_for_long_leave_nothing_behind():
    presence = Presence(SETTINGS)
    for n in range(CLIENTS):
        presence.observe(Heard(f"client-{n}", "door", -78.0, 1.0))
    presence.tick(2.0)
    assert presence.sightings_kept == CLIENTS
    presence.tick(2.0 + SETTINGS.absent_kept_s + 60)
    assert presence.sightings_kept == 0


def test_a_client_is_seen_in_the_crowd():
    presence = Presence(SETTINGS)
    said = []
    for second in range(9):
        for n in range(500):
            presence.observe(Heard(f"passer-{n}", f"gateway-{n % 3}", -79.0, float(second)))
        said += presence.observe(Heard("ann", "gateway-1", -70.0, second + 0.1))
        said += presence.tick(second + 0.5)
    assert [(type(verdict), verdict.identity_id) for verdict in said] == [(Here, "ann")]


def test_invented_gateways_are_bounded_too():
    presence = Presence(SETTINGS)
    for n in range(5_000):
        presence.note_gateway(f"invented-{n}", float(n), True, street=True)
    assert presence.gateways_kept <= 1_000
