"""The doors: REST, Socket.IO and pages. A view parses, calls one use case, answers."""

from store_server.web.auth import PairingCode, Pairings
from store_server.web.create import Web, create_web
from store_server.web.server import PortTakenError

__all__ = ["PairingCode", "Pairings", "PortTakenError", "Web", "create_web"]
