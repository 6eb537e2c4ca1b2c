"""What machines ask a server: is it alive, may it be sent work, and its figures for Prometheus.

`/healthz` and `/readyz` answer anybody, and tell no figure. `/metrics` answers this machine alone:
a Prometheus elsewhere asks through a proxy that knows who may. All figures are numbers; none of
them tells of a person.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from store_server.ports import StorageError
from store_server.views import HealthPart

TEXT = "text/plain; version=0.0.4; charset=utf-8"  # Prometheus' exposition format
NEEDED = frozenset({"database", "bus"})  # without the broker the doors still work


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure, with its unit in its name as Prometheus asks."""

    name: str
    kind: Literal["gauge", "counter"]
    words: str
    value: float
    label: tuple[str, str] | None = None


class Ready(msgspec.Struct, frozen=True):
    ready: bool
    parts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Probes:
    """`parts` and `figures` look now; `figures` may raise a `StorageError`."""

    parts: Callable[[], Sequence[HealthPart]]
    figures: Callable[[], Sequence[Figure]]

    def blueprint(self) -> Blueprint:
        blueprint = Blueprint("probes", __name__)
        blueprint.add_url_rule("/healthz", view_func=self.alive)
        blueprint.add_url_rule("/readyz", view_func=self.ready)
        blueprint.add_url_rule("/metrics", view_func=self.metrics)
        return blueprint

    def alive(self) -> Response:
        return _unkept(Response('{"status":"ok"}', content_type="application/json"))

    def ready(self) -> Response:
        parts: dict[str, str] = {part.name: part.state for part in self.parts()}
        ready = all(state == "ok" for name, state in parts.items() if name in NEEDED)
        body = msgspec.json.encode(Ready(ready, parts))
        status = 200 if ready else 503
        return _unkept(Response(body, status=status, content_type="application/json"))

    def metrics(self) -> Response:
        if not ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104 - nobody's
            raise NotFound
        words = "1 where it is well."
        up = [
            Figure("accueil_part_up", "gauge", words, part.state == "ok", ("part", part.name))
            for part in self.parts()
        ]
        try:
            more = self.figures()
        except StorageError:  # "part_up" says so; the other figures are a gap, not a zero
            more = ()
        return _unkept(Response(exposition([*up, *more]), content_type=TEXT))


def exposition(figures: Sequence[Figure]) -> str:
    """Figures of one name stand together, under their one line of help."""
    lines: list[str] = []
    told = ""
    for figure in figures:
        if figure.name != told:
            lines.append(f"# HELP {figure.name} {figure.words}")
            lines.append(f"# TYPE {figure.name} {figure.kind}")
            told = figure.name
        label = f'{{{figure.label[0]}="{figure.label[1]}"}}' if figure.label else ""
        lines.append(f"{figure.name}{label} {float(figure.value):.17g}")
    return "\n".join(lines) + "\n"


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
