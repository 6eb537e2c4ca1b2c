"""What a device is told to do: each command once, by its id, and answered each time it comes.

A command is noted before it is acted on. Where the agent died in the middle, the command that
comes again is not begun a second time (it may be the one that killed us) and is answered as
interrupted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from devices.agents.durable import Durable, DurableError

_LOGGER = logging.getLogger(__name__)

REMEMBERED = 1_000
LONGEST_REASON = 512
INTERRUPTED = "the agent ended while it did this"

TABLES = """
CREATE TABLE IF NOT EXISTS commands (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    answer BLOB
);
"""

Handler = Callable[[Mapping[str, Any]], None]


class RefusedError(Exception):
    """A handler's way to answer no; the text is the reason, for the operator."""


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    ok: bool
    reason: str | None = None


class Commands:
    """Opens its file, or raises `DurableError`. `obey` runs on one thread."""

    def __init__(self, file: Path) -> None:
        self._file = Durable(file, TABLES)
        self._handlers: dict[str, Handler] = {}

    def on(self, do: str, handler: Handler) -> None:
        self._handlers[do] = handler

    def obey(self, said: Mapping[str, Any]) -> Answer | None:
        """Do it, unless it was done; None for what carries no id and so cannot be answered."""
        command_id, do = said.get("id"), said.get("do")
        if not isinstance(command_id, str) or not command_id:
            _LOGGER.warning("a command without an id is not acted on")
            return None
        handler = self._handlers.get(do) if isinstance(do, str) else None
        if handler is None:
            return Answer(command_id, ok=False, reason="this device cannot do that")
        try:
            if (known := self._known(command_id)) is not None:
                return known
            self._note(command_id)
            answer = self._act(command_id, handler, said)
            self._finish(answer)
        except DurableError as error:
            return Answer(command_id, ok=False, reason=str(error)[:LONGEST_REASON])
        return answer

    def close(self) -> None:
        self._file.close()

    def _act(self, command_id: str, handler: Handler, said: Mapping[str, Any]) -> Answer:
        try:
            handler(said)
        except RefusedError as error:
            return Answer(command_id, ok=False, reason=str(error)[:LONGEST_REASON])
        except Exception as error:  # a command that fails is answered, and the agent goes on
            _LOGGER.exception("the command %s failed", said["do"])
            return Answer(command_id, ok=False, reason=f"it failed: {type(error).__name__}")
        return Answer(command_id, ok=True)

    def _known(self, command_id: str) -> Answer | None:
        rows = self._file.read("SELECT answer FROM commands WHERE id = ?", (command_id,))
        if not rows:
            return None
        ((answer,),) = rows
        if answer is None:
            return Answer(command_id, ok=False, reason=INTERRUPTED)
        return msgspec.json.decode(answer, type=Answer)

    def _note(self, command_id: str) -> None:
        forget = "DELETE FROM commands WHERE number <= (SELECT max(number) FROM commands) - ?"
        with self._file.writing() as connection:
            connection.execute("INSERT INTO commands (id) VALUES (?)", (command_id,))
            connection.execute(forget, (REMEMBERED,))

    def _finish(self, answer: Answer) -> None:
        with self._file.writing() as connection:
            connection.execute(
                "UPDATE commands SET answer = ? WHERE id = ?",
                (msgspec.json.encode(answer), answer.id),
            )
