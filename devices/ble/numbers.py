"""How bytes on the air stand for numbers."""

from __future__ import annotations


def signed(byte: int) -> int:
    """One byte in two's complement."""
    return byte - 256 if byte > 127 else byte
