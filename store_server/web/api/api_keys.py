"""Keys for the brand's own programs: given, looked at, revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from store_server.account_ports import ApiKey, Scope
from store_server.ports import NotFoundError
from store_server.web import tokens
from store_server.web.api.inputs import Name
from store_server.web.callers import HOUSE, SignedIn
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource(
    "Keys of programs",
    "A program of the brand's brings the catalogue by itself: it sends its key as "
    "`Authorization: Bearer …`, and may do what the key's scope says.",
)


class KeyWanted(Struct, forbid_unknown_fields=True):
    name: Name
    scope: Scope = Scope.READ


class ApiKeyView(Struct, frozen=True):
    """`key` is shown once, to whoever made it; the house keeps only its hash."""

    id: str
    name: str
    scope: Scope
    created_at: datetime
    last_used_at: datetime | None = None
    key: str = ""


@RESOURCE.get("/api-keys", allow=HOUSE)
def list_api_keys(house: House) -> Sequence[ApiKeyView]:
    """The keys that stand, the newest first."""
    return [_view(one) for one in house.accounts.api_keys()]


@RESOURCE.post("/api-keys", allow=HOUSE, status=201)
def make_api_key(house: House, who: SignedIn, body: KeyWanted) -> ApiKeyView:
    """Give a program a key. It is shown this once."""
    key = tokens.new_key()
    made = house.accounts.add_api_key(
        body.name, body.scope, tokens.fingerprint(key), house.clock.now(), who.id
    )
    return _view(made, key)


@RESOURCE.delete("/api-keys/{key_id}", allow=HOUSE)
def revoke_api_key(house: House, who: SignedIn, key_id: str) -> None:
    """From now on the program that has it is let in no more."""
    if not house.accounts.revoke_api_key(key_id, house.clock.now(), who.id):
        raise NotFoundError("there is no such key")


def _view(one: ApiKey, key: str = "") -> ApiKeyView:
    return ApiKeyView(one.id, one.name, one.scope, one.created_at, one.last_used_at, key)
