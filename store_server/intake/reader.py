"""The reader: one thread that holds the connection to the broker and feeds the front door."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from devices.drivers import UnreadableError
from store_server.domain.outward import GOODBYE, outward_topic
from store_server.intake.bulk_client import BulkClient
from store_server.intake.front_door import FrontDoor
from store_server.intake.letterbox import Letterbox
from store_server.intake.receipts import Receipts
from store_server.ports import StorageError
from store_server.settings import Settings

_LOGGER = logging.getLogger(__name__)

WAIT_S = 0.1
COMMITTING_WAIT_S = 0.002  # while a device waits for our word that its message is stored
# After each round the reader rests, and what comes meanwhile is read at once. A flood would wake it
# for every few messages, and each time it would take the interpreter from whoever tells a phone.
REST_S = 0.001
FIRST_RETRY_S, LONGEST_RETRY_S = 0.5, 15.0
KEEPALIVE_S = 20
COMMIT_RETRY_S = 1.0
QOS = 1


@dataclass(slots=True)
class _Committing:
    """A message whose effect is not committed yet."""

    message: mqtt.MQTTMessage
    committed: Future[Any]
    retry_at_s: float = 0.0


class Reader:
    """Connects with a persistent session, so that what matters waits in the broker while we are
    away, and acknowledges such a message only once what it told is committed."""

    def __init__(self, settings: Settings, filters: Sequence[str], door: FrontDoor) -> None:
        self._settings = settings
        self._filters = filters
        self._door = door
        self.letterbox = Letterbox(door)
        self._stopping = threading.Event()
        self._connected = threading.Event()
        self._unacknowledged: dict[int, _Committing] = {}
        self._receipts = Receipts()
        self._client = self._make_client()
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)

    @property
    def connected(self) -> bool:
        return self._connected.is_set()

    def wait_connected(self, timeout_s: float) -> bool:
        return self._connected.wait(timeout_s)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What was read is handed over; what was not acknowledged comes again next time."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def publish(self, topic: str, payload: bytes, retain: bool = False) -> None:
        """Speak to a device. From any thread; dropped where the broker is away."""
        if self.connected:
            self._client.publish(topic, payload, qos=QOS, retain=retain)

    def _make_client(self) -> BulkClient:
        client = BulkClient(
            CallbackAPIVersion.VERSION2,
            client_id=self._settings.mqtt_client_id or f"accueil-{self._settings.boutique}",
            clean_session=False,
            manual_ack=True,
        )
        if self._settings.mqtt_username:
            client.username_pw_set(self._settings.mqtt_username, self._settings.mqtt_password)
        if self._settings.home_assistant:
            client.will_set(outward_topic(self._settings.boutique), GOODBYE, QOS, retain=True)
        client.on_connect = self._on_connect
        client.on_message = self._on_message
        client.on_plain = self._door.read
        client.on_receipt = self._note_moment
        return client

    def _run(self) -> None:
        retry_s = FIRST_RETRY_S
        told = False
        while not self._stopping.is_set():
            try:
                self._client.connect(
                    self._settings.mqtt_host, self._settings.mqtt_port, KEEPALIVE_S
                )
                retry_s, told = FIRST_RETRY_S, False
                self._read_until_lost()
            except OSError as error:
                if not told:
                    _LOGGER.warning("the broker cannot be reached: %s", error)
                    told = True
            except Exception:  # whatever it was, the boutique must not stay deaf
                _LOGGER.exception("the reader stumbled; it connects anew")
            self._went_away()
            self._wait_for_the_broker(retry_s)
            retry_s = min(retry_s * 2, LONGEST_RETRY_S)
        self.letterbox.close()
        self._door.close()

    def _wait_for_the_broker(self, seconds: float) -> None:
        """What is posted meanwhile is read all the same."""
        until_s = time.monotonic() + seconds
        while not self._stopping.wait(max(0.0, min(WAIT_S, until_s - time.monotonic()))):
            self._read_letters()
            self._door.flush()
            if time.monotonic() >= until_s:
                return

    def _read_until_lost(self) -> None:
        outcome = MQTTErrorCode.MQTT_ERR_SUCCESS
        while outcome == MQTTErrorCode.MQTT_ERR_SUCCESS and not self._stopping.is_set():
            self._note_moment()
            outcome = self._client.drain(COMMITTING_WAIT_S if self._unacknowledged else WAIT_S)
            self._read_letters()
            self._door.flush()
            self._acknowledge()
            if not self._client.behind:
                time.sleep(REST_S)
        if self._stopping.is_set():
            self._settle_before_leaving()
            self._client.disconnect()

    def _settle_before_leaving(self) -> None:
        deadline = time.monotonic() + 2.0
        while self._unacknowledged and time.monotonic() < deadline:
            self._acknowledge()
            time.sleep(0.01)

    def _on_connect(
        self, client: mqtt.Client, _userdata: Any, _flags: Any, reason: Any, _properties: Any
    ) -> None:
        if reason.is_failure:
            _LOGGER.warning("the broker refused us: %s", reason)
            return
        client.subscribe([(topic_filter, QOS) for topic_filter in self._filters])
        self._connected.set()
        _LOGGER.info("connected to the broker")
        self._door.broker_changed(True)

    def _went_away(self) -> None:
        self._unacknowledged.clear()  # the broker sends them again
        if self._connected.is_set():
            self._connected.clear()
            self._door.broker_changed(False)
            if not self._stopping.is_set():
                _LOGGER.warning("the broker went away")

    def _read_letters(self) -> None:
        self._note_moment()
        self.letterbox.empty()

    def _note_moment(self) -> None:
        """Not only before waiting: a time that is too early makes devices' clocks look wrong."""
        self._door.moment(time.monotonic())

    def _on_message(self, client: mqtt.Client, _userdata: Any, message: mqtt.MQTTMessage) -> None:
        committed = self._door.read(_topic(message), bytes(message.payload), message.retain)
        if message.qos == 0:
            return
        if committed is None:
            client.ack(message.mid, message.qos)
        else:
            self._unacknowledged[message.mid] = _Committing(message, committed)

    def _acknowledge(self) -> None:
        """Tell the device of what has been committed meanwhile, and then the broker: a message
        that the broker has let go is never spoken of again.

        What the database could not take is tried again: the broker holds only a few such messages
        before it sends no others. What fails for another reason would fail again, and is let go.
        """
        settled = []
        for mid, waiting in tuple(self._unacknowledged.items()):
            if not waiting.committed.done():
                continue
            failure = waiting.committed.exception()
            if isinstance(failure, StorageError) and self._try_again(waiting):
                continue
            self._note_receipt(waiting.message, failure)
            settled.append(mid)
        for topic, payload in self._receipts.due():
            self._client.publish(topic, payload, QOS)
        for mid in settled:
            del self._unacknowledged[mid]
            self._client.ack(mid, QOS)

    def _note_receipt(self, message: mqtt.MQTTMessage, failure: BaseException | None) -> None:
        topic, payload = _topic(message), bytes(message.payload)
        if failure is None:
            self._receipts.stored(topic, payload)
        elif isinstance(failure, UnreadableError):
            self._receipts.refused(topic, payload, str(failure))
        else:
            _LOGGER.error("a message could not be acted on", exc_info=failure)

    def _try_again(self, waiting: _Committing) -> bool:
        """Whether to wait on: not where its device is heeded no longer."""
        now_s = time.monotonic()
        if now_s < waiting.retry_at_s:
            return True
        waiting.retry_at_s = now_s + COMMIT_RETRY_S
        message = waiting.message
        committed = self._door.read(_topic(message), bytes(message.payload))
        if committed is None:
            return False
        waiting.committed = committed
        return True


def _topic(message: mqtt.MQTTMessage) -> str:
    """The topic, with what is not UTF-8 replaced: such a topic then belongs to no driver."""
    try:
        return message.topic
    except UnicodeDecodeError:
        return "\ufffd"
