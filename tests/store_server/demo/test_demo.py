"""The demo: its people are whole, its table opens every screen, and it can be started twice."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import cv2
import numpy as np
import pytest
from rich.console import Console

from store_server.demo import cast, opening, ports
from store_server.demo.codes import HALVES, drawn, side_by_side
from store_server.demo.happenings import Happenings
from store_server.demo.opening import Choices, called, hints, refuse_taken_ports, settings_of
from store_server.demo.seed import seed
from store_server.demo.table import Screen, show
from store_server.demo.visitors import Visitors
from store_server.domain.client import Approach
from store_server.domain.consent import Purpose
from store_server.settings import Settings
from store_server.storage import Storage, open_storage
from store_server.web import PortTakenError

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
MODULE_PX = 6
TYPED = "BCD-FGH-JKL"


def choices(tmp_path: Path, **changes: object) -> Choices:
    values = {
        "host": "127.0.0.1",
        "port": free_port(),
        "mqtt_port": free_port(),
        "speed": 1.0,
        "boutique": "paris-1",
        "data": tmp_path / "demo",
    }
    return Choices(**{**values, **changes})  # type: ignore[arg-type]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seeded(tmp_path: Path, now: datetime = NOW) -> Storage:
    storage = open_storage(settings_of(choices(tmp_path)))
    seed(storage.store, storage.accounts, now, PARIS)
    return storage


# ------------------------------------------------------------------------------------ people


def test_the_cast_shows_every_kind_of_client() -> None:
    approaches = {guest.client.approach for guest in cast.GUESTS}
    assert approaches == set(Approach)
    assert len(cast.GUESTS) == 12
    assert any(Purpose.PRESENCE not in guest.purposes for guest in cast.GUESTS)
    assert {type(guest.beacon).__name__ for guest in cast.GUESTS} == {
        "IBeacon",
        "EddystoneUid",
        "Rotating",
    }
    assert len({guest.client.id for guest in cast.GUESTS}) == len(cast.GUESTS)


def test_seeding_twice_on_a_day_changes_nothing(tmp_path: Path) -> None:
    storage = seeded(tmp_path)
    before = [storage.queries.card(guest.client.id) for guest in cast.GUESTS]
    seed(storage.store, storage.accounts, NOW + timedelta(hours=1), PARIS)
    assert [storage.queries.card(guest.client.id) for guest in cast.GUESTS] == before
    storage.close()


def test_only_who_agreed_can_be_recognised(tmp_path: Path) -> None:
    storage = seeded(tmp_path)
    with storage.store.begin() as uow:
        known = {identity.client_id for identity in uow.identities.recognisable()}
    agreed = {one.client.id for one in cast.GUESTS if Purpose.PRESENCE in one.purposes}
    assert known == agreed
    storage.close()


def test_every_pass_opens_the_kiosk(tmp_path: Path) -> None:
    storage = seeded(tmp_path)
    for guest in cast.GUESTS:
        if guest.pass_code:
            assert storage.queries.client_by_pass(guest.pass_code) == guest.client.id
    storage.close()


# ------------------------------------------------------------------------------------- table


def test_a_picture_in_the_terminal_can_be_read_by_a_camera() -> None:
    url = "http://127.0.0.1:8080/pair#BCDF-GHJK"
    light = {half: upper_lower for upper_lower, half in HALVES.items()}
    rows: list[list[int]] = []
    for line in drawn(url):
        pairs = [light[half] for half in line]
        rows += [[255 * (1 - upper) for upper, _ in pairs], [255 * (1 - low) for _, low in pairs]]
    picture = np.kron(np.array(rows, dtype=np.uint8), np.ones((MODULE_PX, MODULE_PX), np.uint8))
    picture = cv2.copyMakeBorder(picture, 24, 24, 24, 24, cv2.BORDER_CONSTANT, value=(255,))
    text, *_ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert text == url


def test_pictures_stand_beside_each_other_where_there_is_room() -> None:
    block = ["ab", "cd"]
    assert side_by_side([block, block], width=7) == ["ab   ab", "cd   cd"]
    assert side_by_side([block, block], width=6) == ["ab", "cd", "", "ab", "cd"]


@pytest.mark.parametrize("width", [80, 160])
def test_the_table_fits_the_terminal(width: int) -> None:
    out = StringIO()
    settings = settings_of(choices(Path(".demo"), data=Path(".demo")))
    screens = [
        Screen(who, f"{settings.url}/associate", "BCDF-GHJK", f"{settings.url}/pair#BCDF-GHJK", pin)
        for who, pin in (("Kiosk", ""), ("Associate Camille", "2580"))
    ]
    invitation = f"{settings.url}/i/33lRdMvhv8H72RYUCzsXmA"
    show(
        Console(file=out, width=width), "title", screens, hints(settings, invitation, TYPED), "end"
    )
    shown = out.getvalue()
    assert all(word in shown.split() for word in ("Associate", "Camille", invitation, "2580"))
    assert max(len(line) for line in shown.splitlines()) <= width + 1
    assert "BCDF-GHJK" in shown
    assert TYPED in shown  # for the guest, where no camera reads her picture
    assert f"{settings.url}/associate" in shown


def test_the_line_for_other_commands_makes_them_see_this_very_demo(tmp_path: Path) -> None:
    settings = settings_of(choices(tmp_path, boutique="milano-1", data=tmp_path / "a demo"))
    *exports, last = opening.on_this(settings, "doctor").splitlines()
    variables = [one for line in exports for one in shlex.split(line)[1:]]
    command, word = shlex.split(last)
    seen = Settings.read(dict(one.split("=", 1) for one in variables))
    assert (Path(command).name, word) == ("accueil", "doctor")
    for name in ("boutique", "data_dir", "port", "mqtt_host", "mqtt_port", "mqtt_embedded"):
        assert getattr(seen, name) == getattr(settings, name)
    assert "first MONT-01, then MN-0117 in its line" in " ".join(
        one.text for one in hints(settings, "", TYPED)
    )
    assert opening.on_this(settings, "doctor") in {one.link for one in hints(settings, "", TYPED)}


# ------------------------------------------------------------------------------------- ports


def test_an_address_of_another_machine_is_not_called_a_taken_port(tmp_path: Path) -> None:
    with pytest.raises(ports.NotOursError, match=r"192\.0\.2\.1 is no address of this machine"):
        refuse_taken_ports(choices(tmp_path, host="192.0.2.1"))


@pytest.mark.parametrize(("name", "field"), [("PORT", "port"), ("MQTT_PORT", "mqtt_port")])
def test_a_taken_port_is_one_sentence_with_a_free_one(
    tmp_path: Path, name: str, field: str
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(PortTakenError) as caught:
            refuse_taken_ports(choices(tmp_path, **{field: taken}))
    sentence = str(caught.value)
    assert str(taken) in sentence
    free = int(sentence.split(f"make demo {name}=")[1].split("`")[0])
    assert ports.is_free("127.0.0.1", free)


def test_one_port_for_both_is_refused(tmp_path: Path) -> None:
    port = free_port()
    with pytest.raises(PortTakenError, match="cannot share"):
        refuse_taken_ports(choices(tmp_path, port=port, mqtt_port=port))


def test_settings_of_a_real_boutique_do_not_reach_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCUEIL_DATABASE_URL", "postgresql://real/boutique")
    assert settings_of(choices(tmp_path)).database.startswith("sqlite:///")


def test_a_faster_day_also_ends_visits_sooner() -> None:
    assert opening.continues_s(1.0) == opening.VISIT_CONTINUES_S
    assert opening.continues_s(1000.0) == opening.SHORTEST_CONTINUES_S


# -------------------------------------------------------------------------------- happenings


def test_what_happens_is_told_once_and_by_name(tmp_path: Path) -> None:
    storage = seeded(tmp_path)
    happenings = Happenings(storage.store, PARIS, called())
    with storage.store.begin() as uow:
        client, signal_id = cast.client_id(7), "01990000-0000-7000-8000-000000000901"
        for kind, payload in (
            ("ClientArrived", {"visit": "v", "client": client, "source": "beacon"}),
            ("SignalRaised", {"signal": signal_id, "client": client, "visit": "v"}),
            ("AssociateTold", {"signal": signal_id, "associate": cast.HELENE}),
            ("AssociateTold", {"signal": signal_id, "associate": cast.YUE}),
            ("SignalClaimed", {"signal": signal_id, "state": "claimed", "by": cast.YUE}),
        ):
            uow.journal.write(kind, payload, NOW)
        uow.commit()
    assert list(happenings.lines()) == [
        "10:00:00  Keiko is here: Hélène is told",
        "10:00:00  Keiko waits: Yue is told too",
        "10:00:00  Keiko is taken by Yue",
    ]
    assert list(happenings.lines()) == []
    storage.close()


def test_simulated_visitors_are_announced_as_their_time_comes() -> None:
    now = [0.0]
    visitors = Visitors("127.0.0.1", 1, "paris-1", 1.0, 1, clock=lambda: now[0])
    assert list(visitors.lines()) == []
    now[0] = 300.0
    told = list(visitors.lines())
    assert told[0].endswith("c-01 enters")
    assert sorted(told, key=lambda line: float(line.split()[0])) == told


# ---------------------------------------------------------------------------------- the whole


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.mark.parametrize("start", ["first", "second"])
def test_the_demo_opens_and_closes_cleanly(data: Path, start: str) -> None:
    port = str(free_port())
    chosen = {"PORT": port, "MQTT_PORT": str(free_port()), "BOUTIQUE": "milano-1", "SPEED": "60"}
    with subprocess.Popen(
        [sys.executable, "-m", "store_server.cli", "demo", "--data", str(data)],
        cwd=ROOT,
        env={**os.environ, **chosen},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        shown = []
        for line in process.stdout:
            shown.append(line)
            if "closes the boutique" in line:
                break
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        process.wait(20)
        took_s = time.monotonic() - asked
    table = "".join(shown)
    assert "the boutique is open" in table
    for screen in ("associate", "dashboard", "kiosk", "client"):
        assert f"127.0.0.1:{port}/{screen}" in table, f"{start} start, {screen}"
    assert "2580" in table
    assert rest.splitlines()[-1] == "The boutique is closed."
    assert process.returncode == 0
    assert took_s < 10  # it gives itself 2.8 s; the rest is for a busy machine
