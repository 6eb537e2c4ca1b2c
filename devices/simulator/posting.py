"""One simulated device that posts over HTTP: what is not taken yet waits, and is posted again."""

from __future__ import annotations

import logging
import queue
import threading
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from devices.simulator.voices import Said

_LOGGER = logging.getLogger(__name__)

WAITING_AT_MOST = 1000
AGAIN_AFTER_S = 1.0
ANSWERED_WITHIN_S = 12.0
TRY_AGAIN_FROM = 500  # below it the server has understood, and will not have it


class Posting:
    """The counterpart of a `Connection`: it is always ready, and has nobody to say goodbye to."""

    def __init__(self, url: str) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"{url!r} is no address to push to: it begins with http or https")
        self.ready = threading.Event()
        self.ready.set()
        self._url = url
        self._waiting: queue.Queue[Said] = queue.Queue(WAITING_AT_MOST)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        self.close()  # one that died a moment ago may not have noticed
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="simulated push", daemon=True)
        self._thread.start()

    def say(self, said: Said) -> None:
        """The oldest is given up where too much waits."""
        while True:
            try:
                self._waiting.put_nowait(said)
            except queue.Full:
                self._waiting.get_nowait()
            else:
                return

    def drop(self) -> None:
        self._stop.set()

    def say_goodbye(self) -> None:
        self._stop.set()

    def close(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(ANSWERED_WITHIN_S)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                said = self._waiting.get(timeout=0.2)
            except queue.Empty:
                continue
            while not self._stop.is_set() and not self._post(said.payload):
                self._stop.wait(AGAIN_AFTER_S)

    def _post(self, body: bytes) -> bool:
        """Whether that is done with: stored, or refused for good."""
        kind = "application/xml" if body.startswith(b"<") else "application/json"
        request = Request(self._url, data=body, headers={"Content-Type": kind})  # noqa: S310
        try:
            with urlopen(request, timeout=ANSWERED_WITHIN_S):  # noqa: S310 - checked in __init__
                return True
        except HTTPError as refused:
            _LOGGER.debug("a push was refused: %s", refused)
            return refused.code < TRY_AGAIN_FROM
        except (URLError, OSError):
            return False
