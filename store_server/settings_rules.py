"""What each setting may be beyond its type, said once for the server, the file and the doctor."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from events.opening_hours import HoursError, read_hours

TOPIC_LEVEL = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")  # a boutique's id, as MQTT topics hold it
AMOUNT = re.compile(r"\d{1,9}(\.\d{1,3})?")
PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,6})?")
LANGUAGES = ("fr", "en", "it", "zh", "ja", "ar")
SMTP_SECURITY = ("starttls", "tls", "none")
PROVIDERS = ("", "simulated", "stripe")
CASH_BY = ("", "associate", "manager")
LONGEST_DAYS = 36_500  # a hundred years; a moment before that is no date any more
HIGHEST_PORT = 65_535

Rule = Callable[[Any], str]
"""What is wrong with a value, in a few words; empty where nothing is."""


def mistakes(settings: Any, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each setting that cannot be, by its name in the settings file, with what is wrong."""
    for name in names:
        value = _at(settings, name)
        rule = RULES.get(name) or _by_its_end(name)
        if words := rule(value) if rule else _number(value):
            yield name, words
    yield from _together(settings)


def _together(settings: Any) -> Iterator[tuple[str, str]]:
    if settings.smtp.host and not settings.smtp.from_address:
        yield "smtp.sender", "letters to guests need the address that they come from"
    if settings.payments.provider == "stripe" and not settings.stripe.secret_key:
        yield "stripe.secret_key", "Stripe needs the account's key"
    if settings.mqtt_certificate_port and not settings.mqtt_accounts_file:
        yield "mqtt_certificate_port", "only a broker that hears of accounts takes certificates"
    yield from _cash(settings)
    signals = settings.signals
    if bool(signals.quiet_from) != bool(signals.quiet_until):
        missing = "until" if signals.quiet_from else "from"
        yield f"signals.quiet_{missing}", "a quiet hour has a beginning and an end"


def _cash(settings: Any) -> Iterator[tuple[str, str]]:
    from payments.money import MoneyError

    try:
        _ = settings.payments.cash_rules
    except MoneyError as error:
        yield (
            "payments.cash_step",
            f"it and the limit are in the currency: {error}",
        )


def _at(settings: Any, name: str) -> Any:
    value: Any = settings
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _boutique(value: str) -> str:
    if TOPIC_LEVEL.fullmatch(value):
        return ""
    return f"{value!r} is no id; use small letters, digits and dashes, such as milano-1"


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"{value!r} is no time zone; use an IANA name such as Europe/Paris"
    return ""


def _opening_hours(value: str) -> str:
    try:
        read_hours(value)
    except HoursError as error:
        return str(error)
    return ""


def _holidays(value: str) -> str:
    """By its shape. Whether its holidays are known is for the library, which is slow to import."""
    if not value or PLACE.fullmatch(value):
        return ""
    return f"{value!r} is no country, nor one of its parts; use FR, FR-57, or nothing"


def _currency(value: str) -> str:
    from payments.money import CURRENCIES

    return _one_of(CURRENCIES)(value)


def _rounding(value: str) -> str:
    from payments.money import Rounding

    return _one_of([one.value for one in Rounding])(value)


def _amount(value: str) -> str:
    """Whether its currency has so many decimals is seen together with that."""
    if not value or AMOUNT.fullmatch(value):
        return ""
    return f"{value!r} is no amount; write it as 0.05, or nothing"


def _one_of(known: Sequence[str] | Mapping[str, Any]) -> Rule:
    listed = ", ".join(one for one in known if one)
    return lambda value: "" if value in known else f"{value!r} is none of {listed}"


def _address(schemes: Sequence[str]) -> Rule:
    def rule(value: str) -> str:
        try:
            parts = urlsplit(value)
            right = parts.scheme in schemes and bool(parts.hostname or parts.path)
            _ = parts.port
        except ValueError:
            right = False
        wanted = " or ".join(f"{one}:" for one in schemes)
        return "" if right or not value else f"{value!r} is no address that begins with {wanted}"

    return rule


def _web_address(value: str) -> str:
    if not value or urlsplit(value).netloc:
        return _address(("https", "http"))(value)
    return f"{value!r} is no address; write it as https://boutique.example"


def _time_of_day(value: str) -> str:
    try:
        time.fromisoformat(value)
    except ValueError:
        return f"{value!r} is no time; use 03:30"
    return ""


def _time_or_none(value: str) -> str:
    return _time_of_day(value) if value else ""


def _whole_from(least: int, most: int) -> Rule:
    return lambda value: "" if least <= value <= most else f"from {least} to {most}, not {value}"


def _level(value: float) -> str:
    return "" if -127 <= value <= 20 else f"from -127 to 20 dBm, not {value:g}"


def _percent(value: float) -> str:
    return "" if 0 <= value <= 100 else f"from 0 to 100 per cent, not {value:g}"


def _days(value: float) -> str:
    return "" if 0 <= value <= LONGEST_DAYS else f"from 0 to {LONGEST_DAYS:,} days, not {value:g}"


def _number(value: Any) -> str:
    """No number of ours is below zero or without end, unless a rule of its own says so."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    return "" if math.isfinite(value) and value >= 0 else f"a number from 0 on, not {value:g}"


def _by_its_end(name: str) -> Rule | None:
    return next((rule for end, rule in ENDS.items() if name.endswith(end)), None)


ENDS: Mapping[str, Rule] = {"_dbm": _level, "_pct": _percent, "_days": _days}
_PORT = _whole_from(1, HIGHEST_PORT)

RULES: Mapping[str, Rule] = {
    "boutique": _boutique,
    "time_zone": _time_zone,
    "language": _one_of(LANGUAGES),
    "holidays": _holidays,
    "opening_hours": _opening_hours,
    "event_sales_within_days": _whole_from(0, LONGEST_DAYS),
    "public_url": _web_address,
    "port": _PORT,
    "mqtt_port": _PORT,
    "mqtt_device_port": _whole_from(0, HIGHEST_PORT),
    "mqtt_certificate_port": _whole_from(0, HIGHEST_PORT),
    "vapid_subject": _address(("mailto", "https")),
    "sockets_at_most": _whole_from(1, 100_000),
    "presence.here_sightings": _whole_from(1, 1000),
    "presence.door_sightings": _whole_from(1, 1000),
    "presence.smoothing_sightings": _whole_from(1, 1000),
    "presence.trail_sightings": _whole_from(1, 1000),
    "presence.ears_at_most": _whole_from(1, 1000),
    "signals.quiet_from": _time_or_none,
    "signals.quiet_until": _time_or_none,
    "smtp.port": _PORT,
    "smtp.security": _one_of(SMTP_SECURITY),
    "payments.provider": _one_of(PROVIDERS),
    "payments.currency": _currency,
    "payments.rounding": _rounding,
    "payments.workers": _whole_from(1, 64),
    "payments.cash_by": _one_of(CASH_BY),
    "payments.cash_step": _amount,
    "payments.cash_limit": _amount,
    "stripe.api_base": _web_address,
    "privacy.nightly_at": _time_of_day,
}
