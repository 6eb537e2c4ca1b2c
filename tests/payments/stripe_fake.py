"""Stripe on loopback, as strict as the real one: only what our adapter uses, and nothing forgiven.

Idempotency keys are honoured and their parameters compared; an unknown parameter, a missing one, a
refund above what was captured, a capture above what was authorised are refused as Stripe refuses
them. `ways` says how the network behaves.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SECRET_KEY = "sk_test_fake"
WEBHOOK_SECRET = "whsec_fake"
VERSION = "2026-10-28.endive"  # that of the SDK in the lock: another wants another look at this

Thing = dict[str, Any]


class RefusedError(Exception):
    def __init__(self, status: int, kind: str, code: str = "", **more: str) -> None:
        super().__init__(code)
        self.status = status
        self.error = {"type": kind, "message": f"refused: {code}", **more}
        if code:
            self.error["code"] = code


def invalid(code: str, status: int = 400, **more: str) -> RefusedError:
    return RefusedError(status, "invalid_request_error", code, **more)


@dataclass
class Ways:
    """How the network and the provider behave. Counted down; 0 is well."""

    lose_answers: int = 0  # it is done, and nobody hears of it
    down: int = 0  # 503, nothing done
    busy: int = 0  # 429, nothing done
    readers_busy: bool = False


@dataclass
class StripeFake:
    things: dict[str, Thing] = field(default_factory=dict)
    ways: Ways = field(default_factory=Ways)
    replies: dict[str, tuple[str, Any, int, Thing]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    readers: dict[str, str | None] = field(default_factory=lambda: {"tmr_1": None})
    lock: threading.RLock = field(default_factory=threading.RLock)
    url: str = ""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def forget(self) -> None:
        """As at the beginning, on the same port."""
        with self.lock:
            for kept in (self.things, self.replies, self.asked):
                kept.clear()
            self.ways, self.readers["tmr_1"] = Ways(), None

    # ------------------------------------------------------------------------------ what payers do

    def pay(self, session_id: str, decline: str = "") -> None:
        """On the hosted page. A card that is declined leaves the page open for another."""
        with self.lock:
            session = self.things[session_id]
            assert session["status"] == "open", "the page is shut"
            intent = self.things.get(session["payment_intent"] or "")
            if intent is None:
                intent = self._intent(session["amount_total"], session["currency"], session["meta"])
                session["payment_intent"] = intent["id"]
            if self._charge(intent, decline):
                session["status"], session["url"] = "complete", None

    def tap(self, reader: str, decline: str = "") -> None:
        """A card on the reader."""
        with self.lock:
            intent_id = self.readers[reader]
            assert intent_id is not None, "the reader waits for nothing"
            self._charge(self.things[intent_id], decline)
            self.readers[reader] = None

    def run_out(self, intent_id: str) -> None:
        """Seven days later."""
        with self.lock:
            self.things[intent_id] |= {"status": "canceled", "cancellation_reason": "automatic"}

    def dispute(self, intent_id: str) -> None:
        with self.lock:
            self.things[self.things[intent_id]["latest_charge"]]["disputed"] = True

    def _charge(self, intent: Thing, decline: str) -> bool:
        if decline:
            intent["last_payment_error"] = {"code": "card_declined", "decline_code": decline}
            return False
        charge = self._new("ch", "charge", disputed=False)
        intent |= {
            "status": "requires_capture",
            "amount_capturable": intent["amount"],
            "latest_charge": charge["id"],
            "last_payment_error": None,
        }
        return True

    # ------------------------------------------------------------------------------------- its API

    def checkout_sessions(self, asked: Thing) -> Thing:
        _exactly(
            asked,
            needed={"mode", "line_items", "success_url", "payment_intent_data"},
            known={"client_reference_id", "metadata", "locale", "cancel_url"},
        )
        (line,) = asked["line_items"].values()
        _exactly(line, {"quantity", "price_data"}, set())
        price = line["price_data"]
        _exactly(price, {"currency", "unit_amount", "product_data"}, set())
        data = asked["payment_intent_data"]
        _exactly(data, {"capture_method"}, {"metadata"})
        if not price["product_data"].get("name"):
            raise invalid("parameter_missing", param="line_items[0][price_data][product_data]")
        if data["capture_method"] != "manual" or asked["mode"] != "payment":
            raise invalid("parameter_invalid", param="mode")
        amount = _amount(price["unit_amount"], price["currency"])
        session = self._new("cs_test", "checkout.session", status="open", payment_intent=None)
        session |= {
            "amount_total": amount * int(line["quantity"]),
            "currency": price["currency"],
            "client_reference_id": asked.get("client_reference_id"),
            "metadata": asked.get("metadata", {}),
            "url": f"https://checkout.stripe.invalid/{session['id']}",
            "meta": data.get("metadata", {}),
        }
        return session

    def expire_session(self, session: Thing, asked: Thing) -> Thing:
        _exactly(asked, set(), set())
        if session["status"] != "open":
            raise invalid("checkout_session_not_open")
        session |= {"status": "expired", "url": None}
        return session

    def payment_intents(self, asked: Thing) -> Thing:
        _exactly(
            asked,
            needed={"amount", "currency", "capture_method"},
            known={"allowed_payment_method_types", "description", "metadata"},
        )
        if asked.get("allowed_payment_method_types") != {"0": "card_present"}:
            raise invalid("parameter_invalid", param="allowed_payment_method_types")
        amount = _amount(asked["amount"], asked["currency"])
        return self._intent(amount, asked["currency"], asked.get("metadata", {}))

    def capture(self, intent: Thing, asked: Thing) -> Thing:
        _exactly(asked, set(), {"amount_to_capture"})
        if intent["status"] == "canceled" and intent["cancellation_reason"] == "automatic":
            raise invalid("charge_expired_for_capture")
        if intent["status"] != "requires_capture":
            raise invalid("payment_intent_unexpected_state")
        amount = int(asked.get("amount_to_capture", intent["amount"]))
        if not 0 < amount <= intent["amount_capturable"]:
            raise invalid("amount_too_large", param="amount_to_capture")
        intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
        return intent

    def cancel(self, intent: Thing, asked: Thing) -> Thing:
        _exactly(asked, set(), set())
        if intent["status"] in ("succeeded", "canceled"):
            raise invalid("payment_intent_unexpected_state")
        intent |= {"status": "canceled", "cancellation_reason": None, "amount_capturable": 0}
        return intent

    def refunds(self, asked: Thing) -> Thing:
        _exactly(asked, {"payment_intent", "amount"}, {"metadata"})
        intent = self._get(asked["payment_intent"], "payment_intent")
        amount = _amount(asked["amount"], intent["currency"])
        given = sum(one["amount"] for one in self._all("refund") if _of(one, intent))
        left = intent["amount_received"] - given
        if amount > left:
            raise invalid("" if left else "charge_already_refunded")
        return self._new(
            "re",
            "refund",
            amount=amount,
            currency=intent["currency"],
            payment_intent=intent["id"],
            status="succeeded",
            metadata=asked.get("metadata", {}),
        )

    def process(self, reader: str, asked: Thing) -> Thing:
        _exactly(asked, {"payment_intent"}, set())
        if self.ways.readers_busy:
            raise invalid("terminal_reader_busy")
        self._get(asked["payment_intent"], "payment_intent")
        self.readers[reader] = asked["payment_intent"]
        return {"id": reader, "object": "terminal.reader"}

    def rest(self, reader: str, asked: Thing) -> Thing:
        _exactly(asked, set(), set())
        self.readers[reader] = None
        return {"id": reader, "object": "terminal.reader"}

    # ------------------------------------------------------------------------------------- requests

    def post(self, path: str, asked: Thing) -> Thing:
        match path.strip("/").split("/")[1:]:
            case ["checkout", "sessions"]:
                return self.checkout_sessions(asked)
            case ["checkout", "sessions", name, "expire"]:
                return self.expire_session(self._get(name, "checkout.session"), asked)
            case ["payment_intents"]:
                return self.payment_intents(asked)
            case ["payment_intents", name, ("capture" | "cancel") as what]:
                act: Callable[[Thing, Thing], Thing] = getattr(self, what)
                return act(self._get(name, "payment_intent"), asked)
            case ["refunds"]:
                return self.refunds(asked)
            case ["terminal", "readers", reader, "process_payment_intent"] if (
                reader in self.readers
            ):
                return self.process(reader, asked)
            case ["terminal", "readers", reader, "cancel_action"] if reader in self.readers:
                return self.rest(reader, asked)
        raise invalid("resource_missing", 404)

    def get(self, path: str, asked: Thing) -> Thing:
        match path.strip("/").split("/")[1:]:
            case ["checkout", "sessions"]:
                return self._list("checkout.session", path, asked)
            case ["checkout", "sessions", name]:
                return self._expanded(self._get(name, "checkout.session"), asked)
            case ["payment_intents"]:
                return self._list("payment_intent", path, asked)
            case ["payment_intents", name]:
                return self._expanded(self._get(name, "payment_intent"), asked)
            case ["refunds"]:
                return self._list("refund", path, asked)
        raise invalid("resource_missing", 404)

    def once(self, key: str, path: str, asked: Thing) -> tuple[int, Thing]:
        """The same key is the same answer, and never for other parameters."""
        with self.lock:
            if key in self.replies:
                first_path, first, status, reply = self.replies[key]
                if (first_path, first) != (path, asked):
                    raise RefusedError(400, "idempotency_error", "idempotency_key_reused")
                return status, reply
            try:
                status, reply = 200, dict(self.post(path, asked))
            except RefusedError as refused:
                status, reply = refused.status, {"error": refused.error}
            self.replies[key] = (path, asked, status, json.loads(json.dumps(reply)))
            return status, reply

    def event(self, kind: str, thing: Thing, at: float | None = None) -> tuple[bytes, str]:
        """A webhook's body and its signature."""
        body = json.dumps(
            {"id": f"evt_{next(self._numbers)}", "type": kind, "data": {"object": thing}}
        ).encode()
        return body, signature(body, time.time() if at is None else at)

    # ------------------------------------------------------------------------------------- keeping

    def _intent(self, amount: int, code: str, metadata: Thing) -> Thing:
        return self._new(
            "pi",
            "payment_intent",
            amount=amount,
            amount_capturable=0,
            amount_received=0,
            currency=code,
            status="requires_payment_method",
            cancellation_reason=None,
            last_payment_error=None,
            latest_charge=None,
            metadata=metadata,
        )

    def _new(self, prefix: str, kind: str, **values: Any) -> Thing:
        name = f"{prefix}_{next(self._numbers)}"
        thing = {"id": name, "object": kind, "created": int(time.time()), **values}
        self.things[name] = thing
        return thing

    def _get(self, name: str, kind: str) -> Thing:
        thing = self.things.get(name)
        if thing is None or thing["object"] != kind:
            raise invalid("resource_missing", 404)
        return thing

    def _all(self, kind: str) -> list[Thing]:
        return [one for one in self.things.values() if one["object"] == kind]

    def _list(self, kind: str, path: str, asked: Thing) -> Thing:
        _exactly(asked, set(), {"created", "limit", "payment_intent", "starting_after"})
        since = int(asked.get("created", {}).get("gte", 0))
        found = [one for one in reversed(self._all(kind)) if one["created"] >= since]
        if wanted := asked.get("payment_intent"):
            found = [one for one in found if one["payment_intent"] == wanted]
        if after := asked.get("starting_after"):
            at = next(place for place, one in enumerate(found) if one["id"] == after)
            found = found[at + 1 :]
        limit = int(asked.get("limit", 10))
        return {
            "object": "list",
            "url": path,
            "has_more": len(found) > limit,
            "data": found[:limit],
        }

    def _expanded(self, thing: Thing, asked: Thing) -> Thing:
        _exactly(asked, set(), {"expand"})
        found = dict(thing)
        for wanted in asked.get("expand", {}).values():
            first, _, rest = wanted.partition(".")
            inner = self.things.get(found.get(first) or "")
            if inner is not None:
                found[first] = self._expanded(inner, {"expand": {"0": rest}} if rest else {})
        return found


def signature(body: bytes, at: float, secret: str = WEBHOOK_SECRET) -> str:
    signed = hmac.new(secret.encode(), f"{int(at)}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={int(at)},v1={signed}"


@contextmanager
def stripe_fake() -> Iterator[StripeFake]:
    """Listening on loopback, on a port of its own."""
    fake = StripeFake()

    class Handler(_Handler):
        house = fake

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    house: StripeFake

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = _nested(address.query)
        self._serve(address.path, lambda: (200, self.house.get(address.path, asked)))

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        asked = _nested(self.rfile.read(length).decode())
        key = self.headers.get("Idempotency-Key", "")
        self._serve(self.path, lambda: self.house.once(key, self.path, asked))

    def _serve(self, path: str, act: Callable[[], tuple[int, Thing]]) -> None:
        ways = self.house.ways
        self.house.asked.append(f"{self.command} {path}")
        try:
            self._check()
            status, answer = act()
        except RefusedError as refused:
            status, answer = refused.status, {"error": refused.error}
        if ways.lose_answers:
            ways.lose_answers -= 1
            self.close_connection = True
            return
        answer = {name: value for name, value in answer.items() if name != "meta"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", "req_fake")
        self.end_headers()
        self.wfile.write(body)

    def _check(self) -> None:
        ways = self.house.ways
        if self.headers.get("Authorization") != f"Bearer {SECRET_KEY}":
            raise RefusedError(401, "invalid_request_error")
        if self.headers.get("Stripe-Version") != VERSION:
            raise invalid("version_unknown")
        if ways.down:
            ways.down -= 1
            raise RefusedError(503, "api_error")
        if ways.busy:
            ways.busy -= 1
            raise RefusedError(429, "invalid_request_error", "rate_limit")

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def _exactly(asked: Thing, needed: set[str], known: set[str]) -> None:
    for name in asked.keys() - needed - known:
        raise invalid("parameter_unknown", param=name)
    for name in needed - asked.keys():
        raise invalid("parameter_missing", param=name)


def _amount(text: str, code: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise invalid("parameter_invalid_integer", param="amount")
    amount = int(text)
    if code in ("kwd", "bhd", "omr", "jod") and amount % 10:
        raise invalid("amount_invalid", param="amount")
    if code in ("isk", "huf", "twd") and amount % 100:
        raise invalid("amount_invalid", param="amount")
    return amount


def _of(refund: Thing, intent: Thing) -> bool:
    return refund["payment_intent"] == intent["id"] and refund["status"] == "succeeded"


def _nested(text: str) -> Thing:
    """a[b][0]=c as Stripe reads it."""
    found: Thing = {}
    for name, value in parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)):
        first, *rest = name.replace("]", "").split("[")
        place, steps = found, [first, *rest]
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = value
    return found
