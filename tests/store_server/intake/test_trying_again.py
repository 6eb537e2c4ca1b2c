"""What the database could not take is read again, for as long as its device is heeded."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from paho.mqtt.client import MQTTMessage

from store_server.intake.reader import Reader
from store_server.ports import BusyError
from store_server.settings import Settings

Answer = Future[Any] | None


class ReadingDoor:
    """Answers each reading of the message with the next of these."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)

    def read(self, _topic: str, _payload: bytes, _retained: bool = False) -> Answer:
        return self.answers.pop(0)


class Broker:
    def __init__(self) -> None:
        self.acknowledged: list[int] = []
        self.published: list[bytes] = []

    def ack(self, mid: int, _qos: int) -> None:
        self.acknowledged.append(mid)

    def publish(self, _topic: str, payload: bytes, _qos: int) -> None:
        self.published.append(payload)


def busy() -> Answer:
    failed: Future[Any] = Future()
    failed.set_exception(BusyError("locked"))
    return failed


def stored() -> Answer:
    done: Future[Any] = Future()
    done.set_result(None)
    return done


def hear(tmp_path: Path, *answers: Answer) -> Broker:
    """A scan comes in, and the reader looks after it three times."""
    broker = Broker()
    reader = Reader(Settings(data_dir=tmp_path), [], ReadingDoor(*answers))  # type: ignore[arg-type]
    reader._client = broker  # type: ignore[assignment]
    scan = MQTTMessage(7, b"accueil/v1/paris-1/door-1/scan")
    scan.payload, scan.qos = b'{"id":"s1","data":"pass:1"}', 1
    reader._on_message(broker, None, scan)  # type: ignore[arg-type]
    for _ in range(3):
        reader._acknowledge()
    return broker


@pytest.mark.parametrize(
    ("second", "acknowledged", "told"),
    [(stored, [7], True), (busy, [], False), (lambda: None, [7], False)],
)
def test_it_is_let_go_once_it_is_stored_or_its_device_is_heeded_no_longer(
    tmp_path: Path, second: Any, acknowledged: list[int], told: bool
) -> None:
    broker = hear(tmp_path, busy(), second())
    assert broker.acknowledged == acknowledged
    assert any(b"stored" in said for said in broker.published) is told
