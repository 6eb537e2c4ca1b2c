"""Late, repeated, shuffled and out-of-order sightings change nothing; losses move nobody."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store_server.domain.presence import Away, Here, Presence
from store_server.settings import PresenceSettings

ZONES = {"door": "entrance", "salon": "salon", "alcove": "salon"}
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

levels = st.integers(-90, -45).map(float)
sightings = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bea"]),
        st.sampled_from(list(ZONES)),
        levels,
        st.integers(0, 600).map(lambda tenths: 100 + tenths / 10),
    ),
    max_size=60,
)


class Heard:
    def __init__(self, identity_id: str, gateway_id: str, rssi_dbm: float, at_s: float) -> None:
        self.identity_id = identity_id
        self.gateway_id = gateway_id
        self.rssi_dbm = rssi_dbm
        self.at_s = at_s


def tracker() -> Presence:
    presence = Presence(PresenceSettings())
    for gateway, zone in ZONES.items():
        presence.place(gateway, zone)
    return presence


def story(told: list[tuple], until: float = 160.0) -> tuple[Presence, list]:
    """Everything is delivered before one tick; then a hundred seconds of silence."""
    presence = tracker()
    said = [verdict for sighting in told for verdict in presence.observe(Heard(*sighting))]
    said += presence.tick(until)
    return presence, said


def state(presence: Presence) -> list:
    return [
        (who, presence.zone_of(who), presence.interval_s(who))
        for who in sorted(presence.present_ids)
    ]


HEARD_ONCE_MORE_LATER = [
    *[("ann", "door", -45.0, 100.0)] * 5,
    ("bea", "door", -45.0, 100.0),
    ("bea", "door", -45.0, 100.1),
    ("bea", "door", -45.0, 110.2),
    ("bea", "salon", -45.0, 100.0),
    ("bea", "salon", -45.0, 100.1),
]


@given(told=sightings, seed=st.integers(0, 2**32))
@example(told=HEARD_ONCE_MORE_LATER, seed=0)
@QUICK
def test_the_order_of_delivery_changes_nothing(told, seed):
    shuffled = told[:]
    Random(seed).shuffle(shuffled)
    in_order, said = story(sorted(told, key=lambda sighting: sighting[3]))
    out_of_order, said_then = story(shuffled)
    assert state(in_order) == state(out_of_order)
    assert arrivals(said) == arrivals(said_then)
    later, later_then = in_order.tick(400), out_of_order.tick(400)
    assert {(type(v), v.identity_id) for v in later} == {
        (type(v), v.identity_id) for v in later_then
    }


@given(told=sightings, repeats=st.lists(st.integers(0, 59), max_size=60))
@QUICK
def test_repeats_change_nothing(told, repeats):
    again = told + [told[n] for n in repeats if n < len(told)]
    once, said = story(told)
    more, said_then = story(again)
    assert state(once) == state(more)
    assert arrivals(said) == arrivals(said_then)


def arrivals(said: list) -> list[str]:
    return sorted(verdict.identity_id for verdict in said if isinstance(verdict, Here))


@given(told=sightings)
@QUICK
def test_nobody_arrives_twice_without_leaving(told):
    presence = tracker()
    here: set[str] = set()
    for sighting in sorted(told, key=lambda sighting: sighting[3]):
        said = presence.observe(Heard(*sighting)) + presence.tick(sighting[3])
        for verdict in said:
            if isinstance(verdict, Here):
                assert verdict.identity_id not in here
                here.add(verdict.identity_id)
            if isinstance(verdict, Away):
                here.remove(verdict.identity_id)


def test_a_repeat_that_comes_late_changes_nothing(shop):
    shop.hears("ann", by="door", at=-50, for_s=0)
    for _ in range(40):
        shop.runs(0.25)
        shop.now, now = 1_000.0, shop.now
        shop.hears("ann", by="door", at=-50, for_s=0)
        shop.now = now
    assert shop.runs(60) == []


def test_a_sighting_that_comes_late_makes_nobody_arrive(shop):
    shop.runs(60)
    for n in range(20):
        assert shop.presence.observe(Heard("ann", "door", -50.0, shop.now - 30 + n)) == []
    assert shop.runs(30) == []


def test_a_sighting_that_comes_late_brings_nobody_back(shop):
    shop.hears("ann", by="salon", for_s=30)
    shop.runs(60)
    assert shop.presence.observe(Heard("ann", "salon", -50.0, shop.now - 20)) == []
    assert isinstance(shop.runs(31)[-1], Away)


# ---------------------------------------------------------------------------- losses


@given(
    interval=st.sampled_from([0.5, 1.0, 2.0, 5.0, 10.0, 20.0]),
    voices=st.lists(
        st.tuples(
            st.sampled_from(["speaks", "hears_strangers"]), st.sampled_from([1, 3, 10, 30, 60])
        ),
        min_size=1,
        max_size=3,
    ),
    dies_after=st.floats(0, 100),
    dead_for=st.floats(1, 3000),
    told=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_a_gateway_that_dies_and_comes_back_moves_nobody(
    open_shop, interval, voices, dies_after, dead_for, told
):
    shop = open_shop(salon="salon")
    for voice, every in voices:
        getattr(shop, voice)("salon", every=every, for_s=4000)
    shop.hears("ann", by="salon", every=interval, for_s=5000)
    shop.runs(400 + dies_after)
    assert shop.words() == ["Here"]
    (shop.last_will if told else shop.dies)("salon").runs(dead_for)
    shop.revives("salon").runs(60)
    assert set(shop.words()[1:]) <= {"Unknown", "KnownAgain"}


@given(away_for=st.floats(0, 1000), every=st.sampled_from([1.0, 10.0, 20.0]))
@settings(max_examples=40, deadline=None)
def test_a_broker_or_server_that_restarts_moves_nobody(open_shop, away_for, every):
    shop = open_shop(salon="salon")
    shop.hears("ann", by="salon", every=every, for_s=3000)
    shop.runs(100)
    shop.broker(online=False).runs(away_for)
    shop.broker(online=True).runs(50)
    shop.restarts().presence.restore("ann", "salon", shop.now)
    shop.runs(200)
    assert set(shop.words()[1:]) <= {"Unknown", "KnownAgain"}
