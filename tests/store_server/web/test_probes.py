"""What a monitor is told: alive, ready, and figures, of the whole house as `build` makes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from store_server.app import House, build
from store_server.ports import UnreachableError
from store_server.settings import Settings


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    house = build(settings)
    yield house
    house.storage.close()


@pytest.fixture
def monitor(house: House) -> FlaskClient:
    return house.web.app.test_client()


def figures(monitor: FlaskClient) -> dict[str, float]:
    lines = monitor.get("/metrics").get_data(as_text=True).splitlines()
    told = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in told}


def away(_self: object) -> float:
    raise UnreachableError("the database cannot be reached")


def test_a_server_without_its_broker_is_ready_and_says_what_is_missing(
    monitor: FlaskClient,
) -> None:
    assert monitor.get("/healthz").json == {"status": "ok"}
    answer = monitor.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["parts"] == {
        "database": "ok",
        "broker": "down",
        "bus": "ok",
        "intake": "ok",
    }


def test_figures_are_told_to_this_machine_alone(monitor: FlaskClient) -> None:
    told = figures(monitor)
    assert told['accueil_part_up{part="broker"}'] == 0
    assert told['accueil_door_refusals{reason="bad_signature"}'] == 0
    assert told['accueil_part_up{part="database"}'] == 1
    assert told["accueil_clients_here"] == 0
    assert told["accueil_disk_free_bytes"] > 0
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert monitor.get("/metrics", environ_base=elsewhere).status_code == 404
    assert monitor.get("/readyz", environ_base=elsewhere).status_code == 200


def test_a_hunt_for_links_is_throttled_and_counted_for_the_operator(monitor: FlaskClient) -> None:
    for number in range(20):
        page = "/p/guess-{}" if number % 2 else "/api/v1/invitations/guess-{}"
        assert monitor.get(page.format(number)).status_code == 404
    assert monitor.get("/api/v1/invitations/guess-21").status_code == 429
    assert monitor.get("/p/guess-22").status_code == 429
    told = figures(monitor)
    assert told['accueil_wrong_guesses_total{kind="link"}'] == 20
    assert told['accueil_guesses_turned_away_total{kind="link"}'] == 2
    assert told['accueil_wrong_guesses_total{kind="pass"}'] == 0


def test_a_server_whose_database_is_away_is_alive_and_not_ready(
    monitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store_server.vital_signs.VitalSigns._database_s", away)
    assert monitor.get("/healthz").status_code == 200
    answer = monitor.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["ready"] is False
    told = figures(monitor)
    assert told['accueil_part_up{part="database"}'] == 0
    assert "accueil_clients_here" not in told
