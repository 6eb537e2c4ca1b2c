"""A shop floor that does not exist, heard through gateways that speak as real ones do."""

from devices.simulator.cast import CastMember
from devices.simulator.faults import Faults
from devices.simulator.floor import Floor, boutique_floor
from devices.simulator.publish import Simulation

__all__ = ["CastMember", "Faults", "Floor", "Simulation", "boutique_floor"]
