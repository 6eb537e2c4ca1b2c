"""A shop floor that does not exist, heard through devices that speak as real ones do."""

from devices.simulator.boutique import FAMILIES, boutique_floor, floor_of
from devices.simulator.cast import CastMember
from devices.simulator.faults import Faults
from devices.simulator.floor import Floor
from devices.simulator.publish import Simulation

__all__ = [
    "FAMILIES",
    "CastMember",
    "Faults",
    "Floor",
    "Simulation",
    "boutique_floor",
    "floor_of",
]
