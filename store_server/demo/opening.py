"""Opens the demo: checks the ports, seeds the people, starts the house and the simulated floor."""

from __future__ import annotations

import logging
import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from devices.ble.eid import EidRegistration
from devices.simulator import CastMember, Simulation
from devices.simulator.cast import Badge
from store_server.app import House, build
from store_server.demo import cast, evening, ports
from store_server.demo.guest import Guest, Rotating
from store_server.demo.happenings import Happenings
from store_server.demo.history import CLOSES, OPENS, arrange_counting, remember
from store_server.demo.mail_sink import MailSink
from store_server.demo.outbox_page import OutboxPage
from store_server.demo.seed import seed
from store_server.demo.selling import numbers
from store_server.demo.table import Hint, Screen, show
from store_server.demo.till_roll import ring_up
from store_server.domain.code import CLIENT_PREFIX
from store_server.domain.staff import Role
from store_server.settings import PaymentSettings, PresenceSettings, Settings
from store_server.web import Pairings, PortTakenError
from store_server.web.assets import Assets
from store_server.web.tokens import hash_pin

log = logging.getLogger(__name__)

BROKER_HOST = "127.0.0.1"  # it asks nobody for a password, so it is for this machine only
CODES_VALID = timedelta(hours=12)
CODES_USES = 1000
VISIT_CONTINUES_S = 240.0  # a boutique waits 20 minutes; with a dozen clients that is a quiet day
SHORTEST_CONTINUES_S = 20.0
SHOWS_OWN_PAGE = 0  # the guest whose page is opened: the first of the cast


@dataclass(frozen=True, slots=True)
class Choices:
    host: str
    port: int
    mqtt_port: int
    speed: float
    boutique: str
    data: Path
    fresh: bool = False
    visitors: bool = True


@dataclass(frozen=True, slots=True)
class Demo:
    choices: Choices
    house: House
    screens: tuple[Screen, ...]
    invitation: str
    typed: str
    happenings: Happenings
    simulation: Simulation | None
    sink: MailSink

    def show(self) -> None:
        from rich.console import Console

        console = Console(highlight=False)
        title = f"{cast.BRAND}, {cast.BOUTIQUE_NAME}: the boutique is open"
        told = hints(self.house.settings, self.invitation, self.typed)
        show(console, title, self.screens, told, "Ctrl-C closes the boutique.")

    def tell(self) -> None:
        """What has happened since the last time, on standard output."""
        try:
            for line in self.happenings.lines():
                print(f"  {line}", flush=True)  # noqa: T201
        except Exception:  # the boutique is open, whatever cannot be said of it
            log.exception("what has happened could not be told")

    def close(self) -> None:
        if self.simulation is not None:
            self.simulation.stop()
        self.house.stop()
        self.sink.stop()


def open_demo(choices: Choices) -> Demo:
    """Raises `PortTakenError` or `NotOursError` before anything has begun."""
    refuse_taken_ports(choices)
    settings = settings_of(choices)
    if choices.fresh:
        shutil.rmtree(settings.data_dir, ignore_errors=True)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    sink = MailSink(settings.data_dir / "outbox")
    settings = replace(settings, smtp=sink.settings)
    house = build(settings)
    _show_outbox(house, sink)
    simulation = None
    try:
        screens = tuple(prepare(house))
        tonight = evening.prepare(house, datetime.now(UTC))
        arrange_counting(house.storage.store)
        now, engine, store = datetime.now(UTC), house.storage.engine, house.storage.store
        remember(engine, choices.boutique, now, settings.zone)
        ring_up(engine, store, settings.fiscal.till, now, settings.zone)
        screens += (_newcomer(tonight),)
        if choices.visitors:
            simulation = simulation_of(choices, settings, tonight.passes)
        happenings = Happenings(house.storage.store, settings.zone, called(tonight))
        sink.start()
        house.start()
    except BaseException:
        sink.stop()
        house.storage.close()
        raise
    if simulation is not None:
        simulation.start()
    return Demo(choices, house, screens, tonight.link, tonight.typed, happenings, simulation, sink)


def _show_outbox(house: House, sink: MailSink) -> None:
    page = OutboxPage(sink, Assets.find(), house.settings.language, house.settings.brand_name)
    house.web.app.register_blueprint(page.blueprint())


def called(tonight: evening.Tonight | None = None) -> dict[str, str]:
    """Whom the demo's own lines may call by their name: everybody in it is invented."""
    clients = {guest.client.id: guest.called for guest in cast.GUESTS}
    staff = {one.associate.id: one.called for one in cast.STAFF}
    return {**clients, **staff, **(tonight.called if tonight else {})}


def refuse_taken_ports(choices: Choices) -> None:
    wanted = (
        ("The port of the screens", choices.host, choices.port, "PORT", "--port"),
        ("The broker's port", BROKER_HOST, choices.mqtt_port, "MQTT_PORT", "--mqtt-port"),
    )
    if choices.port == choices.mqtt_port:
        raise PortTakenError(
            f"The screens and the broker cannot share port {choices.port}: "
            "choose two with PORT and MQTT_PORT."
        )
    if not ports.is_ours(choices.host):
        raise ports.NotOursError(
            f"{choices.host} is no address of this machine: HOST=127.0.0.1 opens the screens here "
            "alone, HOST=0.0.0.0 to the phones around as well."
        )
    for what, host, port, name, option in wanted:
        if ports.is_free(host, port):
            continue
        ours = name == "PORT" and ports.is_accueil(host, port)
        by = "an Accueil that runs already" if ours else "another program"
        free = ports.next_free(host, port) or port + 1
        raise PortTakenError(
            f"{what}, {port}, is taken by {by}: stop it, or choose another port with "
            f"`make demo {name}={free}` (accueil demo {option} {free})."
        )


def settings_of(choices: Choices) -> Settings:
    """The demo's own: what is set for a real boutique in the environment does not touch it."""
    host = choices.host
    if host in ports.EVERYWHERE:
        public_url = f"http://{ports.address_on_the_network()}:{choices.port}"
    else:
        public_url = ""
    return Settings(
        boutique=choices.boutique,
        boutique_name=cast.BOUTIQUE_NAME,
        brand_name=cast.BRAND,
        opening_hours=f"mo-su {OPENS}:00-{CLOSES}:00",
        data_dir=choices.data / choices.boutique,
        host=host,
        port=choices.port,
        public_url=public_url,
        mqtt_host=BROKER_HOST,
        mqtt_port=choices.mqtt_port,
        mqtt_embedded=True,
        mqtt_anonymous=True,
        presence=PresenceSettings(visit_continues_s=continues_s(choices.speed)),
        payments=PaymentSettings(provider="simulated", cash_by="associate"),
    )


def continues_s(speed: float) -> float:
    return max(SHORTEST_CONTINUES_S, VISIT_CONTINUES_S / speed)


def simulation_of(choices: Choices, settings: Settings, passes: Mapping[str, str]) -> Simulation:
    """`passes` for tonight by the client's id: whoever has one shows it on coming in."""
    return Simulation(
        settings.mqtt_host,
        settings.mqtt_port,
        choices.boutique,
        [member(guest, passes.get(guest.client.id, "")) for guest in cast.GUESTS],
        choices.speed,
        visit_continues_s=settings.presence.visit_continues_s,
    )


def member(guest: Guest, event_pass: str = "") -> CastMember:
    """What the simulated floor knows of this client: the beacon, and the pass that they show."""
    badge: Badge
    match guest.beacon:
        case Rotating(secret_hex, exponent):
            badge = EidRegistration(guest.short, bytes.fromhex(secret_hex), exponent)
        case beacon:
            badge = beacon
    client_pass = f"{CLIENT_PREFIX}{guest.pass_code}" if guest.pass_code else ""
    return CastMember(guest.short, badge, shows=event_pass or client_pass)


def prepare(house: House) -> Iterator[Screen]:
    """Seed what is missing, and make a fresh code for each screen."""
    settings, accounts = house.settings, house.storage.accounts
    now = datetime.now(UTC)
    seed(house.storage.store, accounts, now, settings.zone)
    pin_hashes: dict[str, str] = {}
    for colleague in cast.STAFF:
        if accounts.pin_of(colleague.associate.id).hash is None:
            pin_hashes.setdefault(colleague.pin, hash_pin(colleague.pin))
            accounts.set_pin(colleague.associate.id, pin_hashes[colleague.pin])
    yield from _screens(house.web.pairings, settings.url)


def _screens(pairings: Pairings, url: str) -> Iterator[Screen]:
    def code(kind: str, **whom: str) -> tuple[str, str]:
        made = pairings.create(kind, valid=CODES_VALID, uses=CODES_USES, **whom)
        return made.code, made.url

    for colleague in cast.STAFF:
        associate = colleague.associate
        page = "dashboard" if associate.role is Role.MANAGER else "associate"
        yield Screen(
            f"{associate.role.capitalize()} {colleague.called}",
            f"{url}/{page}",
            *code("associate", associate_id=associate.id),
            pin=colleague.pin,
        )
    yield Screen("Kiosk", f"{url}/kiosk", *code("kiosk"))
    client = cast.GUESTS[SHOWS_OWN_PAGE].client
    yield Screen(
        f"Client {client.given_name}",
        f"{url}/client",
        *code("client", client_id=client.id),
    )
    yield Screen("Pay in the aisle", f"{url}/pay", code="", url=f"{url}/pay")


def _newcomer(tonight: evening.Tonight) -> Screen:
    """Her picture is no address but her pass, as the kiosk's camera reads it."""
    name = evening.NEWCOMER["given_name"]
    return Screen(f"Guest {name}", "her picture is a pass", code="", url=tonight.newcomer)


def on_this(settings: Settings, command: str) -> str:
    """What points a shell in the same folder at the demo, and a command; each line is whole."""
    ours = Path(sys.executable).with_name("accueil")
    accueil = "accueil" if shutil.which("accueil") else shlex.quote(os.path.relpath(ours))
    folder = shlex.quote(str(settings.data_dir))
    return (
        f"export ACCUEIL_BOUTIQUE={settings.boutique} ACCUEIL_DATA_DIR={folder}\n"
        f"export ACCUEIL_PORT={settings.port} ACCUEIL_MQTT_PORT={settings.mqtt_port}\n"
        "export ACCUEIL_MQTT_EMBEDDED=yes\n"
        f"{accueil} {command}"
    )


def hints(settings: Settings, invitation: str, typed: str) -> Iterator[Hint]:
    passes = [f"{one.pass_code} ({one.called})" for one in cast.GUESTS if one.pass_code]
    name, url = evening.NEWCOMER["given_name"], settings.url
    yield Hint(
        "Sign in",
        "type a code of the table; associates are asked for their PIN next. These codes open as "
        "many screens as you like all day; a boutique's open one, within ten minutes.",
        f"{url}/pair",
    )
    yield Hint(
        "Event",
        f"today's begins within half an hour and is open. Hold {name}'s picture before the "
        f"kiosk's camera, or type {typed} where there is none; her invitation shows both too:",
        invitation,
    )
    yield Hint("Letters", "to guests and clients arrive here, and nowhere else:", f"{url}/outbox")
    yield Hint("Kiosk", f"takes clients' passes as well: {', '.join(passes)}.")
    yield Hint(
        "Pay",
        f"by the simulated bank; pieces to type: {', '.join(numbers())}. "
        "A watch has a number of its own: first MONT-01, then MN-0117 in its line.",
    )
    yield Hint(
        "Leave",
        f"by the code that follows a payment: {cast.GUARD.called}'s phone reads it at the exit, or "
        "the letters under it are typed there.",
    )
    broker = f"{settings.mqtt_host}:{settings.mqtt_port}"
    yield Hint("Broker", f"{broker}, with the topics of boutique {settings.boutique}.")
    yield Hint(
        "Commands",
        "see this very boutique from another terminal, in this folder:",
        on_this(settings, "doctor"),
    )
    if settings.host in ports.EVERYWHERE:
        yield Hint(
            "Phones",
            "point a camera at a picture. Over plain http a phone lends neither its camera nor "
            "notifications: a boutique has TLS.",
        )
    else:
        yield Hint("Phones", "on this network come in with `make demo HOST=0.0.0.0`.")
    yield Hint("Data", f"is kept in {settings.data_dir}. Everybody here is invented.")
