"""A push service on loopback, as strict as the real ones are said to be."""

from __future__ import annotations

import base64
import json
import os
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


@dataclass
class Phone:
    """The browser's side of one subscription."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    heard: list[dict[str, Any]] = field(default_factory=list)

    def subscription(self, endpoint: str) -> dict[str, Any]:
        keys = {"p256dh": encoded(point(self.key.public_key())), "auth": encoded(self.auth)}
        return {"endpoint": endpoint, "expirationTime": None, "keys": keys}

    def read(self, body: bytes) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(
            http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth)
        )
        return message


class Vendor:
    """`public_key` is the one that the phones subscribed with; others' pushes are refused."""

    def __init__(self, public_key: str) -> None:
        self.public_key = public_key
        self.phones: dict[str, Phone] = {}
        self.answers: list[int] = []  # statuses to give instead, the next first
        self.asked = 0
        self.wrongs: list[str] = []
        self.topics: set[str] = set()
        self._held = ""
        self._released = threading.Event()
        self.changed = threading.Condition()
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = vendor.take(self.path, dict(self.headers.items()), body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def subscribe(self, name: str) -> tuple[Phone, dict[str, Any]]:
        phone = self.phones[f"/push/{name}"] = Phone()
        return phone, phone.subscription(f"{self.origin}/push/{name}")

    def hold(self, name: str) -> None:
        """Let this phone's pushes wait for an answer until `release`."""
        self._held = f"/push/{name}"

    def release(self) -> None:
        self._released.set()

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        with self.changed:
            self.asked += 1
            self.changed.notify_all()
        if path == self._held:
            self._released.wait(10)
        with self.changed:
            status = self._judge(path, headers, body)
            self.changed.notify_all()
        return status

    def _judge(self, path: str, headers: dict[str, str], body: bytes) -> int:
        phone = self.phones.get(path)
        if phone is None:
            return 410
        try:
            self._check(headers)
            message = phone.read(body)
        except (AssertionError, InvalidSignature, KeyError, ValueError) as error:
            self.wrongs.append(repr(error))
            return 403
        if self.answers:
            return self.answers.pop(0)
        phone.heard.append(message)
        return 201

    def _check(self, headers: dict[str, str]) -> None:
        lower = {name.lower(): value for name, value in headers.items()}
        assert lower["content-encoding"] == "aes128gcm", "encoding"
        assert 0 < int(lower["ttl"]) <= 300, "ttl"
        assert lower["urgency"] == "high", "urgency"
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,32}", lower["topic"]), "topic"
        self.topics.add(lower["topic"])
        scheme, _, rest = lower["authorization"].partition(" ")
        assert scheme == "vapid", "scheme"
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert parts["k"] == self.public_key, "another application's key"
        self._check_token(parts["t"])

    def _check_token(self, token: str) -> None:
        head, claims, signature = token.split(".")
        assert json.loads(decoded(head))["alg"] == "ES256", "algorithm"
        said = json.loads(decoded(claims))
        assert said["aud"] == self.origin, "audience"
        assert said["sub"].startswith(("mailto:", "https:")), "subject"
        assert time.time() < said["exp"] <= time.time() + 24 * 3600, "expiry"
        raw = decoded(signature)
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(self.public_key))
        key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
