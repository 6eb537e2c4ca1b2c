"""Whether a port is free, who has it otherwise, and what our address on the network is."""

from __future__ import annotations

import socket
from urllib.error import URLError
from urllib.request import urlopen

PROBE = ("192.0.2.1", 9)  # RFC 5737: an address that exists nowhere; nothing is sent to it
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to
ANSWERS_WITHIN_S = 0.5
TRIES = 50


class NotOursError(RuntimeError):
    """This machine has no such address."""


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
    return True


def is_ours(host: str) -> bool:
    """Whether this machine has that address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        try:
            listener.bind((host, 0))
        except OSError:
            return False
    return True


def next_free(host: str, after: int) -> int | None:
    candidates = range(after + 1, min(after + 1 + TRIES, 65536))
    return next((port for port in candidates if is_free(host, port)), None)


def is_accueil(host: str, port: int) -> bool:
    """Whether one of ours answers there."""
    address = "127.0.0.1" if host in EVERYWHERE else host
    try:
        with urlopen(f"http://{address}:{port}/api/v1/health", timeout=ANSWERS_WITHIN_S) as answer:
            return b'"status"' in answer.read(4096)
    except (URLError, OSError, ValueError):
        return False


def listens(host: str, port: int) -> bool:
    """Whether anything takes a connection there."""
    try:
        with socket.create_connection((host, port), timeout=ANSWERS_WITHIN_S):
            return True
    except OSError:
        return False


def address_on_the_network() -> str:
    """Our address as others on this network see it; loopback where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(PROBE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
