"""What a gateway hears of a beacon: distance, walls, noise, losses and spikes, by lot."""

from __future__ import annotations

import math
import random

from devices.simulator.floor import STREET, Floor, Gateway, Point

EXPONENT = 2.1  # path loss in a furnished room
WALL_DB = 6.0
WINDOW_DB = 8.0
NOISE_DB = 2.5
LOST_SHARE = 0.1
SPIKE_SHARE = 0.01
SPIKE_DB = 14.0
DEAF_DBM = -96.0
NEAREST_M = 0.5


def heard_dbm(
    floor: Floor, gateway: Gateway, point: Point, power_dbm: int, lots: random.Random
) -> int | None:
    """The level of one advertisement at a gateway, or None where it was not heard.

    Draws the same number of lots whatever the outcome, so that one person's lots are their own.
    """
    noise_db, lost, spike = lots.gauss(0.0, NOISE_DB), lots.random(), lots.random()
    metres = max(NEAREST_M, math.dist(gateway.at, point))
    level = power_dbm - 10 * EXPONENT * math.log10(metres) - _walls_db(floor, gateway, point)
    level += noise_db
    if spike < SPIKE_SHARE:
        level += SPIKE_DB if spike < SPIKE_SHARE / 2 else -SPIKE_DB
    if lost < LOST_SHARE or level < DEAF_DBM:
        return None
    return round(min(level, 0.0))


def _walls_db(floor: Floor, gateway: Gateway, point: Point) -> float:
    zone = floor.zone_at(point)
    if zone == STREET:
        return WINDOW_DB
    return 0.0 if zone == gateway.zone else WALL_DB
