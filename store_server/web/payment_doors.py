"""Doors that are no part of the API: the provider's webhook, and the simulated bank's own page."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from payments.money import Money
from payments.providers.port import WebhookError
from payments.providers.simulated import BANK_PAGE, SimulatedProvider, Tap
from payments.providers.simulated_book import Charge
from store_server.bus import Bus
from store_server.payment_messages import HearWebhook
from store_server.ports import Clock
from store_server.web.catalogue import GUEST_LANGUAGES, Catalogue, direction
from store_server.web.problems import ProblemError
from store_server.web.selling_desk import SellingDesk

WEBHOOK = "/payments/webhook"
LARGEST_WEBHOOK_BYTES = 256 * 1024


class PaymentDoors:
    def __init__(self, bus: Bus, selling: SellingDesk, clock: Clock, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._bus = bus
        self._provider = selling.provider
        self._clock = clock

    def blueprint(self) -> Blueprint:
        doors = Blueprint("payment_doors", __name__)
        if self._provider is not None:
            doors.add_url_rule(
                f"{WEBHOOK}/{self._provider.name}", view_func=self.webhook, methods=["POST"]
            )
        if isinstance(self._provider, SimulatedProvider):
            page = f"{BANK_PAGE}/<secret>"
            doors.add_url_rule(page, "bank", view_func=self.show_bank, methods=["GET"])
            doors.add_url_rule(page, "bank_tap", view_func=self.tap_bank, methods=["POST"])
        return doors

    def webhook(self) -> Response:
        """Nothing is written of one that is not the provider's, or too old."""
        if self._provider is None:
            raise ProblemError(slug="not-found")
        request.max_content_length = LARGEST_WEBHOOK_BYTES
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            notice = self._provider.read_webhook(
                request.get_data(cache=False), headers, self._clock.now()
            )
        except WebhookError as error:
            raise ProblemError(str(error), slug="bad-request") from error
        self._bus.ask(HearWebhook(self._provider.name, notice))
        return Response(b"{}", content_type="application/json")

    def show_bank(self, secret: str) -> str:
        charge = self._charge(secret)
        return self._page(charge)

    def tap_bank(self, secret: str) -> AnyResponse:
        """What the payer does; then back to where they came from, once it is over."""
        self._charge(secret)
        try:
            tap = Tap(request.form.get("tap", ""))
        except ValueError as error:
            raise ProblemError("tap: no such button", slug="invalid", field="tap") from error
        charge = self._bank().tap(secret, tap)
        if charge is None or charge.state == "challenged" or not charge.return_url:
            return redirect(f"{BANK_PAGE}/{secret}", 303)
        return redirect(charge.return_url, 303)

    def _page(self, charge: Charge) -> str:
        language = self._catalogue.choose([charge.language], GUEST_LANGUAGES)
        amount = Money.from_provider(charge.units, charge.currency)
        return render_template(
            "simulated_bank.html",
            charge=charge,
            amount=amount.shown(language),
            language=language,
            direction=direction(language),
            words=partial(self._catalogue.say, language),
        )

    def _charge(self, secret: str) -> Charge:
        charge = self._bank().charge_on(secret)
        if charge is None:
            raise ProblemError("there is no such page", slug="not-found")
        return charge

    def _bank(self) -> SimulatedProvider:
        if not isinstance(self._provider, SimulatedProvider):
            raise ProblemError(slug="not-found")
        return self._provider
