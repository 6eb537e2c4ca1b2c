"""amqtt on a thread of our own. It keeps nothing over a restart; a boutique runs Mosquitto."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from collections.abc import Sequence
from typing import Any

from store_server.device_ports import BrokerAccount
from store_server.embedded_broker.book import AccountBook
from store_server.passwords import hash_password

_LOGGER = logging.getLogger(__name__)

START_WITHIN_S = 10.0
ENDS_WITHIN_S = 1.0  # politely; then it hangs up
CONNECTIONS_AT_MOST = 250


class BrokerError(RuntimeError):
    """The embedded broker cannot run; the text says why and what to do."""


class EmbeddedBroker:
    """`start` returns once clients can connect, `stop` once the port is free again.

    Satisfies `device_ports.BrokerAccounts`. `username` and `password` are the server's own; by
    default nobody can guess them.
    """

    def __init__(
        self,
        host: str,
        port: int,
        anonymous: bool = False,
        username: str = "",
        password: str = "",
    ) -> None:
        self.username = username or f"server-{secrets.token_hex(8)}"
        self.password = password or secrets.token_urlsafe(24)
        own = BrokerAccount(self.username, hash_password(self.password), ("#",), ("#",))
        self._book = AccountBook(own, anonymous)
        self._host = host
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="broker", daemon=True)
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._failure: BaseException | None = None
        self._broker: Any = None

    def start(self) -> None:
        """Raises `BrokerError`, for instance where the port is taken."""
        logging.getLogger("transitions").setLevel(logging.WARNING)
        logging.getLogger("amqtt").setLevel(logging.CRITICAL)
        self._thread.start()
        if not self._ready.wait(START_WITHIN_S):
            raise BrokerError(f"the embedded broker did not start within {START_WITHIN_S:g} s")
        if self._failure is not None:
            raise BrokerError(
                f"the embedded broker cannot listen on {self._host}:{self._port} "
                f"({self._failure}); choose another port with MQTT_PORT"
            ) from self._failure

    def stop(self) -> None:
        if self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(timeout=5)

    def keep(self, accounts: Sequence[BrokerAccount]) -> None:
        """Exactly these may come in from now on; the others' connections end."""
        gone = self._book.keep(accounts)
        if gone and self._broker is not None and self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._broker.cut(gone), self._loop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception as error:  # whoever waits for `start` is told why
            self._failure = error.__cause__ or error
            _LOGGER.debug("the embedded broker ended", exc_info=True)
        finally:
            self._ready.set()
            self._loop.close()

    async def _serve(self) -> None:
        from store_server.embedded_broker import doors  # amqtt is slow to import

        self._stop = asyncio.Event()
        self._broker = doors.GuardedBroker(self._config(doors.NAME))
        await self._broker.start()
        self._ready.set()
        await self._stop.wait()
        await self._end(self._broker)

    async def _end(self, broker: Any) -> None:
        """Every task has ended and every line is closed before the loop is."""
        ending = asyncio.create_task(broker.shutdown())
        await asyncio.wait({ending}, timeout=ENDS_WITHIN_S)
        broker.hang_up()  # amqtt waits for whoever does not read
        await asyncio.wait({ending}, timeout=ENDS_WITHIN_S)
        await asyncio.sleep(0)  # who was just let in has a line by then
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(ending, *left, return_exceptions=True)
        broker.hang_up()
        await asyncio.sleep(0)

    def _config(self, doors: str) -> dict[str, Any]:
        return {
            "listeners": {
                "default": {
                    "type": "tcp",
                    "bind": f"{self._host}:{self._port}",
                    "max_connections": CONNECTIONS_AT_MOST,
                }
            },
            "plugins": {doors: {"book": self._book}},
        }
