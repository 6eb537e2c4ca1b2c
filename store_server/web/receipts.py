"""What phones have acknowledged, written down beside the way: nobody waits for it."""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue

from store_server.account_ports import Accounts
from store_server.ports import Clock, StorageError

_LOGGER = logging.getLogger(__name__)

# An arrival waits for whoever writes before it: so these are few, and well before Web Push asks
# which lines have reached nobody.
GATHERED_FOR_S = 0.25


class Receipts:
    """A thread that notes deliveries."""

    def __init__(self, accounts: Accounts, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock
        self._delivered: dict[str, int] = {}
        self._lock = threading.Lock()
        self._wake: SimpleQueue[bool] = SimpleQueue()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="receipts", daemon=True)

    def delivered(self, associate_id: str, seq: int) -> None:
        with self._lock:
            self._delivered[associate_id] = max(seq, self._delivered.get(associate_id, 0))
        self._wake.put(True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._closing.set()
        self._wake.put(False)
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self.write()

    def _run(self) -> None:
        while self._wake.get():
            self._closing.wait(GATHERED_FOR_S)
            while not self._wake.empty():
                if not self._wake.get():
                    return
            self.write()

    def write(self) -> None:
        """Write down what has gathered."""
        with self._lock:
            delivered, self._delivered = self._delivered, {}
        now = self._clock.now()
        if not delivered:
            return
        try:
            self._accounts.mark_delivered(delivered, now)
        except StorageError as error:
            _LOGGER.warning("receipts could not be written: %s", error)
            with self._lock:
                for associate_id, seq in delivered.items():
                    self._delivered[associate_id] = max(seq, self._delivered.get(associate_id, 0))
