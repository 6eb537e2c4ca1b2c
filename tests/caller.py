"""A plain HTTP client with cookies: what any program on the network can send us."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import msgspec

TIMEOUT_S = 15.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


@dataclass
class Caller:
    port: int
    host: str = "127.0.0.1"
    csrf: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, code: str, pin: str) -> None:
        assert self.post("/auth/pair", {"code": code}).status == 200
        answer = self.post("/auth/pin", {"pin": pin})
        assert answer.status == 200, answer.body
        self.csrf = answer.json["csrf"]

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, body: Any) -> Answer:
        return self.send("POST", path, msgspec.json.encode(body))

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        content_type: str = "application/json",
        **headers: str,
    ) -> Answer:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None and content_type:
            sent["Content-Type"] = content_type
        if self.csrf:
            sent["X-CSRF"] = self.csrf
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        line = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_S)
        try:
            line.request(method, "/api/v1" + path, body, sent)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                for name, morsel in SimpleCookie(cookie).items():
                    self.cookies[name] = morsel.value
            return Answer(
                answer.status,
                {name.lower(): value for name, value in answer.getheaders()},
                answer.read(),
            )
        finally:
            line.close()
