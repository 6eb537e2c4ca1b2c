"""What somebody held before a door comes down to: a pass that can be believed, or why it cannot."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from events.passes import Flaw, Keyring, Pass, PassError, check_live
from store_server.domain.code import pass_text
from store_server.domain.typed_code import letters_of
from store_server.ports import UnitOfWork

TYPED_FOR = timedelta(days=1)  # after its end; what is older is said to be unknown

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Read:
    """`granted` is None where there is a flaw. `same_as` stands for the code without holding it.
    `typed`: it was typed, and is written down nowhere."""

    same_as: str
    granted: Pass | None = None
    flaw: Flaw | None = None
    typed: bool = False


class CodeReader:
    """Keeps the keys at hand. A key that it does not know may be a new one: it looks once."""

    def __init__(self) -> None:
        self._ring: Keyring | None = None
        self._keys: frozenset[bytes] = frozenset()

    def read(self, uow: UnitOfWork, code: str, at: datetime) -> Read:
        if letters_of(code) is not None:
            return _read_typed(uow, code, at)
        same_as = hashlib.sha256(code.encode(errors="replace")).hexdigest()[:32]
        text = pass_text(code)
        if text is None:
            return Read(same_as, flaw=Flaw.UNKNOWN)
        try:
            granted, shown = self._believe(uow, text)
            event = uow.events.by_number(granted.event) if granted.live else None
            if event is not None:
                check_live(granted, shown, uow.passes.live_secret(event.id), at)
        except PassError as error:
            if error.flaw is Flaw.BAD_SIGNATURE:
                _LOGGER.warning("a pass that claims key %04x is signed by none", error.key_id or 0)
            return Read(same_as, flaw=error.flaw)
        return Read(same_as, granted)

    def _believe(self, uow: UnitOfWork, text: str) -> tuple[Pass, bytes]:
        if self._ring is not None:
            try:
                return self._ring.read(text)
            except PassError as error:
                if error.flaw is not Flaw.BAD_SIGNATURE:
                    raise
        public = frozenset(uow.passes.public_keys())
        if self._ring is None or public != self._keys:
            self._ring, self._keys = Keyring(public), public
        return self._ring.read(text)


def _read_typed(uow: UnitOfWork, code: str, at: datetime) -> Read:
    """It stands for the guest's pass, but for a live one, which must be shown."""
    granted = uow.passes.by_typed(code, at - TYPED_FOR)
    if granted is None:
        return Read("typed", flaw=Flaw.UNKNOWN, typed=True)
    same_as = f"typed {granted.number}"
    if granted.live:
        return Read(same_as, flaw=Flaw.EXPIRED_CODE, typed=True)
    event = uow.events.get(granted.event_id).number
    meant = Pass(event, granted.session, granted.number, granted.valid_from, granted.valid_until)
    return Read(same_as, meant, typed=True)
