"""amqtt's doors, kept by our own book of accounts. Imported only where the broker runs.

Who is behind a connection is remembered by its client id when it comes in: amqtt lets a newcomer
write his user name into an older session of the same client id before he has proved it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from amqtt.broker import Broker
from amqtt.contexts import Action, BaseContext
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

    async def authenticate(self, *, session: Session) -> bool:
        """A Last Will is spoken without being asked for, so it is looked at here."""
        username, client_id = session.username, session.client_id
        if not self._book.admits(username, session.password):
            return False
        if session.will_flag and not self._book.may_publish(username, session.will_topic or ""):
            return False
        owner = self._owners.setdefault(client_id, username)
        return owner == username

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


class GuardedBroker(Broker):  # type: ignore[misc]
    """amqtt's broker, which tells a newcomer what was retained for others, told not to."""

    async def _publish_retained_messages_for_subscription(
        self, subscription: tuple[str, int], session: Session
    ) -> None:
        subscribers = self._subscriptions.get(subscription[0], ())
        if any(other.client_id == session.client_id for other, _qos in subscribers):
            await super()._publish_retained_messages_for_subscription(subscription, session)

    async def cut(self, usernames: frozenset[str]) -> None:
        """End their connections, and forget what was kept for them."""
        doors: Any = self.plugins_manager.get_plugin(Doors.__name__)
        for client_id in doors.clients_of(usernames):
            doors.forget(client_id)
            _session, handler = self._sessions.get(client_id, (None, None))
            if handler is not None:
                await handler.handle_connection_closed()
            await self._delete_session(client_id)
