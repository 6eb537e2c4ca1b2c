"""Where the server says outwards that it is there; its Last Will says that it is not."""

from __future__ import annotations

HELLO, GOODBYE = b"online", b"offline"


def outward_topic(boutique: str) -> str:
    return f"accueil/outward/{boutique}/state"
