"""The broker that needs no installing: for the demo, a first try, and a boutique's first days."""

from store_server.embedded_broker.broker import BrokerError, EmbeddedBroker

__all__ = ["BrokerError", "EmbeddedBroker"]
