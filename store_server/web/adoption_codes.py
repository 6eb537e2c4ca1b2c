"""Codes by which agents come: read aloud, typed, or taken from a picture with the server's address.

Needs no web server: the command line makes them too.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

from store_server.device_messages import OfferAdoption
from store_server.device_views import AdoptionCodeView
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.web import tokens

VALID = timedelta(minutes=10)


def offer(
    settings: Settings,
    clock: Clock,
    keep: Callable[[OfferAdoption], str],
    name: str | None = None,
    zone: str | None = None,
    at: tuple[float, float] | None = None,
    replaces: str | None = None,
    by_id: str | None = None,
) -> AdoptionCodeView:
    """Make a code and keep its hash; `replaces` is raised as `NotFoundError` where it is nobody."""
    code = tokens.new_code()
    expires_at: datetime = clock.now() + VALID
    code_id = keep(
        OfferAdoption(tokens.fingerprint(code), expires_at, name, zone, at, replaces, by_id)
    )
    shown = tokens.shown(code)
    url = f"{settings.url}/#{shown}"
    return AdoptionCodeView(code_id, shown, url, _drawn(url), expires_at)


def _drawn(url: str) -> str:
    import qrcode  # brings Pillow: megabytes, for the day a device comes
    from qrcode.image.svg import SvgPathImage

    drawn = io.BytesIO()
    qrcode.make(url, image_factory=SvgPathImage, border=2).save(drawn)
    return drawn.getvalue().decode()
