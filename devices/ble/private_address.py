"""Resolvable private addresses: whose phone or watch hides behind an address that changes.

Computation: Bluetooth Core, Vol 3, Part H, 2.2.2 (the function ah) and Vol 6, Part B, 1.3.2.2.
Products store an identity resolving key in either byte order; both are tried until a live address
tells which one it is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_LENGTH = 16
REMEMBERED_AT_MOST = 4096  # addresses, resolved or found to be nobody's
WAITING_AT_MOST = 256

_PRAND = slice(0, 3)
_HASH = slice(3, 6)
_PADDING = bytes(13)
_RESOLVABLE = 0b01  # the two highest bits

ByteOrder = Literal["as_given", "reversed"]


class IrkRegistration(msgspec.Struct, frozen=True):
    """A client's identity resolving key. `order` is None until a live address has told."""

    identity_id: str
    irk: bytes
    order: ByteOrder | None = None

    def __post_init__(self) -> None:
        if len(self.irk) != KEY_LENGTH:
            raise ValueError(f"an identity resolving key has {KEY_LENGTH} bytes")


class AddressMatch(msgspec.Struct, frozen=True):
    """Whose address it is, and in which order of its bytes the key resolved it."""

    identity_id: str
    order: ByteOrder


def is_resolvable(address: str) -> bool:
    """Whether `aa:bb:cc:dd:ee:ff` is of the kind that a key can resolve."""
    return int(address[:2], 16) >> 6 == _RESOLVABLE


def resolves(irk: bytes, address: str) -> bool:
    octets = _octets(address)
    return is_resolvable(address) and _hash(_cipher(irk), octets) == octets[_HASH]


class _Key(msgspec.Struct):
    match: AddressMatch
    encrypt: Callable[[bytes], bytes]


class PrivateAddresses:
    """Resolves addresses a slice at a time, so that 5,000 keys never hold up a reader.

    `identity_of` answers at once: the client if the address was resolved, else None, and a new
    address waits its turn; a beacon speaks again before a second is over. What strangers' addresses
    are remembered is bounded and in memory alone. One thread registers, asks and works.
    """

    def __init__(self) -> None:
        self._keys: dict[str, list[_Key]] = {}
        self._known: OrderedDict[str, AddressMatch | None] = OrderedDict()
        self._waiting: OrderedDict[str, Iterator[_Key]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._keys)

    def register(self, registration: IrkRegistration) -> None:
        """Add a key, or change it. Addresses that were nobody's are tried again with it."""
        self.remove(registration.identity_id)
        orders = _ORDERS if registration.order is None else (registration.order,)
        self._keys[registration.identity_id] = [
            _Key(
                AddressMatch(registration.identity_id, order),
                _cipher(registration.irk if order == "as_given" else registration.irk[::-1]),
            )
            for order in orders
        ]
        self._forget(lambda match: match is None)

    def remove(self, identity_id: str) -> None:
        if self._keys.pop(identity_id, None) is not None:
            self._forget(lambda match: match is not None and match.identity_id == identity_id)

    def identity_of(self, address: str) -> AddressMatch | None:
        if not self._keys or not is_resolvable(address):
            return None
        if address in self._known:
            self._known.move_to_end(address)
            return self._known[address]
        if address not in self._waiting and len(self._waiting) < WAITING_AT_MOST:
            self._waiting[address] = iter(
                [key for pair in tuple(self._keys.values()) for key in pair]
            )
        return None

    def work(self, keys_at_most: int) -> None:
        """Try so many keys on the addresses that wait, the first first."""
        left = keys_at_most
        while left > 0 and self._waiting:
            address, untried = next(iter(self._waiting.items()))
            octets = _octets(address)
            for key in untried:
                left -= 1
                if _hash(key.encrypt, octets) == octets[_HASH]:
                    self._settle(address, key.match)
                    break
                if left == 0:
                    return
            else:
                self._settle(address, None)

    def _settle(self, address: str, match: AddressMatch | None) -> None:
        """Remember whose it is; once a key's order is known the other is tried no more."""
        del self._waiting[address]
        if match is not None and match.identity_id in self._keys:
            keys = self._keys[match.identity_id]
            self._keys[match.identity_id] = [key for key in keys if key.match.order == match.order]
        self._known[address] = match
        if len(self._known) > REMEMBERED_AT_MOST:
            self._known.popitem(last=False)

    def _forget(self, gone: Callable[[AddressMatch | None], bool]) -> None:
        self._waiting.clear()  # they ask again, of the keys that are there now
        for address in [one for one, match in self._known.items() if gone(match)]:
            del self._known[address]


_ORDERS: tuple[ByteOrder, ByteOrder] = ("as_given", "reversed")


def _octets(address: str) -> bytes:
    return bytes.fromhex(address.replace(":", ""))


def _cipher(irk: bytes) -> Callable[[bytes], bytes]:
    # ECB is the specification's own: one block, which stands alone.
    return Cipher(algorithms.AES(irk), modes.ECB()).encryptor().update  # noqa: S305


def _hash(encrypt: Callable[[bytes], bytes], octets: bytes) -> bytes:
    """ah(key, prand): the last three bytes of the encrypted, padded random part."""
    return encrypt(_PADDING + octets[_PRAND])[-3:]
