"""`python -m bench.localstripe`: our Stripe adapter against somebody else's idea of Stripe.

localstripe (a stateful fake by others) is installed into a throw-away environment and served on
loopback alone. It knows PaymentIntents, refunds and signed webhooks; it knows no Checkout, no
readers and no idempotency keys. So authorising is done here as a payer would, and the rest is asked
of the adapter; `amount_received`, which Stripe always says, it is taught here. The strict fake is
`tests/payments/stripe_fake.py`; this is an outside check.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue

import requests
import stripe
from rich.console import Console

from payments.facts import Fact
from payments.money import Money
from payments.providers.port import Answer, Means, Order, RefundOrder, WebhookError
from payments.providers.stripe import StripeProvider

PINNED = "localstripe==1.15.10"
KEY, WEBHOOK_KEY = "sk_test_outside", "whsec_outside"
SERVE = (
    "import socket, sys; from aiohttp import web; from localstripe.server import app; "
    "from localstripe.resources import PaymentIntent; PaymentIntent.amount_received = property("
    "lambda one: one.amount if one.status == 'succeeded' else 0); "
    "listening = socket.socket(); listening.bind(('127.0.0.1', 0)); "
    "print(listening.getsockname()[1], flush=True); "
    "web.run_app(app, sock=listening, access_log=None, print=None)"
)
HEARD_WITHIN_S = 10.0


def main() -> None:
    console = Console(highlight=False)
    with (
        tempfile.TemporaryDirectory(prefix="accueil-localstripe-") as folder,
        _served(Path(folder)) as url,
        _listening() as (address, heard),
    ):
        _register(url, address)
        failed = [name for name, check in _checks(url, heard) if not _holds(console, name, check)]
    raise SystemExit(1 if failed else 0)


def _holds(console: Console, name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except (AssertionError, KeyError, stripe.StripeError, WebhookError) as error:
        console.print(f"  [red]differs[/red]  {name}: {error}")
        return False
    console.print(f"  [green]agrees[/green]   {name}")
    return True


class _Payer:
    """What a payer and a reader do between our calls, with the SDK alone."""

    def __init__(self, url: str) -> None:
        self._api = stripe.StripeClient(KEY, base_addresses={"api": url}).v1
        self._made = 0
        self.provider = StripeProvider(KEY, WEBHOOK_KEY, url)

    def authorised(self, units: int = 33_334) -> tuple[Order, str]:
        self._made += 1
        key, amount = f"outside-{self._made}", Money(units, "EUR")
        card = self._api.payment_methods.create({"type": "card", "card": _CARD})
        intent = self._api.payment_intents.create(
            {
                "amount": amount.for_provider(),
                "currency": "eur",
                "capture_method": "manual",
                "payment_method": card.id,
                "confirm": True,
                "metadata": {"accueil_key": key},
            }
        )
        order = Order(key, amount, datetime.now(UTC), Means.READER, "Maison", "fr", "", "tmr_1")
        return order, intent.id


# The number that the payment world gave to testing; it goes to loopback, and not through the house.
_CARD: stripe.params.PaymentMethodCreateParamsCard = {
    "number": "4242" * 4,
    "exp_month": 12,
    "exp_year": 2030,
    "cvc": "123",
}


def _checks(
    url: str, heard: SimpleQueue[tuple[bytes, dict[str, str]]]
) -> Iterator[tuple[str, Callable[[], None]]]:
    payer = _Payer(url)
    ours = payer.provider

    def asked() -> None:
        order, reference = payer.authorised()
        _is(ours.ask(order, reference), Fact.AUTHORISED)

    def captured() -> None:
        order, reference = payer.authorised()
        _is(ours.capture(order, reference, order.amount), Fact.CAPTURED)
        _is(ours.ask(order, reference), Fact.CAPTURED)

    def captured_twice() -> None:
        order, reference = payer.authorised()
        for _twice in range(2):
            _is(ours.capture(order, reference, order.amount), Fact.CAPTURED)

    def voided() -> None:
        order, reference = payer.authorised()
        _is(ours.void(order, reference), Fact.VOIDED)

    def refunded() -> None:
        order, reference = payer.authorised()
        ours.capture(order, reference, order.amount)
        back = RefundOrder(f"{order.key}-r", order, reference, Money(10_000, "EUR"))
        _is(ours.refund(back), Fact.REFUNDED)
        _is(ours.ask(order, reference), Fact.REFUNDED)

    def told() -> None:
        order, reference = payer.authorised()
        ours.capture(order, reference, order.amount)
        body, headers = _next(heard)
        notice = ours.read_webhook(body, headers, datetime.now(UTC))
        assert notice.id, "an event has its own name"

    def forged() -> None:
        body, headers = _next(heard)
        try:
            ours.read_webhook(body + b" ", headers, datetime.now(UTC))
        except WebhookError:
            return
        raise AssertionError("a body that was changed was believed")

    yield "an authorisation is found by asking", asked
    yield "a capture is a capture, and asking says so", captured
    yield "captured twice is captured once", captured_twice
    yield "a void lets the money go", voided
    yield "a partial refund is told under its key", refunded
    yield "a webhook signed by others is read", told
    yield "one that was altered is not", forged


def _is(answer: Answer, fact: Fact) -> None:
    found = [one.fact for one in answer.said]
    assert fact in found, f"{fact.value} expected, {[one.value for one in found]} said"


def _next(heard: SimpleQueue[tuple[bytes, dict[str, str]]]) -> tuple[bytes, dict[str, str]]:
    try:
        return heard.get(timeout=HEARD_WITHIN_S)
    except Empty:
        raise AssertionError("no webhook came") from None


def _register(url: str, address: str) -> None:
    told = {
        "url": address,
        "secret": WEBHOOK_KEY,
        "events": ["payment_intent.succeeded", "charge.captured", "charge.succeeded"],
    }
    requests.post(f"{url}/_config/webhooks/us", json=told, timeout=10).raise_for_status()


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", PINNED], check=True)
    server = subprocess.Popen([python, "-c", SERVE], stdout=subprocess.PIPE, text=True, cwd=folder)
    assert server.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _listening() -> Iterator[tuple[str, SimpleQueue[tuple[bytes, dict[str, str]]]]]:
    heard: SimpleQueue[tuple[bytes, dict[str, str]]] = SimpleQueue()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.put((body, {name.lower(): one for name, one in self.headers.items()}))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Nobody needs to read it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", heard
        server.shutdown()


if __name__ == "__main__":
    sys.exit(main())
