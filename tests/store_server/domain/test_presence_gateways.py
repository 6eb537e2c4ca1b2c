"""A gateway, the broker or the server that goes makes nobody leave and nobody arrive."""

from __future__ import annotations

import pytest

from store_server.domain.presence import Away, Here, KnownAgain, Unknown
from store_server.settings import PresenceSettings

HALF_A_DAY_S = 12 * 3600.0


def kinds(verdicts: list) -> list[type]:
    return [type(verdict) for verdict in verdicts]


@pytest.fixture
def with_ann(shop):
    """Ann has been in the salon for two minutes, whose gateway speaks of itself and the street."""
    shop.speaks("salon", every=10).hears_strangers("salon", every=1.5)
    shop.hears("ann", by="salon")
    assert kinds(shop.runs(120)) == [Here]
    return shop


# ---------------------------------------------------------------------------- Last Will


def test_a_gateway_that_goes_offline_makes_nobody_leave(with_ann):
    with_ann.last_will("salon")
    assert Away not in kinds(with_ann.runs(3600))


def test_staff_see_not_known_once_and_soon(with_ann):
    with_ann.last_will("salon")
    assert kinds(with_ann.runs(10)) == [Unknown]
    assert with_ann.runs(3600) == []


def test_who_is_heard_again_is_known_again_and_has_not_arrived(with_ann):
    with_ann.last_will("salon").runs(600)
    with_ann.comes_online("salon")
    assert kinds(with_ann.runs(60)) == [KnownAgain]


def test_who_left_meanwhile_is_away_after_a_full_silence_from_the_return(with_ann):
    with_ann.last_will("salon").goes("ann").runs(600)
    with_ann.speaks("salon", every=10).hears_strangers("salon", every=1.5)
    with_ann.comes_online("salon")
    assert with_ann.runs(59) == []
    assert kinds(with_ann.runs(3)) == [Away]


def test_a_gateway_whose_last_will_is_told_late_freezes_those_it_alone_spoke_of(shop):
    shop.hears("ann", by="salon")
    shop.runs(60)
    shop.dies("salon").runs(45)
    shop.last_will("salon")
    assert kinds(shop.runs(600)) == [Unknown]


def test_a_reboot_of_a_few_seconds_is_not_even_noticed(with_ann):
    with_ann.last_will("salon").runs(4)
    with_ann.comes_online("salon")
    assert with_ann.runs(60) == []


def test_another_gateway_of_the_zone_that_hears_well_is_enough(open_shop):
    shop = open_shop(left="salon", right="salon")
    shop.hears("ann", by="left", at=-60).hears("ann", by="right", at=-70)
    shop.runs(60)
    shop.last_will("left")
    assert shop.runs(120) == []
    shop.goes("ann")
    assert kinds(shop.runs(65)) == [Away]


def test_another_gateway_of_the_zone_that_hardly_hears_is_not(open_shop):
    shop = open_shop(left="salon", right="salon")
    shop.hears("ann", by="left", at=-60).hears("ann", by="right", at=-79, every=7, for_s=63)
    shop.hears_strangers("right")
    shop.runs(60)
    shop.last_will("left")
    assert kinds(shop.runs(600)) == [Unknown]


def test_a_gateway_of_another_zone_freezes_nobody(with_ann):
    with_ann.last_will("door").goes("ann")
    assert kinds(with_ann.runs(65)) == [Away]


def test_a_freeze_has_an_end(with_ann):
    with_ann.last_will("salon").runs(30)
    (away,) = with_ann.presence.tick(with_ann.now + HALF_A_DAY_S)
    assert isinstance(away, Away)


# ---------------------------------------------------------------------------- silence by rhythm


def test_a_gateway_that_falls_silent_makes_nobody_leave(with_ann):
    with_ann.dies("salon")
    assert kinds(with_ann.runs(3600)) == [Unknown]


def test_a_gateway_that_goes_on_speaking_of_itself_freezes_nobody(with_ann):
    with_ann.goes("ann")
    assert kinds(with_ann.runs(65)) == [Away]


@pytest.mark.parametrize("every", [1, 5, 20, 30, 60, 120])
def test_a_gateway_known_by_its_own_messages_alone_freezes_at_any_rhythm(shop, every):
    shop.speaks("salon", every=every).hears("ann", by="salon")
    shop.runs(900.5)
    shop.dies("salon")
    shop.runs(1800)
    assert shop.words() == ["Here", "Unknown"]


@pytest.mark.parametrize("every", [1, 5, 20, 30, 60, 120])
def test_a_departure_is_seen_at_any_rhythm_of_the_gateway(shop, every):
    shop.speaks("salon", every=every).hears("ann", by="salon")
    shop.runs(907.5)
    shop.goes("ann").runs(181)
    assert shop.words() == ["Here", "Away"]


def test_a_gateway_that_spoke_of_nobody_else_is_not_blamed_for_silence(shop):
    shop.hears("ann", by="salon", for_s=60)
    assert kinds(shop.runs(125)) == [Here, Away]


def test_what_a_gateway_says_as_it_connects_is_no_rhythm(shop):
    for n in range(5):
        shop.presence.note_gateway("salon", shop.now + n * 0.1, True)
    shop.hears("ann", by="salon", for_s=60)
    assert kinds(shop.runs(125)) == [Here, Away]


def test_those_who_fall_silent_together_are_not_known(shop):
    shop.hears("ann", by="salon").hears("bea", by="salon")
    shop.runs(60)
    shop.dies("salon")
    assert kinds(shop.runs(600)) == [Unknown, Unknown]


def test_those_who_leave_one_after_the_other_are_away(shop):
    shop.hears("ann", by="salon", for_s=60).hears("bea", by="salon", for_s=200)
    shop.runs(300)
    assert [(type(v), v.identity_id) for v in shop.said] == [
        (Here, "ann"),
        (Here, "bea"),
        (Away, "ann"),
        (Away, "bea"),
    ]


def test_the_last_two_who_leave_within_seconds_are_away_in_the_end(shop):
    shop.hears("ann", by="salon", for_s=60).hears("bea", by="salon", for_s=72)
    shop.runs(400)
    assert [v.identity_id for v in shop.said if isinstance(v, Away)] == ["bea", "ann"]


def test_a_street_that_calms_down_delays_a_departure_and_does_not_prevent_it(shop):
    shop.hears_strangers("salon", every=1, for_s=100).hears("ann", by="salon", for_s=100)
    shop.runs(100)
    for _ in range(10):
        shop.hears_strangers("salon", every=1, for_s=2)
        shop.runs(45)
    assert kinds(shop.said)[-1] is Away


def test_a_frozen_client_is_away_once_the_gateway_is_heard_and_they_are_not(with_ann):
    with_ann.dies("salon").goes("ann").runs(600)
    with_ann.revives("salon")
    back = with_ann.now
    (away,) = with_ann.runs(90)
    assert isinstance(away, Away)
    assert with_ann.now - back > 60


# ---------------------------------------------------------------------------- broker


def test_a_broker_that_goes_makes_nobody_leave(with_ann):
    with_ann.broker(online=False)
    assert kinds(with_ann.runs(3600)) == [Unknown]


def test_a_broker_that_restarts_makes_nobody_leave_or_arrive(with_ann):
    with_ann.broker(online=False).runs(40)
    with_ann.broker(online=True)
    assert set(kinds(with_ann.runs(300))) == {KnownAgain}


def test_gateways_have_time_to_find_the_broker_again(with_ann):
    with_ann.broker(online=False).runs(55)
    with_ann.broker(online=True).dies("salon").runs(50)
    with_ann.revives("salon").runs(60)
    assert Away not in kinds(with_ann.said)
    assert Here not in kinds(with_ann.said[1:])


def test_who_left_while_the_broker_was_away_is_away_after_a_full_silence(with_ann):
    with_ann.broker(online=False).goes("ann").runs(600)
    with_ann.speaks("salon", every=10).hears_strangers("salon", every=1.5)
    with_ann.broker(online=True)
    assert with_ann.runs(59) == []
    assert kinds(with_ann.runs(5)) == [Away]


# ---------------------------------------------------------------------------- a clock in doubt


def test_nobody_leaves_while_a_gateways_clock_is_in_doubt(with_ann):
    with_ann.goes("ann").presence.note_clock("salon", settled=False)
    assert kinds(with_ann.runs(600)) == [Unknown]
    with_ann.presence.note_clock("salon", settled=True)
    with_ann.speaks("salon", every=10)
    assert Away in kinds(with_ann.runs(120))


def test_evidence_that_was_older_than_it_seemed_lets_nobody_arrive(shop):
    shop.hears("ann", by="door", at=-50, for_s=0)
    shop.runs(0.5)
    shop.presence.note_clock("door", settled=False, discard=True)
    shop.hears("ann", by="door", at=-50, for_s=0)
    assert shop.runs(30) == []


# ---------------------------------------------------------------------------- settings


def test_how_long_a_freeze_lasts_is_a_setting(open_shop):
    shop = open_shop(PresenceSettings(frozen_at_most_s=300))
    shop.speaks("salon").hears("ann", by="salon").runs(60)
    shop.last_will("salon")
    assert kinds(shop.runs(320)) == [Unknown, Away]
