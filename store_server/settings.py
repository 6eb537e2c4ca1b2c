"""Every setting of the server, in frozen dataclasses read from the environment once."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints
from zoneinfo import ZoneInfo

from events.opening_hours import OpeningHours, read_hours
from store_server.settings_rules import mistakes

if TYPE_CHECKING:
    from payments.cash import CashRules

_LOGGER = logging.getLogger(__name__)


class SettingError(ValueError):
    """A setting is missing or wrong. The text names it and says what would be right."""


@dataclass(frozen=True, slots=True)
class PresenceSettings:
    """When a beacon that is heard means a client who is here. Times in seconds, levels in dBm."""

    counts_from_dbm: float = -80.0
    here_level_dbm: float = -75.0
    here_sightings: int = 3
    here_span_s: float = 6.0
    here_window_s: float = 10.0
    door_level_dbm: float = -60.0
    door_sightings: int = 2
    smoothing_sightings: int = 5
    slow_interval_s: float = 5.0  # from here on a beacon is slow: two sightings in two intervals
    zone_hysteresis_db: float = 6.0
    zone_hysteresis_s: float = 4.0
    away_floor_s: float = 60.0
    away_intervals: float = 6.0
    away_ceiling_s: float = 180.0
    visit_continues_s: float = 20 * 60.0
    repeat_within_s: float = 0.05
    late_after_s: float = 5.0
    frozen_at_most_s: float = 12 * 3600.0
    gateway_silent_intervals: float = 6.0
    gateway_silent_floor_s: float = 30.0
    gateway_late_intervals: float = 1.5  # late is a doubt, silent is a certainty
    gateway_late_floor_s: float = 10.0
    same_advertisement_s: float = 0.25  # heard by two gateways within this: spoken once
    slowest_interval_s: float = 30.0  # a longer pause is an absence, not a beacon's rhythm
    unheard_grace_s: float = 5.0  # this long unheard where nothing can be heard: not known
    trail_sightings: int = 8  # kept of every gateway that hears somebody
    ears_at_most: int = 8  # gateways that are remembered for one identity, the strongest ones
    absent_kept_s: float = 120.0  # then an absent identity's last sightings are dropped
    clock_jitter_s: float = 0.5
    clock_jitter_young_s: float = 0.1
    clock_settles_s: float = 1.0
    clock_young_s: float = 10.0
    clock_relearnt_s: float = 20.0


@dataclass(frozen=True, slots=True)
class SignalSettings:
    """Who is told, when the next is told, and when nobody is disturbed by a sound."""

    unanswered_s: float = 20.0
    quiet_from: str = ""  # "21:00"; empty: no quiet hour
    quiet_until: str = ""


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """When a device is worth a manager's attention. `_s` seconds, `_pct` per cent of a battery."""

    silent_intervals: float = 4.0  # so many of its own pauses without a word: silent
    silent_floor_s: float = 120.0
    silent_unlearnt_s: float = 600.0  # before its rhythm is known
    battery_low_pct: float = 15.0
    battery_fine_pct: float = 25.0  # a new battery: the alarm ends
    sampled_every_s: float = 300.0
    answered_within_s: float = 30.0  # then a command has expired


@dataclass(frozen=True, slots=True)
class CountSettings:
    """What a counter may say, and what is made of its clock. `_s` in seconds."""

    most_a_minute: float = 120.0  # people through one line; more are kept apart
    most_a_day: float = 20_000.0
    most_of_capacity: float = 1.0  # of the legal capacity, through one line in a minute
    most_seen_of_capacity: float = 3.0  # of it, in one zone at once; over 1 it is full
    ahead_at_most_s: float = 14 * 3600.0  # no place's wall clock is further ahead: it says tomorrow
    totals_hold_s: float = 6 * 3600.0  # a counter that told a total has its steps ignored
    clock_tolerance_s: float = 120.0
    clock_believed_after_s: float = 600.0  # behind by the same amount for so long: it is wrong


@dataclass(frozen=True, slots=True)
class FiscalSettings:
    """What the law wants on a receipt, and the till that the ledger is kept for."""

    till: str = "1"
    seller: str = ""  # the company's name; empty: the brand's
    address: str = ""  # its lines separated by " / "
    registration: str = ""  # such as "RCS Paris 123 456 789"
    vat_number: str = ""
    footer: str = ""  # one more sentence, such as the terms of exchange
    receipt_days: float = 400.0  # so long a receipt's link opens
    fonts: str = ""  # a folder with fonts for receipts on paper, looked into first


@dataclass(frozen=True, slots=True)
class PrivacySettings:
    """How long what is known of people is kept, in days, and when what is older goes.

    Allergies go when their event ends, a photo with its consent; the ledger and the journals hold
    ids alone. What each period is for stands in `docs/privacy.md`.
    """

    nightly_at: str = "03:30"  # by the boutique's clock
    client_days: float = 1095.0  # nothing heard of a client for so long: they are erased
    erasure_days: float = 1.0  # a client who asked for it on their own page is erased by then
    visits_days: float = 395.0
    words_days: float = 180.0  # what associates noted of a signal
    feed_days: float = 30.0  # lines of the associates' feeds
    purchases_days: float = 1825.0
    promises_days: float = 365.0  # from the day on which they were kept
    appointments_days: float = 395.0
    deliveries_days: float = 90.0  # names and addresses, after the hour of delivery
    payers_days: float = 90.0  # names of those who shared a bill, after it was settled
    guests_days: float = 365.0  # after the event
    letters_days: float = 90.0  # that one was sent; its words are never kept
    consents_days: float = 1095.0  # the proof of one that was withdrawn
    sessions_days: float = 90.0  # associates' sessions and phones, after their end
    addresses_days: float = 30.0  # where sign-ins that failed came from

    @property
    def periods(self) -> dict[str, float]:
        """Each period by its name, in days."""
        named = (one.name for one in fields(self) if one.name.endswith("_days"))
        return {name: getattr(self, name) for name in named}


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """The account at Stripe. Keys are better given as files: `…_SECRET_KEY_FILE`."""

    secret_key: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)  # empty: every webhook is refused
    api_base: str = ""  # empty: Stripe's own; another only for tests


@dataclass(frozen=True, slots=True)
class PaymentSettings:
    """What is sold in which currency, and who moves the money. `_s` in seconds."""

    provider: str = ""  # "simulated" or "stripe"; empty: the boutique takes no payments
    currency: str = "EUR"
    rounding: str = "half_up"  # of tax: or half_even
    locked_for_s: float = 600.0  # so long prices and pieces are a client's while they pay
    workers: int = 4  # calls to the provider at once
    cash_by: str = ""  # who takes cash: associate, or manager alone; empty: nobody here does
    cash_step: str = ""  # the smallest coin, such as 0.05; empty: the currency's own
    cash_limit: str = ""  # of a purchase, in cash; empty: 1000 EUR, as in France; 0: none

    @property
    def cash_rules(self) -> CashRules:
        from payments.cash import rules  # what formats money is slow to import

        return rules(self.currency, self.cash_step, self.cash_limit)


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Through which server letters to guests go out. Without a host they wait."""

    host: str = ""
    port: int = 587
    security: str = "starttls"  # or tls (port 465), or none: only for a server on this machine
    username: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""  # the address that guests see; empty: the username, where it is one
    sender_name: str = ""  # empty: the brand and the boutique
    reply_to: str = ""
    timeout_s: float = 30.0

    @property
    def from_address(self) -> str:
        return self.sender or (self.username if "@" in self.username else "")

    @property
    def ready(self) -> bool:
        return bool(self.host and self.from_address)


PREFIX = "ACCUEIL_"
RELEASE = "ACCUEIL_RELEASE"  # which release this is, where releases stand side by side
WRITTEN_FOR = "ACCUEIL_SETTINGS_OF"  # the release that the variables were written for
OF_THE_PROGRAM = ("ACCUEIL_TRACE", "ACCUEIL_AGENT_", "ACCUEIL_CONFIG", RELEASE, WRITTEN_FOR)
PARTS: Mapping[str, type[Any]] = {
    "presence": PresenceSettings,
    "signals": SignalSettings,
    "devices": DeviceSettings,
    "counts": CountSettings,
    "smtp": SmtpSettings,
    "fiscal": FiscalSettings,
    "stripe": StripeSettings,
    "payments": PaymentSettings,
    "privacy": PrivacySettings,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it. Read with `Settings.read(os.environ)`; every name is `ACCUEIL_` + its own.

    What must never be shown is left out of its `repr`, here and everywhere else.
    """

    boutique: str = "paris-1"
    boutique_name: str = "Paris"
    brand_name: str = "Maison"
    time_zone: str = "Europe/Paris"
    language: str = "fr"
    holidays: str = "FR"  # a country (FR), or one of its parts (FR-57); empty: none are known
    opening_hours: str = ""  # "mo-sa 10:00-19:30; su 12:00-18:00"; empty: not told
    event_sales_within_days: int = 30  # what a guest buys until then is the event's doing
    data_dir: Path = Path(".accueil")
    database_url: str = field(default="", repr=False)  # empty: SQLite in data_dir
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""  # empty: http://host:port
    mqtt_host: str = "127.0.0.1"
    mqtt_port: int = 1883
    mqtt_username: str = ""
    mqtt_password: str = field(default="", repr=False)
    mqtt_client_id: str = ""  # empty: accueil- and the boutique
    mqtt_accounts_file: str = ""  # where Mosquitto's side fetches the devices' accounts
    mqtt_device_host: str = ""  # as devices reach the broker; empty: where they found us
    mqtt_device_port: int = 0  # 0: mqtt_port
    mqtt_device_tls: bool = False
    mqtt_certificate_port: int = 0  # where agents come by certificate; 0: they have passwords
    mqtt_embedded: bool = False
    mqtt_anonymous: bool = False  # the embedded broker asks nobody who they are
    adopt_unknown: bool = False  # whatever speaks is one of our devices, without being adopted
    home_assistant: bool = False  # counts and devices' health are published for discovery by MQTT
    vapid_subject: str = "mailto:it@boutique.invalid"
    push_endpoints: str = ""  # extra origins that Web Push may speak to, separated by commas
    sockets_at_most: int = 400
    managers_strong: bool = False  # managers and operators need a passkey, or password and code
    presence: PresenceSettings = field(default_factory=PresenceSettings)
    signals: SignalSettings = field(default_factory=SignalSettings)
    devices: DeviceSettings = field(default_factory=DeviceSettings)
    counts: CountSettings = field(default_factory=CountSettings)
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    fiscal: FiscalSettings = field(default_factory=FiscalSettings)
    stripe: StripeSettings = field(default_factory=StripeSettings)
    payments: PaymentSettings = field(default_factory=PaymentSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def hours(self) -> OpeningHours:
        return read_hours(self.opening_hours)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'accueil.db'}"

    @property
    def url(self) -> str:
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Raise `SettingError` naming the first variable that cannot be used, or is not ours.

        Else a letter left out of a safeguard's name would leave the boutique without it. Only
        after a roll-back, where the variables were written for another release, is one that is
        not ours said aloud and left alone.
        """
        settings, wrong = cls.look(environment)
        for name in unknown_in(environment):
            words = f"{name} is no setting of ours; {_nearest(name)}"
            if of_another_release(environment):
                _LOGGER.warning("%s", words)
            else:
                wrong.append(SettingError(words))
        if wrong:
            raise wrong[0]
        return settings

    @classmethod
    def look(cls, environment: Mapping[str, str]) -> tuple[Settings, list[SettingError]]:
        """As `read`, with all that is wrong; what cannot be used is as it comes."""
        wrong: list[SettingError] = []
        values = _read_into(cls, PREFIX, environment, wrong)
        for name, kind in PARTS.items():
            prefix = f"{PREFIX}{name.upper()}_"
            values[name] = kind(**_read_into(kind, prefix, environment, wrong))
        settings = cls(**values)
        for name, words in mistakes(settings, kinds()):
            wrong.append(SettingError(f"{variable(name)}: {words}"))
        return settings, wrong


def _read_into(
    kind: type[Any], prefix: str, environment: Mapping[str, str], wrong: list[SettingError]
) -> dict[str, Any]:
    hints = get_type_hints(kind)
    found: dict[str, Any] = {}
    for setting in fields(kind):
        name = prefix + setting.name.upper()
        try:
            raw = _secret(environment, name)
            if raw is not None and hints[setting.name] in _READERS:
                found[setting.name] = _convert(name, raw, hints[setting.name])
        except SettingError as error:
            wrong.append(error)
    return found


def _secret(environment: Mapping[str, str], name: str) -> str | None:
    """`NAME`, or the contents of the file that `NAME_FILE` points to."""
    if path := environment.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE: {path} cannot be read ({error.strerror})") from error
    return environment.get(name)


def _boolean(raw: str) -> bool:
    choices = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    return choices[raw.strip().lower()]


_READERS: dict[Any, tuple[Any, str]] = {
    str: (str, "text"),
    int: (int, "a whole number"),
    float: (float, "a number"),
    bool: (_boolean, "yes or no"),
    Path: (Path, "a path"),
}


def _convert(name: str, raw: str, kind: Any) -> Any:
    reader, words = _READERS[kind]
    try:
        return reader(raw)
    except (ValueError, KeyError) as error:
        raise SettingError(f"{name}: {raw!r} is not {words}") from error


def unknown_in(environment: Mapping[str, str]) -> Sequence[str]:
    """Variables that begin as ours do and are none: misspelt, or of a newer release."""
    allowed = variables().keys()
    return [
        name
        for name in sorted(environment)
        if name.startswith(PREFIX)
        and not name.startswith(OF_THE_PROGRAM)
        and not allowed & {name, name.removesuffix("_FILE")}
    ]


def of_another_release(environment: Mapping[str, str]) -> bool:
    """Whether the variables were written for a release that this one is not."""
    written_for = environment.get(WRITTEN_FOR)
    return bool(written_for) and written_for != environment.get(RELEASE)


def _nearest(name: str) -> str:
    near = get_close_matches(name.removesuffix("_FILE"), variables(), 1, 0.8)
    return f"did you mean {near[0]}?" if near else "`accueil config show` has them all"


def told() -> Iterator[tuple[str, type[Any], Field[Any]]]:
    """Every setting by its name in the settings file, with the class that it belongs to."""
    for item in fields(Settings):
        if item.name in PARTS:
            kind = PARTS[item.name]
            yield from ((f"{item.name}.{inner.name}", kind, inner) for inner in fields(kind))
        else:
            yield item.name, Settings, item


def kinds() -> dict[str, Any]:
    """The type of each setting, by its name in the settings file."""
    return {name: get_type_hints(kind)[item.name] for name, kind, item in told()}


def variable(name: str) -> str:
    """The variable of a setting, by its name in the settings file."""
    return PREFIX + name.replace(".", "_").upper()


def variables() -> dict[str, str]:
    """Each variable, with its setting's name in the settings file."""
    return {variable(name): name for name, _, _ in told()}


def secrets() -> frozenset[str]:
    """Names of settings whose value is never shown."""
    return frozenset(name for name, _, item in told() if not item.repr)
