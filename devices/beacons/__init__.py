"""Gateways that hear beacons, one dialect a file."""
