"""Real devices at the box's broker: adopted over HTTPS, heard, kept to their topics, suspended.

Runs on the box, with the server's own Python. Each line that it prints is one thing that held.
"""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from devices.agents.certificate import Papers
from store_server.device_authority import DeviceAuthority

HTTPS, BROKER, LOCAL = (int(port) for port in sys.argv[1:4])
NAME, BOUTIQUE = sys.argv[4:6]
CERTIFIED = int(sys.argv[6])
CA = "/var/www/accueil/ca.crt"
WITHIN_S = 40.0
WELL_KNOWN = "accueil-server"


class Client:
    """A device's connection, over TLS and checked against the boutique's authority."""

    def __init__(
        self, account: dict[str, Any] | None, client_id: str = "", papers: Papers | None = None
    ) -> None:
        self.heard: list[str] = []
        self.answer: list[str] = []
        self.lost = threading.Event()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=client_id)
        self._port = BROKER if papers is None else CERTIFIED
        self._client.tls_set(ca_certs=CA, certfile=papers and str(papers.file))
        if account is not None:
            self._client.username_pw_set(account["username"], account["password"])
        self._client.on_connect = lambda *said: self.answer.append(str(said[3]))
        self._client.on_disconnect = lambda *_said: self.lost.set()
        self._client.on_message = lambda *said: self.heard.append(said[2].topic)

    def comes(self) -> Client:
        self._client.connect(NAME, self._port, keepalive=30)
        self._client.loop_start()
        until(lambda: bool(self.answer) or self.lost.is_set(), "an answer of the broker")
        return self

    def listens(self, topic: str) -> None:
        self._client.subscribe(topic, 1)

    def says(self, topic: str, text: str = "{}") -> None:
        self._client.publish(topic, text, 1).wait_for_publish(WITHIN_S)

    def goes(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


def until(true: Callable[[], bool], what: str, within_s: float = WITHIN_S) -> None:
    deadline = time.monotonic() + within_s
    while not true():
        if time.monotonic() > deadline:
            sys.exit(f"not within {within_s:g} s: {what}")
        time.sleep(0.1)


def accueil(*words: str) -> str:
    done = subprocess.run(["accueil", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"accueil {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def adopt(kind: str, papers: Papers | None = None) -> dict[str, Any]:
    """As an agent is: with a code, over the proxy, and perhaps with a key to be signed."""
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", accueil("device", "pair", "--name", kind))
    assert code is not None
    said = {"code": code[0], "kind": kind, "device": f"{kind}-1"}
    if papers is not None:
        said["request"] = papers.ask()
    body = json.dumps(said).encode()
    request = urllib.request.Request(
        f"https://{NAME}:{HTTPS}/api/v1/devices/adopt", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, context=ssl.create_default_context(cafile=CA)) as answer:
        return json.load(answer)


def refused(account: dict[str, Any] | None) -> bool:
    client = Client(account).comes()
    client.goes()
    return "uthori" in client.answer[0] or "user" in client.answer[0].lower()


def main() -> None:
    assert refused(None), "somebody without an account came in"
    assert refused({"username": "camera-1", "password": "guessed"}), "a guess came in"
    print("strangers are refused")
    camera, scanner = adopt("camera"), adopt("scanner")
    account, other = camera["mqtt"], scanner["mqtt"]
    assert (account["host"], account["port"], account["tls"]) == (NAME, BROKER, True), account
    until(lambda: not refused(account) and not refused(other), "the new accounts")
    print("an adopted device comes in, with what it was told of the broker")
    device_id = camera["device_id"]
    own, foreign = (f"accueil/v1/{BOUTIQUE}/{one['device_id']}" for one in (camera, scanner))
    first, second = Client(account).comes(), Client(other).comes()
    first.listens("#")
    first.listens(f"{foreign}/command")
    second.listens(f"{foreign}/command")
    server = Observer()
    first.says(f"{foreign}/state", '{"state":"online"}')
    first.says(f"{own}/command")
    first.says("homeassistant/sensor/x/config")
    first.says(f"{own}/health", json.dumps({"ts": "2026-01-01T10:00:00Z", "uptime_s": 1}))
    until(lambda: f"{own}/health" in server.heard, "what the device said under its own name")
    assert server.heard == [f"{own}/health"], server.heard
    print("a device speaks under its own name alone")
    server.says(f"{foreign}/command")
    server.says(f"{own}/command")
    until(lambda: f"{foreign}/command" in second.heard, "the command to the other")
    until(lambda: f"{own}/command" in first.heard, "the command to the first")
    assert first.heard == [f"{own}/command"], first.heard
    print("a device hears its own commands alone")
    thief = Client(other, client_id=WELL_KNOWN).comes()
    server.says(f"{own}/command")
    until(lambda: first.heard.count(f"{own}/command") == 2, "a command after the attempt")
    thief.goes()
    print("nobody takes over another's session")
    began = time.monotonic()
    accueil("device", "suspend", device_id)
    until(first.lost.is_set, "the end of the suspended device's connection")
    took_s = time.monotonic() - began
    first.goes()
    until(lambda: refused(account), "the refusal of the suspended device")
    print(f"a suspended device is out ({took_s:.1f} s after the command was typed)")
    accueil("device", "resume", device_id)
    until(lambda: not refused(account), "its coming back")
    print("and comes back when it is resumed")
    for client in (second, server):
        client.goes()
    by_certificate()


def by_certificate() -> None:
    papers = Papers(Path(tempfile.mkdtemp()))
    welcome = adopt("display", papers)
    account = welcome["mqtt"]
    assert (account["port"], account["password"]) == (CERTIFIED, ""), account
    papers.take(welcome["certificate"])
    until(lambda: certified(papers), "the coming in by certificate")
    assert refused(None), "somebody came in without a password"
    print("a device that shows a key comes in by its certificate, and has no password")
    foreign = Papers(Path(tempfile.mkdtemp()))
    request = foreign.ask()
    other = DeviceAuthority(bytes(32), BOUTIQUE)
    foreign.take(other.sign(request, "display-1", datetime.now(UTC)).certificate)
    assert not certified(foreign), "another authority's certificate let somebody in"
    print("a certificate of another authority lets nobody in")
    client = Client(None, papers=papers).comes()
    began = time.monotonic()
    accueil("device", "suspend", welcome["device_id"])
    until(client.lost.is_set, "the end of the suspended device's connection")
    took_s = time.monotonic() - began
    client.goes()
    until(lambda: not certified(papers), "the refusal of a void certificate")
    print(f"a suspended device's certificate is void ({took_s:.1f} s after the command was typed)")
    accueil("device", "resume", welcome["device_id"])
    until(lambda: certified(papers), "its coming back")
    print("and holds again when it is resumed")


def certified(papers: Papers) -> bool:
    client = Client(None, papers=papers)
    try:
        client.comes()
    except OSError:  # the broker begins anew, or ends the handshake
        return False
    client.goes()
    return client.answer[:1] == ["Success"]


class Observer(Client):
    """An account of the house's, which may do what the server may: the server holds its own."""

    def __init__(self) -> None:
        password = Path("/run/accueil-test-observer").read_text(encoding="utf-8").strip()
        super().__init__({"username": "observer", "password": password})
        self.comes()
        self.listens("accueil/v1/#")
        self.listens("homeassistant/#")
        time.sleep(0.5)
        self.heard.clear()


if __name__ == "__main__":
    main()
