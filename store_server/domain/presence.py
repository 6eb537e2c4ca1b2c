"""Who is here, where, and who has gone: from sightings and the clock alone.

Sightings may come late, twice and in any order. `observe` therefore only draws those conclusions
that no further sighting could take back: two strong ones are an arrival at the door, any one is a
sign of life. Everything else (a slow walk in, a move to another room) waits for `settle`, which
judges all that was heard since the last one together. Silence is judged by `tick`, hence by the
clock, and only where it would have been broken (`gateway_hearing`).

    absent --observe, settle--> HERE --tick: silent, zone can be heard--> absent  (Away)
                                HERE --tick: silent, zone cannot be heard--> UNKNOWN  (Unknown)
                                UNKNOWN --observe--> HERE  (KnownAgain)
                                UNKNOWN --tick: zone heard again, then silent--> absent  (Away)

No clock, no thread, no I/O: times are float seconds of one monotonic clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from heapq import nlargest
from math import inf
from typing import Protocol

from store_server.domain.gateway_hearing import (
    SELF,
    STREET,
    CanHear,
    Gateway,
    GatewayHearing,
    Silence,
)
from store_server.domain.trail import Sample, Trail, some_lie_close
from store_server.domain.verdicts import Away, Here, KnownAgain, Moved, Unknown, Verdict
from store_server.settings import PresenceSettings

__all__ = ["Away", "Here", "KnownAgain", "Moved", "Presence", "Unknown", "Verdict"]

SWEEP_EVERY_S = 30.0
JUDGE_EVERY_S = 1.0  # a silence that lasts is judged again, and when its patience ends
LEARN_EVERY_S = 15.0  # while somebody is here; on the way in, every sighting teaches
SLOWER_BY = 0.25  # losses lengthen gaps, so a beacon is believed to be slower only bit by bit
UNHEARD_INTERVALS = 3.0
ONE_INTERVAL = 0.5  # two sightings this many intervals apart are two advertisements
ABOUT_TWO_INTERVALS = 2.1  # beacons wander


class Sighting(Protocol):
    """One sighting of an enrolled, consenting identity (`messages.Heard`).

    `at_s` is never later than the receipt.
    """

    @property
    def identity_id(self) -> str: ...
    @property
    def gateway_id(self) -> str: ...
    @property
    def rssi_dbm(self) -> float: ...
    @property
    def at_s(self) -> float: ...


class _State(Enum):
    ABSENT = "absent"
    HERE = "here"
    UNKNOWN = "unknown"


class _Track:
    """What is remembered of one identity."""

    __slots__ = (
        "arriving",
        "cut_off",
        "fresh",
        "heard_s",
        "id",
        "judge_next_s",
        "learnt_s",
        "patience_s",
        "quiet_since_s",
        "rival",
        "rival_since_s",
        "state",
        "trails",
        "unheard_after_s",
        "unknown_since_s",
        "zone",
    )

    def __init__(self, identity_id: str) -> None:
        self.id = identity_id
        self.state = _State.ABSENT
        self.zone: str | None = None
        self.trails: dict[str, Trail] = {}
        self.heard_s = -inf
        self.quiet_since_s = -inf  # when its silence began to count
        self.patience_s = 0.0  # the silence that means that it left
        self.unheard_after_s = 0.0  # the silence after which it matters who can hear
        self.judge_next_s = -inf  # no need to judge its silence before
        self.fresh = False  # heard since it was judged last
        self.arriving = False  # its zone is the first gateway's, not yet weighed against others
        self.rival: str | None = None  # the zone that is about to win it
        self.rival_since_s = 0.0
        self.cut_off = False  # nothing can hear it
        self.unknown_since_s = 0.0
        self.learnt_s = -inf


class Presence:
    """The one tracker. Deterministic, and used from one thread."""

    def __init__(self, settings: PresenceSettings) -> None:
        self._settings = settings
        self._tracks: dict[str, _Track] = {}
        self._present: dict[str, _Track] = {}
        self._fresh: list[_Track] = []
        self._intervals: dict[str, float] = {}
        self._hearing = GatewayHearing(settings, self._intervals.get)
        self._late_before_s = -inf
        self._swept_s = -inf

    # ------------------------------------------------------------------ what is told from outside

    def place(self, gateway_id: str, zone: str | None) -> None:
        """A gateway stands in a zone; in one of its own, named as itself, where none is given."""
        self._hearing[gateway_id].zone = zone or gateway_id

    def know_interval(self, identity_id: str, interval_s: float) -> None:
        """Give back what `interval_s` answered before a restart."""
        self._intervals[identity_id] = interval_s
        track = self._tracks.get(identity_id)
        if track is not None:
            self._set_patience(track)

    def restore(self, identity_id: str, zone: str | None, now_s: float, known: bool = True) -> None:
        """It was here before a restart. Its silence counts from now, and nothing is concluded.

        `known` False: it was `Unknown`, and is `KnownAgain` once it is heard.
        """
        track = self._track(identity_id)
        track.zone = zone
        track.heard_s = max(track.heard_s, now_s)
        self._enter(track, now_s)
        if not known:
            track.state = _State.UNKNOWN
            track.unknown_since_s = now_s
            track.cut_off = True

    def forget(self, identity_id: str) -> None:
        """Nothing of it is remembered from now on, and nothing is said of it."""
        track = self._tracks.pop(identity_id, None)
        self._intervals.pop(identity_id, None)
        if track is not None:
            track.trails = {}
            self._leave(track)

    def interval_s(self, identity_id: str) -> float | None:
        """How often its beacon advertises, as far as it is learnt."""
        return self._intervals.get(identity_id)

    def zone_of(self, identity_id: str) -> str | None:
        track = self._present.get(identity_id)
        return None if track is None else track.zone

    @property
    def present_ids(self) -> tuple[str, ...]:
        """Those who are here or not known."""
        return tuple(self._present)

    @property
    def sightings_kept(self) -> int:
        return sum(
            len(trail.samples) for track in self._tracks.values() for trail in track.trails.values()
        )

    @property
    def gateways_kept(self) -> int:
        return len(self._hearing)

    # ------------------------------------------------------------------ what is heard

    def observe(self, heard: Sighting) -> list[Verdict]:
        """Take a sighting in. Only what nothing could take back is concluded at once."""
        at_s = heard.at_s
        if at_s < self._late_before_s:
            return []
        identity_id, gateway_id, rssi_dbm = heard.identity_id, heard.gateway_id, heard.rssi_dbm
        gateway = self._hearing[gateway_id]
        gateway.prove(at_s)
        track = self._present.get(identity_id)
        if track is not None:
            if at_s > gateway.spoken_of.get(identity_id, -inf):
                gateway.spoken_of[identity_id] = at_s
        elif at_s > gateway.cold_s:
            gateway.cold_s = at_s
        if rssi_dbm < self._settings.counts_from_dbm:
            return []
        if track is None:
            track = self._track(identity_id)
        trail = track.trails.get(gateway_id)
        if trail is None:
            trail = track.trails[gateway_id] = Trail()
        trail.add((at_s, rssi_dbm))
        if not track.fresh:
            track.fresh = True
            self._fresh.append(track)
        return self._sign_of_life(track, trail, gateway, heard)

    def _sign_of_life(
        self, track: _Track, trail: Trail, gateway: Gateway, heard: Sighting
    ) -> list[Verdict]:
        at_s = heard.at_s
        if track.state is _State.ABSENT:
            track.heard_s = max(track.heard_s, at_s)
            if heard.rssi_dbm >= self._settings.door_level_dbm and self._at_the_door(trail):
                return [self._arrive(track, gateway.zone, arriving=True)]
            return []
        if at_s <= track.heard_s:
            return []
        track.heard_s = at_s
        track.quiet_since_s = max(track.quiet_since_s, at_s)
        track.cut_off = False
        if track.state is _State.HERE:
            return []
        track.state = _State.HERE
        return [KnownAgain(track.id, track.zone, at_s)]

    def note_gateway(
        self, gateway_id: str, at_s: float, online: bool | None, street: bool = False
    ) -> list[Verdict]:
        """A gateway came, went (its Last Will), or spoke of itself or of the street."""
        gateway = self._hearing[gateway_id]
        if online is False:
            gateway.offline_s = at_s
        else:
            gateway.note(STREET if street else SELF, at_s)
        return []

    def note_clock(self, gateway_id: str, settled: bool, discard: bool = False) -> list[Verdict]:
        """A gateway's times became doubtful or good again (`device_clock.ClockTurn`).

        While they are doubtful nothing that it reports reaches `observe`, so nobody leaves for
        that. `discard`: what it reported was older than it seemed, and lets nobody arrive.
        """
        self._hearing[gateway_id].settled = settled
        if discard:
            for track in self._tracks.values():
                if track.state is _State.ABSENT:
                    track.trails.pop(gateway_id, None)
        return []

    def note_broker(self, online: bool, at_s: float) -> list[Verdict]:
        """Without the broker nothing is heard. Once it is back, every silence starts anew."""
        if online and not self._hearing.broker_online:
            self._hearing.silence_of_broker_ended(at_s)
            for track in self._present.values():
                track.quiet_since_s = max(track.quiet_since_s, at_s)
                track.cut_off = False
        self._hearing.broker_online = online
        return []

    # ------------------------------------------------------------------ what it means

    def tick(self, now_s: float) -> list[Verdict]:
        """Judge what was heard, and what was not."""
        verdicts = self.settle(now_s)
        silent: list[_Track] = []
        for track in self._present.values():
            if track.rival is not None:
                verdicts += self._follow(track, now_s)
            if now_s - track.quiet_since_s > track.unheard_after_s and now_s >= track.judge_next_s:
                silent.append(track)
        # All are asked after before any leaves: one departure takes no voice from another's case.
        heard = [self._can_be_heard(track, now_s) for track in silent]
        for track, can_hear in zip(silent, heard, strict=True):
            verdicts += self._judge_silence(track, can_hear, now_s)
        if now_s - self._swept_s >= SWEEP_EVERY_S:
            self._sweep(now_s)
        self._late_before_s = now_s - self._settings.late_after_s
        return verdicts

    def settle(self, now_s: float) -> list[Verdict]:
        """Judge what was heard since the last time, whatever its order was. Part of `tick`.

        May be called more often, as after each batch, where a quarter of a second matters more
        than that a sighting delivered in the next batch could have told otherwise.
        """
        verdicts: list[Verdict] = []
        fresh, self._fresh = self._fresh, []
        for track in fresh:
            track.fresh = False
            if not track.trails:
                continue
            self._trim(track, now_s)
            self._learn_interval(track, now_s)
            if track.state is _State.ABSENT:
                zone = self._zone_entered(track, now_s)
                if zone is not None:
                    verdicts.append(self._arrive(track, zone))
            elif track.arriving:
                verdicts += self._weigh(track)
            elif self._contested(track):
                verdicts += self._follow(track, now_s)
        return verdicts

    # ------------------------------------------------------------------ arrivals

    def _at_the_door(self, trail: Trail) -> bool:
        """Twice strong at one gateway: two gateways may have heard the same advertisement."""
        settings = self._settings
        return some_lie_close(
            trail.times_at(settings.door_level_dbm),
            settings.door_sightings,
            settings.here_window_s,
            settings.repeat_within_s,
        )

    def _zone_entered(self, track: _Track, now_s: float) -> str | None:
        """The zone in which it has been long enough and near enough, the strongest one, if any."""
        best: tuple[float, str] | None = None
        for zone, gateways in self._by_zone(track).items():
            level_dbm = self._level(track, gateways, now_s - self._window_s(track))
            if level_dbm is None or level_dbm < self._settings.here_level_dbm:
                continue
            if self._stays(track, gateways, now_s) and (best is None or (level_dbm, zone) > best):
                best = level_dbm, zone
        return None if best is None else best[1]

    def _stays(self, track: _Track, gateways: Iterable[str], now_s: float) -> bool:
        """Not somebody who walks past: sightings of one zone, pooled, that span long enough."""
        settings = self._settings
        times = self._pooled(track, gateways)
        newest_s = times[-1]
        recent = [at_s for at_s in times if at_s >= newest_s - settings.here_window_s]
        if (
            newest_s >= now_s - settings.here_window_s
            and len(recent) >= settings.here_sightings
            and newest_s - recent[0] >= settings.here_span_s
        ):
            return True
        interval_s = self._intervals.get(track.id)
        if interval_s is None or interval_s < settings.slow_interval_s:
            return False
        two_intervals_s = ABOUT_TWO_INTERVALS * interval_s
        oldest_s = next(at_s for at_s in times if at_s >= newest_s - two_intervals_s)
        return (
            newest_s >= now_s - two_intervals_s and newest_s - oldest_s >= ONE_INTERVAL * interval_s
        )

    def _pooled(self, track: _Track, gateways: Iterable[str]) -> list[float]:
        """When it was heard in a zone; what two gateways heard at one time is one advertisement."""
        reports = sorted(
            (at_s, gateway_id)
            for gateway_id in gateways
            for at_s, _ in track.trails[gateway_id].samples
        )
        times: list[float] = []
        kept_by = ""
        for at_s, gateway_id in reports:
            same = (
                gateway_id != kept_by
                and times
                and (at_s - times[-1] <= self._settings.same_advertisement_s)
            )
            if not same:
                times.append(at_s)
                kept_by = gateway_id
        return times

    def _arrive(self, track: _Track, zone: str, arriving: bool = False) -> Here:
        at_s = max(trail.samples[-1][0] for trail in track.trails.values())
        track.zone = zone
        track.heard_s = at_s
        track.arriving = arriving
        self._enter(track, at_s)
        for gateway_id, trail in track.trails.items():
            self._hearing[gateway_id].spoken_of[track.id] = trail.samples[-1][0]
        return Here(track.id, zone, at_s)

    def _enter(self, track: _Track, now_s: float) -> None:
        track.state = _State.HERE
        track.quiet_since_s = now_s
        track.judge_next_s = -inf
        track.rival = None
        track.cut_off = False
        self._present[track.id] = track
        self._set_patience(track)

    # ------------------------------------------------------------------ rooms

    def _contested(self, track: _Track) -> bool:
        """Whether it is heard outside its own zone at all; cheap, since most are not."""
        zone = track.zone
        return any(self._hearing[gateway_id].zone != zone for gateway_id in track.trails)

    def _weigh(self, track: _Track) -> list[Verdict]:
        """Right after an arrival at the door: of all that heard it, the strongest zone has it."""
        track.arriving = False
        since_s = track.heard_s - self._settings.here_window_s
        zones, enough = self._by_zone(track), self._settings.door_sightings
        best = self._strongest(track, zones, since_s, enough)
        if best is None:  # it was heard once more, long after: what brought it in decides
            best = self._strongest(track, zones, -inf, enough)
        if best is None or best[1] == track.zone:
            return []
        track.zone = best[1]
        return [Moved(track.id, best[1], track.heard_s)]

    def _follow(self, track: _Track, now_s: float) -> list[Verdict]:
        """Another zone wins when it is clearly stronger for a while, so that nobody flickers."""
        rival = self._stronger_zone(track, now_s)
        if rival is None or rival != track.rival:
            track.rival = rival
            track.rival_since_s = now_s
        interval_s = self._intervals.get(track.id, 0.0)
        held_s = max(self._settings.zone_hysteresis_s, 2 * interval_s)
        if rival is None or now_s - track.rival_since_s < held_s:
            return []
        track.zone = rival
        track.rival = None
        return [Moved(track.id, rival, now_s)]

    def _stronger_zone(self, track: _Track, now_s: float) -> str | None:
        """The strongest other zone, if it beats its own by the hysteresis."""
        settings = self._settings
        interval_s = self._intervals.get(track.id, 0.0)
        since_s = now_s - max(settings.here_window_s, settings.smoothing_sightings * interval_s)
        zones = self._by_zone(track)
        own_dbm = self._level(track, zones.pop(track.zone or "", ()), since_s)
        best = self._strongest(track, zones, since_s, settings.here_sightings)
        if best is None:
            return None
        level_dbm, zone = best
        clearly = own_dbm is None or level_dbm >= own_dbm + settings.zone_hysteresis_db
        return zone if clearly else None

    def _strongest(
        self, track: _Track, zones: dict[str, list[str]], since_s: float, at_least: int
    ) -> tuple[float, str] | None:
        """The level and name of the strongest of these zones, by so many sightings at least."""
        best: tuple[float, str] | None = None
        for zone, gateways in zones.items():
            level_dbm = self._level(track, gateways, since_s, at_least)
            if level_dbm is not None and (best is None or (level_dbm, zone) > best):
                best = level_dbm, zone
        return best

    def _by_zone(self, track: _Track) -> dict[str, list[str]]:
        zones: dict[str, list[str]] = {}
        for gateway_id in track.trails:
            zones.setdefault(self._hearing[gateway_id].zone, []).append(gateway_id)
        return zones

    def _level(
        self, track: _Track, gateways: Iterable[str], since_s: float, at_least: int = 1
    ) -> float | None:
        """The smoothed level of the strongest of these gateways."""
        levels = (
            track.trails[gateway_id].level_dbm(
                since_s, self._settings.smoothing_sightings, at_least
            )
            for gateway_id in gateways
        )
        return max((level_dbm for level_dbm in levels if level_dbm is not None), default=None)

    # ------------------------------------------------------------------ silence

    def _judge_silence(self, track: _Track, can_hear: CanHear, now_s: float) -> list[Verdict]:
        track.judge_next_s = now_s + JUDGE_EVERY_S
        patience_ends_s = track.quiet_since_s + track.patience_s
        if now_s < patience_ends_s < track.judge_next_s:
            track.judge_next_s = patience_ends_s
        match can_hear:
            case CanHear.NO:
                return self._freeze(track, now_s)
            case CanHear.DOUBTFUL:
                return []
        if track.cut_off:
            track.cut_off = False
            track.quiet_since_s = now_s
        if now_s - track.quiet_since_s < track.patience_s:
            return []
        return [self._away(track)]

    def _freeze(self, track: _Track, now_s: float) -> list[Verdict]:
        track.cut_off = True
        if track.state is _State.HERE:
            track.state = _State.UNKNOWN
            track.unknown_since_s = now_s
            return [Unknown(track.id, track.zone, now_s)]
        if now_s - track.unknown_since_s >= self._settings.frozen_at_most_s:
            return [self._away(track)]
        return []

    def _can_be_heard(self, track: _Track, now_s: float) -> CanHear:
        if not self._hearing.broker_online:
            return CanHear.NO
        silence = Silence(
            track.id, track.quiet_since_s, track.patience_s, now_s - track.quiet_since_s
        )
        answers = {self._hearing.can_hear(gateway, silence, now_s) for gateway in self._ears(track)}
        for answer in (CanHear.YES, CanHear.DOUBTFUL):
            if answer in answers:
                return answer
        return CanHear.NO

    def _ears(self, track: _Track) -> list[Gateway]:
        """The gateways of its zone that heard it well when it was heard last.

        A gateway at the other end of the room, which hardly ever heard it, proves nothing by
        hearing nothing. After a restart nobody has heard it yet: any gateway of the zone will do.
        """
        since_s = track.heard_s - self._window_s(track)
        well: list[Gateway] = []
        best: tuple[float, str] | None = None
        for gateway_id, trail in track.trails.items():
            gateway = self._hearing[gateway_id]
            level_dbm = trail.level_dbm(since_s, self._settings.smoothing_sightings)
            if gateway.zone != track.zone or level_dbm is None:
                continue
            best = max(best or (-inf, ""), (level_dbm, gateway_id))
            if level_dbm >= self._settings.here_level_dbm:
                well.append(gateway)
        if well or best is None:
            return well or self._hearing.in_zone(track.zone)
        return [self._hearing[best[1]]]

    def _away(self, track: _Track) -> Away:
        self._leave(track)
        return Away(track.id, track.zone, track.heard_s)

    def _leave(self, track: _Track) -> None:
        if self._present.pop(track.id, None) is not None:
            self._hearing.stop_speaking_of(track.id)
        track.state = _State.ABSENT
        track.trails = {}
        track.rival = None

    # ------------------------------------------------------------------ what is remembered

    def _track(self, identity_id: str) -> _Track:
        track = self._tracks.get(identity_id)
        if track is None:
            track = self._tracks[identity_id] = _Track(identity_id)
        return track

    def _window_s(self, track: _Track) -> float:
        return max(self._settings.here_window_s, 2 * self._intervals.get(track.id, 0.0))

    def _set_patience(self, track: _Track) -> None:
        settings = self._settings
        interval_s = self._intervals.get(track.id, 0.0)
        track.patience_s = min(
            settings.away_ceiling_s,
            max(settings.away_floor_s, settings.away_intervals * interval_s),
        )
        track.unheard_after_s = max(settings.unheard_grace_s, UNHEARD_INTERVALS * interval_s)

    def _learn_interval(self, track: _Track, now_s: float) -> None:
        """From the gateway that heard most of it: two of them would hear each gap twice."""
        if track.state is not _State.ABSENT and now_s - track.learnt_s < LEARN_EVERY_S:
            return
        track.learnt_s = now_s
        _, best = max((len(trail.samples), gateway) for gateway, trail in track.trails.items())
        learnt_s = track.trails[best].interval_s(self._settings.slowest_interval_s)
        if learnt_s is None:
            return
        known_s = self._intervals.get(track.id, learnt_s)
        if learnt_s > known_s:
            learnt_s = known_s + (learnt_s - known_s) * SLOWER_BY
        self._intervals[track.id] = learnt_s
        self._set_patience(track)

    def _trim(self, track: _Track, now_s: float) -> None:
        """Drop repeats and what is too old to matter; keep the strongest gateways."""
        settings = self._settings
        oldest_s = now_s
        if track.state is _State.ABSENT:
            oldest_s -= settings.here_window_s + settings.late_after_s
        for trail in track.trails.values():
            trail.drop_repeats(settings.repeat_within_s)
            trail.forget_before(oldest_s, settings.trail_sightings)
        if len(track.trails) > settings.ears_at_most:
            strongest = nlargest(
                settings.ears_at_most, track.trails.items(), key=lambda item: _loudness(*item)
            )
            track.trails = dict(sorted(strongest))

    def _sweep(self, now_s: float) -> None:
        """Let go of the sightings of those who have not been heard for long."""
        self._swept_s = now_s
        oldest_s = now_s - self._settings.absent_kept_s
        for identity_id, track in tuple(self._tracks.items()):
            if track.state is _State.ABSENT and track.heard_s < oldest_s:
                del self._tracks[identity_id]


def _loudness(gateway_id: str, trail: Trail) -> tuple[float, Sample, str]:
    newest = trail.samples[-5:]
    return max(rssi_dbm for _, rssi_dbm in newest), newest[-1], gateway_id
