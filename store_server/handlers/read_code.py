"""What somebody held before a door comes down to: a pass that can be believed, or why it cannot."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from events.passes import Flaw, Keyring, Pass, PassError, check_live
from store_server.domain.code import pass_text
from store_server.ports import UnitOfWork

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Read:
    """`granted` is None where there is a flaw. `same_as` stands for the code without holding it."""

    same_as: str
    granted: Pass | None = None
    flaw: Flaw | None = None


class CodeReader:
    """Keeps the keys at hand. A key that it does not know may be a new one: it looks once."""

    def __init__(self) -> None:
        self._ring: Keyring | None = None
        self._keys: frozenset[bytes] = frozenset()

    def read(self, uow: UnitOfWork, code: str, at: datetime) -> Read:
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
