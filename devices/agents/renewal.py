"""An agent's certificate is renewed before it ends, over the connection that it opens."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from devices.agents.certificate import CertificateError, Papers
from devices.agents.commands import RefusedError

_LOGGER = logging.getLogger(__name__)

RENEWED_BEFORE_DAYS = 30.0
ASKED_EVERY_S = 6 * 3600.0


class Speaker(Protocol):
    def say(self, topic: str, said: Any) -> object: ...
    def show_certificate(self) -> None: ...


class Renewal:
    """`see_to` is called now and then while we are online, `hear` with the answer."""

    def __init__(self, papers: Papers, speaker: Speaker) -> None:
        self._papers = papers
        self._speaker = speaker
        self._asked_s = -ASKED_EVERY_S

    def see_to(self) -> None:
        now_s = time.monotonic()
        if now_s - self._asked_s < ASKED_EVERY_S:
            return
        left = self._papers.days_left()
        if left is not None and left > RENEWED_BEFORE_DAYS:
            return
        self._asked_s = now_s
        try:
            request = self._papers.ask()
        except OSError as error:
            _LOGGER.error("the next key cannot be kept: %s", error)
            return
        self._speaker.say("certificate", {"id": uuid.uuid4().hex, "request": request})

    def hear(self, said: Mapping[str, Any]) -> None:
        """Raises `RefusedError` for what is not ours."""
        if (refused := said.get("refused")) is not None:
            _LOGGER.error("the server does not renew our certificate: %s", refused)
            return
        try:
            self._papers.take(str(said.get("certificate")))
            self._speaker.show_certificate()
        except (CertificateError, OSError) as error:
            raise RefusedError(str(error)) from error
        _LOGGER.info("our certificate was renewed")
