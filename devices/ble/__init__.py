"""Bluetooth Low Energy: what stands in an advertisement, and which identifiers rotate."""
