"""What a phone, kiosk or browser is called until somebody gives it a better name."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Request

from store_server.account_ports import Accounts
from store_server.ports import Queries
from store_server.web.catalogue import Catalogue

SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Mac", "Linux")
TABLETS, COMPUTERS = ("iPad",), ("Windows", "Mac", "Linux")


def browser_of(request: Request) -> str:
    """A word for its system; the whole user agent would be a fingerprint."""
    agent = request.headers.get("User-Agent", "")
    return next((name for name in SYSTEMS if name in agent), "")


@dataclass(frozen=True, slots=True)
class DeviceNames:
    """In the boutique's language. A client's own phone gets no name of theirs: it would be one
    more place that knows them."""

    accounts: Accounts
    queries: Queries
    words: Catalogue

    def of(self, kind: str, associate_id: str | None, request: Request) -> str:
        """Such as "Camille · téléphone", with a number where another is called so."""
        system = browser_of(request)
        if kind == "client":
            return system
        plain = self._kiosk() if kind == "kiosk" else self._of_person(associate_id or "", system)
        taken = {device.label for device in self.accounts.paired_devices()}
        number = 1
        name = plain
        while name in taken:
            number += 1
            name = f"{plain} {number}"
        return name

    def _kiosk(self) -> str:
        return self.words.say(self.words.choose(()), "paired.kind.kiosk", "Kiosk")

    def _of_person(self, associate_id: str, system: str) -> str:
        what = "tablet" if system in TABLETS else "computer" if system in COMPUTERS else "phone"
        said = self.words.say(self.words.choose(()), f"paired.is.{what}", what)
        given = self.queries.associate(associate_id).display_name.split()[:1]
        return " · ".join([*given, said])
