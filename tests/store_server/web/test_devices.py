"""The devices' operations, where they are more than their handlers' own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store_server.device_messages import NoteDevice, NoteTogether
from store_server.settings import Settings
from tests.store_server.web.boutique import Boutique, Browser

SVG = "image/svg+xml"
PLAN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h4"/></svg>'


@pytest.fixture
def manager(boutique: Boutique) -> Browser:
    return boutique.person("manager")


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/devices", {}, "hardware"),
        ("POST", "/devices", {"hardware": ""}, "hardware"),
        ("POST", "/devices", {"hardware": "a/#"}, "hardware"),
        ("POST", "/devices", {"hardware": "a", "x": 0.5}, "y"),
        ("POST", "/devices", {"hardware": "a", "x": 1.5, "y": 0}, "x"),
        ("POST", "/devices", {"hardware": "a", "kind": "Toaster!"}, "kind"),
        ("POST", "/devices", {"hardware": "a", "topics": ["ok/#", "#"]}, "topics[1]"),
        ("POST", "/devices", {"hardware": "a", "dialect": "klingon"}, "dialect"),
        ("POST", "/devices", {"hardware": "a", "dialect": "theengs", "push": True}, "dialect"),
        ("POST", "/devices", {"hardware": "a", "push": True}, "dialect"),
        ("PATCH", "/devices/a", {"name": " "}, "name"),
        ("PATCH", "/devices/a", {"y": 0.5}, "x"),
        ("PATCH", "/devices/a", {"standing": "adopted"}, "standing"),
        ("POST", "/devices/a/replace", {}, "spare"),
        ("POST", "/devices/a/commands", {"do": "explode"}, "do"),
        ("POST", "/devices/a/commands", {"do": "beep", "parameters": {"id": 1}}, "parameters.id"),
        (
            "POST",
            "/devices/a/commands",
            {"do": "beep", "parameters": {"a": "x" * 20_000}},
            "parameters",
        ),
        ("POST", "/devices/adopt", {"code": "BCDF-GHJK", "kind": "toaster"}, "kind"),
        (
            "POST",
            "/devices/adopt",
            {"code": "BCDF-GHJK", "kind": "camera", "device": "a/b"},
            "device",
        ),
        ("POST", "/device-pairings", {"x": 0.1}, "y"),
    ],
)
def test_what_is_wrong_is_named(
    manager: Browser, method: str, path: str, body: dict[str, Any], field: str
) -> None:
    refused = manager.ask(method, path, body)
    assert (refused.status_code, refused.json["field"]) == (422, field), refused.text
    assert manager.get("/devices").json == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/devices/nobody"),
        ("GET", "/devices/nobody/health"),
        ("GET", "/devices/nobody/commands"),
        ("GET", "/devices/nobody/commands/x"),
        ("DELETE", "/devices/nobody"),
        ("POST", "/devices/nobody/suspend"),
        ("POST", "/devices/nobody/resume"),
        ("POST", "/devices/nobody/identify"),
        ("POST", "/devices/nobody/keys"),
        ("GET", "/device-pairings/nobody"),
    ],
)
def test_a_device_that_is_not_ours_is_not_there(manager: Browser, method: str, path: str) -> None:
    assert manager.ask(method, path).status_code == 404


def test_wrong_codes_end_soon_and_a_good_one_is_refused_with_them(
    boutique: Boutique, manager: Browser
) -> None:
    agent = boutique.browser()
    good = manager.post("/device-pairings", {}).json["code"]
    for wrong in (*["BCDF-GHJK"] * 8, "aeiou", ""):
        refused = agent.post("/devices/adopt", {"code": wrong, "kind": "camera"})
        assert (refused.status_code, refused.json["title"]) == (401, "Wrong code")
    assert agent.post("/devices/adopt", {"code": good, "kind": "camera"}).status_code == 429
    boutique.clock.passes(599)
    assert agent.post("/devices/adopt", {"code": good, "kind": "camera"}).status_code == 429


def test_a_code_is_shown_as_words_and_as_a_picture_and_kept_as_neither(
    boutique: Boutique, manager: Browser
) -> None:
    offer = manager.post("/device-pairings", {"name": "Door"}).json
    assert offer["url"] == f"{boutique.settings.url}/#{offer['code']}"
    assert offer["qr"].startswith("<?xml") or offer["qr"].startswith("<svg")
    assert manager.get(f"/device-pairings/{offer['id']}").json["used"] is False
    with boutique.storage.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("select * from adoption_codes").all())
    assert offer["code"] not in kept
    assert offer["code"].replace("-", "") not in kept
    boutique.clock.passes(601)
    assert manager.get(f"/device-pairings/{offer['id']}").status_code == 404


def test_an_agent_learns_where_the_broker_is_as_others_reach_it(
    boutique: Boutique, manager: Browser
) -> None:
    code = manager.post("/device-pairings", {}).json["code"]
    answer = boutique.browser().post(
        "/devices/adopt",
        {"code": code, "kind": "camera"},
        base_url="http://boutique.lan:8080",
    )
    assert answer.json["mqtt"]["host"] == "boutique.lan"


def test_devices_may_have_another_way_to_the_broker_than_the_server(
    sqlite_url: str, tmp_path: Path
) -> None:
    settings = Settings(
        data_dir=tmp_path,
        database_url=sqlite_url,
        port=0,
        mqtt_device_host="boutique.example",
        mqtt_device_port=8883,
        mqtt_device_tls=True,
    )
    boutique = Boutique(settings).open()
    manager = boutique.person("manager")
    adopted = manager.post("/devices", {"hardware": "theengs/till", "topics": ["home/till/#"]}).json
    boutique.close()
    account = adopted["keys"]["mqtt"]
    assert (account["host"], account["port"], account["tls"]) == ("boutique.example", 8883, True)


def test_a_password_is_shown_once(boutique: Boutique, manager: Browser) -> None:
    body = {"hardware": "theengs/salon", "topics": ["home/Theengs-salon/#"]}
    adopted = manager.post("/devices", body).json
    password = adopted["keys"]["mqtt"]["password"]
    assert len(password) >= 32
    for path in ("/devices", "/devices/theengs/salon", "/devices/theengs/salon/health", "/floor"):
        answer = manager.get(path)
        assert answer.status_code == 200
        assert password not in answer.text


def test_a_device_whose_name_has_a_slash_has_all_that_others_have(manager: Browser) -> None:
    manager.patch("/devices/espresense/door", {"name": "Door", "x": 0.5, "y": 0})
    found = manager.get("/devices/espresense/door").json
    assert (found["name"], found["x"], found["y"]) == ("Door", 0.5, 0.0)
    assert manager.post("/devices/espresense/door/suspend").json["standing"] == "suspended"
    assert manager.get("/devices/espresense/door/health").json["samples"] == []
    cleared = manager.patch("/devices/espresense%2Fdoor", {"x": None, "y": None, "zone": None})
    assert (cleared.json["x"], cleared.json["zone"]) == (None, None)


def test_alarms_stand_in_the_list_on_the_floor_and_by_themselves(
    boutique: Boutique, manager: Browser
) -> None:
    manager.patch("/devices/pi", {"name": "Pi"})
    for battery_pct in (5.0, 90.0, 4.0):
        now = boutique.clock.now()
        boutique.bus.ask(
            NoteTogether((NoteDevice("pi", "canonical", now, battery_pct=battery_pct),))
        )
        boutique.clock.passes(1)
    (standing,) = manager.get("/device-alarms").json
    assert (standing["device_id"], standing["device_name"], standing["detail"]) == ("pi", "Pi", "4")
    assert len(manager.get("/device-alarms?open=false").json) == 2
    assert manager.get("/devices").json[0]["alarms"] == [standing]
    assert manager.get("/floor").json["devices"][0]["alarms"] == [standing]


def test_who_asked_and_who_changed_is_in_the_audit(boutique: Boutique, manager: Browser) -> None:
    me = boutique.me(manager)
    code = manager.post("/device-pairings", {}).json["code"]
    boutique.browser().post("/devices/adopt", {"code": code, "kind": "display"})
    manager.post("/devices/display/identify")
    manager.post("/devices/display/suspend")
    manager.delete("/devices/display")
    done = [what for who, what, whom in boutique.audited() if (who, whom) == (me, "display")]
    assert done == ["device.adopted", "device.identify", "device.suspended", "device.forgotten"]


def test_the_plan_is_drawn_from_the_zones_until_there_is_one(
    boutique: Boutique, manager: Browser
) -> None:
    manager.put("/zones/salon", {"name": "Salon <&>"})
    drawn = manager.get("/floor-plan").json
    assert drawn["own"] is False
    picture = manager.client.get(drawn["image_url"])
    assert (picture.status_code, picture.content_type) == (200, SVG)
    assert "Salon &lt;&amp;&gt;" in picture.text
    kept = manager.put("/floor-plan", data=PLAN, content_type=SVG).json
    assert (kept["own"], kept["width"], kept["height"]) == (True, 40.0, 30.0)
    assert kept["image_url"] != drawn["image_url"]
    assert "M0 0h4" in manager.client.get(kept["image_url"]).text
    assert manager.delete("/floor-plan").status_code == 204
    assert manager.get("/floor-plan").json["image_url"] == drawn["image_url"]


@pytest.mark.parametrize(
    ("plan", "status"),
    [
        (PLAN.replace("<path", "<script>x()</script><path"), 422),
        ("not xml", 422),
        (b"\xff\xfe", 422),
        (PLAN.replace("path", " " * 300_000 + "path"), 413),
    ],
)
def test_a_plan_that_is_not_plain_is_refused(
    manager: Browser, plan: str | bytes, status: int
) -> None:
    refused = manager.put("/floor-plan", data=plan, content_type=SVG)
    assert refused.status_code == status
    assert refused.json.get("field", "") == ("svg" if status == 422 else "")
    assert manager.get("/floor-plan").json["own"] is False


def test_a_plan_says_that_it_is_one(manager: Browser) -> None:
    assert manager.put("/floor-plan", data=PLAN, content_type="text/html").status_code == 415


def test_a_cameras_picture_is_shown_to_the_manager_who_asked_and_noted(
    boutique: Boutique, manager: Browser
) -> None:
    manager.post("/devices", {"hardware": "camera-1", "kind": "camera", "dialect": "canonical"})
    command = manager.post("/devices/camera-1/commands", {"do": "preview"}).json
    url = f"/devices/camera-1/commands/{command['id']}/preview"
    assert manager.get(url).status_code == 404
    boutique.shown["camera-1", command["id"]] = b"\xff\xd8picture"
    shown = manager.get(url)
    assert (shown.data, shown.content_type) == (b"\xff\xd8picture", "image/jpeg")
    assert shown.headers["Cache-Control"] == "no-store"
    assert boutique.person().get(url).status_code == 403
    assert manager.get("/devices/camera-1/commands/another/preview").status_code == 404
