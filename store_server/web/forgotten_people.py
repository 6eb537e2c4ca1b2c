"""Every screen lets go of who was erased: at once where it is connected, else when it is next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from store_server.ports import StorageError
from store_server.privacy_messages import PeopleForgotten
from store_server.privacy_ports import PrivacyQueries
from store_server.web.wire import Forgotten


class Screen(Protocol):
    @property
    def sid(self) -> str: ...


class Screens(Protocol):
    def everybody(self) -> Sequence[Any]: ...
    def send(self, sid: str, name: str, message: Any) -> None: ...
    def once_connected(self, socket: Any, do: Any) -> None: ...


class ForgottenPeople:
    """`hear` is told on the bus thread, `greet` on a socket's own."""

    def __init__(self, privacy: PrivacyQueries, screens: Screens) -> None:
        self._privacy = privacy
        self._screens = screens
        self._ids: tuple[str, ...] | None = None

    def hear(self, event: PeopleForgotten) -> None:
        if self._ids is not None:
            self._ids = tuple(dict.fromkeys((*self._ids, *event.person_ids)))
        for socket in self._screens.everybody():
            self._screens.send(socket.sid, "forgotten", Forgotten(event.person_ids))

    def greet(self, socket: Screen) -> None:
        """A screen that was away hears of all who went meanwhile."""
        if gone := self._lately():
            message = Forgotten(gone)
            self._screens.once_connected(
                socket, lambda: self._screens.send(socket.sid, "forgotten", message)
            )

    def _lately(self) -> tuple[str, ...]:
        if self._ids is None:
            try:
                self._ids = tuple(self._privacy.erased_lately())
            except StorageError:
                return ()  # the next screen asks again
        return self._ids
