"""The door: a pass is shown, and what a guard without a network can know."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import datetime

from msgspec import Struct

from payments.exit_pass import ExitVerdict, Reason, boutique_tag
from store_server.payment_messages import ShowExitPass
from store_server.web.api.selling_inputs import Shown
from store_server.web.callers import FLOOR, SignedIn, Who
from store_server.web.house import House
from store_server.web.operations import Resource
from store_server.web.problems import InvalidInputError
from store_server.web.typed import TypedAt

RESOURCE = Resource("Exit passes", "Green once; amber calls a colleague; red stops.")

DOOR = FLOOR | {Who.GUARD}


class ExitKeys(Struct, frozen=True):
    """What a pass is checked against without a network. Whether it was shown at another door, or
    refunded since, only the server knows: a guard tells it what was let pass, and hears then.

    `now` is the house's clock, by which a phone corrects its own.
    """

    keys: tuple[str, ...]
    boutique: str
    now: datetime


@RESOURCE.post("/exit-passes/show", allow=DOOR)
def show_exit_pass(house: House, who: SignedIn, body: Shown) -> ExitVerdict:
    """A pass before the guard, with the tags that were read in the bag. A green one is used.

    Where no camera reads it, its code is typed; who types many wrong ones waits.
    """
    if body.shown_at is not None and body.shown_at.tzinfo is None:
        raise InvalidInputError("a moment has a zone", field="shown_at")
    code = body.code.strip()
    typed = TypedAt(house, who.device.id)
    typed.check(code)
    verdict: ExitVerdict = house.ask(ShowExitPass(code, who.id, body.tags, body.shown_at))
    typed.heard(code, known=verdict.reason is not Reason.NO_PASS)
    return verdict


@RESOURCE.get("/exit-passes/keys", allow=DOOR)
def list_exit_keys(house: House) -> ExitKeys:
    """Public keys (Ed25519, base64url), and the four bytes that name this boutique, in hex."""
    key = urlsafe_b64encode(house.selling.exit_key).rstrip(b"=").decode()
    tag = boutique_tag(house.selling.boutique).hex()
    return ExitKeys((key,), tag, house.clock.now())
