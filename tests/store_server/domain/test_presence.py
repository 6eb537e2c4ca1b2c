"""Arrivals, rooms and departures, a sentence of the specification a test."""

from __future__ import annotations

from random import Random

import pytest

from store_server.domain.presence import Away, Here, KnownAgain, Moved, Presence, Unknown
from store_server.settings import PresenceSettings

STAYS = 10_000.0


def kinds(verdicts: list) -> list[type]:
    return [type(verdict) for verdict in verdicts]


# ---------------------------------------------------------------------------- arrivals


def test_three_sightings_that_span_six_seconds_are_an_arrival(shop):
    start = shop.now
    shop.hears("ann", by="salon", at=-70, every=3, for_s=6)
    assert shop.runs(10) == [Here("ann", "salon", start + 6)]


def test_two_sightings_that_span_six_seconds_are_none(shop):
    shop.hears("ann", by="salon", at=-70, every=6, for_s=6)
    assert shop.runs(30) == []


def test_three_sightings_that_span_more_than_ten_seconds_are_none(shop):
    shop.hears_levels("ann", by="salon", levels=[-70, -70], every=1)
    shop.runs(12)
    shop.hears("ann", by="salon", at=-70, for_s=0)
    assert shop.runs(30) == []


def test_someone_who_walks_past_in_under_six_seconds_does_not_arrive(shop):
    shop.hears("ann", by="door", at=-62, every=0.5, for_s=5.5)
    assert shop.runs(30) == []


def test_someone_who_never_reaches_the_level_does_not_arrive(shop):
    shop.hears("ann", by="door", at=-77, every=0.5, for_s=600)
    assert shop.runs(620) == []


def test_someone_who_waits_outside_does_not_arrive_through_spikes(shop):
    levels = [-78, -77, -76, -62, -79, -78, -77, -61, -78, -79] * 20
    shop.hears_levels("ann", by="door", levels=levels)
    assert shop.runs(220) == []


def test_a_sighting_below_the_counting_level_counts_for_nothing(shop):
    shop.hears("ann", by="salon", at=-70, every=6, for_s=6)
    shop.hears("ann", by="salon", at=-81, every=0.5, for_s=10)
    assert shop.runs(15) == []


def test_sightings_of_two_gateways_of_a_zone_are_pooled(open_shop):
    shop = open_shop(left="salon", right="salon")
    shop.hears("ann", by="left", at=-70, every=6, for_s=6)
    shop.runs(3)
    shop.hears("ann", by="right", at=-72, for_s=0)
    assert kinds(shop.runs(10)) == [Here]


def test_one_advertisement_heard_by_two_gateways_is_one(open_shop):
    shop = open_shop(left="salon", right="salon")
    for gateway in ("left", "right"):
        shop.hears("ann", by=gateway, at=-70, every=6, for_s=6)
    assert shop.runs(20) == []


def test_sightings_of_two_zones_are_not_pooled(shop):
    shop.hears("ann", by="door", at=-70, every=6, for_s=6)
    shop.runs(3)
    shop.hears("ann", by="salon", at=-70, for_s=0)
    assert shop.runs(20) == []


# ---------------------------------------------------------------------------- at the door


def test_two_strong_sightings_are_an_arrival_at_once(shop):
    start = shop.now
    shop.hears("ann", by="door", at=-60, every=0.1, for_s=0.1)
    assert shop.runs(0.25) == [Here("ann", "entrance", start + 0.1)]


def test_one_strong_sighting_is_none(shop):
    shop.hears_levels("ann", by="door", levels=[-78, -40, -78])
    assert shop.runs(30) == []


def test_one_strong_sighting_reported_twice_is_none(shop):
    shop.hears("ann", by="door", at=-50, every=0.03, for_s=0.03)
    assert shop.runs(30) == []


def test_one_strong_sighting_heard_by_two_gateways_is_none(open_shop):
    shop = open_shop(left="entrance", right="entrance")
    for gateway in ("left", "right"):
        shop.hears("ann", by=gateway, at=-50, for_s=0)
        shop.now += 0.1
    assert shop.runs(30) == []


def test_two_strong_sightings_far_apart_are_none(shop):
    shop.hears("ann", by="door", at=-50, every=11, for_s=11)
    assert shop.runs(30) == []


# ---------------------------------------------------------------------------- slow beacons


def test_the_interval_of_a_beacon_is_learnt(shop):
    shop.hears("ann", by="salon", at=-65, every=2)
    shop.runs(20)
    assert shop.presence.interval_s("ann") == pytest.approx(2)


def test_a_slow_beacon_is_learnt_on_its_first_visit(shop):
    shop.hears("ann", by="salon", at=-70, every=10)
    assert kinds(shop.runs(21)) == [Here]
    assert shop.presence.interval_s("ann") == pytest.approx(10)


def test_a_beacon_known_to_be_slow_needs_two_sightings_in_two_intervals(shop):
    shop.presence.know_interval("ann", 10)
    shop.hears("ann", by="salon", at=-70, every=10, for_s=10)
    assert kinds(shop.runs(11)) == [Here]


def test_one_sighting_of_a_slow_beacon_is_none(shop):
    shop.presence.know_interval("ann", 10)
    shop.hears("ann", by="salon", at=-70, for_s=0)
    assert shop.runs(60) == []


def test_a_slow_beacon_that_is_weak_does_not_arrive(shop):
    shop.presence.know_interval("ann", 10)
    shop.hears("ann", by="salon", at=-77, every=10, for_s=100)
    assert shop.runs(120) == []


def test_lost_sightings_do_not_make_a_beacon_slow(shop):
    for n in range(60):
        if n % 5 in (0, 1, 3):
            shop.now += 1
            shop.hears("ann", by="salon", at=-65, for_s=0)
    shop.now = 1_000.0
    shop.runs(80)
    assert shop.presence.interval_s("ann") == pytest.approx(1, abs=0.1)


def test_two_passers_by_in_a_row_make_no_slow_beacon(shop):
    for _ in range(3):
        shop.hears("ann", by="door", at=-70, every=1, for_s=3)
        shop.runs(25)
    assert shop.said == []


# ---------------------------------------------------------------------------- zones


def test_the_zone_is_that_of_the_strongest_gateway(shop):
    shop.hears("ann", by="door", at=-72).hears("ann", by="salon", at=-64)
    (here,) = shop.runs(10)
    assert here.zone == "salon"


def test_a_gateway_without_a_zone_is_a_zone_of_its_own(open_shop):
    shop = open_shop()
    shop.presence.place("lift", None)
    shop.hears("ann", by="lift", at=-64)
    (here,) = shop.runs(10)
    assert here.zone == "lift"


def test_the_strongest_zone_wins_at_once_after_an_arrival_at_the_door(shop):
    shop.hears("ann", by="door", at=-60, every=0.5).hears("ann", by="salon", at=-50, every=0.5)
    verdicts = shop.runs(1.5)
    assert kinds(verdicts)[0] is Here
    assert shop.presence.zone_of("ann") == "salon"


def test_another_zone_must_be_six_decibels_stronger(shop):
    shop.hears("ann", by="door", at=-70)
    shop.runs(20)
    shop.hears("ann", by="salon", at=-65)
    assert shop.runs(60) == []


def test_another_zone_must_be_stronger_for_four_seconds(shop):
    shop.hears("ann", by="door", at=-70)
    shop.runs(20)
    shop.hears("ann", by="salon", at=-60, every=0.5)
    before = shop.now
    (moved,) = shop.runs(30)
    assert isinstance(moved, Moved)
    assert moved.zone == "salon"
    assert 4 <= moved.at_s - before <= 6


def test_nobody_flickers_between_two_rooms(shop):
    shop.hears("ann", by="door", at=-68)
    shop.runs(20)
    shop.hears_levels("ann", by="salon", levels=[-63, -73, -62, -75, -63, -72] * 50)
    assert shop.runs(300) == []


@pytest.mark.parametrize("interval_s", [0.3, 1, 10])
def test_nobody_flickers_between_rooms_that_hear_them_alike_through_noise(shop, interval_s):
    lots = Random(5)
    for gateway in ("door", "salon"):
        levels = [lots.gauss(-66, 4) for _ in range(int(1200 / interval_s))]
        shop.hears_levels("ann", by=gateway, levels=levels, every=interval_s)
    shop.runs(1200)
    assert len(shop.said) <= 3


def test_one_spike_in_the_next_room_moves_nobody(shop):
    shop.hears("ann", by="door", at=-70)
    shop.runs(20)
    shop.hears("ann", by="salon", at=-40, for_s=0)
    assert shop.runs(60) == []


def test_someone_who_walks_on_is_followed(shop):
    shop.hears("ann", by="door", at=-65, for_s=20)
    shop.runs(20)
    shop.hears("ann", by="salon", at=-74)
    assert kinds(shop.runs(20)) == [Moved]


# ---------------------------------------------------------------------------- away


def test_away_after_sixty_seconds_of_silence(shop):
    shop.hears("ann", by="salon", for_s=30)
    shop.runs(30.25)
    heard = shop.now - 0.25
    assert shop.runs(59.5) == []
    assert shop.runs(1) == [Away("ann", "salon", heard)]


def test_away_is_driven_by_the_clock_alone(shop):
    shop.hears("ann", by="salon", for_s=30)
    shop.runs(31)
    assert kinds(shop.presence.tick(shop.now + 60)) == [Away]


@pytest.mark.parametrize(("interval_s", "patience_s"), [(1, 60), (10, 60), (20, 120), (30, 180)])
def test_away_after_six_intervals_between_sixty_and_a_hundred_and_eighty_seconds(
    shop, interval_s, patience_s
):
    shop.hears("ann", by="salon", every=interval_s, for_s=600)
    shop.runs(600.25)
    assert shop.words() == ["Here"]
    assert shop.runs(patience_s - 1) == []
    assert kinds(shop.runs(2)) == [Away]


def test_a_weak_beacon_far_off_does_not_keep_anybody_here(shop):
    shop.hears("ann", by="salon", for_s=30).hears("ann", by="salon", at=-85)
    assert kinds(shop.runs(100)) == [Here, Away]


def test_who_comes_back_arrives_by_the_same_rules(shop):
    shop.hears("ann", by="salon", for_s=30)
    shop.runs(120)
    shop.hears("ann", by="salon", for_s=5)
    shop.runs(20)
    shop.hears("ann", by="salon", for_s=30)
    shop.runs(30)
    assert shop.words() == ["Here", "Away", "Here"]


def test_someone_who_is_here_is_said_to_be_here_once(shop):
    shop.hears("ann", by="salon", at=-50, every=0.5, for_s=600)
    assert kinds(shop.runs(600)) == [Here]


def test_two_clients_do_not_disturb_each_other(shop):
    shop.hears("ann", by="salon", for_s=30).hears("bea", by="salon")
    assert [(type(v), v.identity_id) for v in shop.runs(120)] == [
        (Here, "ann"),
        (Here, "bea"),
        (Away, "ann"),
    ]


def test_a_forgotten_identity_is_not_spoken_of_again(shop):
    shop.hears("ann", by="salon", for_s=30)
    shop.runs(20)
    shop.goes("ann").presence.forget("ann")
    assert shop.runs(300) == []
    assert shop.presence.sightings_kept == 0
    assert shop.presence.interval_s("ann") is None


def test_every_threshold_is_a_setting(open_shop):
    shop = open_shop(PresenceSettings(here_sightings=5, here_span_s=8, away_floor_s=20))
    shop.hears("ann", by="door", at=-70, every=4, for_s=8)
    assert shop.runs(10) == []
    shop.hears("ann", by="door", at=-70, every=2, for_s=8)
    assert kinds(shop.runs(40)) == [Here, Away]


# ---------------------------------------------------------------------------- restart


def test_a_server_restart_makes_nobody_arrive(shop):
    shop.restarts().presence.restore("ann", "salon", shop.now)
    shop.hears("ann", by="salon", at=-50)
    assert shop.runs(120) == []


def test_a_server_restart_makes_nobody_leave_before_a_full_silence(shop):
    shop.restarts().presence.restore("ann", "salon", shop.now)
    shop.comes_online("salon")
    assert shop.runs(59) == []
    assert kinds(shop.runs(2)) == [Away]


def test_who_walked_on_during_a_restart_is_followed(shop):
    shop.restarts().presence.restore("ann", "entrance", shop.now)
    shop.hears("ann", by="salon")
    assert kinds(shop.runs(20)) == [Moved]


def test_after_a_restart_nobody_leaves_a_zone_that_has_not_spoken_yet(shop):
    shop.restarts().presence.restore("ann", "salon", shop.now)
    assert kinds(shop.runs(600)) == [Unknown]
    shop.comes_online("salon")
    shop.hears("ann", by="salon")
    assert kinds(shop.runs(60)) == [KnownAgain]


def test_who_was_not_known_before_a_restart_is_known_again_when_heard(shop):
    shop.restarts().presence.restore("ann", "salon", shop.now, known=False)
    shop.runs(5)
    shop.hears("ann", by="salon")
    assert kinds(shop.runs(60)) == [KnownAgain]


def test_the_learnt_interval_survives_a_restart_by_way_of_its_keeper(shop):
    shop.hears("ann", by="salon", every=20, for_s=200)
    shop.runs(201)
    interval_s = shop.presence.interval_s("ann")
    shop.restarts().presence.know_interval("ann", interval_s)
    shop.presence.restore("ann", "salon", shop.now)
    shop.comes_online("salon")
    assert shop.runs(119) == []
    assert kinds(shop.runs(2)) == [Away]


def test_an_unheard_tracker_says_nothing():
    assert Presence(PresenceSettings()).tick(0.0) == []
