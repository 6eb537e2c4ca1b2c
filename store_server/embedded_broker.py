"""The broker that needs no installing: amqtt on a thread of our own, for the demo and a first try.

It keeps nothing over a restart; a boutique runs Mosquitto.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any

_LOGGER = logging.getLogger(__name__)

START_WITHIN_S = 10.0


class BrokerError(RuntimeError):
    """The embedded broker cannot run; the text says why and what to do."""


class EmbeddedBroker:
    """`start` returns once clients can connect, `stop` once the port is free again."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="broker", daemon=True)
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._failure: BaseException | None = None

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

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception as error:
            self._failure = error.__cause__ or error
            _LOGGER.debug("the embedded broker ended", exc_info=True)
        finally:
            self._ready.set()
            self._loop.close()

    async def _serve(self) -> None:
        from amqtt.broker import Broker  # slow to import: only where it is used

        self._stop = asyncio.Event()
        broker = Broker(self._config())
        await broker.start()
        self._ready.set()
        await self._stop.wait()
        await broker.shutdown()

    def _config(self) -> dict[str, Any]:
        return {
            "listeners": {
                "default": {
                    "type": "tcp",
                    "bind": f"{self._host}:{self._port}",
                    "max_connections": 250,
                }
            },
            "plugins": {
                "amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True},
            },
        }
