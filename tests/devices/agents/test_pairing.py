"""An agent is adopted with a code, and keeps what it was given to itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from devices.agents.pairing import Account, Broker, PairingError, keep_account, pair, read_account
from store_server.device_views import BrokerAccountView, WelcomeView

ACCOUNT = Account("door-1", "paris-1", Broker("broker.lan", 8883, "door-1", "s3cret", tls=True))


class Boutique:
    """Answers whoever comes with a code as the server would."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        broker = BrokerAccountView("broker.lan", 8883, True, "door-1", "s3cret", ("a/#",), ("b",))
        self.status, self.answer = (
            201,
            msgspec.json.encode(WelcomeView("door-1", "paris-1", broker)),
        )
        boutique = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                boutique.asked.append({"path": self.path, **json.loads(body)})
                self.send_response(boutique.status)
                self.end_headers()
                self.wfile.write(boutique.answer)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def boutique() -> Iterator[Boutique]:
    boutique = Boutique()
    thread = threading.Thread(target=boutique.server.serve_forever)
    thread.start()
    yield boutique
    boutique.server.shutdown()
    boutique.server.server_close()
    thread.join()


def test_a_code_is_taken_to_the_server_and_an_account_comes_back(boutique: Boutique) -> None:
    account = pair(f"{boutique.url}/#BCDF-GHJK", "ble_gateway", "A model", "1.0", None)
    assert account == ACCOUNT
    assert boutique.asked == [
        {
            "path": "/api/v1/devices/adopt",
            "code": "BCDF-GHJK",
            "kind": "ble_gateway",
            "model": "A model",
            "firmware": "1.0",
        }
    ]


def test_the_servers_no_is_told_in_its_own_words(boutique: Boutique) -> None:
    boutique.status, boutique.answer = 401, b'{"detail":"this code is wrong, used up or expired"}'
    with pytest.raises(PairingError, match="wrong, used up or expired"):
        pair(f"{boutique.url}/#BCDF-GHJK", "camera", None, None, None)


@pytest.mark.parametrize("answer", [b"<html>", b"{}", b'{"device_id":7}'])
def test_another_program_on_that_port_is_no_server_of_ours(
    boutique: Boutique, answer: bytes
) -> None:
    boutique.answer = answer
    with pytest.raises(PairingError, match="no Accueil"):
        pair(f"{boutique.url}/#BCDF-GHJK", "camera", None, None, None)


@pytest.mark.parametrize("url", ["BCDF-GHJK", "https://boutique/", "file:///etc/#X", "http://#X"])
def test_an_address_without_server_or_code_is_refused(url: str) -> None:
    with pytest.raises(PairingError, match="looks like"):
        pair(url, "camera", None, None, None)


def test_where_no_server_answers_that_is_said() -> None:
    with pytest.raises(PairingError, match=r"no server answers on 127\.0\.0\.1:9 "):
        pair("http://127.0.0.1:9/#BCDF-GHJK", "camera", None, None, None)


def test_the_account_is_for_the_agents_eyes_alone(tmp_path: Path) -> None:
    folder = tmp_path / "agent"
    assert read_account(folder) is None
    keep_account(folder, ACCOUNT)
    keep_account(folder, ACCOUNT)
    assert read_account(folder) == ACCOUNT
    assert (folder / "account.json").stat().st_mode & 0o777 == 0o600


def test_a_broken_account_is_named(tmp_path: Path) -> None:
    (tmp_path / "account.json").write_text("{")
    with pytest.raises(PairingError, match="pair the agent anew"):
        read_account(tmp_path)
