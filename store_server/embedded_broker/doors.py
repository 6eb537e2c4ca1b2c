"""amqtt's doors, kept by our own book of accounts. Imported only where the broker runs.

Who is behind a connection is remembered by its client id when it comes in.
"""

from __future__ import annotations

from asyncio import CancelledError, StreamReader, StreamWriter
from collections.abc import Coroutine, ItemsView
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

from amqtt.adapters import ReaderAdapter, WriterAdapter
from amqtt.broker import Broker
from amqtt.contexts import Action, BaseContext
from amqtt.errors import MQTTError
from amqtt.mqtt.connack import NOT_AUTHORIZED, ConnackPacket
from amqtt.mqtt.protocol.broker_handler import BrokerProtocolHandler
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import Session

from store_server.embedded_broker.book import AccountBook

NAME = f"{__name__}.Doors"


class Doors(BaseAuthPlugin, BaseTopicPlugin):  # type: ignore[misc]
    """Who comes in, and what they say and hear."""

    @dataclass
    class Config:
        book: AccountBook

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        self._book: AccountBook = self.config.book
        self._owners: dict[str, str | None] = {}  # by the client id

    def admits(self, session: Session) -> bool:
        """A Last Will is spoken without being asked for, so it is looked at here."""
        username = session.username
        if not self._book.admits(username, session.password):
            return False
        if session.will_flag and not self._book.may_publish(username, session.will_topic or ""):
            return False
        return bool(self._owners.get(session.client_id, username) == username)

    async def authenticate(self, *, session: Session) -> bool:
        if not self.admits(session):
            return False
        self._owners[session.client_id] = session.username
        return True

    async def topic_filtering(
        self,
        *,
        session: Session | None = None,
        topic: str | None = None,
        action: Action | None = None,
    ) -> bool:
        if session is None or topic is None or session.client_id not in self._owners:
            return False
        username = self._owners[session.client_id]
        match action:
            case Action.PUBLISH:
                return self._book.may_publish(username, topic)
            case Action.SUBSCRIBE:
                return self._book.may_subscribe(username, topic)
            case Action.RECEIVE:
                return self._book.may_receive(username, topic)
        return False

    async def on_broker_client_disconnected(
        self, *, client_id: str, client_session: Session
    ) -> None:
        if client_session.clean_session:
            self._owners.pop(client_id, None)

    def clients_of(self, usernames: frozenset[str]) -> list[str]:
        return [client_id for client_id, owner in self._owners.items() if owner in usernames]

    def forget(self, client_id: str) -> None:
        self._owners.pop(client_id, None)


class Rehearsed(ReaderAdapter):  # type: ignore[misc]
    """A connection's beginning, which can be read a second time."""

    def __init__(self, inner: ReaderAdapter) -> None:
        self._inner = inner
        self._read = b""
        self._again = b""

    def rewind(self) -> None:
        self._again = self._read

    async def read(self, n: int = -1) -> bytes:
        kept, self._again = self._again[:n], self._again[n:]
        if len(kept) == n:
            return kept
        fresh: bytes = await self._inner.read(n - len(kept))
        self._read += fresh
        return kept + fresh

    def feed_eof(self) -> None:
        self._inner.feed_eof()


class Subscriptions(dict[str, list[tuple[Session, int]]]):
    """amqtt goes through them with pauses in which others subscribe, and would lose a message."""

    def items(self) -> ItemsView[str, list[tuple[Session, int]]]:  # type: ignore[override]
        return dict(self).items()


class GuardedBroker(Broker):  # type: ignore[misc]
    """amqtt's broker with three holes closed.

    Before it asks for a password it lets a newcomer end and rewrite an older session of the same
    client id; so a newcomer is judged first, on what they say, before amqtt hears it. What was
    retained for others it tells everybody who comes. And it leaves open the line of whoever said
    nothing, or nothing that it could read: here a line ends with its conversation.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._subscriptions = Subscriptions()
        self._lines: WeakSet[StreamWriter] = WeakSet()

    def stream_connected(
        self, reader: StreamReader, writer: StreamWriter, listener_name: str
    ) -> Coroutine[Any, Any, None]:
        self._lines.add(writer)  # at once: a conversation that is cancelled may never begin
        return self._converse(reader, writer, listener_name)

    async def _converse(
        self, reader: StreamReader, writer: StreamWriter, listener_name: str
    ) -> None:
        try:
            with suppress(CancelledError):  # the broker ends
                await super().stream_connected(reader, writer, listener_name)
        finally:
            writer.close()

    def hang_up(self) -> None:
        """End every line at once, also with those who do not read what they are sent."""
        for writer in tuple(self._lines):
            writer.transport.abort()

    async def _initialize_client_session(
        self, reader: ReaderAdapter, writer: WriterAdapter, remote_address: str, remote_port: int
    ) -> tuple[BrokerProtocolHandler, Session]:
        rehearsed = Rehearsed(reader)
        try:
            _handler, session = await BrokerProtocolHandler.init_from_connect(
                rehearsed, writer, self.plugins_manager
            )
        except MQTTError:
            await writer.close()
            raise
        if not self._doors.admits(session):
            await ConnackPacket.build(0, NOT_AUTHORIZED).to_stream(writer)
            await writer.close()
            raise MQTTError("not let in")
        rehearsed.rewind()
        initialised: tuple[
            BrokerProtocolHandler, Session
        ] = await super()._initialize_client_session(rehearsed, writer, remote_address, remote_port)
        return initialised

    async def _publish_retained_messages_for_subscription(
        self, subscription: tuple[str, int], session: Session
    ) -> None:
        subscribers = self._subscriptions.get(subscription[0], ())
        if any(other.client_id == session.client_id for other, _qos in subscribers):
            await super()._publish_retained_messages_for_subscription(subscription, session)

    async def cut(self, usernames: frozenset[str]) -> None:
        """End their connections, and forget what was kept for them."""
        for client_id in self._doors.clients_of(usernames):
            self._doors.forget(client_id)
            _session, handler = self._sessions.get(client_id, (None, None))
            if handler is not None:
                await handler.handle_connection_closed()
                if handler.writer is not None:  # it may not have begun to listen
                    await handler.writer.close()
            await self._delete_session(client_id)

    @property
    def _doors(self) -> Doors:
        doors: Doors = self.plugins_manager.get_plugin(Doors.__name__)
        return doors
